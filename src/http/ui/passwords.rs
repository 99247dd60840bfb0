//! Shared code of pages with a new password: the list of rules, and the check of a password.

use super::context::PageContext;
use super::form::Field;
use super::frame::Frame;
use crate::directory::{ForbiddenPasswords, forbidden_passwords};
use crate::domain::{
    Code, Error, Key, PasswordProfile, PasswordPurpose, PasswordRule, Problem, Session, password_rules,
};
use crate::http::rest::Failure;
use crate::store::Transaction;

/// A rule for passwords on a page, and whether the typed password meets it.
#[derive(Debug, Clone)]
pub struct Rule {
    /// The rule as a sentence.
    pub text: String,
    /// Whether the password meets the rule, as a sentence; nothing if no password was typed or the rule was not checked.
    pub state_text: Option<String>,
    is_met: Option<bool>,
}

impl Rule {
    /// Returns the class for the style sheet.
    pub fn class(&self) -> &'static str {
        match self.is_met {
            None => "rule",
            Some(true) => "met",
            Some(false) => "unmet",
        }
    }
}

/// Returns the rules, each with its result if a password was typed. No other part of a page shows which rules a password
/// breaks.
pub fn rules(
    frame: &Frame,
    profile: PasswordProfile,
    purpose: PasswordPurpose,
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
            // Rules without a check have no result: former passwords while another rule is broken, and all for a password that
            // is too long.
            let was_checked = !matches!(rule, PasswordRule::NotFormer(_)) && !problems.iter().any(is_too_long);
            was_checked.then_some(true)
        });
        let state_text = is_met.map(|is_met| frame.say(if is_met { "password-met" } else { "password-unmet" }));
        Rule { text, state_text, is_met }
    };
    password_rules(profile, purpose).into_iter().map(rule).collect()
}

fn breaks(code: Code, rule: PasswordRule) -> bool {
    match rule {
        PasswordRule::Length { .. } => matches!(code, Code::PasswordTooShort | Code::PasswordTooLong),
        PasswordRule::Kinds(_) => code == Code::PasswordKinds,
        PasswordRule::NotCommon => code == Code::PasswordCommon,
        // A common password is the first that an attacker guesses.
        PasswordRule::NotGuessable => matches!(code, Code::PasswordGuessable | Code::PasswordCommon),
        PasswordRule::NotOwn => code == Code::PasswordOwn,
        PasswordRule::NotFormer(_) => code == Code::PasswordFormer,
    }
}

/// Returns the field of a new password. The list of rules shows the details of its errors.
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

/// Returns the passwords that are forbidden for the person of a session.
pub async fn forbidden(context: &PageContext, session: &Session) -> Result<ForbiddenPasswords, Failure> {
    let account = session.account.clone();
    let read = move |transaction: Transaction, _: &Key| {
        Ok::<_, Error>(forbidden_passwords(&transaction, &account, PasswordPurpose::Change)?)
    };
    context.read(read).await
}

/// Checks the password of the form. Former passwords are compared only if no other rule is broken.
///
/// # Errors
/// Returns a refusal if the password breaks a rule.
pub async fn check(context: &PageContext, forbidden: &ForbiddenPasswords) -> Result<(), Failure> {
    let password = context.form.text("password").to_owned();
    let former = forbidden.check(context.password_profile(), &password)?;
    let is_one = !former.0.is_empty() && context.verify_any(password, former.0.clone()).await?;
    Ok(former.judge(is_one)?)
}
