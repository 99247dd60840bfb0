//! `enlist run` and `enlist plan`: a script in an environment. Recorded runs are in `list.rs`, test cases made from them in
//! `capture.rs`.

pub mod capture;
pub mod list;

use super::Exit;
use super::input::arguments;
use super::input::settings::{Context, only_one};
use super::output::terminal::{ADDED, QUIET, REMOVED, STRONG, Terminal, visible};
use super::output::{diagnostics, effects};
use crate::app::{App, retry};
use crate::domain::{Code, Error, Origin, Problem, Refusal, Run, RunError, RunStatus};
use crate::json;
use crate::model::{BadFile, Model};
use crate::script::{Mode, Request, Script, Trigger};
use crate::store::{Access, environment};
use clap::Args;
use std::path::{Path, PathBuf};

/// The name of a script that comes from standard input.
const STANDARD_INPUT: &str = "standard input";

/// Run a script in an environment.
#[derive(Debug, Clone, Args)]
#[command(
    after_help = "For a script in a model folder (one with a `model.toml`), database and environment are created from the \
                  model if they are missing."
)]
pub struct RunCommand {
    #[command(flatten)]
    arguments: RunArguments,

    /// Run it once: a second run with the same key returns the first run
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
}

/// Show the changes that a script would make, without making them.
#[derive(Debug, Clone, Args)]
pub struct PlanCommand {
    #[command(flatten)]
    arguments: RunArguments,
}

#[derive(Debug, Clone, Args)]
struct RunArguments {
    /// The script, a file that ends in `.rhai` or `.js`, or `-` for standard input
    script: PathBuf,

    /// The script's `input`: JSON, `@FILE`, or `-` for standard input
    #[arg(long, value_name = "JSON|@FILE|-", allow_hyphen_values = true)]
    input: Option<String>,

    /// Trigger it as this member of the environment
    #[arg(long = "as", value_name = "ADDRESS")]
    trigger: Option<String>,
}

impl RunCommand {
    pub(super) fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        self.arguments.execute(self.key, Mode::Commit, context)
    }
}

impl PlanCommand {
    pub(super) fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        self.arguments.execute(None, Mode::Plan, context)
    }
}

impl RunArguments {
    /// Returns whether the script comes from standard input.
    fn is_standard_input(&self) -> bool {
        self.script == Path::new("-")
    }

    fn execute(self, key: Option<String>, mode: Mode, context: &mut Context) -> Result<Exit, Error> {
        let file = match self.is_standard_input() {
            true => STANDARD_INPUT.to_owned(),
            false => self.script.display().to_string(),
        };
        let found = if self.is_standard_input() { Ok(None) } else { Model::of_script(&self.script) };
        let model = match found {
            Ok(model) => model,
            Err(bad) => return Ok(bad_model(&bad, context)),
        };
        let (run, source) = match self.attempt(model, key, mode, context) {
            Ok(done) => done,
            Err(Error::Refused(refusal)) if context.settings.json => {
                return Ok(refused(&refusal, &file, context.terminal));
            }
            Err(error) => return Err(error),
        };
        let exit = if run.status == RunStatus::Failed { Exit::Refused } else { Exit::Done };
        if context.settings.json {
            write_run(&run, &file, context.terminal);
        } else {
            show(&run, &file, &source, context.terminal);
        }
        Ok(exit)
    }

    fn attempt(
        &self,
        model: Option<Model>,
        key: Option<String>,
        mode: Mode,
        context: &mut Context,
    ) -> Result<(Run, String), Error> {
        let source = match self.is_standard_input() {
            true if self.input.as_deref() == Some("-") => {
                let found = "standard input cannot be both the script and its input";
                return Err(Problem::new(Code::BadInput, found).help("give one of them as a file").into());
            }
            true => read_standard_input(context.terminal)?,
            false => arguments::read(&self.script)?,
        };
        let input = self.input.as_deref().map(|input| read_input(input, context.terminal)).transpose()?;
        let (mut app, environment) = self.directory(model, mode, context)?;
        let name = match self.is_standard_input() {
            true => STANDARD_INPUT.to_owned(),
            false => self.script.file_name().unwrap_or(self.script.as_os_str()).to_string_lossy().into_owned(),
        };
        let request = Request {
            script: Script { name, source },
            input,
            key,
            trigger: self.trigger.clone().map_or(Trigger::Operator, Trigger::Member),
        };
        let run = app.run(&environment, &request, mode)?;
        Ok((run, request.script.source))
    }

