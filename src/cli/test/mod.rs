//! `enlist test`: fixtures.

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

    /// Run only cases whose name, script or file has this in it; may be given several times
    #[arg(long, short, value_name = "TEXT")]
    filter: Vec<String>,

    /// How results are told, and to which file; may be given several times
    #[arg(long, value_name = "FORMAT[=FILE]", default_value = "human")]
    format: Vec<Format>,

    /// Write the snapshots anew instead of comparing with them
    #[arg(long)]
    update: bool,

    /// Run only the cases that failed when `enlist test` ran last in this folder
    #[arg(long)]
    failed: bool,

    /// Begin no case after one has failed
    #[arg(long)]
    fail_fast: bool,

    /// Run one part of several, such as the first of three: 1/3
    #[arg(long, value_name = "PART/PARTS")]
    shard: Option<Shard>,

    /// Make small mistakes in the scripts, and tell which of them no case notices
    #[arg(long, conflicts_with_all = ["update", "fail_fast"])]
    mutate: bool,

    #[command(flatten)]
    coverage: coverage::CoverageOptions,

    /// Run again whenever a script, a fixture or a model changes
    #[arg(long)]
    watch: bool,

    /// The PostgreSQL server on which each world gets a schema of its own, as `--database`; in memory if none is named
    #[arg(long, value_name = "DATABASE")]
    on: Option<ServerAddress>,

    /// In which order cases run
    #[arg(long, value_enum, default_value_t = Order::Written)]
    order: Order,

    /// The number that a random order is made from, to repeat one
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,

    /// How many cases run at a time [default: as many as there are processors]
    #[arg(long, value_name = "NUMBER")]
    jobs: Option<usize>,
}

/// In which order cases run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Order {
    /// As they are written
    Written,
    /// By chance; the seed is told, so that it can be repeated
    Random,
}

/// A kind of report, and where it goes.
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
    pub(super) fn carry_out(self, context: &mut Context) -> Result<Exit, Error> {
        let paths = if self.paths.is_empty() { vec![PathBuf::from(".")] } else { self.paths.clone() };
        let formats = match self.formats(context.settings.json) {
            Ok(formats) => formats,
            Err(refused) => return Ok(misused(&refused, context)),
        };
        if !self.watch {
            return match self.once(&paths, &formats, context) {
                // A path where nothing is: no case has failed.
                Err(refused @ Error::Refused(_)) => Ok(misused(&refused, context)),
                done => done,
            };
        }
        watch::whenever_something_changes(&paths, || {
            // A mistake in a fixture is there to be mended while somebody watches.
            if let Err(error) = self.once(&paths, &formats, context) {
                super::report(&error, context);
            }
            let line = context.terminal.paint(QUIET, "waiting for a change; Ctrl-C ends it");
            context.terminal.say(&line);
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
        let is_enough = self.coverage.tell(&report, context)?;
        Ok(match exit(&report) {
            Exit::Done if !is_enough => Exit::Uncovered,
            exit => exit,
        })
    }

    /// The reports that are asked for; only one can go to the terminal.
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
            None => terminal.bytes(text.as_bytes()),
            Some(file) => std::fs::write(file, text)
                .map_err(|error| Problem::new(Code::Unreadable, format!("cannot write {}: {error}", file.display())))?,
        }
        Ok(())
    }
}

/// The command was not understood, although its words were.
fn misused(error: &Error, context: &mut Context) -> Exit {
    super::report(error, context);
    Exit::Usage
}

/// Shows how far it is, on a terminal and nowhere else.
fn progress_bar(terminal: &Terminal) -> ProgressBar {
    match terminal.width {
        Some(_) => ProgressBar::new(0),
        None => ProgressBar::hidden(),
    }
}

/// A broken fixture counts more than a failed case: what it would have said is not known.
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
