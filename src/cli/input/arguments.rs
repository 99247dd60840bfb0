//! Turns arguments into values of the domain: names, ids, languages, texts of files and JSON.
//!
//! A problem names the argument as the help does. Options of `user add` are read in `user/options.rs`.

use crate::domain::{Code, Error, Language, Name, Problem, PublicId, TimeZone, text_of_file};
use crate::json;
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Maximum size of a file or of standard input: the values of a run hold no more, and a device such as `/dev/zero` has no end.
pub const MOST: u64 = 64 << 20;

thread_local! {
    /// The content of pipes by path: a pipe can be read only once, and a command that is retried reads it again.
    static FROM_PIPES: RefCell<HashMap<PathBuf, Vec<u8>>> = RefCell::default();
}

/// Returns the name in the argument `NAME`.
pub fn name(text: &str) -> Result<Name, Problem> {
    Name::parse(text).map_err(|problem| problem.of("NAME"))
}

/// Returns the id in `--id`, if it is given.
pub fn id(text: Option<&str>) -> Result<Option<PublicId>, Problem> {
    text.map(|text| PublicId::parse(text).map_err(|problem| problem.of("--id"))).transpose()
}

/// Returns the language in an option, or the default.
pub fn language(option: &'static str, text: Option<&str>, default: Language) -> Result<Language, Problem> {
    text.map_or(Ok(default), |text| Language::parse(text).map_err(|problem| problem.of(option)))
}

/// Returns the time zone in `--time-zone`, if it is given.
pub fn time_zone(text: Option<&str>) -> Result<Option<TimeZone>, Problem> {
    text.map(|text| TimeZone::parse(text).map_err(|problem| problem.of("--time-zone"))).transpose()
}

/// Returns the value of JSON in an argument, or in a file if the argument begins with `@`.
pub fn json<T: DeserializeOwned>(option: &'static str, argument: &str, example: &str) -> Result<T, Error> {
    let text = match argument.strip_prefix('@') {
        Some(file) => read(Path::new(file))?,
        None => argument.to_owned(),
    };
    let value = json::read_strict(&text).map_err(|problem| problem.of(option))?;
    serde_json::from_value(value).map_err(|error| {
        Problem::new(Code::BadInput, error.to_string())
            .of(option)
            .help(format!("give JSON such as `{option} '{example}'`, or `{option} @FILE`"))
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
    fn a_command_that_is_retried_reads_the_same_from_a_pipe() {
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
