//! `enlist test --watch`: runs again whenever a file beside the fixtures changes.

use crate::domain::{Error, Fault};
use notify::{Event, RecursiveMode, Watcher, recommended_watcher};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// How long it must be quiet before the tests run again: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(100);

/// Runs at once and then after every change, until it breaks off with an error or the program is ended.
///
/// # Errors
/// What running answers with; folders that cannot be watched.
pub fn whenever_something_changes(paths: &[PathBuf], mut run: impl FnMut() -> Result<(), Error>) -> Result<(), Error> {
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

/// The folder whose files belong to a path: scripts, models and what is included lie beside a fixture.
fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        _ if path.is_dir() => path,
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

/// Whether an event is a change of a file that tests are made of; what a run writes itself is none.
fn matters(event: &Event) -> bool {
    let is_ours = |path: &PathBuf| {
        path.extension().is_some_and(|ending| ["rhai", "js", "toml"].iter().any(|ours| ending == *ours))
    };
    !event.kind.is_access() && event.paths.iter().any(is_ours)
}

/// Waits for a change, and until it is quiet after it; false if none can come any more.
fn wait(changes: &Receiver<()>) -> bool {
    if changes.recv().is_err() {
        return false;
    }
    while changes.recv_timeout(QUIET).is_ok() {}
    true
}