    /// Returns the directory and the environment for the run; creates both from the model if they are missing.
    fn directory(&self, model: Option<Model>, mode: Mode, context: &mut Context) -> Result<(App, String), Error> {
        let wanted = context.settings.environment.clone();
        let model = model.filter(|model| wanted.as_deref().is_none_or(|wanted| model.is_for(wanted)));
        if let Some(model) = model {
            return self.prepare(&model, mode, context);
        }
        let app = context.open()?;
        let environment = match wanted {
            Some(wanted) => wanted,
            None => only_one(environment::all(&app.begin(Access::Read)?)?)?.id.to_string(),
        };
        Ok((app, environment))
    }

    fn prepare(&self, model: &Model, mode: Mode, context: &mut Context) -> Result<(App, String), Error> {
        let path = context.settings.database.clone();
        let key = model.environment_key().to_owned();
        let (mut app, is_new) = match mode {
            // A plan creates nothing: without a database it works in memory.
            Mode::Plan if path.file().is_some_and(|file| !file.exists()) => {
                (App::in_memory(context.system.clone())?, true)
            }
            _ => App::create(&path, context.system.clone())?,
        };
        app.set_origin(Some(Origin::CommandLine));
        if is_new && mode == Mode::Commit {
            print_note(context, &format!("created the database {path}"));
        }
        let created = retry(|| {
            let Err(Error::Refused(_)) = app.enter(&key, Access::Read) else { return Ok(None) };
            let work = model.create(app.begin(Access::Write)?)?;
            let name = work.environment.name.to_string();
            // A plan must not write to an existing database, so it is refused.
            if mode == Mode::Plan && !is_new {
                return Err(Problem::new(Code::NotFound, format!("the environment {name:?} of the model is missing"))
                    .help("`enlist run` creates it from the model")
                    .into());
            }
            work.commit()?;
            Ok(Some(name))
        })?;
        if let Some(name) = created.filter(|_| mode == Mode::Commit) {
            print_note(context, &format!("created the environment {name} from {}", crate::model::FILE));
        }
        Ok((app, key))
    }
}

/// Prints a run as JSON, as `enlist run --json` does. Effects and letters are printed one by one, because one JSON value with
/// all of them needs many times their memory.
pub fn write_run(run: &Run, file: &str, terminal: &mut Terminal) {
    let mut head = json::run_in_list(run, file).to_string();
    head.truncate(head.len() - 1);
    terminal.print_part(&head);
    write_list("effects", run.effects.iter().map(json::effect), terminal);
    write_list("letters", run.letters.iter().map(json::letter), terminal);
    terminal.print("}");
}

fn write_list(name: &str, items: impl Iterator<Item = serde_json::Value>, terminal: &mut Terminal) {
    terminal.print_part(&format!(",\"{name}\":["));
    for (at, item) in items.enumerate() {
        terminal.print_part(if at == 0 { "" } else { "," });
        terminal.print_part(&item.to_string());
    }
    terminal.print_part("]");
}

/// Prints a note about something that was created; to standard error if standard output is JSON.
fn print_note(context: &mut Context, text: &str) {
    let line = context.terminal.paint(QUIET, text);
    if context.settings.json {
        context.terminal.print_error(&line);
    } else {
        context.terminal.print(&line);
    }
}

fn read_standard_input(terminal: &mut Terminal) -> Result<String, Problem> {
    terminal
        .read_input()
        .map_err(|error| Problem::new(Code::Unreadable, format!("cannot read standard input: {error}")))
}

/// Returns the `input` of a script from JSON, from a file with JSON, or from standard input.
pub fn read_input(input: &str, terminal: &mut Terminal) -> Result<serde_json::Value, Error> {
    let (text, origin) = match input.strip_prefix('@') {
        Some(file) => (arguments::read(Path::new(file))?, file.to_owned()),
        None if input == "-" => (read_standard_input(terminal)?, "standard input".to_owned()),
        None => (input.to_owned(), "--input".to_owned()),
    };
    json::read_strict(&text).map_err(|mut problem| {
        problem.message = format!("{origin} cannot be read: {}", problem.message);
        let help = "give JSON such as `--input '{\"name\": \"Ada\"}'`, or `--input @form.json`";
        if problem.help.is_none() { problem.help(help).into() } else { problem.into() }
    })
}

/// Prints a problem of the script's model with its place.
fn bad_model(bad: &BadFile, context: &mut Context) -> Exit {
    let file = bad.path.display().to_string();
    if context.settings.json {
        let error = RunError::of(bad.problem.clone(), bad.place);
        context.terminal.json(&refused_run(&error, &file));
    } else {
        diagnostics::in_file(&bad.problem, bad.place, &file, &bad.source, context.terminal);
    }
    Exit::Refused
}

