//! The policy of a model. Omitted settings have their default.

use super::text::Text;
use crate::domain::{Code, Grant, Grants, Language, Name, Policy, Problem, TimeZone};
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

/// The policy of a model; see [`Policy`].
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct PolicyModel {
    /// Language of users who are added without one. Default: `en`.
    language: Option<Text<Language>>,
    /// Locale of users who are added without one. Default: `en`.
    locale: Option<Text<Language>>,
    /// Months without a login after which a user is deactivated. Default: 3; 0 disables it.
    inactivity_months: Option<u32>,
    /// Whether administrators of the organization may act as another user. Default: false.
    impersonation: Option<bool>,
    /// Whether users need a second factor to open the environment. Default: false.
    second_factor: Option<bool>,
    /// Name of the sender of letters. Default: none.
    mail_sender: Option<Text<Name>>,
    /// Maximum lifetime of a token, in days: 1 to 3,650. Default: 365.
    #[schemars(range(min = 1, max = 3650))]
    token_days: Option<TokenDays>,
    /// Time zone of schedules that have none of their own, such as `Europe/Amsterdam`. Default: `UTC`.
    time_zone: Option<Text<TimeZone>>,
    /// Days for which input, log and result of a run are kept. Default: 365; 0 keeps them for ever.
    run_days: Option<u32>,
    /// Permissions of scripts. They replace the default grants.
    // Spanned strings keep the place of each grant; the parser reports the place of the whole array only.
    #[schemars(with = "Option<Vec<String>>")]
    grants: Option<Vec<Spanned<String>>>,
}

/// The maximum lifetime of a token in days, within the limits of a policy.
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
    /// Returns this policy, with the settings of `other` where this one has none.
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

    /// Returns the policy. Omitted settings have their default.
    ///
    /// # Errors
    /// Returns an unknown grant and its place in the text.
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

    /// Returns the grants of scripts.
    ///
    /// # Errors
    /// Returns an unknown grant and its place in the text.
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
