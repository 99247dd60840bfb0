//! Runs and letters that are kept no longer, and changes of the policy.

use super::engine;
use super::raw_connection::RawConnection;
use super::world::{ACME, NOW, Shell, request};
use enlist::app::{App, System};
use enlist::cli::Exit;
use enlist::domain::{Code, LetterStatus, Moment, Verdict};
use enlist::jobs::{self, Done, JobAction};
use enlist::model::Model;
use enlist::script::{Mode, Request};
use enlist::store::{Access, letter, run};
use serde_json::json;
use std::path::Path;

const DAY: i64 = 86_400_000_000;

const SCRIPT: &str = "print(`adding ${input.name}`);
    bizzStream.addUser(#{ globalEmailAddress: `${input.name}@example.com`, name: input.name, administrator: false, active: true, locale: \"en\",
    language: \"en\" })";

/// A directory with a policy, in a place where a test can write down what a delivery would.
fn open(path: &Path, days: u32) -> App {
    let (app, _) = App::create(path, System::fixed(NOW)).unwrap();
    let model = Model::parse(&format!("{ACME}\n[policy]\nrunDays = {days}\n")).unwrap();
    model.create(app.begin(Access::Write).unwrap()).unwrap().commit().unwrap();
    app
}

fn add(app: &mut App, name: &str, source: &str) -> String {
    let request = Request { input: Some(json!({ "name": name })), key: Some(name.to_owned()), ..request(source) };
    let run = app.run("acme", &request, Mode::Commit).unwrap();
    assert!(run.error.is_none(), "{:?}", run.error);
    run.id.unwrap().to_string()
}

fn on_day(app: &mut App, day: i64) {
    let number = 1_000_000 + day.unsigned_abs() * 10_000;
    app.set_system(System::counting_from(number, Moment(NOW.0 + day * DAY)));
}

fn jobs(app: &mut App) -> Vec<Done> {
    let due = jobs::due(app).unwrap();
    due.iter().filter(|due| due.act == JobAction::Retention).map(|due| jobs::carry_out(app, due).unwrap()).collect()
}

fn sources(path: &Path) -> i64 {
    RawConnection::of(path).number("SELECT count(*) FROM script_version")
}

#[test]
fn an_old_run_is_emptied_and_everything_that_counts_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = engine::new_database(folder.path());
    let mut app = open(&path, 10);
    let id = add(&mut app, "ada", SCRIPT);
    on_day(&mut app, 5);
    let younger = add(&mut app, "king", &format!("{SCRIPT} // later"));
    RawConnection::of(&path).execute("UPDATE letter SET status = 'dead' WHERE name = 'ada'");
    on_day(&mut app, 10);
    assert_eq!(jobs(&mut app).pop().unwrap().told, None, "ten days are kept");
    on_day(&mut app, 11);
    assert_eq!(jobs(&mut app).pop().unwrap().told.as_deref(), Some("1 run emptied, 1 letter emptied"));
    let text = "SELECT name || to_address || to_key FROM letter WHERE emptied_at =";
    assert_eq!(RawConnection::of(&path).texts(&format!("{text} {}", NOW.0 + 11 * DAY)), [""]);
    RawConnection::of(&path).execute("UPDATE letter SET status = 'waiting'");
    let work = app.enter("acme", Access::Read).unwrap();
    let emptied = run::find(&work, &id).unwrap().unwrap();
    assert_eq!((&emptied.input, &emptied.result, emptied.log.len()), (&None, &None, 0));
    assert_eq!(emptied.emptied_at, Some(Moment(NOW.0 + 11 * DAY)));
    assert_eq!((emptied.effects.len(), emptied.key.as_deref()), (1, Some("ada")));
    assert_eq!(run::looked_at(&work, &id).unwrap().unwrap().members, None);
    let kept = run::find(&work, &younger).unwrap().unwrap();
    assert_eq!((kept.log.as_slice(), kept.emptied_at), (&["adding king".to_owned()][..], None));
    let waiting = letter::list(&work, None, 10).unwrap();
    assert!(waiting.iter().all(|letter| letter.status == LetterStatus::Waiting) && waiting[0].name == "king");
    drop(work);
    assert_eq!(sources(&path), 1, "the source of the younger run alone");
    let noted = RawConnection::of(&path).texts("SELECT changes FROM audit WHERE caller = 'job:retention'");
    assert_eq!(noted.len(), 1, "one entry for all of a batch");
    assert!(noted[0].contains("emptiedRuns") && noted[0].contains("emptiedLetters"), "{}", noted[0]);
    app.seal_audit().unwrap();
    let verdict = enlist::directory::verify_audit(&app.begin(Access::Read).unwrap()).unwrap();
    assert!(matches!(verdict, Verdict::Intact { .. }), "{verdict:?}");
    // The key still makes the run happen once.
    let again = Request { input: Some(json!({ "name": "ada" })), key: Some("ada".to_owned()), ..request(SCRIPT) };
    let again = app.run("acme", &again, Mode::Commit).unwrap();
    assert_eq!((again.status.as_str(), again.result), ("repeated", None));
    let mut work = app.enter("acme", Access::Read).unwrap();
    assert!(enlist::fixtures::capture(&mut work, &id, None).unwrap_err().to_string().contains("kept no longer"));
}

