//! Schedules: time zones, missed times, pauses, and that each time is one run.

use super::deployed::deploy;
use super::world::{NOW, Shell, World};
use enlist::app::System;
use enlist::cli::Exit;
use enlist::directory::{self, PolicyChange, ScheduleDraft};
use enlist::domain::{CronExpression, Error, Moment, RunStatus, Schedule, TimeZone};
use enlist::jobs::{self, DueJob, JobAction};
use enlist::model::Model;
use enlist::store::Access;
use serde_json::json;

/// What is due but for what is done once a day in every environment.
fn what_is_due(world: &World) -> Vec<DueJob> {
    let mut due = jobs::due(&world.app).unwrap();
    due.retain(|due| !matches!(due.act, JobAction::Sweep | JobAction::Retention));
    due
}

fn at(world: &mut World, moment: &str) {
    let moment = Moment::parse(moment).unwrap();
    let ids = (moment.0 - NOW.0).unsigned_abs() / 1_000_000 * 1_000;
    world.app.set_system(System::counting_from(10_000 + ids, moment));
}

fn draft(expression: &str, zone: Option<&str>) -> ScheduleDraft {
    ScheduleDraft {
        script: "nightly.rhai".to_owned(),
        expression: CronExpression::parse(expression).unwrap(),
        time_zone: zone.map(|zone| TimeZone::parse(zone).unwrap()),
        input: Some(json!({ "part": 1 })),
    }
}

fn add(world: &World, expression: &str, zone: Option<&str>) -> Schedule {
    let mut work = world.app.enter("acme", Access::Write).unwrap();
    let schedule = directory::add_schedule(&mut work, draft(expression, zone)).unwrap();
    work.commit().unwrap();
    schedule
}

fn world() -> World {
    let mut world = World::acme();
    deploy(&world, "nightly.rhai", "#{ type: actionInfo.type, input: input }", &[], &[]);
    at(&mut world, "2023-01-01T00:00:00Z");
    world
}

fn next(world: &World) -> Option<String> {
    let work = world.app.enter("acme", Access::Read).unwrap();
    directory::list_schedules(&work).unwrap()[0].next_at.map(|moment| moment.to_string())
}

