//! The workers: what waits together is committed together, and each piece of work stands or falls alone.

use super::world::{ACME, NOW};
use enlist::app::{App, System};
use enlist::directory::add_organization;
use enlist::domain::{Code, Error, Name, Problem};
use enlist::model::Model;
use enlist::store::{Access, organization};
use enlist::workers::{Busy, Sizes, Workers};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};

fn directory() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("enlist.db");
    let (app, _) = App::create(&path, System::fixed(NOW)).unwrap();
    let model = Model::parse(ACME).unwrap();
    model.create(app.begin(Access::Write).unwrap()).unwrap().commit().unwrap();
    (folder, path)
}

fn workers(path: &Path, sizes: Sizes) -> Workers {
    let path = path.to_owned();
    Workers::start(sizes, move || App::open(&path, System::real()?)).unwrap()
}

/// Adds an organization, and then refuses, panics, or commits.
fn add(name: &'static str) -> impl FnMut(&mut App) -> Result<&'static str, Error> + Send {
    move |app| {
        let mut transaction = app.begin(Access::Write)?;
        add_organization(&mut transaction, Name::parse(name)?, None)?;
        match name {
            "refused" => Err(Problem::new(Code::Exists, "no").into()),
            "panics" => panic!("on purpose"),
            _ => {
                transaction.commit()?;
                Ok(name)
            }
        }
    }
}

fn names(path: &Path) -> Vec<String> {
    let app = App::open(path, System::fixed(NOW)).unwrap();
    let all = organization::all(&app.begin(Access::Read).unwrap()).unwrap();
    all.into_iter().map(|organization| organization.name.to_string()).filter(|name| name != "Acme").collect()
}

/// Holds the writer until something is sent, so that what is handed over meanwhile waits together.
fn hold(workers: &Workers) -> std::sync::mpsc::Sender<()> {
    let (release, held): (_, Receiver<()>) = channel();
    let (tell, told) = channel();
    let work = move |_: &mut App| {
        tell.send(()).unwrap();
        let _ = held.recv();
        Ok(())
    };
    workers.write("holder", work, |_| {}).unwrap();
    told.recv().unwrap();
    release
}

#[test]
fn a_piece_of_work_that_fails_is_undone_alone() {
    let (_folder, path) = directory();
    let workers = workers(&path, Sizes::default());
    let release = hold(&workers);
    let (tell, told) = channel();
    for name in ["a", "refused", "b", "panics", "c"] {
        let tell = tell.clone();
        workers.write(name, add(name), move |answer| tell.send((name, answer.is_ok())).unwrap()).unwrap();
    }
    assert!(told.try_recv().is_err() && names(&path).is_empty(), "nobody is told before it stands");
    release.send(()).unwrap();
    let answers: Vec<_> = told.iter().take(5).collect();
    assert_eq!(answers, [("a", true), ("refused", false), ("b", true), ("panics", false), ("c", true)]);
    assert_eq!(names(&path), ["a", "b", "c"]);
    // The thread that writes goes on.
    assert_eq!(workers.write_and_wait("d", add("d")).unwrap(), "d");
}

#[test]
fn a_full_queue_says_so_and_has_done_nothing() {
    let (_folder, path) = directory();
    let workers = workers(&path, Sizes { queue: 4, ..Sizes::default() });
    let release = hold(&workers);
    let taken = ["a", "b", "c"].map(|name| workers.write("one", add(name), |_| {}));
    assert_eq!(taken, [Ok(()), Ok(()), Err(Busy::Full)]);
    let taken = ["d", "e", "f"].map(|name| workers.write(name, add(name), |_| {}));
    assert_eq!(taken, [Ok(()), Ok(()), Err(Busy::Full)]);
    assert_eq!(workers.waiting().0, 4);
    release.send(()).unwrap();
    workers.stop();
    assert_eq!(names(&path), ["a", "b", "d", "e"]);
    assert_eq!(workers.write("one", add("g"), |_| {}), Err(Busy::Stopping));
}

#[test]
fn everything_that_was_taken_on_is_answered_before_the_end() {
    let (_folder, path) = directory();
    let workers = workers(&path, Sizes { group: 3, ..Sizes::default() });
    let release = hold(&workers);
    let (tell, told) = channel();
    let all = ["a", "b", "c", "d", "e", "f", "g"];
    for name in all {
        let tell = tell.clone();
        workers.write("one", add(name), move |answer| tell.send(answer.unwrap()).unwrap()).unwrap();
    }
    drop(tell);
    release.send(()).unwrap();
    workers.stop();
    assert_eq!(told.iter().collect::<Vec<_>>(), all);
    assert_eq!(names(&path), all);
}

#[test]
fn readers_see_what_is_committed_and_do_not_wait_for_the_writer() {
    let (_folder, path) = directory();
    let workers = workers(&path, Sizes::default());
    let release = hold(&workers);
    let (tell, told) = channel();
    let look = |app: &mut App| Ok(organization::all(&app.begin(Access::Read)?)?.len());
    workers.read("reader", look, move |answer| tell.send(answer.unwrap()).unwrap()).unwrap();
    assert_eq!(told.recv().unwrap(), 1, "the writer is held, and readers read");
    release.send(()).unwrap();
}

#[test]
fn what_cannot_be_opened_is_said_at_the_start() {
    let opened = Workers::start(Sizes::default(), || App::open(Path::new("/nowhere/enlist.db"), System::real()?));
    assert!(opened.err().unwrap().to_string().contains("there is no database"));
}