#[test]
fn a_clock_that_moved_empties_nothing_and_zero_keeps_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let path = engine::new_database(folder.path());
    let mut app = open(&path, 10);
    let id = add(&mut app, "ada", SCRIPT);
    on_day(&mut app, 3_650);
    let held = jobs(&mut app).pop().unwrap().held;
    assert_eq!(held.map(|problem| problem.code), Some(Code::ClockMoved));
    let kept = |app: &App| run::find(&app.enter("acme", Access::Read).unwrap(), &id).unwrap().unwrap().emptied_at;
    assert_eq!(kept(&app), None);
    let other = tempfile::tempdir().unwrap();
    let path = engine::new_database(other.path());
    let mut forever = open(&path, 0);
    add(&mut forever, "ada", SCRIPT);
    for day in (1..=400).step_by(20) {
        on_day(&mut forever, day);
        assert_eq!(jobs(&mut forever).pop().unwrap().told, None);
    }
    assert_eq!(sources(&path), 1);
}

#[test]
fn many_runs_are_emptied_in_batches() {
    let folder = tempfile::tempdir().unwrap();
    let path = engine::new_database(folder.path());
    let mut app = open(&path, 10);
    add(&mut app, "ada", SCRIPT);
    let copies = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
        INSERT INTO run (public_id, environment_id, script, version, status, caller, log, warnings, operations, started_at,
                         duration_us, input)
        SELECT 'copy' || i, environment_id, script, version, status, caller, log, warnings, operations, started_at,
               duration_us, input FROM n, run";
    RawConnection::of(&path).execute(copies);
    on_day(&mut app, 20);
    assert_eq!(jobs(&mut app).pop().unwrap().told.as_deref(), Some("2501 runs emptied"));
    let entries = RawConnection::of(&path).number("SELECT count(*) FROM audit WHERE caller = 'job:retention'");
    assert_eq!((entries, sources(&path)), (3, 0));
}

#[test]
fn the_policy_is_changed_and_noted() {
    let shell = Shell::acme();
    let words = ["env", "set", "--inactivity-months", "6", "--run-days", "30", "--token-days", "90", "--impersonation"];
    let rest =
        ["true", "--mail-sender", "Acme B.V.", "--language", "nl", "--locale", "de", "--time-zone", "europe/paris"];
    let out = shell.out(&[&words[..], &rest[..]].concat());
    for line in ["inactivityMonths  3 → 6", "runDays  365 → 30", "tokenDays  365 → 90", "impersonation  false → true"]
    {
        let (property, values) = line.split_once("  ").unwrap();
        assert!(out.lines().any(|found| found.contains(property) && found.contains(values)), "{line} in {out}");
    }
    let policy = &shell.json(&["env", "show"])["policy"];
    assert_eq!((&policy["mailSender"], &policy["runDays"]), (&json!("Acme B.V."), &json!(30)));
    assert_eq!((&policy["language"], &policy["locale"]), (&json!("nl"), &json!("de")));
    assert_eq!(policy["timeZone"], "Europe/Paris");
    assert_eq!(shell.json(&["env", "set", "--mail-sender", ""])["policy"]["mailSender"], json!(null));
    assert_eq!(shell.out(&["env", "set", "--run-days", "30"]), "nothing changed\n");
    assert!(shell.out(&["env", "show"]).contains("30 days"));
    assert_eq!(shell.enlist(&["env", "set"]).exit, Exit::Usage);
    assert_eq!(shell.enlist(&["env", "set", "--token-days", "0"]).exit, Exit::Usage);
    assert_eq!(shell.enlist(&["env", "set", "--language", "xx"]).exit, Exit::Refused);
    let audit = shell.json(&["audit", "list"]);
    assert!(audit.to_string().contains("\"property\":\"inactivityMonths\""), "{audit}");
}

#[test]
fn a_run_that_was_emptied_says_so() {
    let shell = Shell::acme();
    shell.write("fail.rhai", "print(\"secret\"); throw \"no\";");
    assert_eq!(shell.enlist(&["run", "{}/fail.rhai", "--environment", "acme"]).exit, Exit::Refused);
    let id = shell.json(&["runs", "list"])[0]["run"].as_str().unwrap().to_owned();
    assert!(shell.out(&["runs", "show", &id]).contains("secret"));
    let path = shell.path("enlist.db");
    let (mut app, _) = App::create(&path, System::fixed(NOW)).unwrap();
    RawConnection::of(&path).execute(&format!("UPDATE run SET started_at = started_at - {}", 366 * DAY));
    on_day(&mut app, 1);
    assert_eq!(jobs(&mut app).pop().unwrap().told.as_deref(), Some("1 run emptied"));
    let out = shell.out(&["runs", "show", &id]);
    assert!(out.contains("no longer stored") && out.contains("failed") && !out.contains("secret"), "{out}");
    let run = shell.json(&["runs", "show", &id]);
    assert_eq!((&run["emptiedAt"], &run["error"]), (&json!("2023-01-02T00:00:00.000Z"), &json!(null)));
    assert_eq!((&run["status"], &run["log"]), (&json!("failed"), &json!([])));
}
