//! How the codes look: for each a script that causes it, or a command, and what is said of it. A test runs the scripts.

use super::Example;

/// The example of a code.
pub fn example_of(code: &str) -> Option<Example> {
    let (_, script, says) = EXAMPLES.iter().find(|(known, ..)| *known == code)?;
    Some(Example { script, says })
}

const EXAMPLES: &[(&str, &str, &str)] = &[
    (
        "E0101",
        "bizzStream.findUsers(#{ filtr: \"active\" })",
        "error[E0101]: `filtr`: there is no option of this name\nhelp: did you mean `filter`?",
    ),
    (
        "E0102",
        "bizzStream.findUsers(#{ descending: \"true\" })",
        "error[E0102]: `descending`: expected a boolean, found the string \"true\"\nhelp: write `true` without quotes",
    ),
    (
        "E0103",
        "bizzStream.addUser(#{ name: \"Ada\" })",
        "error[E0103]: `globalEmailAddress`: missing: it tells which user is meant\n\
         help: add `globalEmailAddress: \"ada@example.com\"`",
    ),
    (
        "E0105",
        "bizzStream.findUsers(#{ filter: \"gone\" })",
        "error[E0105]: `filter`: expected one of active, inactive, all, banned, denied, administrators, found \"gone\"",
    ),
    (
        "E0116",
        "bizzStream.addUser()",
        "error[E0116]: `addUser` does not take these arguments: (bizzStream)\nhelp: call it as `bizzStream.addUser(options)`",
    ),
    (
        "E0203",
        "bizzStream.deactivateUser(\"nobody@example.com\")",
        "error[E0203]: there is no user \"nobody@example.com\"\n\
         help: users are found by global e-mail address or id; `enlist user list --search TEXT` looks for names",
    ),
    ("E0301", "let x = ;", "error[E0301]: unexpected ';'"),
    ("E0302", "throw \"no seat left\"", "error[E0302]: no seat left"),
    (
        "E0303",
        "bizzStream.addUzer(#{})",
        "error[E0303]: `bizzStream` has no function `addUzer`\nhelp: did you mean `addUser`?",
    ),
    (
        "E0304",
        "bizzstream.groups()",
        "error[E0304]: there is no variable `bizzstream` here\nhelp: did you mean `bizzStream`?",
    ),
    (
        "E0305",
        "let x = { 'a': 1 };",
        "error[E0305]: here `{` opens a block of statements, but a map seems to be meant\nhelp: write `#{ … }` for a map",
    ),
    ("E0307", "eval(\"1\")", "error[E0307]: `eval` is not available in scripts"),
    (
        "E0308",
        "|x| x",
        "error[E0308]: the result holds a function, which is no data\n\
         help: end the script with text, numbers, booleans, arrays or maps",
    ),
    ("E0401", "$ enlist run none.rhai", "error[E0401]: there is no file none.rhai"),
    (
        "E0402",
        "$ enlist run onboard.rhai --input '{oops'",
        "error[E0402]: --input is not JSON: key must be a string at line 1 column 2",
    ),
    (
        "W0101",
        "$ enlist check",
        "warning[W0101]: variable `total` is never read\nhelp: remove it, or let its name begin with `_`",
    ),
    (
        "W0102",
        "$ enlist check",
        "warning[W0102]: function `twice` is never called\nhelp: remove it, or let its name begin with `_`",
    ),
    (
        "W0103",
        "$ enlist check",
        "warning[W0103]: `language`: missing: it is required when the account does not exist yet\n\
         help: add `language: \"en\"`",
    ),
];
