//! The policy of a model: what is not said is as it is at the start.

use super::text::Text;
use crate::domain::{Code, Grant, Grants, Language, Name, Policy, Problem, TimeZone};
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

/// The policy of a model; see [`Policy`].
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct PolicyModel {
    /// The language of users for whom none is given.
    language: Option<Text<Language>>,
    /// The locale of users for whom none is given.
    locale: Option<Text<Language>>,
    /// Months without a login after which a user is made inactive; 0 is never.
    inactivity_months: Option<u32>,
    /// Whether administrators of the organization may act as another user.
    impersonation: Option<bool>,
    /// Whether users open the environment only with a second factor.
    second_factor: Option<bool>,
    /// The sender of letters, as a name.
    mail_sender: Option<Text<Name>>,
    /// How many days a token may be in force at most: 1 to 3,650.
    #[schemars(range(min = 1, max = 3650))]
    token_days: Option<TokenDays>,
    /// The time zone of schedules that name none, such as `Europe/Amsterdam`; `UTC` if nothing is said.
    time_zone: Option<Text<TimeZone>>,
    /// How many days input, log and result of a run are kept; 0 is for ever, 365 if nothing is said.
    run_days: Option<u32>,
    /// What scripts may do, in place of what is granted at the start.
    // With its place, which the reader tells of a whole array only.
    #[schemars(with = "Option<Vec<String>>")]
    grants: Option<Vec<Spanned<String>>>,
}

/// How many days a token may be in force at most, within what the policy takes.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(try_from = "i64")]
#[schemars(inline)]
pub struct TokenDays(u32);

impl TryFrom<i64> for TokenDays {
    type Error = String;

    fn try_from(days: i64) -> Result<TokenDays, String> {
        let (least, most) = (Policy::TOKEN_DAYS.start(), Policy::TOKEN_DAYS.end());
        let fits = u32::try_from(days).ok().filter(|days| Policy::TOKEN_DAYS.contains(days));
        fits.map(TokenDays).ok_or_else(|| format!("expected {least} to {most} days, found {days}"))
    }
}

impl PolicyModel {
    /// What is said here counts more than what the other one says.
    pub fn over(self, other: PolicyModel) -> PolicyModel {
        PolicyModel {
            language: self.language.or(other.language),
            locale: self.locale.or(other.locale),
            inactivity_months: self.inactivity_months.or(other.inactivity_months),
            impersonation: self.impersonation.or(other.impersonation),
            second_factor: self.second_factor.or(other.second_factor),
            mail_sender: self.mail_sender.or(other.mail_sender),
            token_days: self.token_days.or(other.token_days),
            time_zone: self.time_zone.or(other.time_zone),
            run_days: self.run_days.or(other.run_days),
            grants: self.grants.or(other.grants),
        }
    }

    /// The policy; what is not said here is as it is at the start.
    ///
    /// # Errors
    /// An unknown grant, with its place in the text.
    pub(super) fn policy(&self) -> Result<Policy, (Problem, usize)> {
        let default = Policy::default();
        Ok(Policy {
            language: self.language.as_ref().map_or(default.language, |language| language.0),
            locale: self.locale.as_ref().map_or(default.locale, |locale| locale.0),
            inactivity_months: self.inactivity_months.unwrap_or(default.inactivity_months),
            impersonation: self.impersonation.unwrap_or(default.impersonation),
            second_factor: self.second_factor.unwrap_or(default.second_factor),
            mail_sender: self.mail_sender.as_ref().map(|name| name.0.clone()),
            token_days: self.token_days.map_or(default.token_days, |days| days.0),
            time_zone: self.time_zone.as_ref().map_or(default.time_zone, |zone| zone.0.clone()),
            run_days: self.run_days.unwrap_or(default.run_days),
            grants: self.granted()?,
        })
    }

    /// What is granted to scripts; an unknown grant is told with its place in the text.
    ///
    /// # Errors
    /// The unknown grant.
    pub(super) fn granted(&self) -> Result<Grants, (Problem, usize)> {
        let Some(texts) = &self.grants else {
            return Ok(Grants::default());
        };
        let parse = |text: &Spanned<String>| {
            let bad = |problem| (Problem { code: Code::BadModel, ..problem }, text.span().start);
            Grant::parse(text.get_ref()).map_err(bad)
        };
        Ok(Grants::of(&texts.iter().map(parse).collect::<Result<Vec<_>, _>>()?))
    }
}
