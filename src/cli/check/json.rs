//! Findings, and what scripts can do, in JSON.

use super::{Report, count};
use crate::domain::{Finding, Page, Place, Severity};
use crate::script::check::Can;
use serde_json::{Map, Value, json};

/// One object for all files.
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

fn finding(finding: &Finding, file: &str) -> Value {
    json!({
        "severity": finding.severity.as_str(),
        "code": finding.code,
        "title": Page::of(finding.code).map_or("", |page| page.title),
        "option": finding.option,
        "message": finding.message,
        "help": finding.help,
        "file": file,
        "line": finding.place.map(|place| place.line),
        "column": finding.place.map(|place| place.column),
    })
}

/// For each ability the places because of which it is one; an empty array is a "no".
fn abilities(can: &[Can]) -> Map<String, Value> {
    let place = |place: &Place| json!({ "line": place.line, "column": place.column });
    let one = |can: &Can| (can.ability.as_str().to_owned(), can.because.iter().map(place).collect());
    can.iter().map(one).collect()
}
