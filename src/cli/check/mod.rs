//! `enlist check`: finds mistakes in scripts, and everything that they could do, without running them. The check itself is in
//! `script`; here are its output formats.

mod files;
mod github;
mod json;
mod sarif;

use super::Exit;
use super::input::settings::Context;
use super::output::diagnostics;
use super::output::table::table;
use super::output::terminal::{ADDED, CHANGED, QUIET, REMOVED, STRONG, Terminal};
use crate::domain::{Code, Error, Finding, Problem, Severity};
use crate::model::Model;
use crate::script::api::Functions;
use crate::script::check::{Checker, Possibility};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// Check scripts without running them.
#[derive(Debug, Clone, Args)]
#[command(
    after_help = "The exit code is 1 if there is an error, or with `--deny-warnings` a warning. Menus, groups, roles, fields \
                  and grants are checked against the `model.toml` beside a script or above it, if there is one."
)]
pub struct CheckCommand {
    /// Scripts, and folders to search for files that end in `.rhai` or `.js`
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,

    /// List what each script could do; a "no" is proven (as text and in JSON)
    #[arg(long)]
    effects: bool,

    /// The format of the findings; `--json` is short for `json`
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,

    /// Count warnings as errors
    #[arg(long)]
    deny_warnings: bool,
}

/// The format of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// One object
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
}

/// The findings in a file.
struct Report {
    file: String,
    source: String,
    findings: Vec<Finding>,
    can: Option<Vec<Possibility>>,
    is_script: bool,
}

impl CheckCommand {
    pub(super) fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let scripts = files::scripts(&self.paths);
        if scripts.is_empty() {
            return Err(Problem::new(Code::Unreadable, "expected a script, found none")
                .help("name scripts, or folders with files that end in `.rhai` or `.js`")
                .into());
        }
        let reports = check_all(&scripts);
        let format = if context.settings.json { Format::Json } else { self.format };
        match format {
            Format::Human => show(&reports, self.effects, context.terminal),
            Format::Json => context.terminal.json(&json::write(&reports, self.effects)),
            Format::Sarif => context.terminal.json(&sarif::write(&reports)),
            Format::Github => github::lines(&reports).iter().for_each(|line| context.terminal.print(line)),
        }
        let is_bad =
            count(&reports, Severity::Error) > 0 || (self.deny_warnings && count(&reports, Severity::Warning) > 0);
        Ok(if is_bad { Exit::Refused } else { Exit::Done })
    }
}

fn check_all(scripts: &[PathBuf]) -> Vec<Report> {
    let checker = Checker::new(Functions::default());
    let mut reports: Vec<Report> = Vec::new();
    for path in scripts {
        let model = match Model::of_script(path) {
            Ok(model) => model,
            Err(bad) => {
                let file = files::shown(&bad.path);
                // A bad model is reported once for all of its scripts.
                if !reports.iter().any(|report| report.file == file) {
                    let findings = vec![Finding::error(bad.problem, bad.place)];
                    reports.push(Report { file, source: bad.source, findings, can: None, is_script: false });
                }
                None
            }
        };
        reports.push(check_one(path, &checker, model.as_ref()));
    }
    reports.sort_by(|left, right| left.file.cmp(&right.file));
    reports
}

fn check_one(path: &Path, checker: &Checker, model: Option<&Model>) -> Report {
    let file = files::shown(path);
    match super::input::arguments::read(path) {
        Ok(source) => {
            let known = model.map(Model::known);
            let checked = checker.check(&source, known.as_ref());
            Report { file, source, findings: checked.findings, can: checked.can, is_script: true }
        }
        Err(error) => {
            let problem = match error {
                Error::Refused(refusal) => refusal.problems.into_iter().next(),
                Error::Fault(fault) => Some(Problem::new(Code::Unreadable, fault.to_string())),
            };
            let findings = problem.map(|problem| Finding::error(problem, None)).into_iter().collect();
            Report { file, source: String::new(), findings, can: None, is_script: true }
        }
    }
}

fn count(reports: &[Report], severity: Severity) -> usize {
    reports.iter().flat_map(|report| &report.findings).filter(|finding| finding.severity == severity).count()
}

fn show(reports: &[Report], effects: bool, terminal: &mut Terminal) {
    for report in reports {
        for finding in &report.findings {
            let text = diagnostics::located(finding, &report.file, &report.source, terminal.color);
            terminal.print(&format!("{}\n", text.trim_end()));
        }
    }
    if effects {
        reports.iter().filter(|report| report.is_script).for_each(|report| show_effects(report, terminal));
    }
    let scripts = number(reports.iter().filter(|report| report.is_script).count(), "script");
    let (errors, warnings) = (count(reports, Severity::Error), count(reports, Severity::Warning));
    let (style, found) = match (errors, warnings) {
        (0, 0) => (ADDED, "nothing found".to_owned()),
        (0, warnings) => (CHANGED, number(warnings, "warning")),
        (errors, 0) => (REMOVED, number(errors, "error")),
        (errors, warnings) => (REMOVED, format!("{}, {}", number(errors, "error"), number(warnings, "warning"))),
    };
    let found = terminal.paint(style.bold(), &found);
    terminal.print(&format!("{scripts} checked: {found}"));
}

fn show_effects(report: &Report, terminal: &mut Terminal) {
    let file = terminal.paint(STRONG, &report.file);
    let Some(can) = &report.can else {
        let unknown = terminal.paint(QUIET, "cannot be read, so its effects are unknown");
        terminal.print(&format!("{file}: {unknown}\n"));
        return;
    };
    terminal.print(&file);
    let row = |can: &Possibility| {
        let places = can.because.iter().map(|place| format!("{}:{}", place.line, place.column));
        let places: Vec<String> = places.take(8).collect();
        let more = if can.because.len() > places.len() { ", …" } else { "" };
        let yes = if can.because.is_empty() { "no" } else { "yes" };
        vec![can.ability.doc().to_owned(), yes.to_owned(), format!("{}{more}", places.join(", "))]
    };
    table(terminal, &["CAN IT", "", "AT"], can.iter().map(row).collect(), "");
    terminal.print("");
}

fn number(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
