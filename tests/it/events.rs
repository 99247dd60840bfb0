//! Events on their way to scripts that listen: at least once, each a run of its own, chains that end (SPEC R2.7).

use super::deployed::deploy;
use super::processes::{program, said};
use super::world::{NOW, Shell, World, request};
use enlist::app::{App, System};
use enlist::domain::{Event, Moment, RunStatus};
use enlist::jobs::{self, Done, DueJob, JobAction};
use enlist::script::Mode;
use enlist::store::event::delivery;
use enlist::store::{Access, run as runs};
use serde_json::json;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

const MINUTE: i64 = 60_000_000;

/// What is due but for what is done once a day in every environment.
fn what_is_due(world: &World) -> Vec<DueJob> {
    let mut due = jobs::due(&world.app).unwrap();
    due.retain(|due| !matches!(due.act, JobAction::Sweep | JobAction::Retention));
    due
}

/// Carries out what is due until nothing is.
fn settle(world: &mut World) -> Vec<Done> {
    let mut all = Vec::new();
    loop {
        let due = what_is_due(world);
        if due.is_empty() {
            return all;
        }
        all.extend(due.iter().map(|due| jobs::carry_out(&mut world.app, due).unwrap()));
    }
}

fn at(world: &mut World, minutes: i64, ids: u64) {
    world.app.set_system(System::counting_from(ids, Moment(NOW.0 + minutes * MINUTE)));
}

fn groups(world: &mut World) -> Vec<String> {
    let groups = world.result("bizzStream.findUsers(#{ limit: 1 }); actionInfo.type");
    assert_eq!(groups, "manual");
    let mut work = world.app.enter("acme", Access::Read).unwrap();
    let groups = work.groups().unwrap();
    groups.names().filter(|name| name.starts_with("of ")).map(str::to_owned).collect()
}

#[test]
fn each_script_that_listens_runs_once_after_the_commit() {
    let mut world = World::acme();
    let source = r#"bizzStream.addGroup(#{ name: `of ${actionInfo.scriptName} ${actionInfo.event.info.number}` });
        #{ type: actionInfo.type, event: actionInfo.event, user: actionInfo.currentUser, input: input }"#;
    deploy(&world, "one.rhai", source, &[], &["order.placed"]);
    deploy(&world, "two.rhai", source, &[], &["order.placed", "order.gone"]);
    deploy(&world, "deaf.rhai", source, &[], &["order.gone"]);
    let emit = r#"bizzStream.emitEvent("order.placed", #{ number: 7 })"#;
    let planned = world.app.run("acme", &request(emit), Mode::Plan).unwrap();
    assert_eq!(planned.status, RunStatus::Planned);
    assert!(world.run(&format!("{emit}; throw 1")).error.is_some());
    assert_eq!(what_is_due(&world), [], "a plan and a failed run emit nothing");
    let event = world.result(emit);
    assert_eq!(what_is_due(&world).len(), 2);
    let due = what_is_due(&world);
    let done = settle(&mut world);
    let scripts: Vec<_> = done.iter().map(|done| done.run.as_ref().unwrap().script.clone()).collect();
    assert_eq!(scripts, ["one.rhai", "two.rhai"]);
    let run = done[0].run.as_ref().unwrap();
    assert_eq!(run.caller, format!("event:{}", event.as_str().unwrap()));
    assert_eq!(run.key, Some(format!("event:{}", event.as_str().unwrap())));
    let told: serde_json::Value = serde_json::from_str(run.result.as_deref().unwrap()).unwrap();
    assert_eq!(told["type"], "event");
    assert_eq!(told["event"], json!({ "type": "order.placed", "info": { "number": 7 } }));
    assert_eq!(told["input"], json!({ "number": 7 }));
    assert_eq!((&told["user"]["name"], &told["user"]["administrator"]), (&json!("Event"), &json!(false)));
    assert_eq!(groups(&mut world), ["of one.rhai 7", "of two.rhai 7"]);
    // Whoever looked before, and comes now, finds nothing left to do.
    for due in due {
        assert!(jobs::carry_out(&mut world.app, &due).unwrap().run.is_none());
    }
}

