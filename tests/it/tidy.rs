//! The house rules: the ladder, one foreign crate in one room, a module comment in every file.

use super::world::root;
use std::path::{Path, PathBuf};

/// The rooms from below; a room may use those that stand before it on a lower rung.
const LADDER: &[(&str, u8)] = &[
    ("domain", 0),
    ("memory", 0),
    ("failpoint", 0),
    ("store", 1),
    ("words", 1),
    ("directory", 2),
    ("script", 3),
    ("model", 3),
    ("app", 4),
    ("json", 4),
    ("fixtures", 5),
    ("manual", 5),
    ("jobs", 5),
    ("workers", 5),
    ("http", 6),
    ("cli", 7),
    ("main", 8),
];

/// The modules of `store` from below; a module uses only those that stand before it.
const STORE: &[&[&str]] = &[
    &["location", "schema", "json"],
    &["sql"],
    &["chain"],
    &["transaction"],
    &["audit", "environment", "event", "group", "letter", "menu", "role", "script", "token"],
    &["run", "user"],
    &["account"],
    &["organization", "session"],
    &["database"],
    &["backup", "migrate"],
];

/// The modules of `script` from below, as its `mod.rs` lists them.
const SCRIPT: &[&[&str]] = &[
    &["limits", "notation", "source", "stack", "request", "coverage", "document"],
    &["errors"],
    &["watch", "convert"],
    &["probes"],
    &["session", "instrument"],
    &["api", "guards", "literal"],
    &["places"],
    &["diagnose"],
    &["host"],
    &["caller", "tree"],
    &["check", "run"],
    &["deploy", "deployed", "mutants"],
];

/// The modules of `script/api` and `script/check` from below.
const SCRIPT_API: &[&[&str]] = &[
    &["call", "vocabulary"],
    &["function"],
    &["lookup", "users", "send", "time", "console"],
    &["manage"],
    &["functions"],
    &["register"],
];
const SCRIPT_CHECK: &[&[&str]] = &[&["builtins", "script"], &["calls", "options", "unused"], &["abilities"]];

