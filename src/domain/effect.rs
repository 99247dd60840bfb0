//! Effects: the changes that a piece of work made. A plan prints them, a fixture compares them, the audit stores them, and a
//! run returns them (DESIGN, "One addUser, straight down").

use super::{PublicId, Value, member::words};

/// One change to one object.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// Whether the object was added, changed or removed.
    pub action: Action,
    /// Kind of the object.
    pub subject: Subject,
    /// Public id of the object.
    pub id: PublicId,
    /// Name for people: the address of a user, otherwise the name.
    pub label: String,
    /// Properties that changed.
    pub changes: Vec<Change>,
    /// Position in the script, if a script made the change.
    pub place: Option<Place>,
}

/// One changed property.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The property.
    pub property: Property,
    /// Value before. [`Value::Nothing`] if the object is new.
    pub before: Value<'static>,
    /// Value after. [`Value::Nothing`] if the object was removed.
    pub after: Value<'static>,
}

/// A line and column of a script, both counted from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

impl Place {
    /// Returns the place of a byte in a text.
    pub fn at(source: &str, byte: usize) -> Place {
        let before = source.get(..byte).unwrap_or(source);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Place { line: before.matches('\n').count() as u32 + 1, column: before[line_start..].chars().count() as u32 + 1 }
    }
}

/// The kind of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// The object is new in the directory.
    Added,
    /// The object existed and changed.
    Changed,
    /// The object was removed.
    Removed,
}

/// The kind of a changed object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// An organization.
    Organization,
    /// An environment.
    Environment,
    /// A user of the environment.
    User,
    /// A member group.
    Group,
    /// A menu.
    Menu,
    /// A role.
    Role,
    /// A profile field.
    ProfileField,
    /// An event that a script emitted.
    Event,
    /// A token.
    Token,
    /// A deployed script.
    Script,
    /// A schedule of a deployed script.
    Schedule,
    /// An account as a whole, not in one environment.
    Account,
    /// A session of an account.
    Session,
}

/// A property of an object, under the name that scripts, forms and reports use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Property {
    /// Name.
    Name,
    /// Label of a group, menu or field.
    Label,
    /// Address for letters of workflows.
    EnvironmentEmail,
    /// Language.
    Language,
    /// Locale.
    Locale,
    /// Theme.
    Theme,
    /// Active.
    Active,
    /// Banned.
    Banned,
    /// Administrator.
    Administrator,
    /// Role.
    Role,
    /// External id.
    ExternalId,
    /// Profile fields.
    Profile,
    /// Direct menus, by name.
    Menus,
    /// Member groups, by name.
    Groups,
    /// Members of a group, by address.
    Members,
    /// Items of a menu.
    Items,
    /// Permissions of a role or a token.
    Permissions,
    /// Type of a profile field.
    Kind,
    /// Choices of a profile field.
    Choices,
    /// Whether a profile field is required, or for which roles.
    Required,
    /// Administrators of an organization, by address.
    Administrators,
    /// Organization of an environment, or of a token for all its environments.
    Organization,
    /// Grants of an environment to its scripts.
    Grants,
    /// Data of an event.
    Info,
    /// Expiry of a token.
    ExpiresAt,
    /// Version of a script: SHA-256 of its source.
    Version,
    /// The callers that may trigger a script.
    Who,
    /// Types of the events that a script listens to.
    Listens,
    /// Cron expression of a schedule.
    Expression,
    /// Time zone of an environment or a schedule.
    TimeZone,
    /// Input that a schedule passes to its script.
    Input,
    /// Months without a login after which members of an environment are deactivated.
    InactivityMonths,
    /// Whether administrators of the organization may act as others in an environment.
    Impersonation,
    /// Sender of an environment's letters.
    MailSender,
    /// Maximum lifetime of a token of an environment, in days.
    TokenDays,
    /// Days for which an environment keeps the content of its runs.
    RunDays,
    /// Number of runs whose content was removed.
    EmptiedRuns,
    /// Number of letters whose content was removed.
    EmptiedLetters,
    /// Status of an account.
    Status,
    /// Username.
    Username,
    /// Whether the address of an account is verified.
    Verified,
    /// The fact that a password was set; never the password.
    Password,
    /// Login step of a session.
    Step,
    /// The fact that a link for a new password was made; never the link.
    Link,
    /// Global address of an account.
    GlobalEmailAddress,
    /// Environment that an account opens first.
    DefaultEnvironment,
    /// Whether an account receives letters about new versions.
    ReleaseMails,
    /// Whether the page cache is disabled for an account.
    DisableCache,
    /// Whether an account has a second factor, or an environment requires one.
    SecondFactor,
    /// Number of recovery codes of an account.
    RecoveryCodes,
    /// Account of the administrator who acts as a user.
    Impersonator,
}

words!(Action {
    Added = "added",
    Changed = "changed",
    Removed = "removed",
});

words!(Subject {
    Organization = "organization",
    Environment = "environment",
    User = "user",
    Group = "group",
    Menu = "menu",
    Role = "role",
    ProfileField = "profileField",
    Event = "event",
    Token = "token",
    Script = "script",
    Schedule = "schedule",
    Account = "account",
    Session = "session",
});

words!(Property {
    Name = "name",
    Label = "label",
    EnvironmentEmail = "environmentEmail",
    Language = "language",
    Locale = "locale",
    Theme = "theme",
    Active = "active",
    Banned = "banned",
    Administrator = "administrator",
    Role = "role",
    ExternalId = "externalId",
    Profile = "profile",
    Menus = "menus",
    Groups = "groups",
    Members = "members",
    Items = "items",
    Permissions = "permissions",
    Kind = "type",
    Choices = "choices",
    Required = "required",
    Administrators = "administrators",
    Organization = "organization",
    Grants = "grants",
    Info = "info",
    ExpiresAt = "expiresAt",
    Version = "version",
    Who = "who",
    Listens = "listens",
    Expression = "expression",
    TimeZone = "timeZone",
    Input = "input",
    InactivityMonths = "inactivityMonths",
    Impersonation = "impersonation",
    MailSender = "mailSender",
    TokenDays = "tokenDays",
    RunDays = "runDays",
    EmptiedRuns = "emptiedRuns",
    EmptiedLetters = "emptiedLetters",
    Status = "status",
    Username = "username",
    Verified = "verified",
    Password = "password",
    Step = "step",
    Link = "link",
    GlobalEmailAddress = "globalEmailAddress",
    DefaultEnvironment = "defaultEnvironment",
    ReleaseMails = "releaseMails",
    DisableCache = "disableCache",
    SecondFactor = "secondFactor",
    RecoveryCodes = "recoveryCodes",
    Impersonator = "impersonator",
});

impl Effect {
    /// Returns the number of bytes that the effect holds, including itself. A run's memory budget excludes them.
    pub fn footprint(&self) -> usize {
        let values = self.changes.iter().map(|change| change.before.footprint() + change.after.footprint());
        let texts = self.label.capacity() + self.id.as_str().len();
        size_of::<Effect>() + texts + self.changes.capacity() * size_of::<Change>() + values.sum::<usize>()
    }
}

impl Change {
    /// Returns a property of a new object.
    pub fn added(property: Property, after: impl Into<Value<'static>>) -> Change {
        Change { property, before: Value::Nothing, after: after.into() }
    }

    /// Returns the change of a property, or `None` if the values are equal.
    pub fn between(
        property: Property,
        before: impl Into<Value<'static>>,
        after: impl Into<Value<'static>>,
    ) -> Option<Change> {
        let (before, after) = (before.into(), after.into());
        (before != after).then_some(Change { property, before, after })
    }
}