/// Prints the JSON of a run that was refused before it began.
pub fn refused(refusal: &Refusal, file: &str, terminal: &mut Terminal) -> Exit {
    let problems = refusal.problems.iter().map(|problem| (problem.clone(), None)).collect();
    let error = RunError { code: refusal.code(), message: refusal.message(), place: None, problems };
    terminal.json(&refused_run(&error, file));
    Exit::Refused
}

/// Returns the JSON of a refused run. It has the keys of a run, so that programs read one format.
fn refused_run(error: &RunError, file: &str) -> serde_json::Value {
    serde_json::json!({
        "run": null, "status": RunStatus::Failed.as_str(), "result": null, "effects": [], "letters": [], "log": [],
        "warnings": [], "error": json::run_error(error, file), "operations": 0, "durationMs": 0.0,
    })
}

/// Prints a run for people.
pub fn show(run: &Run, file: &str, source: &str, terminal: &mut Terminal) {
    for line in &run.log {
        let line = format!("{} {}", terminal.paint(QUIET, "│"), visible(line));
        terminal.print(&line);
    }
    for warning in &run.warnings {
        diagnostics::warning(warning, file, source, terminal);
    }
    if let Some(error) = &run.error {
        diagnostics::run_error(error, file, source, terminal);
        let head = terminal.paint(REMOVED.bold(), "failed");
        let why = match error.problems.len() {
            0 | 1 => "nothing was changed".to_owned(),
            count => format!("{count} problems, nothing was changed"),
        };
        let id = run_id(run);
        terminal.print_error(&format!("{head}{id}: {why}"));
        return;
    }
    effects::show(&run.effects, &run.letters, file, terminal);
    if !run.effects.is_empty() || !run.log.is_empty() {
        terminal.print("");
    }
    let count = effects::summary(&run.effects, &run.letters);
    let (word, rest) = match run.status {
        RunStatus::Planned => ("planned", " — nothing was written".to_owned()),
        RunStatus::Repeated => ("repeated", " — the result of the first run; nothing was done again".to_owned()),
        _ => ("committed", String::new()),
    };
    let line = format!("{}{}: {count}{rest}", terminal.paint(ADDED.bold(), word), run_id(run));
    terminal.print(&line);
    if let Some(result) = run.result.as_deref().filter(|result| *result != "null") {
        let head = terminal.paint(STRONG, "result:");
        let width = terminal.width.map_or(100, usize::from);
        let line = format!("{head} {}", wrapped(&spaced(result), "result: ".len(), width));
        terminal.print(&line);
    }
}

fn run_id(run: &Run) -> String {
    run.id.as_ref().map_or(String::new(), |id| format!(" run {id}"))
}

/// Returns compact JSON with a blank after each colon and comma outside of texts, and control characters made visible.
fn spaced(json: &str) -> String {
    let (mut spaced, mut in_text, mut escaped) = (String::with_capacity(json.len()), false, false);
    for c in json.chars() {
        spaced.push(c);
        match c {
            '"' if !escaped => in_text = !in_text,
            ',' | ':' if !in_text => spaced.push(' '),
            _ => {}
        }
        escaped = in_text && c == '\\' && !escaped;
    }
    visible(&spaced)
}

/// Breaks a text at blanks, so that no line is longer than `width` if that is possible. The first line has `used` columns
/// already; later lines are indented by two.
fn wrapped(text: &str, used: usize, width: usize) -> String {
    let (mut wrapped, mut column) = (String::with_capacity(text.len()), used);
    for (at, word) in text.split(' ').enumerate() {
        let length = word.chars().count();
        if at > 0 && column + 1 + length > width {
            wrapped.push_str("\n  ");
            column = 2;
        } else if at > 0 {
            wrapped.push(' ');
            column += 1;
        }
        wrapped.push_str(word);
        column += length;
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_wrapped_at_blanks() {
        let result = spaced(r#"{"a":["x, y","z\":q"],"b":{"c":1}}"#);
        assert_eq!(result, r#"{"a": ["x, y", "z\":q"], "b": {"c": 1}}"#);
        assert_eq!(wrapped(&result, 8, 24), "{\"a\": [\"x, y\",\n  \"z\\\":q\"], \"b\": {\"c\":\n  1}}");
        assert_eq!(wrapped("short", 8, 24), "short");
        assert_eq!(wrapped(&"x".repeat(40), 8, 24), "x".repeat(40));
    }
}
