//! The README, held to its word: every command in it runs in order, in a copy of the example model, and prints what stands
//! below it. So does the picture.
//!
//! A ```` ```sh ```` block is run line by line; a line that ends in `# exits N` must exit with N, any other with 0;
//! one that ends in ` &` is a server, which runs until the test ends, at another address than the README's. A
//! ```` ```text ```` block is what the block before it prints: ids, times and durations may differ, blanks count once, and `…` on
//! the first line stands for any lines. A block with a path behind its language, such as ```` ```rhai scripts/hire.rhai ````, is that file.

use super::world::root;
use std::collections::BTreeMap;
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The only command that is not run: it runs this test.
const NOT_RUN: &str = "tests/run";

/// Where the README's server listens; another address is taken here, as this one may be in use.
const SERVER: &str = "127.0.0.1:8080";

#[test]
fn every_command_of_the_readme_does_what_it_says() {
    let readme = read("README.md");
    let shell = Shell::new();
    let mut ids = Ids::default();
    let server = free_address();
    let mut servers: Vec<Background> = Vec::new();
    let mut printed = None;
    let mut blocks_of_commands = 0;
    for block in blocks(&readme) {
        match (block.language, block.path) {
            ("sh", None) => {
                let mut output = String::new();
                for line in block.text.lines().filter(|line| *line != NOT_RUN) {
                    let line = ids.of_this_time(line).replace(SERVER, &server);
                    match line.strip_suffix(" &") {
                        Some(line) => servers.push(shell.serve(line, &server)),
                        None => output += &shell.run(&line),
                    }
                }
                blocks_of_commands += 1;
                printed = Some(output);
            }
            ("text", None) => {
                let output = printed.take().expect("a text block stands below the commands that print it");
                ids.compare(block.text, &output);
            }
            (_, Some(path)) => fs::write(shell.folder.path().join(path), block.text).unwrap(),
            (language, None) => panic!("the README has a block in {language:?} that nothing holds to its word"),
        }
    }
    assert_eq!(blocks_of_commands, readme.matches("```sh").count(), "a block of commands was overlooked");
}

#[test]
fn the_picture_shows_what_the_first_command_prints() {
    let picture = read("docs/first-run.svg");
    let rows = picture.lines().filter(|line| line.starts_with("<text"));
    let rows: Vec<String> = rows.map(text_of).collect();
    let command = rows[0].strip_prefix("$ ").expect("the picture begins with the command");
    assert!(read("README.md").contains(&format!("```sh\n{command}\n```")), "the README does not have {command}");
    let output = Shell::new().run(command);
    let output = output.lines().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    Ids::default().compare(&rows[1..].join("\n"), &output);
}

/// A block of code in the README.
struct Block<'a> {
    language: &'a str,
    path: Option<&'a str>,
    text: &'a str,
}

fn blocks(readme: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut rest = readme;
    while let Some((_, after)) = rest.split_once("\n```") {
        let (head, after) = after.split_once('\n').expect("a block has lines");
        let (text, after) = after.split_once("\n```").expect("a block is closed");
        let (language, path) = head.split_once(' ').map_or((head, None), |(language, path)| (language, Some(path)));
        blocks.push(Block { language, path, text });
        rest = after;
    }
    blocks
}

/// A copy of the example model, and a shell in which `enlist` and `cargo run --release --` are the program under test.
pub struct Shell {
    folder: tempfile::TempDir,
}

impl Shell {
    pub fn new() -> Shell {
        let folder = tempfile::tempdir().unwrap();
        copy(&root().join("scripts"), &folder.path().join("scripts"));
        let bin = folder.path().join("bin");
        fs::create_dir(&bin).unwrap();
        let program = env!("CARGO_BIN_EXE_enlist");
        program_file(&bin.join("enlist"), &format!("exec '{program}' \"$@\""));
        program_file(
            &bin.join("cargo"),
            &format!(
                "[ \"$1 $2 $3\" = 'run --release --' ] || {{ echo \"the tests have no cargo $*\"; exit 99; }}\n\
                 shift 3\nexec '{program}' \"$@\""
            ),
        );
        Shell { folder }
    }

