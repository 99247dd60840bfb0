//! The audit: its entries, and the check whether their hash chain is intact.

use super::{Code, Effect, Moment, Origin, Problem, PublicId, Subject};

/// One entry of the audit.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditEntry {
    /// Number of the entry. In a file, numbers have no gaps.
    pub id: i64,
    /// Position in the hash chain, as the hash covers it. Positions have no gaps. In a file, the position is the number; on a
    /// server, an entry gets its position after the commit.
    pub place: Option<i64>,
    /// Time of the change.
    pub at: Moment,
    /// The caller that triggered it; see [`Caller::recorded`](super::Caller::recorded).
    pub caller: String,
    /// The change.
    pub effect: Effect,
    /// The environment. `None` for a change outside an environment.
    pub environment: Option<PublicId>,
    /// The run, if a script made the change.
    pub run: Option<EntryRun>,
    /// Interface and client of the change. `None` for entries of schema version 1.
    pub origin: Option<Origin>,
    /// Row number of the environment, as the hash covers it.
    pub environment_row: Option<i64>,
    /// Row number of the run, as the hash covers it.
    pub run_row: Option<i64>,
    /// SHA-256 of the previous entry's hash and everything in this entry, in hexadecimal. Empty until the entry has a position.
    pub hash: String,
}

/// The run that caused an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRun {
    /// Id of the run.
    pub id: PublicId,
    /// File name of the script.
    pub script: String,
    /// Version of the script.
    pub version: String,
}

/// A query of the audit. A condition that is `None` is ignored.
#[derive(Debug, Clone, Default)]
pub struct AuditQuery {
    /// Kind of the changed object.
    pub subject: Option<Subject>,
    /// Public id of the changed object.
    pub id: Option<String>,
    /// Id of the run that made the changes.
    pub run: Option<String>,
    /// Only entries before the one with this number.
    pub before: Option<i64>,
    /// Maximum number of entries.
    pub limit: u32,
}

/// The result of a check of the hash chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Every entry is unchanged, and none is missing.
    Intact {
        /// Number of entries.
        entries: i64,
        /// Hash of the last entry.
        head: String,
    },
    /// An entry was altered, removed or inserted.
    Broken(ChainBreak),
}

/// The first entry at which the chain is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainBreak {
    /// Number of the entry.
    pub entry: i64,
    /// The damage.
    pub kind: ChainBreakKind,
}

/// The damage to an entry of the audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainBreakKind {
    /// The content differs from the content that was written.
    Altered,
    /// The entry is missing, and later ones exist.
    Removed,
    /// The entry and all later ones are missing.
    RemovedAtEnd {
        /// Number of the last entry that was written.
        last: i64,
    },
    /// The content that was written here is now at another entry's position.
    Swapped {
        /// Number of that entry.
        with: i64,
    },
    /// enlist did not write the entry: it is after the last entry or before the first.
    Inserted,
    /// The last entry differs from the record that the last commit made of it.
    Head,
    /// The record of the last entry is unreadable, so that missing later entries could not be noticed.
    NoHead,
}

impl ChainBreakKind {
    /// Returns the damage as a word for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            ChainBreakKind::Altered => "altered",
            ChainBreakKind::Removed | ChainBreakKind::RemovedAtEnd { .. } => "removed",
            ChainBreakKind::Swapped { .. } => "swapped",
            ChainBreakKind::Inserted => "inserted",
            ChainBreakKind::Head | ChainBreakKind::NoHead => "head",
        }
    }
}

impl ChainBreak {
    /// Returns the break as a problem with a hint.
    pub fn problem(&self) -> Problem {
        let id = self.entry;
        let found = match self.kind {
            ChainBreakKind::Altered => {
                format!("entry {id} was altered: it does not fit its hash and the entry before it")
            }
            ChainBreakKind::Removed => format!("entry {id} was removed"),
            ChainBreakKind::RemovedAtEnd { last } if last == id => format!("entry {id}, the last one, was removed"),
            ChainBreakKind::RemovedAtEnd { last } => format!("entries {id} to {last}, the last ones, were removed"),
            ChainBreakKind::Swapped { with } => {
                format!("entry {id} is not the one that was written there: that one stands at {with} now")
            }
            ChainBreakKind::Inserted => format!("entry {id} was inserted: it stands outside of the chain"),
            ChainBreakKind::Head => format!("entry {id}, the last one, is not the one that was noted as the last"),
            ChainBreakKind::NoHead => {
                format!("the note of the last entry is gone; entry {id} is the last that is there")
            }
        };
        let before = match id {
            ..=1 => "nothing before it can be relied on".to_owned(),
            _ if self.kind == ChainBreakKind::NoHead => "the entries themselves fit each other".to_owned(),
            2 => "entry 1 is intact".to_owned(),
            _ => format!("entries 1 to {} are intact", id - 1),
        };
        Problem::new(Code::AuditBroken, format!("the audit is not intact: {found}"))
            .help(format!("{before}; compare the rest with a backup or an earlier `enlist audit export`"))
    }
}
