//! The report of tests for people: each failure with the place of its expectation, and a summary.

use super::survivors;
use crate::cli::output::diagnostics;
use crate::cli::output::terminal::{ADDED, QUIET, REMOVED, STRONG, painted, visible};
use crate::domain::{Finding, read_text};
use crate::fixtures::{CaseReport, Failure, FailureKind, Outcome, Report, coverage};
use similar::{ChangeTag, TextDiff};

/// Returns the report as text, coloured or not.
pub fn text(report: &Report, color: bool) -> String {
    let mut lines = Vec::new();
    let mut file = None;
    for case in &report.cases {
        if file != Some(&case.file) {
            lines.push(painted(STRONG, &case.file.display().to_string(), color));
            file = Some(&case.file);
        }
        lines.push(one_line(case, color));
    }
    for case in &report.cases {
        for failure in case.failures() {
            lines.push(String::new());
            lines.push(failed(case, failure, color));
        }
    }
    for bad in &report.broken {
        lines.push(String::new());
        let file = bad.path.display().to_string();
        if bad.place.is_none() {
            lines.push(painted(STRONG, &file, color));
        }
        lines.push(diagnostics::located(&Finding::error(bad.problem.clone(), bad.place), &file, &bad.source, color));
    }
    for orphan in &report.orphans {
        lines.push(String::new());
        let head = painted(REMOVED.bold(), "orphaned snapshot", color);
        let (case, file) = (visible(&orphan.case), orphan.file.display());
        lines.push(format!("{head}: no case uses the {} of {case:?} in {file}", orphan.part));
        lines.push("  help: run `enlist test --update` to remove it".to_owned());
    }
    lines.push(String::new());
    let style = if report.is_good() { ADDED.bold() } else { REMOVED.bold() };
    lines.push(painted(style, &report.summary(), color));
    if let Some(mutation) = &report.mutation {
        lines.extend(survivors::lines(mutation, color));
    }
    if let Some(covered) = &report.coverage {
        lines.push(String::new());
        lines.push(painted(STRONG, "coverage", color));
        lines.extend(coverage::summary(covered));
    }
    lines.join("\n") + "\n"
}

fn one_line(case: &CaseReport, color: bool) -> String {
    let name = visible(&case.name);
    match &case.outcome {
        Outcome::Passed => format!("  {} {name}", painted(ADDED, "✓", color)),
        Outcome::Failed(_) => format!("  {} {name}", painted(REMOVED, "✗", color)),
        Outcome::Skipped(reason) => {
            format!("  {} {name} {}", painted(QUIET, "-", color), painted(QUIET, &format!("skipped: {reason}"), color))
        }
    }
}

/// Returns a failure at its place in the fixture, with the expected and the found value.
fn failed(case: &CaseReport, failure: &Failure, color: bool) -> String {
    let path = if failure.path.is_empty() { String::new() } else { format!(": {}", failure.path) };
    let variant = failure.variant.map(|variant| format!(", {variant}")).unwrap_or_default();
    let title = format!("{}{variant}{path}: {}", case.name, failure.message);
    let file = case.file.display().to_string();
    // A report does not contain the texts of files.
    let source = read_text(&case.file).unwrap_or_default();
    let text = diagnostics::failure(&title, failure.place, &file, &source, color);
    match details(failure, color) {
        Some(details) => format!("{text}\n{details}"),
        None => text,
    }
}

/// Returns what the message does not contain: a difference of several lines, or the found value if none was expected.
fn details(failure: &Failure, color: bool) -> Option<String> {
    match (failure.kind, &failure.expected, &failure.found) {
        (FailureKind::Snapshot | FailureKind::NotRepeatable, Some(expected), Some(found)) => {
            Some(difference(expected, found, color))
        }
        (FailureKind::Differs | FailureKind::OverBudget, ..) => None,
        (_, None, Some(found)) => {
            let lines = found.lines().map(|line| format!("   {}", visible(line)));
            Some(lines.collect::<Vec<_>>().join("\n"))
        }
        _ => None,
    }
}

/// Returns the lines in which two texts differ, with three lines of context.
pub fn difference(before: &str, after: &str, color: bool) -> String {
    let diff = TextDiff::from_lines(before, after);
    let mut lines = Vec::new();
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        for change in hunk.iter_changes() {
            let (sign, style) = match change.tag() {
                ChangeTag::Delete => ("-", REMOVED),
                ChangeTag::Insert => ("+", ADDED),
                ChangeTag::Equal => (" ", QUIET),
            };
            lines.push(painted(style, &format!("   {sign} {}", change.value().trim_end_matches(['\r', '\n'])), color));
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Place;

    fn report(failure: Failure) -> Report {
        let case = CaseReport {
            file: "none.test.toml".into(),
            name: "one".to_owned(),
            place: Place { line: 2, column: 8 },
            script: "none.rhai".into(),
            outcome: Outcome::Failed(vec![failure]),
            duration_us: 0,
            operations: 0,
            statements: 0,
        };
        Report { cases: vec![case], ..Report::default() }
    }

    fn failure(kind: FailureKind, message: &str, expected: Option<&str>, found: &str) -> Failure {
        Failure {
            kind,
            path: String::new(),
            message: message.to_owned(),
            expected: expected.map(str::to_owned),
            found: Some(found.to_owned()),
            place: Place { line: 1, column: 1 },
            variant: None,
        }
    }

    /// Neither can be caused from outside, as long as enlist is correct.
    #[test]
    fn leaks_and_runs_that_cannot_be_repeated_show_what_differs() {
        let leak = failure(FailureKind::Leak, "it leaks", None, "before: a\nafter: b");
        let said = text(&report(leak), false);
        assert!(said.contains("failed: one: it leaks\n") && said.contains("\n   before: a\n   after: b\n"), "{said}");
        let unsteady = failure(FailureKind::NotRepeatable, "it varies", Some("[\n1\n]"), "[\n2\n]");
        let said = text(&report(unsteady), false);
        assert!(said.contains("failed: one: it varies\n"), "{said}");
        assert!(said.contains("     [\n   - 1\n   + 2\n     ]\n"), "{said}");
    }
}
