//! What was given on the command line, as values of the domain: names, ids, languages, files and JSON.
//!
//! What is wrong with one of them is said of the word by which the help calls it.

use crate::domain::{Code, Error, Language, Name, Problem, PublicId, TimeZone, text_of_file};
use crate::json;
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The most bytes of a file. The values of a run hold no more; a device such as `/dev/zero` has no end.
const MOST: u64 = 64 << 20;

thread_local! {
    /// What stood in pipes, which can be read once: a command that is carried out again finds it here.
    static FROM_PIPES: RefCell<HashMap<PathBuf, Vec<u8>>> = RefCell::default();
}

/// A name.
pub fn name(text: &str) -> Result<Name, Problem> {
    Name::parse(text).map_err(|problem| problem.of("NAME"))
}

/// An id, if one is given.
pub fn id(text: Option<&str>) -> Result<Option<PublicId>, Problem> {
    text.map(|text| PublicId::parse(text).map_err(|problem| problem.of("--id"))).transpose()
}

/// A language, or what is taken without one.
pub fn language(option: &'static str, text: Option<&str>, default: Language) -> Result<Language, Problem> {
    text.map_or(Ok(default), |text| Language::parse(text).map_err(|problem| problem.of(option)))
}

/// A time zone, if one is given.
pub fn time_zone(text: Option<&str>) -> Result<Option<TimeZone>, Problem> {
    text.map(|text| TimeZone::parse(text).map_err(|problem| problem.of("--time-zone"))).transpose()
}

/// JSON in a word, or with `@` before it in a file.
pub fn json<T: DeserializeOwned>(option: &'static str, word: &str, example: &str) -> Result<T, Error> {
    let (text, origin) = match word.strip_prefix('@') {
        Some(file) => (read(Path::new(file))?, file),
        None => (word.to_owned(), "it"),
    };
    let value = json::read(&text, option, Code::BadInput).map_err(|problem| problem.of(option))?;
    serde_json::from_value(value).map_err(|error| {
        Problem::new(Code::BadInput, format!("{origin} is not what was expected: {error}"))
            .of(option)
            .help(format!("for example `{option} '{example}'`, or `{option} @FILE`"))
            .into()
    })
}

/// Returns the text of a file.
///
/// # Errors
/// Returns a refusal if there is no such file, or if it is a folder, not text, or larger than 64 MiB.
pub fn read(path: &Path) -> Result<String, Error> {
    let unreadable = |found| Error::from(Problem::new(Code::Unreadable, found));
    let bytes = bytes(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => unreadable(format!("there is no file {}", path.display())),
        io::ErrorKind::IsADirectory => unreadable(format!("{} is a folder; expected a file", path.display())),
        _ => unreadable(format!("cannot read {}: {error}", path.display())),
    })?;
    if bytes.len() as u64 > MOST {
        return Err(unreadable(format!("expected a file of at most {MOST} bytes, {} has more", path.display())));
    }
    text_of_file(bytes).ok_or_else(|| unreadable(format!("{} is not UTF-8 text", path.display())))
}

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    if let Some(bytes) = FROM_PIPES.with_borrow(|pipes| pipes.get(path).cloned()) {
        return Ok(bytes);
    }
    let mut bytes = Vec::new();
    let file = File::open(path)?;
    let is_file = file.metadata()?.is_file();
    file.take(MOST + 1).read_to_end(&mut bytes)?;
    if !is_file {
        FROM_PIPES.with_borrow_mut(|pipes| pipes.insert(path.to_owned(), bytes.clone()));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    #[test]
    #[cfg(target_os = "linux")]
    fn a_pipe_says_the_same_to_a_command_that_is_carried_out_again() {
        use std::io::Write;
        use std::os::fd::AsRawFd;
        let (reader, mut writer) = std::io::pipe().unwrap();
        writer.write_all(b"print(1)").unwrap();
        drop(writer);
        let path = std::path::PathBuf::from(format!("/proc/self/fd/{}", reader.as_raw_fd()));
        assert_eq!(super::read(&path).unwrap(), "print(1)");
        assert_eq!(super::read(&path).unwrap(), "print(1)");
    }
}
