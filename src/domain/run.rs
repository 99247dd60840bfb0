//! Runs: one execution of a script, as it is recorded (SPEC R2.14).

use super::{Code, Effect, Letter, Moment, Permission, Permissions, Place, Problem, PublicId, member::words};
use std::borrow::Cow;

/// Who or what does a piece of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// The operator of the installation, at the command line.
    Operator,
    /// A member of the environment.
    Member {
        /// The account's id.
        id: PublicId,
        /// Whether the member administers the environment.
        administrator: bool,
        /// What the member may do.
        permissions: Permissions,
    },
    /// An administrator of the organization who acts as a member of the environment (SPEC R1.11).
    Impersonator {
        /// The administrator's account.
        id: PublicId,
        /// The account of the member.
        member: PublicId,
        /// What the member may do.
        permissions: Permissions,
    },
    /// A program, by a token.
    Token {
        /// The token's id.
        id: PublicId,
        /// What the token allows.
        permissions: Permissions,
    },
    /// A person who acts on their own account, outside of any environment.
    Person(PublicId),
    /// A schedule that has come due.
    Schedule(PublicId),
    /// An event that a script listens to.
    Event(PublicId),
    /// A job of the program itself, such as the sweep, by its name.
    Job(&'static str),
}

impl Caller {
    /// The caller as it is recorded: `operator`, or the kind and what identifies it, such as `member:ID`.
    pub fn recorded(&self) -> String {
        match self {
            Caller::Operator => "operator".to_owned(),
            Caller::Member { id, .. } => format!("member:{id}"),
            Caller::Impersonator { id, member, .. } => format!("impersonator:{id}:{member}"),
            Caller::Token { id, .. } => format!("token:{id}"),
            Caller::Person(id) => format!("person:{id}"),
            Caller::Schedule(id) => format!("schedule:{id}"),
            Caller::Event(id) => format!("event:{id}"),
            Caller::Job(name) => format!("job:{name}"),
        }
    }

    /// What it may do by hand: the operator everything, a member what administrators or the role may, a token what it allows.
    pub fn permissions(&self) -> Permissions {
        match self {
            Caller::Operator | Caller::Job(_) => Permissions::all(),
            Caller::Member { permissions, .. }
            | Caller::Impersonator { permissions, .. }
            | Caller::Token { permissions, .. } => *permissions,
            Caller::Person(_) | Caller::Schedule(_) | Caller::Event(_) => Permissions::NONE,
        }
    }

    /// Whether it counts as an administrator of the environment: its runs may make others administrators and have wider limits.
    pub fn is_administrator(&self) -> bool {
        match self {
            Caller::Operator => true,
            Caller::Member { administrator, .. } => *administrator,
            Caller::Token { permissions, .. } => permissions.holds(Permission::UsersAdministrators),
            Caller::Impersonator { .. }
            | Caller::Person(_)
            | Caller::Schedule(_)
            | Caller::Event(_)
            | Caller::Job(_) => false,
        }
    }
}

/// One execution of a script.
#[derive(Debug, Clone)]
pub struct Run {
    /// Public id; a plan leaves no trace and has none.
    pub id: Option<PublicId>,
    /// The script's file name.
    pub script: String,
    /// The version of the script: SHA-256 of its source, in hexadecimal.
    pub version: String,
    /// How it ended.
    pub status: RunStatus,
    /// Who triggered it; see [`Caller::recorded`].
    pub caller: String,
    /// The key that makes it happen once.
    pub key: Option<String>,
    /// What the trigger handed over, as JSON.
    pub input: Option<String>,
    /// The value of the last line, as JSON.
    pub result: Option<String>,
    /// What it changed.
    pub effects: Vec<Effect>,
    /// The letters it wrote.
    pub letters: Vec<Letter>,
    /// What it printed, line by line.
    pub log: Vec<String>,
    /// What it should perhaps not have done.
    pub warnings: Vec<Warning>,
    /// Why it failed.
    pub error: Option<RunError>,
    /// How many operations the engine counted.
    pub operations: u64,
    /// When it began.
    pub started_at: Moment,
    /// How long it took, in microseconds.
    pub duration_us: i64,
    /// When input, result, log, warnings and error were removed, because the policy keeps them no longer.
    pub emptied_at: Option<Moment>,
}

