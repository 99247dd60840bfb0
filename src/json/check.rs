//! The findings of a static check of a script, and the proven abilities of the script.

use super::shape::value;
use crate::domain::{self, Page, Severity};
use crate::script::check::Possibility;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// Returns the result of the check. Pass no abilities for a script that cannot be parsed.
pub fn checked(findings: &[domain::Finding], can: Option<&[Possibility]>) -> Value {
    let findings = findings.iter().map(|item| Finding::of(item, None)).collect();
    value(Checked { findings, can: can.map(abilities_of) })
}

/// Returns a finding in a file.
pub fn finding(finding: &domain::Finding, file: &str) -> Value {
    value(Finding::of(finding, Some(file)))
}

/// Returns for each ability the places that prove it. An empty array means that the script does not have the ability.
pub fn abilities(can: &[Possibility]) -> Value {
    value(abilities_of(can))
}

/// The result of the check of a script.
#[derive(Serialize, JsonSchema)]
pub struct Checked<'a> {
    /// The errors and warnings.
    findings: Vec<Finding<'a>>,
    /// For each ability, the places that prove it. An empty array means that the script does not have the ability.
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
    /// The option that the finding concerns.
    option: Option<&'a str>,
    /// The expected and the found value.
    message: &'a str,
    /// A hint how to solve the problem.
    help: Option<&'a str>,
    /// The file, if the result covers several.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    /// The line in the script.
    line: Option<u32>,
    /// The column in the script.
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
