//! Findings, and the possible effects of scripts, as JSON.

use super::{Report, count};
use crate::domain::Severity;
use crate::json::{abilities, finding};
use serde_json::{Value, json};

/// Returns one object for all files.
pub fn write(reports: &[Report], effects: bool) -> Value {
    let of = |report: &Report| report.findings.iter().map(|item| finding(item, &report.file)).collect::<Vec<_>>();
    let scripts = || reports.iter().filter(|report| report.is_script);
    let mut json = json!({
        "scripts": scripts().count(),
        "errors": count(reports, Severity::Error),
        "warnings": count(reports, Severity::Warning),
        "findings": reports.iter().flat_map(of).collect::<Value>(),
    });
    if effects {
        let one = |report: &Report| json!({ "file": report.file, "can": report.can.as_deref().map(abilities) });
        json["effects"] = scripts().map(one).collect();
    }
    json
}
