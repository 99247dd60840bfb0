//! Finds the scripts in the arguments of `enlist check`: files, and the scripts in folders.

use std::path::{Path, PathBuf};

/// Returns all scripts, each once, sorted.
pub fn scripts(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in paths {
        match path.is_dir() {
            true => search(path, &mut found),
            // A file that is named is a script whatever its ending; a missing one is reported when it is read.
            false => found.push(path.clone()),
        }
    }
    found.sort();
    found.dedup();
    found
}

/// Adds the scripts in a folder and below. Hidden files and folders, and links to folders, are skipped.
fn search(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        match entry.file_type() {
            _ if is_hidden => {}
            Ok(kind) if kind.is_dir() => search(&path, found),
            Ok(_) if is_script(&path) => found.push(path),
            _ => {}
        }
    }
}

fn is_script(path: &Path) -> bool {
    path.is_file() && path.extension().is_some_and(|end| end == "rhai" || end == "js")
}

/// Returns a path for the output: with slashes, and without `./` at its beginning.
pub fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    let text = if std::path::MAIN_SEPARATOR == '\\' { text.replace('\\', "/") } else { text };
    text.strip_prefix("./").map(str::to_owned).unwrap_or(text)
}
