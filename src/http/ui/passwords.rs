//! What pages with a new password share: the rules as people read them, and the way from a password to its hash.

use super::form::{Field, sentence};
use super::frame::Frame;
use super::visit::Visit;
use crate::domain::{Code, Occasion, PasswordProfile, PasswordRule, Problem, check_password, password_rules};
use crate::http::rest::Failure;

/// A rule for passwords, and whether what was typed keeps it.
#[derive(Debug, Clone)]
pub struct Rule {
    /// What it demands.
    pub text: String,
    /// Whether it was kept, in words; nothing before something was typed.
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

/// The rules, each with what came of it if something was typed.
pub fn rules(frame: &Frame, profile: PasswordProfile, occasion: Occasion, problems: Option<&[Problem]>) -> Vec<Rule> {
    let rule = |rule: PasswordRule| {
        let text = match rule {
            PasswordRule::Length { least, .. } => frame.with_number("rule-length", "least", &(least as u32)),
            PasswordRule::Kinds(4) => frame.say("rule-kinds-all"),
            PasswordRule::Kinds(least) => frame.with_number("rule-kinds", "least", &(least as u32)),
            PasswordRule::NotCommon => frame.say("rule-common"),
            PasswordRule::NotGuessable => frame.say("rule-guessable"),
            PasswordRule::NotOwn => frame.say("rule-own"),
            PasswordRule::NotFormer(last) => frame.with_number("rule-former", "last", &(last as u32)),
        };
        let is_met = problems.map(|problems| !problems.iter().any(|problem| breaks(problem.code, rule)));
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
        PasswordRule::NotGuessable => code == Code::PasswordGuessable,
        PasswordRule::NotOwn => code == Code::PasswordOwn,
        PasswordRule::NotFormer(_) => code == Code::PasswordFormer,
    }
}

/// The field of a new password, tied to its rules and to what is wrong with what was typed.
pub fn field(frame: &Frame, problems: Option<&[Problem]>) -> Field {
    let field = Field::password(frame, "password", "new-password");
    let mut field = Field { label: frame.say("field-new-password"), beside: Some("password-rules"), ..field };
    for problem in problems.unwrap_or_default() {
        field.errors.push(sentence(frame, problem.code));
    }
    field.errors.dedup();
    field
}

/// What is wrong with a password that somebody wants to have; the former ones are looked at only if nothing else is.
pub async fn check(
    visit: &Visit,
    profile: PasswordProfile,
    occasion: Occasion,
    own: &[&str],
    former: Vec<String>,
) -> Result<Vec<Problem>, Failure> {
    let password = visit.form.text("password");
    if let Err(problems) = check_password(profile, occasion, password, own) {
        return Ok(problems);
    }
    if !former.is_empty() && visit.is_one_of(password.to_owned(), former).await? {
        return Ok(vec![Problem::new(Code::PasswordFormer, "one of the last passwords").of("password")]);
    }
    Ok(Vec::new())
}
