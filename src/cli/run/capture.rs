//! `enlist capture`: a recorded run becomes a fixture.

use crate::cli::Exit;
use crate::cli::input::settings::Context;
use crate::domain::{Code, Error, Problem, normalized};
use crate::fixtures;
use crate::store::{Access, run};
use clap::Args;
use std::path::{Path, PathBuf};

/// Make a test case of a recorded run, with personal data replaced.
#[derive(Debug, Clone, Args)]
#[command(
    after_help = "What is known to be personal is replaced: names, addresses, ids outside, free text of profiles. Look through \
                  the input before you share the file. A run that failed can be captured as well."
)]
pub struct CaptureCommand {
    /// The run, as `enlist runs list` shows it
    run: String,

    /// The file to write [default: RUN.test.toml]
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,

    /// The script's file, if it is still what ran; without it the script is written into the case
    #[arg(long, value_name = "FILE")]
    script: Option<PathBuf>,
}

impl CaptureCommand {
    pub fn carry_out(self, context: &mut Context) -> Result<Exit, Error> {
        let to = self.to.unwrap_or_else(|| PathBuf::from(format!("{}{}", self.run, fixtures::ENDING)));
        if !to.to_string_lossy().ends_with(fixtures::ENDING) {
            let problem = Problem::new(Code::BadFixture, format!("{} cannot be the name of a fixture", to.display()));
            return Err(problem.help(format!("let it end in `{}`", fixtures::ENDING)).into());
        }
        if to.exists() {
            return Err(Problem::new(Code::Exists, format!("{} is there already", to.display())).into());
        }
        let mut work = context.work(Access::Read)?;
        if let Some(script) = &self.script {
            same_script(&work, &self.run, script)?;
        }
        let named = self.script.as_deref().map(|script| beside(script, &to));
        let text = fixtures::capture(&mut work, &self.run, named.as_deref())?;
        std::fs::write(&to, &text)
            .map_err(|error| Problem::new(Code::Unreadable, format!("cannot write {}: {error}", to.display())))?;
        if context.settings.json {
            context.terminal.json(&serde_json::json!({ "file": to, "run": self.run }));
        } else {
            context.terminal.say(&format!("wrote {}; `enlist test {}` runs it", to.display(), to.display()));
        }
        Ok(Exit::Done)
    }
}

/// The file must be what ran, or the case would not be about the run.
fn same_script(work: &crate::store::Work, id: &str, script: &Path) -> Result<(), Error> {
    let record = crate::directory::find_run(work, id)?;
    let text = crate::cli::input::arguments::read(script)?;
    // A run from before texts were normalized has them as they were in the file.
    if run::source(work, &record.version)?.map(normalized).as_ref() != Some(&text) {
        let problem =
            Problem::new(Code::CannotCapture, format!("{} is not what ran: it has changed", script.display()));
        return Err(problem.help("leave `--script` out, and the script is written into the case").into());
    }
    Ok(())
}

/// A path as the fixture names it: from where the fixture is, if that is the same folder.
fn beside(script: &Path, fixture: &Path) -> String {
    let same_folder = script.parent() == fixture.parent();
    let path = if same_folder { script.file_name().map(Path::new).unwrap_or(script) } else { script };
    path.display().to_string()
}
