//! Builders that read as sentences. The clock stands still at 2023-01-01 and ids are counted, so results are exact.

use super::engine;
use enlist::app::{App, System};
use enlist::cli::{self, Exit, Terminal};
use enlist::domain::{Moment, Problem, Run, RunStatus};
use enlist::model::Model;
use enlist::script::{Mode, Request, Script, Trigger};
use enlist::store::Access;
use std::cell::RefCell;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// 2023-01-01T00:00:00Z, the moment of the published example.
pub const NOW: Moment = Moment(1_672_531_200_000_000);

/// An environment with two menus, three groups, a role and two profile fields.
pub const ACME: &str = r#"
[environment]
name = "Acme"
id = "acme"
[[menus]]
name = "office"
id = "2345"
[[menus]]
name = "reports"
[[groups]]
name = "planning"
id = "12345"
menus = ["reports"]
[[groups]]
name = "managers"
id = "6789"
[[groups]]
name = "sales"
[[roles]]
name = "planner"
permissions = ["documents.read"]
[[profileFields]]
key = "jobTitle"
label = "Job title"
[[profileFields]]
key = "site"
type = "choice"
choices = ["north", "south"]
"#;

/// A directory in memory.
pub struct World {
    pub app: App,
}

impl World {
    /// A directory with the environment of [`ACME`].
    pub fn acme() -> World {
        World::empty().with(ACME)
    }

    /// A directory with nothing in it.
    pub fn empty() -> World {
        World { app: engine::temporary(System::fixed(NOW)) }
    }

    /// The same with the environment of a model.
    pub fn with(self, model: &str) -> World {
        let model = Model::parse(model).unwrap();
        model.create(self.app.begin(Access::Write).unwrap()).unwrap().commit().unwrap();
        self
    }

    /// Runs a script in `acme` as the operator.
    pub fn run(&mut self, source: &str) -> Run {
        self.run_in("acme", source)
    }

    /// Runs a script in an environment as the operator.
    pub fn run_in(&mut self, environment: &str, source: &str) -> Run {
        self.app.run(environment, &request(source), Mode::Commit).unwrap()
    }

    /// Runs a script that must succeed; answers its result.
    pub fn result(&mut self, source: &str) -> serde_json::Value {
        let run = self.run(source);
        assert_eq!(run.status, RunStatus::Committed, "{:?}", run.error);
        serde_json::from_str(run.result.as_deref().unwrap()).unwrap()
    }

    /// Runs a script that must fail; answers its problems, one a line: `E0101 3:5 option: message | help`.
    pub fn problems(&mut self, source: &str) -> String {
        let run = self.run(source);
        let error = run.error.unwrap_or_else(|| panic!("the script did not fail: {source}"));
        assert!(run.effects.is_empty() && run.letters.is_empty(), "a failed run has no effects");
        let one = |(problem, place): &(Problem, _)| {
            let place: &Option<enlist::domain::Place> = place;
            let place = place.map_or("-".to_owned(), |place| format!("{}:{}", place.line, place.column));
            let help = problem.help.as_ref().map(|help| format!(" | {help}")).unwrap_or_default();
            format!("{} {place} {problem}{help}", problem.code)
        };
        error.problems.iter().map(one).collect::<Vec<_>>().join("\n")
    }

    /// Every row of every table, to compare before and after.
    pub fn rows(&mut self) -> String {
        let work = self.app.enter("acme", Access::Write).unwrap();
        enlist::store::dump(&work.transaction).unwrap()
    }
}

/// The environment of [`ACME`] with two people called Ada, one of them inactive, and an administrator, Grace.
pub fn with_people() -> World {
    let mut world = World::acme();
    let run = world.run(
        r#"
        for person in [["Ada Lovelace", "ada", true], ["Grace Hopper", "grace", true], ["Ada King", "king", false]] {
            bizzStream.addUser(#{
                globalEmailAddress: `${person[1]}@example.com`, name: person[0], active: person[2],
                administrator: person[1] == "grace", locale: "en", language: "en", memberGroupNames: ["planning"],
            });
        }
        "#,
    );
    assert_eq!(run.status, RunStatus::Committed, "{:?}", run.error);
    world
}

