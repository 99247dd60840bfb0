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
        r#"bizzStream.findUsers(#{ filtr: "active" })"#,
        "error[E0101]: `filtr`: there is no option of this name
help: did you mean `filter`?",
    ),
    (
        "E0102",
        r#"bizzStream.findUsers(#{ descending: "true" })"#,
        r#"error[E0102]: `descending`: expected a boolean, found the string "true"
help: write `true` without quotes"#,
    ),
    (
        "E0103",
        r#"bizzStream.addUser(#{ name: "Ada" })"#,
        r#"error[E0103]: `globalEmailAddress`: missing: it tells which user is meant
help: add `globalEmailAddress: "ada@example.com"`"#,
    ),
    (
        "E0104",
        r#"bizzStream.addUser(#{ globalEmailAddress: "ada" })"#,
        r#"error[E0104]: `globalEmailAddress`: expected an e-mail address, found "ada"
help: an address looks like `name@example.com`"#,
    ),
    (
        "E0105",
        r#"bizzStream.findUsers(#{ filter: "gone" })"#,
        r#"error[E0105]: `filter`: expected one of active, inactive, all, banned, denied, administrators, found "gone""#,
    ),
    (
        "E0106",
        "bizzStream.findUsers(#{ limit: 801 })",
        "error[E0106]: `limit`: expected at most 800, found 801
help: use `skip` to get the next ones",
    ),
    ("E0107", r#"bizzStream.addGroup(#{ name: "" })"#, "error[E0107]: `name`: expected a name, found an empty string"),
    (
        "E0108",
        r#"bizzStream.addUser(#{
    globalEmailAddress: "ada@example.com", name: "Ada",
    administrator: false, locale: "en", language: "en",
    menuName: "ofice",
})"#,
        r#"error[E0108]: `menuName`: there is no menu with the name "ofice"
help: did you mean "office"?"#,
    ),
    (
        "E0109",
        r#"bizzStream.addUser(#{
    globalEmailAddress: "ada@example.com", name: "Ada",
    administrator: false, locale: "en", language: "en",
    memberGroupNames: ["planing"],
})"#,
        r#"error[E0109]: `memberGroupNames`: there is no member group with the name "planing"
help: did you mean "planning"?"#,
    ),
    (
        "E0110",
        r#"bizzStream.addUser(#{
    globalEmailAddress: "ada@example.com", name: "Ada",
    administrator: false, locale: "en", language: "en",
    role: "boss",
})"#,
        r#"error[E0110]: `role`: there is no role with the name "boss"
help: there is `planner`"#,
    ),
    (
        "E0111",
        r#"bizzStream.addUser(#{
    globalEmailAddress: "ada@example.com", name: "Ada",
    administrator: false, locale: "en", language: "en",
    menuName: "office", addMenuNames: ["reports"],
})"#,
        "error[E0111]: `addMenuNames`: `addMenuNames` adds, but `menuName` replaces; it is not clear which is meant
help: leave out `addMenuNames` or `menuName`",
    ),
    (
        "E0112",
        r#"bizzStream.addUser(#{
    globalEmailAddress: "ada@example.com", name: "Ada",
    administrator: false, locale: "en", language: "en",
    menuNames: ["office", "Office"],
})"#,
        r#"error[E0112]: `menuNames`: "Office" is named twice
help: name it once"#,
    ),
    (
        "E0113",
        r#"bizzStream.addUser(#{
    globalEmailAddress: "ada@example.com", name: "Ada",
    administrator: false, locale: "en", language: "en",
    profile: #{ jobtitle: "Planner" },
})"#,
        r#"error[E0113]: `profile`: there is no profile field "jobtitle"
help: did you mean `jobTitle`?"#,
    ),
    (
        "E0114",
        r#"bizzStream.addGroup(#{ name: "a\nb" })"#,
        "error[E0114]: `name`: expected a name on one line, found the control character U+000A
help: leave out line breaks, tabs and invisible direction marks",
    ),
    (
        "E0115",
        r#"bizzStream.addGroup(#{ name: "drivers", id: "a b" })"#,
        r#"error[E0115]: `id`: expected an id, found "a b"
help: an id has 1 to 64 letters, digits, `-`, `_` or `.`"#,
    ),
    (
        "E0116",
        "bizzStream.addUser()",
        "error[E0116]: `addUser` does not take these arguments: (bizzStream)
help: call it as `bizzStream.addUser(options)`",
    ),
    (
        "E0117",
        r#"print(addDays("1 May 2026", 14));"#,
        r#"error[E0117]: `date`: expected a date or a moment, found "1 May 2026"
help: write a date as `2026-12-01` and a moment as `2026-12-01T09:30:00.000Z`"#,
    ),
    (
        "E0203",
        r#"bizzStream.deactivateUser("nobody@example.com")"#,
        r#"error[E0203]: there is no user "nobody@example.com"
help: users are found by global e-mail address or id; `enlist user list --search TEXT` looks for names"#,
    ),
    (
        "E0204",
        r#"bizzStream.addGroup(#{ name: "planning" })"#,
        r#"error[E0204]: `name`: there is a member group "planning" already"#,
    ),
    (
        "E0303",
        "bizzStream.addUzer(#{})",
        "error[E0303]: `bizzStream` has no function `addUzer`
help: did you mean `addUser`?",
    ),
    (
        "E0304",
        "bizzstream.groups()",
        "error[E0304]: there is no variable `bizzstream` here
help: did you mean `bizzStream`?",
    ),
    (
        "E0305",
        "let x = { 'a': 1 };",
        "error[E0305]: `{` opens a block of statements here, but this looks like a map
help: write `#{ … }` for a map",
    ),
    (
        "E0306",
        "loop { }",
        "error[E0306]: `operations`: limit reached: more than 1000000 operations
help: `enlist manual` lists the limits of a run",
    ),
    (
        "E0308",
        "|x| x",
        "error[E0308]: the result contains a function, which is not plain data
help: end the script with text, numbers, booleans, arrays or maps",
    ),
    (
        "E0402",
        "$ enlist run onboard.rhai --input '{oops'",
        "error[E0402]: --input is not JSON: key must be a string at line 1 column 2",
    ),
    (
        "W0001",
        r#"bizzStream.addUser(#{ globalEmailAddress: input.email, menuName: "office", menuId: "2345" })"#,
        "warning[W0001]: `menuId`: `menuName` and `menuId` are united; give names or ids, not both",
    ),
    (
        "W0101",
        "let total = 3;",
        "warning[W0101]: variable `total` is never read
help: remove it, or begin its name with `_`",
    ),
    (
        "W0102",
        "fn twice(n) { n * 2 }",
        "warning[W0102]: function `twice` is never called
help: remove it, or begin its name with `_`",
    ),
    (
        "W0103",
        r#"bizzStream.addUser(#{
    globalEmailAddress: input.email, name: input.name,
    administrator: false, locale: "en",
})"#,
        r#"warning[W0103]: `language`: missing: it is required when the account does not exist yet
help: add `language: "en"`"#,
    ),
];