/// Foreign crates and the only rooms that may name them.
const GUESTS: &[(&str, &[&str])] = &[
    ("rusqlite", &["store"]),
    ("tokio_postgres", &["store"]),
    ("futures_util", &["store"]),
    ("rustls", &["store"]),
    ("rustls_native_certs", &["store"]),
    ("tokio_postgres_rustls", &["store"]),
    ("hyper", &["http"]),
    ("hyper_util", &["http"]),
    ("rustix", &["http", "workers"]),
    ("rhai", &["script"]),
    ("stacker", &["script"]),
    ("argon2", &["workers"]),
    ("zxcvbn", &["domain"]),
    ("sha2", &["domain", "script", "store"]),
    ("hmac", &["domain"]),
    ("chacha20poly1305", &["domain"]),
    ("totp_rs", &["domain"]),
    ("fast_qr", &["domain"]),
    ("xxhash_rust", &["store"]),
    ("lettre", &["jobs"]),
    ("fluent_bundle", &["words"]),
    ("unic_langid", &["words"]),
    ("askama", &["words", "http"]),
    ("toml", &["model", "fixtures"]),
    ("serde", &["model", "fixtures", "cli", "json"]),
    ("axum", &["http"]),
    ("tokio", &["http", "store"]),
    ("tower_http", &["http"]),
    ("governor", &["http"]),
    ("metrics", &["http", "workers"]),
    ("metrics_exporter_prometheus", &["http"]),
    ("tracing", &["app", "http"]),
    ("tracing_subscriber", &["http"]),
    ("quick_junit", &["fixtures"]),
    ("similar", &["cli"]),
    ("indicatif", &["cli"]),
    ("notify", &["cli"]),
    ("schemars", &["model", "fixtures", "json"]),
    ("rand", &["app"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("annotate_snippets", &["cli"]),
    ("anstream", &["cli"]),
    ("anstyle", &["cli"]),
    ("comfy_table", &["cli"]),
    ("terminal_size", &["cli"]),
    ("cronexpr", &["domain"]),
    ("idna", &["domain"]),
    ("strsim", &["domain"]),
    ("unicode_normalization", &["domain"]),
    ("thiserror", &["domain"]),
];

#[test]
fn a_room_uses_only_rooms_below_it() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let room = room_of(&path);
        for (other, rung) in LADDER {
            let uses = text.contains(&format!("crate::{other}::")) || text.contains(&format!("crate::{other};"));
            if uses && *other != room && *rung >= rung_of(&room) {
                wrong.push(format!("{}: {room} uses {other}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_module_of_a_room_uses_only_modules_below_it() {
    let wrong = [("store", STORE), ("script", SCRIPT), ("script/api", SCRIPT_API), ("script/check", SCRIPT_CHECK)]
        .map(|(room, order)| uses_from_above(room, order))
        .concat();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The uses in a folder that break the order of its modules.
fn uses_from_above(room: &str, order: &[&[&str]]) -> Vec<String> {
    let rank = |name: &str| order.iter().position(|names| names.contains(&name));
    let prefix = format!("crate::{}::", room.replace('/', "::"));
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let Ok(inside) = path.strip_prefix(root().join("src").join(room)) else { continue };
        let module = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
        let module = module.trim_end_matches(".rs");
        // Tests look down from above.
        if inside == Path::new("mod.rs") || inside.ends_with("plans.rs") {
            continue;
        }
        let own = rank(module).unwrap_or_else(|| panic!("{module} has no place in the order of {room}"));
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        let is_outermost = inside.components().count() == 1 || inside.ends_with("mod.rs");
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for other in named_after(line, &prefix).chain(named_after(line, "super::").filter(|_| is_outermost)) {
                if other != module && rank(other).is_some_and(|other| other >= own) {
                    wrong.push(format!("{}: {module} uses {other}", path.display()));
                }
            }
        }
    }
    wrong
}

/// The names that follow a beginning in a line: one, or several in braces.
fn named_after<'a>(line: &'a str, beginning: &'a str) -> impl Iterator<Item = &'a str> {
    line.match_indices(beginning).flat_map(move |(at, _)| {
        let rest = &line[at + beginning.len()..];
        let several = rest.strip_prefix('{').map(|rest| rest.split('}').next().unwrap_or(rest));
        several
            .unwrap_or(rest)
            .split(if several.is_some() { ',' } else { ':' })
            .take(if several.is_some() { 99 } else { 1 })
            .map(|name| name.trim().split([':', ';', '(', ' ', '!']).next().unwrap_or_default())
    })
}

#[test]
fn a_foreign_crate_lives_in_one_room() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let room = room_of(&path);
        for (guest, rooms) in GUESTS {
            let named = text.lines().filter(|line| !line.trim_start().starts_with("//")).any(|line| {
                line.match_indices(&format!("{guest}::")).any(|(at, _)| {
                    let before = line[..at].chars().next_back();
                    before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':')
                })
            });
            if named && !rooms.contains(&room.as_str()) {
                wrong.push(format!("{}: {guest} in {room}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_room_stands_on_the_ladder_and_on_the_map() {
    let map = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    for (path, _) in sources() {
        let room = room_of(&path);
        if room == "lib" {
            continue;
        }
        assert!(LADDER.iter().any(|(name, _)| *name == room), "{room} has no rung");
        let drawn = [format!(" {room}.rs "), format!(" {room}/ ")];
        assert!(drawn.iter().any(|name| map.contains(name)), "{room} is not on the map in src/lib.rs");
    }
}

#[test]
fn every_file_says_what_it_owns() {
    let mut folders = vec![root().join("src"), root().join("tests"), root().join("benches")];
    let mut silent = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs")
                && !std::fs::read_to_string(&path).unwrap().starts_with("//! ")
            {
                silent.push(path);
            }
        }
    }
    assert!(silent.is_empty(), "no module comment: {silent:#?}");
}

#[test]
fn unsafe_stands_in_two_files() {
    let allowed = ["src/memory.rs", "src/store/sql/pages.rs"].map(|path| root().join(path));
    let unsafe_files: Vec<PathBuf> =
        sources().into_iter().filter(|(_, text)| text.contains("allow(unsafe_code)")).map(|(path, _)| path).collect();
    assert!(unsafe_files.iter().all(|path| allowed.contains(path)), "{unsafe_files:#?}");
}

#[test]
fn the_program_speaks_of_itself_alone() {
    // Spelled in pieces, so that this file is not found itself.
    let strange = [["/ro", "ot/"].concat(), ["crates", ".io"].concat(), ["/wo", "rk/"].concat()];
    let mut found = Vec::new();
    for (path, text) in sources() {
        found.extend(
            strange.iter().filter(|word| text.contains(*word)).map(|word| format!("{}: {word}", path.display())),
        );
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// Every source file of the program, with its text.
fn sources() -> Vec<(PathBuf, String)> {
    let mut folders = vec![root().join("src")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                files.push((path, text));
            }
        }
    }
    assert!(files.len() > 30, "the sources were not found");
    files
}

fn room_of(path: &Path) -> String {
    let inside = path.strip_prefix(root().join("src")).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

fn rung_of(room: &str) -> u8 {
    LADDER.iter().find(|(name, _)| *name == room).map_or(7, |(_, rung)| *rung)
}

/// Phrases that make a reader stop: metaphors where the field has a term, and clauses in the place of a noun.
const STILTED: &[&str] = &[
    "whoever",
    "whomever",
    "of late",
    "is told",
    "are told",
    "at the start",
    "stands in",
    "comes due",
    "come due",
    "is answered with",
    "begun anew",
    "written down",
    "what stands",
    "what is given",
    "hands on",
    "hand on",
];

/// Rooms whose prose is still to be rewritten. Take a room off the list when it is done; nothing is added.
const NOT_YET_PLAIN: &[&str] = &["src/directory", "src/domain", "src/fixtures", "src/json", "src/model"];

#[test]
fn prose_is_plain() {
    let mut folders =
        ["src", "docs", "benches", "fuzz/fuzz_targets", "examples"].map(|name| root().join(name)).to_vec();
    let mut files = ["README.md", "CHANGELOG.md"].map(|name| root().join(name)).to_vec();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => files.push(path),
            }
        }
    }
    let is_prose = |path: &PathBuf| {
        path.extension().is_some_and(|end| ["rs", "md", "ftl", "html"].iter().any(|kind| end == *kind))
    };
    files.retain(|path| is_prose(path) && !NOT_YET_PLAIN.iter().any(|room| path.starts_with(root().join(room))));
    let mut found = Vec::new();
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        for (number, line) in (1..).zip(text.lines()) {
            let line = format!(" {} ", line.to_lowercase().replace(|c: char| !c.is_alphanumeric(), " "));
            let phrases = STILTED.iter().filter(|phrase| line.contains(&format!(" {phrase} ")));
            found.extend(phrases.map(|phrase| format!("{}:{number}: {phrase}", path.display())));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
