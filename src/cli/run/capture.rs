//! `enlist capture`: creates a fixture from a recorded run.

use crate::cli::Exit;
use crate::cli::input::settings::Context;
use crate::domain::{Code, Error, Problem, normalized};
use crate::fixtures;
use crate::store::{Access, run};
use clap::Args;
use std::path::{Path, PathBuf};

/// Create a test case from a recorded run, with personal data replaced.
#[derive(Debug, Clone, Args)]
#[command(
    after_help = "Personal data is replaced as far as it is known: names, addresses, external ids, free text of profiles. \
                  Check the input before you share the file. You can also capture a run that failed."
)]
pub struct CaptureCommand {
    /// The id of the run, from `enlist runs list`
    run: String,

    /// The file to write [default: RUN.test.toml]
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,

    /// The script's file, if it has not changed since the run; without it the case contains the script
    #[arg(long, value_name = "FILE")]
    script: Option<PathBuf>,
}

impl CaptureCommand {
    pub fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let to = self.to.unwrap_or_else(|| PathBuf::from(format!("{}{}", self.run, fixtures::ENDING)));
        if !to.to_string_lossy().ends_with(fixtures::ENDING) {
            let problem = Problem::new(Code::BadFixture, format!("{} is not the name of a fixture", to.display()));
            return Err(problem.help(format!("give a name that ends in `{}`", fixtures::ENDING)).into());
        }
        if to.exists() {
            return Err(Problem::new(Code::Exists, format!("{} exists already", to.display())).into());
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
            context.terminal.print(&format!("wrote {}; `enlist test {}` runs it", to.display(), to.display()));
        }
        Ok(Exit::Done)
    }
}

/// Checks that the file contains the script of the run; otherwise the case would test another script.
fn same_script(work: &crate::store::Work, id: &str, script: &Path) -> Result<(), Error> {
    let record = crate::directory::find_run(work, id)?;
    let text = crate::cli::input::arguments::read(script)?;
    // A run from before texts were normalized has them as they were in the file.
    if run::source(work, &record.version)?.map(normalized).as_ref() != Some(&text) {
        let problem = Problem::new(Code::CannotCapture, format!("{} has changed since the run", script.display()));
        return Err(problem.help("omit `--script`; then the case contains the script").into());
    }
    Ok(())
}

/// Returns the path of the script for the fixture: relative to it, if both are in the same folder.
fn beside(script: &Path, fixture: &Path) -> String {
    let same_folder = script.parent() == fixture.parent();
    let path = if same_folder { script.file_name().map(Path::new).unwrap_or(script) } else { script };
    path.display().to_string()
}
