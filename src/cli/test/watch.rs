//! `enlist test --watch`: runs the tests again after every change of a file beside the fixtures.

use crate::domain::{Error, Fault};
use notify::{Event, RecursiveMode, Watcher, recommended_watcher};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// The pause after the last change before the tests run again: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(100);

/// Calls `run` at once and then after every change, until it returns an error or the program is stopped.
///
/// # Errors
/// Returns the error of `run`; a fault if a folder cannot be watched.
pub fn after_every_change(paths: &[PathBuf], mut run: impl FnMut() -> Result<(), Error>) -> Result<(), Error> {
    let (sender, changes) = channel();
    let fault = |error: notify::Error| Fault::new("cannot watch the files", error);
    let mut watcher = recommended_watcher(move |event: notify::Result<Event>| {
        if event.is_ok_and(|event| matters(&event)) {
            // A receiver that has gone away needs no events.
            let _ = sender.send(());
        }
    })
    .map_err(fault)?;
    for path in paths {
        watcher.watch(folder_of(path), RecursiveMode::Recursive).map_err(fault)?;
    }
    loop {
        run()?;
        if !wait(&changes) {
            return Ok(());
        }
    }
}

/// Returns the folder to watch for a path: scripts, models and included files are beside a fixture.
fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        _ if path.is_dir() => path,
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

/// Returns whether an event is a change of a script, a model or a fixture. Files that a run writes are not.
fn matters(event: &Event) -> bool {
    let is_ours = |path: &PathBuf| {
        path.extension().is_some_and(|ending| ["rhai", "js", "toml"].iter().any(|ours| ending == *ours))
    };
    !event.kind.is_access() && event.paths.iter().any(is_ours)
}

/// Waits for a change and the pause after it. Returns false if there can be no more changes.
fn wait(changes: &Receiver<()>) -> bool {
    if changes.recv().is_err() {
        return false;
    }
    while changes.recv_timeout(QUIET).is_ok() {}
    true
}
