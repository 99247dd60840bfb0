//! Effects: what a piece of work changed. They are the spine of enlist: a plan prints them, a fixture compares them, the
//! audit stores them, a run answers with them (DESIGN, "One addUser, straight down").

use super::{PublicId, Value, member::words};

/// One change to one thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// Whether the thing was added, changed or removed.
    pub action: Action,
    /// What kind of thing.
    pub subject: Subject,
    /// Its public id.
    pub id: PublicId,
    /// What people know it by: an address for a user, a name otherwise.
    pub label: String,
    /// The properties that differ.
    pub changes: Vec<Change>,
    /// Where in the script, if a script did it.
    pub place: Option<Place>,
}

/// One property that differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Which property.
    pub property: Property,
    /// Its value before; nothing if the thing is new.
    pub before: Value<'static>,
    /// Its value after; nothing if the thing is gone.
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
    /// The place of a byte of a text.
    pub fn at(source: &str, byte: usize) -> Place {
        let before = source.get(..byte).unwrap_or(source);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Place { line: before.matches('\n').count() as u32 + 1, column: before[line_start..].chars().count() as u32 + 1 }
    }
}

/// What happened to a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It is new here.
    Added,
    /// It was here and differs.
    Changed,
    /// It is gone.
    Removed,
}

/// A kind of thing.
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
    /// An account, as a whole and not in one environment.
    Account,
    /// A session of an account.
    Session,
}

/// A property of a thing, by the name that scripts, forms and reports use.
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
    /// Organization of an environment, or of a token that reaches all of its environments.
    Organization,
    /// What an environment grants to scripts.
    Grants,
    /// What an event carries.
    Info,
    /// The end of a token.
    ExpiresAt,
    /// Version of a script: SHA-256 of its source.
    Version,
    /// Who may trigger a script.
    Who,
    /// The types of events that a script listens to.
    Listens,
    /// The cron expression of a schedule.
    Expression,
    /// Time zone of an environment or a schedule.
    TimeZone,
    /// What a schedule hands over.
    Input,
    /// Months after which members of an environment are made inactive.
    InactivityMonths,
    /// Whether administrators of the organization may act as others in an environment.
    Impersonation,
    /// The sender of an environment's letters.
    MailSender,
    /// How many days a token of an environment may be in force at most.
    TokenDays,
    /// How many days an environment keeps what its runs hold.
    RunDays,
    /// How many runs were emptied.
    EmptiedRuns,
    /// How many letters were emptied.
    EmptiedLetters,
    /// Status of an account.
    Status,
    /// Username.
    Username,
    /// Whether the address of an account is verified.
    Verified,
    /// That a password was set; never which.
    Password,
    /// How far a session has come.
    Step,
    /// That a link for a new password was made; never which.
    Link,
    /// Global address of an account.
    GlobalEmailAddress,
    /// The environment that an account opens first.
    DefaultEnvironment,
    /// Whether an account wants letters about new versions.
    ReleaseMails,
    /// Whether pages are made anew for an account each time.
    DisableCache,
    /// Whether an account has a second factor, or an environment requires one.
    SecondFactor,
    /// How many recovery codes an account has.
    RecoveryCodes,
    /// The account of the administrator who acts as a user.
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
    /// The bytes that the effect holds, itself included; a run's budget of memory leaves them out.
    pub fn footprint(&self) -> usize {
        let values = self.changes.iter().map(|change| change.before.footprint() + change.after.footprint());
        let texts = self.label.capacity() + self.id.as_str().len();
        size_of::<Effect>() + texts + self.changes.capacity() * size_of::<Change>() + values.sum::<usize>()
    }
}

impl Change {
    /// A property of a thing that is new.
    pub fn added(property: Property, after: impl Into<Value<'static>>) -> Change {
        Change { property, before: Value::Nothing, after: after.into() }
    }

    /// A property that may differ; `None` if it does not.
    pub fn between(
        property: Property,
        before: impl Into<Value<'static>>,
        after: impl Into<Value<'static>>,
    ) -> Option<Change> {
        let (before, after) = (before.into(), after.into());
        (before != after).then_some(Change { property, before, after })
    }
}
