//! The limits of a run (SPEC R2.13). The manual lists them.

use crate::domain::{Code, Problem};
use std::time::Duration;

/// The limits of a run. At a limit the run ends with an error that scripts cannot catch, and is rolled back.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Operations of the engine.
    pub operations: u64,
    /// Elapsed time of the run, including functions of enlist.
    pub wall: Duration,
    /// Bytes that the script's values hold at one time.
    pub memory: i64,
    /// Depth of nested calls.
    pub call_depth: usize,
    /// Depth of nested expressions.
    pub expression_depth: usize,
    /// Depth of nested expressions in functions.
    pub function_expression_depth: usize,
    /// Variables at one time.
    pub variables: usize,
    /// Functions that a script defines.
    pub functions: usize,
    /// Bytes of a string.
    pub string: usize,
    /// Items of an array.
    pub array: usize,
    /// Entries of a map.
    pub map: usize,
    /// Bytes of a script's source.
    pub source: usize,
    /// Bytes of the log that are kept; further lines are dropped.
    pub log_kept: usize,
    /// Bytes of the log after which the run fails.
    pub log: usize,
    /// Effects of a run.
    pub effects: usize,
    /// Letters of a run.
    pub letters: usize,
    /// Bytes of the result as JSON.
    pub result: usize,
    /// Depth of a nested result or option.
    pub depth: usize,
}

impl Limits {
    /// Returns the limits of a run that an administrator or the operator triggers.
    pub fn for_administrators() -> Limits {
        Limits {
            operations: 1_000_000,
            wall: Duration::from_secs(5),
            memory: 64 << 20,
            call_depth: 32,
            expression_depth: 32,
            function_expression_depth: 32,
            variables: 500,
            functions: 200,
            string: 256_000,
            array: 10_000,
            map: 10_000,
            source: 65_536,
            log_kept: 64_000,
            log: 1_000_000,
            effects: 100_000,
            letters: 20_000,
            result: 200_000,
            depth: 32,
        }
    }

    /// Returns the limits of a run that anybody else triggers.
    pub fn for_everybody() -> Limits {
        Limits { effects: 10_000, letters: 200, ..Limits::for_administrators() }
    }

    /// Returns every limit with its value, for the manual.
    pub fn listed(&self) -> Vec<(&'static str, String)> {
        let bytes = |count: usize| format!("{count} bytes");
        vec![
            ("operations", self.operations.to_string()),
            ("time", format!("{} s", self.wall.as_secs())),
            ("memory of the script's values", format!("{} MiB", self.memory >> 20)),
            ("call depth", self.call_depth.to_string()),
            (
                "expression depth",
                format!("{} ({} in functions)", self.expression_depth, self.function_expression_depth),
            ),
            ("variables at one time", self.variables.to_string()),
            ("functions of a script", self.functions.to_string()),
            ("a string", bytes(self.string)),
            ("an array", format!("{} items", self.array)),
            ("a map", format!("{} entries", self.map)),
            ("source of a script", bytes(self.source)),
            ("log", format!("{} kept, an error after {}", bytes(self.log_kept), bytes(self.log))),
            ("effects", self.effects.to_string()),
            ("letters", self.letters.to_string()),
            ("result", format!("{} as JSON, {} levels", bytes(self.result), self.depth)),
        ]
    }
}

/// Returns the problem of a limit that was reached, by the name of the limit.
pub fn limit_problem(name: &str, message: String) -> Problem {
    Problem::new(Code::Limit, format!("limit reached: {message}"))
        .of(name.to_owned())
        .help("`enlist manual` lists the limits of a run")
}
