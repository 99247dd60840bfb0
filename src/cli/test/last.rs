//! The cases that failed in the last run of the tests in this folder, for `--failed`.

use crate::domain::{Code, Error, Problem};
use crate::fixtures::Report;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The folder of the file. It has a `.gitignore` for itself.
const FOLDER: &str = ".enlist";
const FILE: &str = ".enlist/last-test.json";

/// Stores the cases that failed. Those that did not run this time keep their state. If the folder cannot be written, nothing is
/// stored, and `--failed` finds nothing.
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

/// Returns the cases that failed last.
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