    /// Starts a server by a line, and waits until it listens.
    fn serve(&self, line: &str, address: &str) -> Background {
        let server = self.command(&format!("exec {line}")).stdout(Stdio::null()).spawn().unwrap();
        let server = Background(server);
        let until = Instant::now() + Duration::from_secs(60);
        while TcpStream::connect(address).is_err() {
            assert!(Instant::now() < until, "nobody listens at {address} after {line}");
            std::thread::sleep(Duration::from_millis(50));
        }
        server
    }

    fn command(&self, line: &str) -> Command {
        let mut command = Command::new("sh");
        command
            .args(["-c", r#"PATH="$PWD/bin:$PATH"; exec 2>&1; eval "$1""#, "sh", line])
            .current_dir(self.folder.path())
            .env("HOME", self.folder.path())
            .env_remove("ENLIST_DATABASE")
            .env_remove("ENLIST_ENVIRONMENT")
            .env_remove("CLICOLOR_FORCE");
        command
    }

    /// Runs a line; answers everything that it prints.
    pub fn run(&self, line: &str) -> String {
        let expected = line.rsplit_once("# exits ").map_or(0, |(_, code)| code.trim().parse().expect("an exit code"));
        let ended = self.command(line).output().unwrap();
        let output = String::from_utf8(ended.stdout).unwrap();
        assert_eq!(ended.status.code(), Some(expected), "{line}\n{output}");
        output
    }
}

/// A server that ends with the value.
struct Background(Child);

impl Drop for Background {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// An address at which nobody listens.
fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

fn program_file(path: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    fs::write(path, format!("#!/bin/sh\n{text}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The ids that the README shows, with those that stand for them this time.
#[derive(Default)]
struct Ids(BTreeMap<String, String>);

impl Ids {
    /// A command with the ids of this time.
    fn of_this_time(&self, line: &str) -> String {
        pieces(line)
            .map(|piece| match is_id(piece) {
                true => self.0.get(piece).unwrap_or_else(|| panic!("no output before {line:?} shows its id")).as_str(),
                false => piece,
            })
            .collect()
    }

    /// Compares what the README shows with what was printed, and learns the ids.
    fn compare(&mut self, shown: &str, printed: &str) {
        let mut expected: Vec<&str> = shown.lines().collect();
        let mut found: Vec<&str> = printed.lines().collect();
        if expected.first() == Some(&"…") {
            expected.remove(0);
            found.drain(..found.len().saturating_sub(expected.len()));
        }
        let fits = expected.len() == found.len()
            && expected.iter().zip(&found).all(|(expected, found)| self.line_fits(expected, found));
        assert!(fits, "the README shows\n{shown}\n\nand this was printed\n{printed}");
    }

    fn line_fits(&mut self, expected: &str, found: &str) -> bool {
        let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let (expected, found) = (words(expected), words(found));
        expected.len() == found.len()
            && expected.iter().zip(&found).all(|(expected, found)| {
                let (left, right): (Vec<&str>, Vec<&str>) = (pieces(expected).collect(), pieces(found).collect());
                is_time(expected) && is_time(found)
                    || left.len() == right.len() && left.iter().zip(right).all(|(left, right)| self.fits(left, right))
            })
    }

    fn fits(&mut self, expected: &str, found: &str) -> bool {
        let is_like_an_id = found.len() == 17 && found.chars().all(|c| c.is_ascii_alphanumeric());
        match is_id(expected) && is_like_an_id {
            true => self.0.entry(expected.to_owned()).or_insert_with(|| found.to_owned()) == found,
            false => expected == found,
        }
    }
}

/// A text in turns: runs of letters and digits, and what is between them.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let kind = first.is_ascii_alphanumeric();
        let end = rest.find(|c: char| c.is_ascii_alphanumeric() != kind).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

/// Whether the README shows an id here: 17 letters and digits, not all of them small letters.
fn is_id(piece: &str) -> bool {
    piece.len() == 17
        && piece.chars().all(|c| c.is_ascii_alphanumeric())
        && piece.chars().any(|c| !c.is_ascii_lowercase())
}

/// `2023-01-01T00:00:00.000Z`, or seconds: `0.25`
fn is_time(word: &str) -> bool {
    let shape: String = word.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    shape == "0000-00-00T00:00:00.000Z" || shape.trim_start_matches('0') == ".00"
}

/// A line of the picture without its marks.
fn text_of(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some((before, mark)) = rest.split_once('<') {
        text += before;
        rest = mark.split_once('>').expect("a mark is closed").1;
    }
    (text + rest).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}