impl Run {
    /// The id of the user who triggered it, or in whose place somebody acted.
    pub fn user(&self) -> Option<&str> {
        let acted_for = || self.caller.strip_prefix("impersonator:").and_then(|ids| ids.split(':').nth(1));
        self.caller.strip_prefix("member:").or_else(acted_for)
    }
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunStatus {
    /// Its effects stand in the database.
    Committed,
    /// It was carried out and rolled back on purpose.
    Planned,
    /// It failed; none of its effects stand.
    Failed,
    /// It was not carried out: an earlier run with the same key answered.
    Repeated,
}

words!(RunStatus {
    Committed = "committed",
    Planned = "planned",
    Failed = "failed",
    Repeated = "repeated",
});

/// Why a run failed, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct RunError {
    /// The code of the first problem.
    pub code: Code,
    /// One sentence for all of it.
    pub message: String,
    /// Where in the script it happened.
    pub place: Option<Place>,
    /// Every problem, with its own place.
    pub problems: Vec<(Problem, Option<Place>)>,
}

impl RunError {
    /// A single problem, at its place or of the whole script.
    pub fn of(problem: Problem, place: Option<Place>) -> RunError {
        RunError { code: problem.code, message: problem.to_string(), place, problems: vec![(problem, place)] }
    }
}

/// Something a script should perhaps not do. The run goes on.
#[derive(Debug, Clone, PartialEq)]
pub struct Warning {
    /// The stable code.
    pub code: WarningCode,
    /// The option it is about.
    pub option: Option<Cow<'static, str>>,
    /// What was noticed.
    pub message: String,
    /// Where in the script.
    pub place: Option<Place>,
}

/// The codes of warnings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WarningCode {
    /// Names and ids of the same kind were given together.
    NamesAndIds,
    /// A banned member was given `active: true` and stays banned.
    StaysBanned,
    /// A letter was not written, because the address has had enough of them today.
    LetterLimit,
    /// The log was cut.
    LogCut,
    /// A variable is declared and never read.
    UnusedVariable,
    /// A function is defined and never called.
    UnusedFunction,
    /// A user seems to be added, but an option is not given that a new account needs.
    MissingWhenAdding,
}

impl WarningCode {
    /// The title of the code's page.
    pub const fn title(self) -> &'static str {
        match self {
            WarningCode::NamesAndIds => "Names and ids together",
            WarningCode::StaysBanned => "Banned user stays banned",
            WarningCode::LetterLimit => "Letter not written",
            WarningCode::LogCut => "Log cut",
            WarningCode::UnusedVariable => "Unused variable",
            WarningCode::UnusedFunction => "Unused function",
            WarningCode::MissingWhenAdding => "Missing for a new account",
        }
    }

    /// The code's page: when it appears and what to do about it.
    pub const fn page(self) -> &'static str {
        match self {
            WarningCode::NamesAndIds => {
                "Names and ids of the same kind were given together; both count. Give one of the two options, so that \
                 nobody has to wonder which wins."
            }
            WarningCode::StaysBanned => {
                "A banned user was given `active: true` and stays banned: only an administrator lifts a ban."
            }
            WarningCode::LetterLimit => {
                "A letter was not written, because the address has had enough of them today. Everything else of the call \
                 was done."
            }
            WarningCode::LogCut => "The log is longer than what is kept of it; the rest was cut.",
            WarningCode::UnusedVariable => {
                "`enlist check` found a variable that is declared and never read. Remove it, or begin its name with `_` \
                 if it is there on purpose."
            }
            WarningCode::UnusedFunction => {
                "`enlist check` found a function that nothing in the script calls. Remove it, or begin its name with `_` \
                 if it is there on purpose."
            }
            WarningCode::MissingWhenAdding => {
                "`enlist check` found a call of `addUser` that gives most of what a new account needs (`name`, \
                 `administrator`, `locale`, `language`), but not all of it. The call works only for people who have an \
                 account; add what is missing if it is to add others."
            }
        }
    }
}

words!(WarningCode {
    NamesAndIds = "W0001",
    StaysBanned = "W0002",
    LetterLimit = "W0003",
    LogCut = "W0004",
    UnusedVariable = "W0101",
    UnusedFunction = "W0102",
    MissingWhenAdding = "W0103",
});
