//! What pages with a new password share: the rules as people read them, and the way through the check of a password.

use super::context::PageContext;
use super::form::Field;
use super::frame::Frame;
use crate::directory::{ForbiddenPasswords, forbidden_passwords};
use crate::domain::{
    Code, Error, Key, PasswordProfile, PasswordPurpose, PasswordRule, Problem, Session, password_rules,
};
use crate::http::rest::Failure;
use crate::store::Transaction;

/// A rule for passwords, and whether what was typed keeps it.
#[derive(Debug, Clone)]
pub struct Rule {
    /// What it demands.
    pub text: String,
    /// Whether it was kept, in words; nothing before something was typed, and if it was not looked at.
    pub state_text: Option<String>,
    is_met: Option<bool>,
}

impl Rule {
    /// How the sheet knows it.
    pub fn class(&self) -> &'static str {
        match self.is_met {
            None => "rule",
            Some(true) => "met",
            Some(false) => "unmet",
        }
    }
}

/// The rules, each with what came of it if something was typed. This is the one place where a page tells which rule was not kept.
pub fn rules(
    frame: &Frame,
    profile: PasswordProfile,
    occasion: PasswordPurpose,
    problems: Option<&[Problem]>,
) -> Vec<Rule> {
    let is_too_long = |problem: &Problem| problem.code == Code::PasswordTooLong;
    let rule = |rule: PasswordRule| {
        let text = match rule {
            PasswordRule::Length { most, .. } if problems.is_some_and(|all| all.iter().any(is_too_long)) => {
                frame.with_number("rule-length-most", "most", &(most as u32))
            }
            PasswordRule::Length { least, .. } => frame.with_number("rule-length", "least", &(least as u32)),
            PasswordRule::Kinds(4) => frame.say("rule-kinds-all"),
            PasswordRule::Kinds(least) => frame.with_number("rule-kinds", "least", &(least as u32)),
            PasswordRule::NotCommon => frame.say("rule-common"),
            PasswordRule::NotGuessable => frame.say("rule-guessable"),
            PasswordRule::NotOwn => frame.say("rule-own"),
            PasswordRule::NotFormer(last) => frame.with_number("rule-former", "last", &(last as u32)),
        };
        let is_met = problems.and_then(|problems| {
            if problems.iter().any(|problem| breaks(problem.code, rule)) {
                return Some(false);
            }
            // What was not looked at is not told: the former ones as long as something else is wrong, and what is too long.
            let was_looked_at = !matches!(rule, PasswordRule::NotFormer(_)) && !problems.iter().any(is_too_long);
            was_looked_at.then_some(true)
        });
        let state_text = is_met.map(|is_met| frame.say(if is_met { "password-met" } else { "password-unmet" }));
        Rule { text, state_text, is_met }
    };
    password_rules(profile, occasion).into_iter().map(rule).collect()
}

fn breaks(code: Code, rule: PasswordRule) -> bool {
    match rule {
        PasswordRule::Length { .. } => matches!(code, Code::PasswordTooShort | Code::PasswordTooLong),
        PasswordRule::Kinds(_) => code == Code::PasswordKinds,
        PasswordRule::NotCommon => code == Code::PasswordCommon,
        // A common one is guessed first of all.
        PasswordRule::NotGuessable => matches!(code, Code::PasswordGuessable | Code::PasswordCommon),
        PasswordRule::NotOwn => code == Code::PasswordOwn,
        PasswordRule::NotFormer(_) => code == Code::PasswordFormer,
    }
}

/// The field of a new password, tied to its rules; what is wrong stands among these.
pub fn field(frame: &Frame, problems: Option<&[Problem]>) -> Field {
    let field = Field::password(frame, "password", "new-password");
    let is_of_it = |problem: &Problem| problem.option.as_deref() == Some(field.name);
    let is_wrong = problems.is_some_and(|problems| problems.iter().any(is_of_it));
    let errors = is_wrong.then(|| frame.say("password-refused")).into_iter().collect();
    Field {
        label: frame.say("field-new-password"),
        beside: Some("password-rules"),
        errors,
        has_focus: is_wrong,
        ..field
    }
}

/// What a new password of the person of a session must not be.
pub async fn forbidden(context: &PageContext, session: &Session) -> Result<ForbiddenPasswords, Failure> {
    let account = session.account.clone();
    let read = move |transaction: Transaction, _: &Key| {
        Ok::<_, Error>(forbidden_passwords(&transaction, &account, PasswordPurpose::Change)?)
    };
    context.read(read).await
}

/// Checks the password of the form; the former ones are looked at only if nothing else is wrong.
///
/// # Errors
/// Refuses a password that may not be chosen.
pub async fn check(context: &PageContext, forbidden: &ForbiddenPasswords) -> Result<(), Failure> {
    let password = context.form.text("password").to_owned();
    let former = forbidden.check(context.password_profile(), &password)?;
    let is_one = !former.0.is_empty() && context.verify_any(password, former.0.clone()).await?;
    Ok(former.judge(is_one)?)
}
