//! What the static check finds in a script, and what it proves that the script can do.

use super::shape::value;
use crate::domain::{self, Page, Severity};
use crate::script::check::Possibility;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// What the check says of a script. What it can do is not known if it cannot be read.
pub fn checked(findings: &[domain::Finding], can: Option<&[Possibility]>) -> Value {
    let findings = findings.iter().map(|item| Finding::of(item, None)).collect();
    value(Checked { findings, can: can.map(abilities_of) })
}

/// A finding in a file.
pub fn finding(finding: &domain::Finding, file: &str) -> Value {
    value(Finding::of(finding, Some(file)))
}

/// For each ability the places because of which it is one; an empty array is a "no".
pub fn abilities(can: &[Possibility]) -> Value {
    value(abilities_of(can))
}

/// What the check says of a script.
#[derive(Serialize, JsonSchema)]
pub struct Checked<'a> {
    /// What is wrong, or perhaps wrong.
    findings: Vec<Finding<'a>>,
    /// For each ability the places because of which the script has it; an empty array is a "no".
    can: Option<BTreeMap<&'a str, Vec<Place>>>,
}

/// One finding.
#[derive(Serialize, JsonSchema)]
pub struct Finding<'a> {
    /// Whether it is an error or a warning.
    #[schemars(extend("enum" = Severity::TEXTS))]
    severity: &'a str,
    /// The stable code.
    #[schemars(extend("examples" = ["E0101"]))]
    code: &'a str,
    /// The title of the code's page.
    title: &'a str,
    /// The option it is about.
    option: Option<&'a str>,
    /// What was expected and what was found.
    message: &'a str,
    /// The way out.
    help: Option<&'a str>,
    /// The file, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    /// The line of the script.
    line: Option<u32>,
    /// The column of the script.
    column: Option<u32>,
}

/// A place in a script.
#[derive(Serialize, JsonSchema)]
pub struct Place {
    /// The line.
    line: u32,
    /// The column.
    column: u32,
}

impl<'a> Finding<'a> {
    fn of(finding: &'a domain::Finding, file: Option<&'a str>) -> Finding<'a> {
        Finding {
            severity: finding.severity.as_str(),
            code: finding.code,
            title: Page::of(finding.code).map_or("", |page| page.title),
            option: finding.option.as_deref(),
            message: &finding.message,
            help: finding.help.as_deref(),
            file,
            line: finding.place.map(|place| place.line),
            column: finding.place.map(|place| place.column),
        }
    }
}

fn abilities_of(can: &[Possibility]) -> BTreeMap<&'static str, Vec<Place>> {
    let place = |place: &domain::Place| Place { line: place.line, column: place.column };
    can.iter().map(|can| (can.ability.as_str(), can.because.iter().map(place).collect())).collect()
}
