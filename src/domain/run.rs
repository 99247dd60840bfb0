//! Runs: the recorded executions of scripts (SPEC R2.14).

use super::{Code, Effect, Letter, Moment, Permission, Permissions, Place, Problem, PublicId, member::words};
use std::borrow::Cow;

/// The caller of a piece of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// The operator of the installation, at the command line.
    Operator,
    /// A member of the environment.
    Member {
        /// Id of the account.
        id: PublicId,
        /// Whether the member administers the environment.
        administrator: bool,
        /// Permissions of the member.
        permissions: Permissions,
    },
    /// An administrator of the organization who acts as a member of the environment (SPEC R1.11).
    Impersonator {
        /// Account of the administrator.
        id: PublicId,
        /// Account of the member.
        member: PublicId,
        /// Permissions of the member.
        permissions: Permissions,
    },
    /// A program with a token.
    Token {
        /// Id of the token.
        id: PublicId,
        /// Permissions of the token.
        permissions: Permissions,
    },
    /// A person who changes their own account, outside any environment.
    Person(PublicId),
    /// A schedule that is due.
    Schedule(PublicId),
    /// An event that a script listens to.
    Event(PublicId),
    /// A background job of the program, such as the sweep, by its name.
    Job(&'static str),
}

impl Caller {
    /// Returns the caller's text for records: `operator`, or the kind and the id, such as `member:ID`.
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

    /// Returns the permissions: all for the operator, those of the administrator or role for a member, those of a token.
    pub fn permissions(&self) -> Permissions {
        match self {
            Caller::Operator | Caller::Job(_) => Permissions::all(),
            Caller::Member { permissions, .. }
            | Caller::Impersonator { permissions, .. }
            | Caller::Token { permissions, .. } => *permissions,
            Caller::Person(_) | Caller::Schedule(_) | Caller::Event(_) => Permissions::NONE,
        }
    }

    /// Checks whether the caller counts as an administrator. Its runs may make others administrators and have wider limits.
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
    /// Public id. `None` for a plan, because a plan is not stored.
    pub id: Option<PublicId>,
    /// File name of the script.
    pub script: String,
    /// Version of the script: SHA-256 of its source, in hexadecimal.
    pub version: String,
    /// Status at the end.
    pub status: RunStatus,
    /// The caller that triggered it; see [`Caller::recorded`].
    pub caller: String,
    /// Idempotency key, with which the run happens only once.
    pub key: Option<String>,
    /// Input from the trigger, as JSON.
    pub input: Option<String>,
    /// Value of the last line, as JSON.
    pub result: Option<String>,
    /// Changes that it made.
    pub effects: Vec<Effect>,
    /// Letters that it wrote.
    pub letters: Vec<Letter>,
    /// Lines that it printed.
    pub log: Vec<String>,
    /// Warnings about suspicious code.
    pub warnings: Vec<Warning>,
    /// Reason of the failure.
    pub error: Option<RunError>,
    /// Number of operations that the engine counted.
    pub operations: u64,
    /// Time of the start.
    pub started_at: Moment,
    /// Duration, in microseconds.
    pub duration_us: i64,
    /// Time at which input, result, log, warnings and error were removed by the policy.
    pub emptied_at: Option<Moment>,
}

impl Run {
    /// Returns the id of the user who triggered the run, or for whom an administrator acted.
    pub fn user(&self) -> Option<&str> {
        let acted_for = || self.caller.strip_prefix("impersonator:").and_then(|ids| ids.split(':').nth(1));
        self.caller.strip_prefix("member:").or_else(acted_for)
    }
}

/// The status of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunStatus {
    /// Its effects are committed.
    Committed,
    /// It was executed and rolled back, as requested.
    Planned,
    /// It failed, and its effects were rolled back.
    Failed,
    /// It was not executed: the result of an earlier run with the same key was returned.
    Repeated,
}

words!(RunStatus {
    Committed = "committed",
    Planned = "planned",
    Failed = "failed",
    Repeated = "repeated",
});

/// The reason and place of a failure.
#[derive(Debug, Clone, PartialEq)]
pub struct RunError {
    /// The code of the first problem.
    pub code: Code,
    /// One sentence for all problems.
    pub message: String,
    /// Place in the script.
    pub place: Option<Place>,
    /// Every problem with its own place.
    pub problems: Vec<(Problem, Option<Place>)>,
}

impl RunError {
    /// Makes an error of a single problem, at its place or for the whole script.
    pub fn of(problem: Problem, place: Option<Place>) -> RunError {
        RunError { code: problem.code, message: problem.to_string(), place, problems: vec![(problem, place)] }
    }
}

/// A warning about suspicious code. The run continues.
#[derive(Debug, Clone, PartialEq)]
pub struct Warning {
    /// The stable code.
    pub code: WarningCode,
    /// The option that it concerns.
    pub option: Option<Cow<'static, str>>,
    /// The observation.
    pub message: String,
    /// Place in the script.
    pub place: Option<Place>,
}

/// The codes of warnings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WarningCode {
    /// Names and ids of the same kind were given together.
    NamesAndIds,
    /// A banned member was given `active: true` and stays banned.
    StaysBanned,
    /// A letter was not written, because the address has reached its limit for today.
    LetterLimit,
    /// The log was truncated.
    LogCut,
    /// A variable is declared and never read.
    UnusedVariable,
    /// A function is defined and never called.
    UnusedFunction,
    /// A call seems to add a user, but an option that a new account requires is missing.
    MissingWhenAdding,
}

impl WarningCode {
    /// Returns the title of the code's page.
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

    /// Returns the code's page: when it occurs and what to do.
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