/// A request of the operator for a script without input.
pub fn request(source: &str) -> Request {
    Request {
        script: Script { name: "test.rhai".to_owned(), source: source.to_owned() },
        input: None,
        key: None,
        trigger: Trigger::Operator,
    }
}

/// A shell in a temporary folder.
pub struct Shell {
    folder: tempfile::TempDir,
    /// What commands read from standard input.
    pub input: String,
    system: System,
    database: PathBuf,
}

/// How a command ended.
pub struct Ended {
    pub exit: Exit,
    pub out: String,
    pub err: String,
}

impl Shell {
    /// A shell in an empty folder.
    pub fn new() -> Shell {
        let folder = tempfile::tempdir().unwrap();
        let database = engine::new_database(folder.path());
        Shell { folder, input: String::new(), system: System::fixed(NOW), database }
    }

    /// A shell whose database has the environment of [`ACME`].
    pub fn acme() -> Shell {
        let shell = Shell::new();
        let (app, _) = App::create(&shell.path("enlist.db"), shell.system.clone()).unwrap();
        let model = Model::parse(ACME).unwrap();
        model.create(app.begin(Access::Write).unwrap()).unwrap().commit().unwrap();
        shell
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        match name {
            "enlist.db" => self.database.clone(),
            name => self.folder.path().join(name),
        }
    }

    /// Writes a file into the folder.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Carries out a command; `{}` in a word stands for the folder.
    pub fn enlist(&self, words: &[&str]) -> Ended {
        let out = Buffer::default();
        let err = Buffer::default();
        let input = Cursor::new(self.input.clone().into_bytes());
        let mut terminal = Terminal::captured(Box::new(out.clone()), Box::new(err.clone()), Box::new(input));
        let folder = self.folder.path().display().to_string();
        let database = self.path("enlist.db").display().to_string();
        // Commands that need no database refuse the option.
        let needs_none = |word: &&str| ["check", "completions", "explain", "manual", "test"].contains(word);
        let names_others = ["migrate", "--from", "--to"].iter().all(|word| words.contains(word));
        let first = match words.iter().find(|word| !word.starts_with('-')).is_some_and(needs_none) || names_others {
            true => vec!["enlist".to_owned()],
            false => ["enlist", "--database", &database].map(str::to_owned).to_vec(),
        };
        let rest = words.iter().map(|word| word.replace("{}", &folder));
        let exit = cli::main(first.into_iter().chain(rest).map(Into::into), &mut terminal, self.system.clone());
        let text = |buffer: &Buffer| buffer.text().replace(&folder, "{}");
        Ended { exit, out: text(&out), err: text(&err) }
    }

    /// Carries out a command that must succeed; answers its output.
    pub fn out(&self, words: &[&str]) -> String {
        let ended = self.enlist(words);
        assert_eq!(ended.exit, Exit::Done, "{words:?}: {}{}", ended.out, ended.err);
        ended.out
    }

    /// Carries out a command with `--json` that must succeed.
    pub fn json(&self, words: &[&str]) -> serde_json::Value {
        let words: Vec<&str> = words.iter().copied().chain(["--json"]).collect();
        serde_json::from_str(&self.out(&words)).unwrap()
    }
}

/// A connection past the program's rules, but with the checksums of its pages. The program must have opened a database before.
pub fn connection(path: impl AsRef<Path>) -> rusqlite::Connection {
    rusqlite::Connection::open_with_flags_and_vfs(path, rusqlite::OpenFlags::default(), "enlist").unwrap()
}

/// The repository's own folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What a captured terminal writes into.
#[derive(Clone, Default)]
pub struct Buffer(Rc<RefCell<Vec<u8>>>);

impl Buffer {
    pub fn text(&self) -> String {
        String::from_utf8(self.0.borrow().clone()).unwrap()
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Says that a test could not run, past the test harness, which keeps what a test prints to itself.
pub fn not_run(lack: &str, found: std::io::Result<std::process::Output>) {
    let why = found.map(|output| String::from_utf8_lossy(&output.stderr).into_owned());
    let _ = writeln!(std::io::stderr(), "\nnot run: {lack}: {why:?}");
}
