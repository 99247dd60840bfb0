//! `enlist test --coverage`: the lines and branches of the scripts that the cases reached, and the minimum.

use crate::cli::input::settings::Context;
use crate::cli::output::terminal::REMOVED;
use crate::domain::{Code, Error, Problem};
use crate::fixtures::{Report, coverage};
use crate::script::coverage::{Coverage, Minimum};
use clap::Args;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// The options for coverage.
#[derive(Debug, Clone, Args)]
pub struct CoverageOptions {
    /// Report the lines and branches of the scripts that were reached: `text`, or to files with `lcov=FILE`, `cobertura=FILE`,
    /// `html=FOLDER`
    #[arg(long, value_name = "KIND[=FILE],…", value_delimiter = ',')]
    coverage: Option<Vec<CoverageFile>>,

    /// The minimum percentage of lines, and of branches, that must be reached
    #[arg(long, value_name = "PERCENT", value_parser = percentage)]
    min_coverage: Option<f64>,
}

/// A report of coverage, and its file.
#[derive(Debug, Clone)]
struct CoverageFile {
    kind: Kind,
    path: PathBuf,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    /// Only in the report for people.
    Text,
    Lcov,
    Cobertura,
    Html,
}

impl FromStr for CoverageFile {
    type Err = String;

    fn from_str(text: &str) -> Result<CoverageFile, String> {
        let (kind, path) = text.split_once('=').unwrap_or((text, ""));
        let kind = match (kind, path.is_empty()) {
            ("text", true) => Kind::Text,
            ("lcov", false) => Kind::Lcov,
            ("cobertura", false) => Kind::Cobertura,
            ("html", false) => Kind::Html,
            _ => return Err("expected text, lcov=FILE, cobertura=FILE or html=FOLDER".to_owned()),
        };
        Ok(CoverageFile { kind, path: path.into() })
    }
}

fn percentage(text: &str) -> Result<f64, String> {
    let number = text.trim_end_matches('%').parse().ok();
    number.filter(|percent| (0.0..=100.0).contains(percent)).ok_or_else(|| "expected a number from 0 to 100".to_owned())
}

impl CoverageOptions {
    /// Returns whether coverage is counted.
    pub fn is_wanted(&self) -> bool {
        self.coverage.is_some() || self.min_coverage.is_some()
    }

    /// Writes the reports to files, and prints what is below the minimum. Returns whether the minimum is reached.
    pub fn report(&self, report: &Report, context: &mut Context) -> Result<bool, Error> {
        let Some(covered) = &report.coverage else { return Ok(true) };
        for file in self.coverage.iter().flatten() {
            file.write(covered, context)?;
        }
        let shortfalls = covered.below(Minimum { lines: self.min_coverage, branches: self.min_coverage });
        for shortfall in &shortfalls {
            let line = context.terminal.paint(REMOVED.bold(), &shortfall.to_string());
            context.terminal.print_error(&line);
        }
        Ok(shortfalls.is_empty())
    }
}

impl CoverageFile {
    fn write(&self, covered: &Coverage, context: &Context) -> Result<(), Error> {
        let (path, text) = match self.kind {
            Kind::Text => return Ok(()),
            Kind::Lcov => (self.path.clone(), coverage::lcov(covered)),
            Kind::Cobertura => (self.path.clone(), coverage::cobertura(covered, context.system.clock.now())),
            Kind::Html => (self.path.join("index.html"), coverage::html(covered)),
        };
        let folder = path.parent().filter(|folder| *folder != Path::new(""));
        let written = folder.map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(&path, text));
        written
            .map_err(|error| Problem::new(Code::Unreadable, format!("cannot write {}: {error}", path.display())).into())
    }
}