#[test]
fn an_event_gives_nobody_the_rights_of_an_administrator() {
    let mut world = super::world::with_people();
    let source = r#"bizzStream.addUser(#{ globalEmailAddress: actionInfo.event.info, administrator: true })"#;
    deploy(&world, "raise.rhai", source, &[], &["raise"]);
    world.result(r#"bizzStream.emitEvent("raise", "ada@example.com")"#);
    let done = what_is_due(&world);
    let run = jobs::carry_out(&mut world.app, &done[0]).unwrap().run.unwrap();
    assert!(run.error.unwrap().message.contains("no administrator who triggered this run"));
}

#[test]
fn a_run_that_fails_is_tried_again_ever_later_and_then_given_up() {
    let mut world = World::acme();
    deploy(&world, "fails.rhai", "throw `no ${input}`", &[], &["order.placed"]);
    world.result(r#"bizzStream.emitEvent("order.placed", 7)"#);
    let mut attempts = Vec::new();
    for minute in 0..90 {
        at(&mut world, minute, 1_000 * (1 + minute as u64));
        for done in settle(&mut world) {
            assert_eq!(done.run.unwrap().status, RunStatus::Failed);
            attempts.push((minute, done.given_up));
        }
    }
    assert_eq!(attempts, [(0, false), (1, false), (11, false), (71, true)]);
    let work = world.app.enter("acme", Access::Read).unwrap();
    let all = delivery::list(&work, None, 10).unwrap();
    assert_eq!((all[0].status.as_str(), all[0].attempts, all[0].next_at), ("givenUp", 4, None));
    drop(work);
    let kinds = jobs::overview(&world.app).unwrap();
    assert_eq!((kinds[1].name, kinds[1].given_up, kinds[1].waiting), ("events", 1, 0));
}

#[test]
fn a_script_that_is_mended_meanwhile_hears_of_the_event() {
    let mut world = World::acme();
    deploy(&world, "late.rhai", "throw 1", &[], &["order.placed"]);
    world.result(r#"bizzStream.emitEvent("order.placed")"#);
    assert_eq!(settle(&mut world).len(), 1);
    deploy(&world, "late.rhai", "input", &[], &["order.placed"]);
    at(&mut world, 1, 5_000);
    let done = settle(&mut world);
    assert_eq!(done[0].run.as_ref().unwrap().status, RunStatus::Committed);
    at(&mut world, 600, 6_000);
    assert!(settle(&mut world).is_empty());
}

#[test]
fn a_script_that_is_removed_hears_nothing_any_more() {
    let mut world = World::acme();
    let script = deploy(&world, "gone.rhai", "1", &[], &["order.placed"]);
    world.result(r#"bizzStream.emitEvent("order.placed")"#);
    let due = what_is_due(&world);
    let mut work = world.app.enter("acme", Access::Write).unwrap();
    enlist::directory::remove_script(&mut work, &script, true).unwrap();
    work.commit().unwrap();
    assert!(jobs::carry_out(&mut world.app, &due[0]).unwrap().run.is_none());
    assert_eq!(what_is_due(&world), []);
}

#[test]
fn a_chain_of_events_ends() {
    let mut world = World::acme();
    deploy(&world, "echo.rhai", r#"bizzStream.emitEvent("echo", input + 1); input"#, &[], &["echo"]);
    world.result(r#"bizzStream.emitEvent("echo", 0)"#);
    let done = settle(&mut world);
    let committed = done.iter().filter(|done| done.run.as_ref().unwrap().status == RunStatus::Committed);
    assert_eq!(committed.count() as u32, Event::DEEPEST - 1);
    let last = done.last().unwrap().run.as_ref().unwrap();
    let error = last.error.as_ref().unwrap();
    assert_eq!(error.code.as_str(), "E0220");
    assert!(error.message.starts_with("this run is the 8th in a chain of runs"), "{}", error.message);
    // A new cause begins a new chain.
    world.result(r#"bizzStream.emitEvent("echo", 100)"#);
    assert!(settle(&mut world)[0].run.as_ref().unwrap().status == RunStatus::Committed);
}

#[test]
fn a_chain_that_grows_ends_as_well() {
    let mut world = World::acme();
    let source = r#"for number in 0..30 { bizzStream.emitEvent("grow", number); }"#;
    deploy(&world, "grow.rhai", source, &[], &["grow"]);
    world.result(r#"bizzStream.emitEvent("grow")"#);
    let done = settle(&mut world);
    assert!(done.len() as i64 <= Event::MOST_IN_CHAIN + 1, "{}", done.len());
    assert!(done.iter().any(|done| done.run.as_ref().unwrap().error.is_some()));
}

#[test]
fn many_who_look_at_once_deliver_each_event_once() {
    let shell = Shell::acme();
    shell.write("listen.rhai", "print(input)");
    shell.write("emit.rhai", r#"for number in 0..20 { bizzStream.emitEvent("order.placed", number); }"#);
    shell.out(&["script", "add", "{}/listen.rhai", "--listen", "order.placed"]);
    shell.out(&["run", "{}/emit.rhai"]);
    let path = shell.path("enlist.db");
    let open = || App::open(&path, System::real().unwrap()).unwrap();
    let due = jobs::due(&open()).unwrap();
    let done: Vec<usize> = std::thread::scope(|scope| {
        let carry_out = || {
            let mut app = open();
            due.iter().filter(|due| jobs::carry_out(&mut app, due).unwrap().run.is_some()).count()
        };
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(carry_out)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(done.iter().sum::<usize>(), 20, "{done:?}");
    let runs = shell.json(&["runs", "list", "--limit", "100"]);
    assert_eq!(runs.as_array().unwrap().iter().filter(|run| run["script"] == "listen.rhai").count(), 20);
}

#[test]
fn a_program_that_is_killed_while_it_delivers_delivers_once_in_the_end() {
    for point in ["job-claimed", "run-after-row", "after-effect", "before-commit", "after-commit"] {
        let shell = Shell::acme();
        let listen = r#"bizzStream.addGroup(#{ name: `of ${input}` })"#;
        shell.write("listen.rhai", listen);
        shell.write("emit.rhai", r#"bizzStream.emitEvent("order.placed", "7")"#);
        shell.out(&["script", "add", "{}/listen.rhai", "--listen", "order.placed"]);
        shell.out(&["run", "{}/emit.rhai"]);
        let mut command = program(&shell);
        command.args(["jobs", "run"]).env("ENLIST_FAILPOINT", point);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let errors = BufReader::new(child.stderr.take().unwrap());
        let came = errors.lines().any(|line| line.unwrap() == format!("failpoint {point}"));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(came, "{point}");
        let mut command = program(&shell);
        let output = command.args(["jobs", "run"]).output().unwrap();
        assert!(output.status.success(), "{point}: {}", said(&output));
        let groups = shell.json(&["group", "list"]);
        let made = groups.as_array().unwrap().iter().filter(|group| group["name"] == "of 7").count();
        assert_eq!(made, 1, "{point}");
        let all = shell.json(&["jobs", "events"]);
        assert_eq!((&all[0]["status"], &all[0]["attempts"]), (&json!("done"), &json!(1)), "{point}");
        let runs = shell.json(&["runs", "list"]);
        let count = runs.as_array().unwrap().iter().filter(|run| run["script"] == "listen.rhai").count();
        assert_eq!(count, 1, "{point}");
    }
}

#[test]
fn the_key_keeps_a_delivery_that_is_repeated_from_running_again() {
    let mut world = World::acme();
    deploy(&world, "one.rhai", r#"bizzStream.addGroup(#{ name: `of ${input}` }); true"#, &[], &["order.placed"]);
    world.result(r#"bizzStream.emitEvent("order.placed", 7)"#);
    let first = settle(&mut world).remove(0).run.unwrap();
    // As if somebody had put the delivery back, such as by a database that was restored in part.
    let work = world.app.enter("acme", Access::Write).unwrap();
    let row = delivery::list(&work, None, 1).unwrap()[0].row;
    delivery::attempted(&work, row, enlist::domain::DeliveryStatus::Waiting, Some(NOW), None).unwrap();
    assert_eq!(runs::list(&work, None, 10).unwrap().len(), 2);
    work.commit().unwrap();
    let again = settle(&mut world).remove(0).run.unwrap();
    assert_eq!((again.status, again.id), (RunStatus::Repeated, first.id));
    assert_eq!(groups(&mut world), ["of 7"]);
}
