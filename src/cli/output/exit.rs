//! The meanings of the exit codes, for the help and the manual.

use crate::cli::Exit;

impl Exit {
    /// All exit codes, in order.
    pub const ALL: &'static [Exit] =
        &[Exit::Done, Exit::Refused, Exit::Usage, Exit::Fault, Exit::NothingSelected, Exit::Uncovered];

    /// Returns its meaning in a few words.
    pub const fn meaning(self) -> &'static str {
        match self {
            Exit::Done => "done",
            Exit::Refused => "refused, or a script or a test failed",
            Exit::Usage => "wrong usage",
            Exit::Fault => "fault of the system, or a broken fixture",
            Exit::NothingSelected => "no test was selected",
            Exit::Uncovered => "the tests cover too little",
        }
    }
}

/// Returns all exit codes on one line, for the end of the help.
pub fn listed() -> String {
    let all = Exit::ALL.iter().map(|exit| format!("{} {}", *exit as u8, exit.meaning()));
    format!("Exit codes: {}.", all.collect::<Vec<_>>().join(", "))
}
