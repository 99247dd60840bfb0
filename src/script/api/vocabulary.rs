//! The variables and keywords of scripts.

/// A variable that every script can read.
pub struct Variable {
    /// The name.
    pub name: &'static str,
    /// The type, as editors show it; `?` if it can be anything.
    pub kind: &'static str,
    /// The text of the manual.
    pub doc: &'static str,
}

/// Every variable, in the order of the manual.
pub const VARIABLES: &[Variable] = &[
    Variable { name: "bizzStream", kind: "BizzStream", doc: "The directory of the calling environment." },
    Variable { name: "console", kind: "Console", doc: "The log of the run." },
    Variable {
        name: "actionInfo",
        kind: "map",
        doc: "The trigger of the run: `type` (`manual`, `rest`, `schedule` or `event`), `environmentId`, `environmentName`, \
              `scriptName`, `runId`, `currentUser` (`_id`, `username`, `name`, `email`, `administrator`, `language`), \
              `impersonator` and `event` (`type`, `info`).",
    },
    Variable {
        name: "input",
        kind: "?",
        doc: "The input of the run, such as the fields of a form; `()` without input.",
    },
];

/// The keywords of the script language, for editors. Keywords that scripts cannot use are omitted.
pub const KEYWORDS: &[&str] = &[
    "let", "const", "if", "else", "switch", "for", "in", "while", "loop", "do", "until", "break", "continue", "return",
    "fn", "private", "this", "throw", "try", "catch", "true", "false",
];

/// The value of `bizzStream` in a script. It has no content: the environment comes from the run (SPEC R2.10).
#[derive(Debug, Clone, Copy)]
pub struct BizzStream;

/// The value of `console` in a script.
#[derive(Debug, Clone, Copy)]
pub struct Console;
