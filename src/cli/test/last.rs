//! Which cases failed when the tests ran last in this folder, for `--failed`.

use crate::domain::{Code, Error, Problem};
use crate::fixtures::Report;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Where it is kept. The folder ignores itself in version control.
const FOLDER: &str = ".enlist";
const FILE: &str = ".enlist/last-test.json";

/// Keeps which cases failed; what is known of cases that did not run this time stays. A folder that cannot be written to is no
/// reason to fail: then `--failed` finds nothing.
pub fn remember(report: &Report) {
    let mut all = failed().unwrap_or_default();
    for case in &report.cases {
        let key = (case.file.clone(), case.name.clone());
        if case.failures().is_empty() {
            all.remove(&key)
        } else {
            all.insert(key)
        };
    }
    let failed: serde_json::Value = all.iter().map(|(file, name)| json!({ "file": file, "name": name })).collect();
    if failed == json!([]) && !Path::new(FILE).exists() {
        return;
    }
    let _ = std::fs::create_dir_all(FOLDER)
        .and_then(|()| std::fs::write(Path::new(FOLDER).join(".gitignore"), "*\n"))
        .and_then(|()| std::fs::write(FILE, json!({ "failed": failed }).to_string()));
}

/// The cases that failed last.
pub fn failed() -> Result<BTreeSet<(PathBuf, String)>, Error> {
    let text = match std::fs::read_to_string(FILE) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(error) => return Err(unreadable(error.to_string())),
    };
    let json: serde_json::Value = serde_json::from_str(&text).map_err(|error| unreadable(error.to_string()))?;
    let case =
        |case: &serde_json::Value| Some((PathBuf::from(case["file"].as_str()?), case["name"].as_str()?.to_owned()));
    Ok(json["failed"].as_array().into_iter().flatten().filter_map(case).collect())
}

fn unreadable(why: String) -> Error {
    let problem = Problem::new(Code::Unreadable, format!("cannot read {FILE}: {why}"));
    problem.help("remove it, and run the tests without `--failed` once").into()
}
