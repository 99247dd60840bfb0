//! `enlist test`: runs fixtures. How they run is in `crate::fixtures`; here are the options and the report for people.

mod coverage;
mod human;
mod last;
mod survivors;
mod watch;

use super::Exit;
use super::input::settings::Context;
use super::output::terminal::{QUIET, Terminal};
use crate::domain::{Code, Error, Problem};
use crate::fixtures::{self, Options, Progress, Report, Selection, reports};
use crate::store::ServerAddress;
use clap::Args;
use indicatif::ProgressBar;
use std::path::PathBuf;
use std::str::FromStr;

/// Run the test cases of scripts.
#[derive(Debug, Clone, Args)]
#[command(after_help = "For example: enlist test scripts --format human --format junit=report.xml\n\n\
                        The names of fixture files end in `.test.toml`; `enlist manual --schema fixture` prints their JSON \
                        Schema for editors.")]
pub struct TestCommand {
    /// Fixture files, and folders with fixture files in them [default: the current folder]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Run only cases whose name, script or file contains this text; may be repeated
    #[arg(long, short, value_name = "TEXT")]
    filter: Vec<String>,

    /// A format of the report, and its file; may be repeated
    #[arg(long, value_name = "FORMAT[=FILE]", default_value = "human")]
    format: Vec<Format>,

    /// Write the snapshots instead of comparing with them
    #[arg(long)]
    update: bool,

    /// Run only the cases that failed in the last run of `enlist test` in this folder
    #[arg(long)]
    failed: bool,

    /// Start no case after one has failed
    #[arg(long)]
    fail_fast: bool,

    /// Run one part of several, such as the first of three: 1/3
    #[arg(long, value_name = "PART/PARTS")]
    shard: Option<Shard>,

    /// Make small mistakes in the scripts, and list those that no case notices
    #[arg(long, conflicts_with_all = ["update", "fail_fast"])]
    mutate: bool,

    #[command(flatten)]
    coverage: coverage::CoverageOptions,

    /// Run again after every change of a script, a fixture or a model
    #[arg(long)]
    watch: bool,

    /// A PostgreSQL server, as `--database`, on which each world gets its own schema [default: in memory]
    #[arg(long, value_name = "DATABASE")]
    on: Option<ServerAddress>,

    /// The order of the cases
    #[arg(long, value_enum, default_value_t = Order::Written)]
    order: Order,

    /// The seed of a random order, to repeat one
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,

    /// Number of cases that run at the same time [default: the number of processors]
    #[arg(long, value_name = "NUMBER")]
    jobs: Option<usize>,
}

/// The order of cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Order {
    /// As they are written
    Written,
    /// In random order; the report has the seed, with which it can be repeated
    Random,
}

/// A kind of report, and its file.
#[derive(Debug, Clone)]
struct Format {
    kind: Kind,
    file: Option<PathBuf>,
}

/// A kind of report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    Human,
    Json,
    Junit,
    Tap,
    Github,
}

#[derive(Debug, Clone, Copy)]
struct Shard(u64, u64);

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Format, String> {
        let (kind, file) = match text.split_once('=') {
            Some((_, "")) => return Err("expected a file after `=`".to_owned()),
            Some((kind, file)) => (kind, Some(PathBuf::from(file))),
            None => (text, None),
        };
        let kind = <Kind as clap::ValueEnum>::from_str(kind, false);
        let kind = kind.map_err(|_| "expected human, json, junit, tap or github, and `=FILE` if it goes to a file")?;
        Ok(Format { kind, file })
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Shard, String> {
        let numbers = text.split_once('/').and_then(|(part, parts)| Some((part.parse().ok()?, parts.parse().ok()?)));
        match numbers {
            Some((part, parts)) if 1 <= part && part <= parts => Ok(Shard(part, parts)),
            _ => Err("expected a part and how many parts there are, such as 1/3".to_owned()),
        }
    }
}

