//! The history: entries of the audit, and whether their chain is intact.

use super::{Code, Effect, Moment, Origin, Problem, PublicId, Subject};

/// One entry of the audit.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditEntry {
    /// Its number. In a file, numbers have no gaps.
    pub id: i64,
    /// Its place in the chain, as it was hashed; places have no gaps. In a file it is the number; on a server an entry gets it
    /// once it is committed.
    pub place: Option<i64>,
    /// When.
    pub at: Moment,
    /// Who triggered it; see [`Caller::recorded`](super::Caller::recorded).
    pub caller: String,
    /// What happened.
    pub effect: Effect,
    /// The environment, if it happened in one.
    pub environment: Option<PublicId>,
    /// The run, if a script did it.
    pub run: Option<EntryRun>,
    /// Over which interface and from which client it came; `None` for entries of schema version 1.
    pub origin: Option<Origin>,
    /// The row number of the environment, as it was hashed.
    pub environment_row: Option<i64>,
    /// The row number of the run, as it was hashed.
    pub run_row: Option<i64>,
    /// SHA-256 over the hash of the entry before and everything in this one, in hexadecimal; empty until it has a place.
    pub hash: String,
}

/// The run that caused an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRun {
    /// Its id.
    pub id: PublicId,
    /// The script's file name.
    pub script: String,
    /// The version of the script.
    pub version: String,
}

/// Which entries are meant. What is `None` does not narrow.
#[derive(Debug, Clone, Default)]
pub struct AuditQuery {
    /// What kind of thing they are about.
    pub subject: Option<Subject>,
    /// The public id of the thing.
    pub id: Option<String>,
    /// The id of the run that caused them.
    pub run: Option<String>,
    /// Only those before the entry with this number.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: u32,
}

/// Whether the chain is intact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Every entry is as it was written, and none is missing.
    Intact {
        /// How many there are.
        entries: i64,
        /// The hash of the last one.
        head: String,
    },
    /// Something was done to it.
    Broken(ChainBreak),
}

/// The first place where the chain is not as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainBreak {
    /// The entry.
    pub entry: i64,
    /// What is wrong with it.
    pub kind: ChainBreakKind,
}

/// What is wrong with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainBreakKind {
    /// It does not hold what was written.
    Altered,
    /// It is not there, though the chain goes on.
    Removed,
    /// It and all after it are not there.
    RemovedAtEnd {
        /// The last entry that was written.
        last: i64,
    },
    /// What was written here stands at another entry's place now.
    Swapped {
        /// That entry.
        with: i64,
    },
    /// It was not written by enlist: it stands after the last entry, or before the first.
    Inserted,
    /// It is the last one, and does not fit what was noted of it at the last commit.
    Head,
    /// The note of the last entry cannot be read, so that nobody knows whether later ones are missing.
    NoHead,
}

impl ChainBreakKind {
    /// What is wrong, as a word for programs.
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
    /// The break in a sentence.
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