#[test]
fn a_schedule_runs_its_script_when_it_comes_due() {
    let mut world = world();
    let schedule = add(&world, "0 6 * * 1-5", None);
    at(&mut world, "2023-01-02T05:59:59.999999Z");
    assert_eq!(what_is_due(&world), []);
    at(&mut world, "2023-01-02T06:00:00Z");
    let due = what_is_due(&world);
    assert_eq!(due.len(), 1);
    let done = jobs::carry_out(&mut world.app, &due[0]).unwrap();
    let run = done.run.unwrap();
    assert_eq!(
        (run.status, run.result.as_deref()),
        (RunStatus::Committed, Some(r#"{"input":{"part":1},"type":"schedule"}"#))
    );
    assert_eq!(run.caller, format!("schedule:{}", schedule.id));
    assert_eq!(run.key, Some(format!("schedule:{}:2023-01-02T06:00:00.000Z", schedule.id)));
    assert_eq!(done.next_at.map(|moment| moment.to_string()).as_deref(), Some("2023-01-03T06:00:00.000Z"));
    // Whoever looked at the same time comes too late.
    assert!(jobs::carry_out(&mut world.app, &due[0]).unwrap().run.is_none());
    assert_eq!(what_is_due(&world), []);
}

#[test]
fn times_that_were_missed_are_one_run() {
    let mut world = world();
    add(&world, "*/5 * * * *", None);
    at(&mut world, "2023-02-01T00:02:00Z");
    let due = what_is_due(&world);
    assert_eq!(due.len(), 1);
    assert_eq!(due[0].at.to_string(), "2023-01-01T00:05:00.000Z");
    assert!(jobs::carry_out(&mut world.app, &due[0]).unwrap().run.is_some());
    assert_eq!(what_is_due(&world), []);
    assert_eq!(next(&world).as_deref(), Some("2023-02-01T00:05:00.000Z"));
    // A clock that goes back makes nothing happen again.
    at(&mut world, "2023-01-01T00:05:00Z");
    assert_eq!(what_is_due(&world), []);
}

#[test]
fn a_run_that_fails_leaves_the_schedule_going() {
    let mut world = world();
    deploy(&world, "nightly.rhai", "throw 1", &[], &[]);
    add(&world, "0 * * * *", None);
    for hour in ["01", "02"] {
        at(&mut world, &format!("2023-01-01T{hour}:00:00Z"));
        let due = what_is_due(&world);
        assert_eq!(jobs::carry_out(&mut world.app, &due[0]).unwrap().run.unwrap().status, RunStatus::Failed);
    }
    assert_eq!(next(&world).as_deref(), Some("2023-01-01T03:00:00.000Z"));
}

#[test]
fn a_schedule_follows_the_time_zone_of_its_environment_unless_it_names_its_own() {
    for (zone, first, after) in
        [(None, "06:00", "05:00"), (Some("UTC"), "06:00", "06:00"), (Some("Asia/Tokyo"), "21:00", "21:00")]
    {
        let world = world();
        add(&world, "0 6 * * *", zone);
        assert!(next(&world).unwrap().contains(&format!("T{first}")), "{zone:?} {:?}", next(&world));
        let mut work = world.app.enter("acme", Access::Write).unwrap();
        let time_zone = Some(TimeZone::parse("Europe/Amsterdam").unwrap());
        directory::change_policy(&mut work, PolicyChange { time_zone, ..PolicyChange::default() }).unwrap();
        work.commit().unwrap();
        assert!(next(&world).unwrap().contains(&format!("T{after}")), "{zone:?} {:?}", next(&world));
    }
}

#[test]
fn a_day_with_another_clock_is_no_day_without_a_run_or_with_two() {
    let mut world = world();
    add(&world, "0 6 * * *", Some("Europe/Amsterdam"));
    let mut runs = Vec::new();
    for hour in 0..72 {
        let start = Moment::parse("2023-03-25T00:30:00Z").unwrap();
        let now = Moment(start.0 + hour * 3_600_000_000);
        at(&mut world, &now.to_string());
        for due in what_is_due(&world) {
            jobs::carry_out(&mut world.app, &due).unwrap();
            runs.push(now.to_string());
        }
    }
    // The first makes up for the months before.
    let expected = ["2023-03-25T00:30", "2023-03-25T05:30", "2023-03-26T04:30", "2023-03-27T04:30"];
    assert_eq!(runs, expected.map(|moment| format!("{moment}:00.000Z")));
}

#[test]
fn a_schedule_that_is_paused_or_removed_does_not_come_due() {
    let mut world = world();
    let schedule = add(&world, "0 * * * *", None);
    at(&mut world, "2023-01-01T01:00:00Z");
    let due = what_is_due(&world);
    let mut work = world.app.enter("acme", Access::Write).unwrap();
    directory::pause_schedule(&mut work, &schedule).unwrap();
    work.commit().unwrap();
    assert!(jobs::carry_out(&mut world.app, &due[0]).unwrap().run.is_none(), "it was found before it was paused");
    at(&mut world, "2023-01-01T05:30:00Z");
    assert_eq!(what_is_due(&world), []);
    let mut work = world.app.enter("acme", Access::Write).unwrap();
    let paused = directory::find_schedule(&work, schedule.id.as_str()).unwrap();
    directory::resume_schedule(&mut work, &paused).unwrap();
    work.commit().unwrap();
    assert_eq!(next(&world).as_deref(), Some("2023-01-01T06:00:00.000Z"));
    let mut work = world.app.enter("acme", Access::Write).unwrap();
    let script = directory::find_script(&work, "nightly.rhai").unwrap();
    let Err(Error::Refused(refusal)) = directory::remove_script(&mut work, &script, false) else { panic!() };
    assert!(refusal.message().contains("has 1 schedule and"), "{}", refusal.message());
    directory::remove_script(&mut work, &script, true).unwrap();
    work.commit().unwrap();
    at(&mut world, "2023-01-01T07:00:00Z");
    assert_eq!(what_is_due(&world), []);
}

#[test]
fn a_model_says_in_which_time_zone_its_environment_is() {
    let model = |zone: &str| format!("[environment]\nname = \"Paris\"\n[policy]\ntimeZone = \"{zone}\"\n");
    let world = World::empty().with(&model("europe/paris"));
    let work = world.app.enter("paris", Access::Read).unwrap();
    assert_eq!(work.environment.policy.time_zone.as_str(), "Europe/Paris");
    let (problem, place) = Model::parse(&model("Europe/Pari")).unwrap_err();
    assert!(problem.message.contains("there is no time zone \"Europe/Pari\""), "{problem}");
    assert_eq!(place.unwrap().line, 4);
}

#[test]
fn a_schedule_that_never_comes_due_is_refused() {
    let world = world();
    let mut work = world.app.enter("acme", Access::Write).unwrap();
    let Err(Error::Refused(refusal)) = directory::add_schedule(&mut work, draft("0 0 30 2 *", None)) else { panic!() };
    assert_eq!(refusal.code().as_str(), "E0221");
}

#[test]
fn schedules_and_jobs_at_the_command_line() {
    let shell = Shell::acme();
    shell.write("nightly.rhai", "print(\"good night\"); input");
    shell.out(&["script", "add", "{}/nightly.rhai"]);
    let words =
        ["schedule", "add", "nightly.rhai", "0 6 * * 1-5", "--input", "{\"part\":1}", "--time-zone", "europe/paris"];
    let schedule = shell.json(&words);
    assert_eq!(
        (&schedule["timeZone"], &schedule["nextAt"]),
        (&json!("Europe/Paris"), &json!("2023-01-02T05:00:00.000Z"))
    );
    let id = schedule["_id"].as_str().unwrap();
    assert!(shell.out(&["schedule", "list"]).contains("0 6 * * 1-5"));
    assert!(shell.out(&["schedule", "show", id]).contains("Europe/Paris"));
    assert!(shell.out(&["schedule", "pause", id]).contains("active  true → false"));
    assert!(shell.out(&["schedule", "list"]).contains("paused"));
    assert!(shell.out(&["schedule", "resume", id]).contains("active  false → true"));
    assert_eq!(shell.out(&["jobs", "run"]), "nothing is due\n");
    let jobs = shell.json(&["jobs"]);
    assert_eq!((&jobs[0]["job"], &jobs[0]["nextAt"]), (&json!("schedules"), &json!("2023-01-02T05:00:00.000Z")));
    assert_eq!(shell.enlist(&["schedule", "remove", id]).exit, Exit::Refused);
    assert!(shell.out(&["schedule", "remove", id, "--yes"]).starts_with("- schedule nightly.rhai"));
    for (cron, zone) in [("0 6 * *", "UTC"), ("0 6 * * *", "Mars"), ("99 6 * * *", "UTC")] {
        let ended = shell.enlist(&["schedule", "add", "nightly.rhai", cron, "--time-zone", zone]);
        assert!(ended.err.starts_with("error[E0221]"), "{}", ended.err);
    }
    let env = shell.json(&["env", "time-zone", "Europe/Paris"]);
    assert_eq!(env["policy"]["timeZone"], "Europe/Paris");
    assert!(shell.out(&["env", "show"]).contains("Europe/Paris"));
    shell.write("listen.rhai", "print(input)");
    shell.write("emit.rhai", r#"bizzStream.emitEvent("order.placed", 7)"#);
    shell.out(&["script", "add", "{}/listen.rhai", "--listen", "order.placed"]);
    shell.out(&["run", "{}/emit.rhai"]);
    let out = shell.out(&["jobs", "run"]);
    assert!(out.contains(": listen.rhai in Acme\n1 run\n"), "{out}");
    assert!(shell.out(&["jobs", "events", "--status", "done"]).contains("order.placed"));
}
