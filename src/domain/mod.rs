//! The nouns of the directory and the refusals: pure values that know no SQL, no script engine and no terminal.
//!
//! Every value here is valid by construction: an [`EmailAddress`] that exists *is* an e-mail address. A mistake of a caller
//! is reported as a [`Problem`] with a stable [`Code`].

mod audit;
mod base64url;
mod catalogue;
mod check;
mod code;
mod date;
mod deployed;
mod effect;
mod email;
mod environment;
mod event;
mod examples;
mod finding;
mod grant;
mod id;
mod job;
mod key;
mod language;
mod letter;
mod link;
mod member;
mod moment;
mod name;
mod nearest;
mod origin;
#[cfg(feature = "server")]
mod password;
mod permission;
mod problem;
mod profile;
mod query;
mod recovery_code;
mod right;
mod run;
mod schedule;
mod secret;
mod session;
mod settings;
mod text;
mod token;
#[cfg(feature = "server")]
mod totp;
mod username;
mod value;
mod web_address;

pub use audit::{AuditEntry, AuditQuery, ChainBreak, ChainBreakKind, EntryRun, Verdict};
pub use catalogue::{Catalogue, Named};
pub use check::{Check, CheckState};
pub use code::Code;
pub use date::{Date, DateOrMoment};
pub use deployed::{DeployedScript, RoleAndGroups, TriggerRule};
pub use effect::{Action, Change, Effect, Place, Property, Subject};
pub use email::EmailAddress;
pub use environment::{Environment, Group, Menu, MenuItem, Organization, Policy, Role};
pub use event::{Delivery, DeliveryStatus, Event, EventType};
pub use finding::{Example, Finding, Page, Severity};
pub use grant::{Grant, Grants};
pub use id::{Ids, PublicId};
pub use job::JobKind;
pub use key::Key;
pub use language::{LANGUAGES, Language};
pub use letter::{Claim, Letter, LetterKind, LetterStatus};
pub use link::{Link, LinkPurpose};
pub use member::{Account, AccountStatus, InactiveReason, Membership, Theme, User};
pub use moment::{Clock, Moment};
pub use name::{Name, name_key};
pub use nearest::nearest;
pub use origin::Origin;
#[cfg(feature = "server")]
pub use password::{
    FORMER, MOST_BYTES, MOST_CHARACTERS, PasswordProfile, PasswordPurpose, PasswordRule, check_password, is_bounded,
    password_rules, prepared, used_before,
};
pub use permission::{Permission, Permissions};
pub use problem::{Error, Fault, Problem, Problems, Refusal, list_of};
pub use profile::{FieldKind, ProfileField, Required};
pub use query::{UserFilter, UserMatch, UserQuery, UserSort};
pub use recovery_code::{RECOVERY_CODES, read_recovery_code, recovery_code, shown_recovery_code};
pub use run::{Caller, Run, RunError, RunStatus, Warning, WarningCode};
pub use schedule::{CronExpression, Schedule, TimeZone};
pub use secret::Secret;
pub use session::{Login, NewSession, OpenEnvironment, Session, SessionStep};
pub use settings::{AccountSettings, EnvironmentChoice};
pub use text::{normalized, read_text, text_of_file};
pub use token::{Lifetime, Token, TokenReach, TokenStatus};
#[cfg(feature = "server")]
pub use totp::{Totp, qr_code};
pub use username::{Username, login_key};
pub use value::Value;
pub use web_address::{PublicUrl, parse_web_origin};