impl TestCommand {
    pub(super) fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let paths = if self.paths.is_empty() { vec![PathBuf::from(".")] } else { self.paths.clone() };
        let formats = match self.formats(context.settings.json) {
            Ok(formats) => formats,
            Err(refused) => return Ok(misused(&refused, context)),
        };
        if !self.watch {
            return match self.once(&paths, &formats, context) {
                // A wrong path is not a failed case.
                Err(refused @ Error::Refused(_)) => Ok(misused(&refused, context)),
                done => done,
            };
        }
        watch::after_every_change(&paths, || {
            // A mistake in a fixture does not end the watch: it can be corrected.
            if let Err(error) = self.once(&paths, &formats, context) {
                super::report(&error, context);
            }
            let line = context.terminal.paint(QUIET, "waiting for a change; press Ctrl-C to stop");
            context.terminal.print(&line);
            Ok(())
        })?;
        Ok(Exit::Done)
    }

    fn once(&self, paths: &[PathBuf], formats: &[Format], context: &mut Context) -> Result<Exit, Error> {
        let options = self.options()?;
        let bar = progress_bar(context.terminal);
        let progress = |progress: Progress| {
            bar.set_length(progress.of as u64);
            bar.set_position(progress.done as u64);
        };
        let report = match self.mutate {
            true => fixtures::mutate(paths, &options, &progress)?,
            false => fixtures::run(paths, &options, &progress)?,
        };
        bar.finish_and_clear();
        for format in formats {
            format.write(&report, context.terminal)?;
        }
        if !options.selection.is_partial() || self.failed {
            last::remember(&report);
        }
        let is_covered = self.coverage.report(&report, context)?;
        Ok(match exit(&report) {
            Exit::Done if !is_covered => Exit::Uncovered,
            exit => exit,
        })
    }

    /// Returns the reports that are wanted; only one can go to the terminal.
    fn formats(&self, json: bool) -> Result<Vec<Format>, Error> {
        let mut formats = self.format.clone();
        if json {
            formats.retain(|format| format.file.is_some());
            formats.push(Format { kind: Kind::Json, file: None });
        }
        if formats.iter().filter(|format| format.file.is_none()).count() > 1 {
            let problem = Problem::new(Code::InUse, "only one report can go to the terminal");
            return Err(problem.help("send the others to files: `--format junit=report.xml`").into());
        }
        Ok(formats)
    }

    fn options(&self) -> Result<Options, Error> {
        let seed = match (self.order, self.seed) {
            (Order::Written, None) => None,
            (_, Some(seed)) => Some(seed),
            (Order::Random, None) => Some(u64::from(std::process::id())),
        };
        let only = if self.failed { Some(last::failed()?) } else { None };
        let selection =
            Selection { filters: self.filter.clone(), only, shard: self.shard.map(|shard| (shard.0, shard.1)), seed };
        Ok(Options {
            selection,
            update: self.update,
            fail_fast: self.fail_fast,
            coverage: self.coverage.is_wanted(),
            server: self.on.clone(),
            threads: self.jobs,
        })
    }
}

impl Format {
    fn write(&self, report: &Report, terminal: &mut Terminal) -> Result<(), Error> {
        let text = match self.kind {
            Kind::Human => human::text(report, terminal.color && self.file.is_none()),
            Kind::Json => reports::json(report),
            Kind::Junit => reports::junit(report)?,
            Kind::Tap => reports::tap(report),
            Kind::Github => reports::github(report),
        };
        match &self.file {
            None => terminal.print_bytes(text.as_bytes()),
            Some(file) => std::fs::write(file, text)
                .map_err(|error| Problem::new(Code::Unreadable, format!("cannot write {}: {error}", file.display())))?,
        }
        Ok(())
    }
}

/// Prints an error in the arguments that is found only when they are used.
fn misused(error: &Error, context: &mut Context) -> Exit {
    super::report(error, context);
    Exit::Usage
}

/// Returns a progress bar, which is hidden if the output is not a terminal.
fn progress_bar(terminal: &Terminal) -> ProgressBar {
    match terminal.width {
        Some(_) => ProgressBar::new(0),
        None => ProgressBar::hidden(),
    }
}

/// Returns the exit code. A broken fixture counts more than a failed case, because its cases have no result.
fn exit(report: &Report) -> Exit {
    if !report.broken.is_empty() {
        Exit::Fault
    } else if !report.is_good() || report.survivors() > 0 {
        Exit::Refused
    } else if report.cases.is_empty() {
        Exit::NothingSelected
    } else {
        Exit::Done
    }
}
