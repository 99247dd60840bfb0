//! Users who do not come: told, made inactive, spared; clocks that are wrong.

use super::engine;
use super::raw_connection::RawConnection;
use super::world::{ACME, NOW, Shell};
use enlist::app::{App, System};
use enlist::cli::Exit;
use enlist::directory::PolicyChange;
use enlist::domain::{Code, LetterKind, Moment, PublicId, Run};
use enlist::jobs::{self, Done, JobAction, SweepReport, SweepRequest};
use enlist::model::Model;
use enlist::script::Mode;
use enlist::store::{Access, audit, letter, run};
use std::path::PathBuf;

const DAY: i64 = 86_400_000_000;

/// A directory in a place where a test can write down when somebody came.
struct House {
    app: App,
    path: PathBuf,
    _folder: tempfile::TempDir,
}

impl House {
    /// Grace administers it, and comes every day.
    fn new() -> House {
        let folder = tempfile::tempdir().unwrap();
        let path = engine::new_database(folder.path());
        let (app, _) = App::create(&path, System::fixed(NOW)).unwrap();
        let model = Model::parse(ACME).unwrap();
        model.create(app.begin(Access::Write).unwrap()).unwrap().commit().unwrap();
        let mut house = House { app, path, _folder: folder };
        house.add(&["grace"], true);
        house
    }

    fn outside(&self) -> RawConnection {
        RawConnection::of(&self.path)
    }

    fn add(&mut self, names: &[&str], administrator: bool) -> Run {
        let names = serde_json::to_string(names).unwrap();
        let source = format!(
            "for name in {names} {{ bizzStream.addUser(#{{ globalEmailAddress: `${{name}}@example.com`, name: name, active: true, \
             administrator: {administrator}, locale: \"en\", language: \"en\" }}) }}"
        );
        let run = self.app.run("acme", &super::world::request(&source), Mode::Commit).unwrap();
        assert!(run.error.is_none(), "{:?}", run.error);
        run
    }

    fn on_day(&mut self, day: i64) {
        let at = Moment(NOW.0 + day * DAY);
        self.app.set_system(System::counting_from(1_000_000 + day.unsigned_abs() * 10_000, at));
    }

    fn sql(&self, statement: &str) {
        self.outside().execute(statement);
    }

    fn comes(&self, name: &str, day: i64) {
        let at = NOW.0 + day * DAY;
        self.sql(&format!("UPDATE membership SET last_opened_at = {at} WHERE name = '{name}'"));
    }

    /// Carries out the sweeps that are due, and nothing else.
    fn jobs(&mut self) -> Vec<Done> {
        let due = jobs::due(&self.app).unwrap();
        let due = due.iter().filter(|due| due.act == JobAction::Sweep);
        due.map(|due| jobs::carry_out(&mut self.app, due).unwrap()).collect()
    }

    /// Lets the days pass, with a sweep on each, while Grace comes.
    fn pass(&mut self, days: std::ops::RangeInclusive<i64>) -> Vec<String> {
        let mut told = Vec::new();
        for day in days {
            self.on_day(day);
            self.comes("grace", day);
            for done in self.jobs() {
                assert_eq!(done.held, None, "day {day}");
                told.extend(done.told.map(|text| format!("{day}: {text}")));
            }
        }
        told
    }

    fn inactive(&self) -> Vec<String> {
        let text = "SELECT name || ' ' || coalesce(inactive_reason, '') FROM membership WHERE active = 0 ORDER BY id";
        self.outside().texts(text)
    }

    fn announcements(&self) -> Vec<String> {
        let work = self.app.enter("acme", Access::Read).unwrap();
        let letters = letter::list(&work, None, 10_000).unwrap();
        let letters = letters.iter().filter(|letter| letter.kind == LetterKind::Inactivity);
        letters.map(|letter| letter.to.to_string()).collect()
    }

    fn sweep(&self, request: SweepRequest) -> SweepReport {
        jobs::sweep(&self.app, "acme", request).unwrap()
    }
}

fn now() -> SweepRequest {
    SweepRequest::default()
}

#[test]
fn who_does_not_come_is_told_and_goes_two_weeks_later() {
    let mut house = House::new();
    house.add(&["ada", "king"], false);
    // Three months are 90 days here; the announcement is due on the first day that is less than two weeks before.
    assert_eq!(house.pass(1..=75), Vec::<String>::new());
    assert_eq!(house.pass(76..=89), ["76: 2 notified that they will be made inactive"]);
    assert_eq!(house.announcements().len(), 2);
    assert_eq!(house.inactive(), Vec::<String>::new());
    house.comes("king", 85);
    assert_eq!(house.pass(90..=95), ["90: 1 made inactive"]);
    assert_eq!(house.inactive(), ["ada inactivity"]);
    let id = id_of(&house, "ada");
    let work = house.app.enter("acme", Access::Read).unwrap();
    let entry = audit::about_user(&work, &id, "ada@example.com").unwrap().pop().unwrap();
    assert_eq!((entry.caller.as_str(), entry.effect.changes[0].property.as_str()), ("job:sweep", "active"));
    assert!(run::list(&work, None, 10).unwrap().len() == 2, "a sweep is no run");
}

fn id_of(house: &House, name: &str) -> PublicId {
    let work = house.app.enter("acme", Access::Read).unwrap();
    enlist::directory::find_user(&work, &format!("{name}@example.com")).unwrap().account.id
}

#[test]
fn nobody_goes_who_was_not_told_two_weeks_before() {
    let mut house = House::new();
    house.add(&["ada"], false);
    house.pass(1..=30);
    house.pass(60..=60);
    // Nothing ran when the announcement came due, and it is late.
    assert_eq!(house.pass(91..=104), ["91: 1 notified that they will be made inactive"]);
    assert_eq!(house.pass(105..=105), ["105: 1 made inactive"]);
    // Made active again, she is told again before she goes again.
    let mut work = house.app.enter("acme", Access::Write).unwrap();
    enlist::directory::activate_user(&mut work, "ada@example.com").unwrap();
    work.commit().unwrap();
    assert_eq!(house.pass(106..=119), ["106: 1 notified that they will be made inactive"]);
    assert_eq!(house.pass(120..=120), ["120: 1 made inactive"]);
}

#[test]
fn another_policy_lets_everybody_be_told_again() {
    let mut house = House::new();
    house.add(&["ada"], false);
    assert_eq!(house.pass(1..=85).len(), 1);
    for months in [0, 1] {
        let mut work = house.app.enter("acme", Access::Write).unwrap();
        let change = PolicyChange { inactivity_months: Some(months), ..PolicyChange::default() };
        enlist::directory::change_policy(&mut work, change).unwrap();
        work.commit().unwrap();
        let day = 86 + i64::from(months) * 20;
        let told = house.pass(day..=day + 13);
        match months {
            0 => assert_eq!(told, Vec::<String>::new()),
            _ => assert_eq!(told, ["106: 1 notified that they will be made inactive"]),
        }
    }
    assert_eq!(house.pass(120..=120), ["120: 1 made inactive"]);
}

#[test]
fn a_login_elsewhere_counts_and_a_ban_is_left_alone() {
    let mut house = House::new();
    house.add(&["ada", "king"], false);
    house.sql(&format!("UPDATE account SET last_login_at = {} WHERE username LIKE 'ada%'", NOW.0 + 60 * DAY));
    house.sql("UPDATE membership SET banned = 1 WHERE name = 'king'");
    assert_eq!(house.pass(1..=137), Vec::<String>::new());
    assert_eq!(house.pass(138..=140), ["138: 1 notified that they will be made inactive"]);
}

#[test]
fn the_last_administrator_is_spared_and_reported() {
    let mut house = House::new();
    house.add(&["ada"], true);
    for day in 1..=89 {
        house.on_day(day);
        house.jobs();
    }
    assert_eq!(house.announcements().len(), 2);
    house.on_day(90);
    let told = house.jobs().pop().unwrap().told.unwrap();
    assert_eq!(
        told,
        "1 made inactive, 1 kept active, because the environment would have no administrator without them"
    );
    assert_eq!(house.inactive(), ["grace inactivity"]);
    for day in 91..=120 {
        house.on_day(day);
        house.jobs();
    }
    assert_eq!(house.inactive(), ["grace inactivity"]);
    let kinds = jobs::overview(&house.app).unwrap();
    let (_, report) = &kinds.iter().find(|kind| kind.name == "sweep").unwrap().reports[0];
    assert_eq!(
        report,
        "`ada@example.com` has not come for long but stays active: the environment would have no administrator otherwise"
    );
}

#[test]
fn more_than_a_few_at_once_wait_for_a_yes() {
    let mut house = House::new();
    let names: Vec<String> = (0..6).map(|number| format!("user{number}")).collect();
    house.add(&names.iter().map(String::as_str).collect::<Vec<_>>(), false);
    house.pass(1..=89);
    house.on_day(90);
    house.comes("grace", 90);
    let held = house.jobs().pop().unwrap().held.unwrap();
    assert_eq!(held.code, Code::TooManyAtOnce);
    assert_eq!(held.message, "6 of 7 active users of Acme would be made inactive at once");
    assert_eq!((house.inactive().len(), house.jobs().len()), (0, 0), "it is asked again the next day");
    let plan = house.sweep(SweepRequest { plan: true, ..now() });
    assert_eq!((plan.deactivated.len(), plan.held.map(|problem| problem.code)), (6, Some(Code::TooManyAtOnce)));
    // One of them comes: five are few enough, even where they are most of all.
    house.comes("user0", 90);
    assert_eq!(house.sweep(now()).deactivated.len(), 5);
    assert!(house.sweep(SweepRequest { confirmed: true, ..now() }).deactivated.is_empty());
}

#[test]
fn a_clock_that_moved_makes_nobody_inactive() {
    for (days, hours) in [(0, -1), (-2, 0), (3_650, 0), (32, 0), (-400, 0)] {
        let mut house = House::new();
        house.add(&["ada"], false);
        house.pass(1..=89);
        let at = Moment(NOW.0 + (89 + days) * DAY + hours * DAY / 24);
        house.app.set_system(System::counting_from(90_000_000, at));
        let done = house.jobs();
        let held = done.iter().filter_map(|done| done.held.as_ref()).next();
        let swept = house.sweep(now());
        assert_eq!((house.inactive().len(), swept.deactivated.len()), (0, 0), "{days} {hours}");
        match hours {
            0 => {
                assert_eq!(held.map(|problem| problem.code), Some(Code::ClockMoved), "{days}");
                assert_eq!(swept.held.map(|problem| problem.code), Some(Code::ClockMoved), "{days}");
            }
            _ => assert_eq!((held, swept.held), (None, None)),
        }
        // A server that starts meanwhile does not take the wrong clock for a right one.
        jobs::start(&house.app).unwrap();
        assert_eq!(house.sweep(now()).deactivated.len(), 0);
        // Once the clock is right again, all is as before.
        assert_eq!(house.pass(90..=90), ["90: 1 made inactive"], "{days} {hours}");
    }
}

#[test]
fn somebody_can_say_that_the_clock_is_right() {
    let mut house = House::new();
    house.add(&["ada"], false);
    house.on_day(200);
    house.comes("grace", 200);
    assert_eq!(house.sweep(now()).held.map(|problem| problem.code), Some(Code::ClockMoved));
    let right = SweepRequest { clock_is_right: true, ..now() };
    assert_eq!(house.sweep(right).announced, ["ada@example.com"]);
    assert_eq!(house.inactive().len(), 0);
    assert_eq!(house.pass(201..=214), ["214: 1 made inactive"]);
}

#[test]
fn two_programs_at_once_do_it_once() {
    let mut house = House::new();
    house.add(&["ada"], false);
    house.pass(1..=75);
    let mut other = App::open(&house.path, System::fixed(Moment(NOW.0 + 76 * DAY))).unwrap();
    for day in [76, 90] {
        house.pass(77..=day - 1);
        house.on_day(day);
        house.comes("grace", day);
        other.set_system(System::counting_from(50_000_000 + day as u64 * 1_000, Moment(NOW.0 + day * DAY)));
        let due: Vec<_> = jobs::due(&other).unwrap().into_iter().filter(|due| due.act == JobAction::Sweep).collect();
        assert_eq!((due.len(), house.jobs().len()), (1, 1));
        assert_eq!(jobs::carry_out(&mut other, &due[0]).unwrap().told, None);
        assert!(jobs::sweep(&other, "acme", now()).unwrap().announced.is_empty());
    }
    assert_eq!((house.announcements().len(), house.inactive().len()), (1, 1));
}

#[test]
fn ten_thousand_go_in_batches_and_only_here() {
    let mut house = House::new();
    house.add(&["ada"], false);
    let beta =
        Model::parse("organization = { name = \"Other\" }\n[environment]\nname = \"Beta\"\nid = \"beta\"\n").unwrap();
    beta.create(house.app.begin(Access::Write).unwrap()).unwrap().commit().unwrap();
    let copied = |table: &str| {
        let columns = house.outside().columns(table);
        let columns = columns.into_iter().filter(|column| column != "id").collect::<Vec<_>>().join(",");
        (columns.clone(), columns)
    };
    let (account, membership) = (copied("account"), copied("membership"));
    let copies = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)";
    let accounts = account.1.replace("public_id", "'copy' || i").replace("address_key", "i || address_key");
    let members = membership.1.replace("account_id", "a.id");
    house.sql(&format!(
        "INSERT INTO account ({}) {copies} SELECT {accounts} FROM n, account WHERE address_key LIKE 'ada@%';
         INSERT INTO membership ({}) SELECT {} FROM account a JOIN membership m ON m.name = 'ada' WHERE a.public_id LIKE 'copy%';
         INSERT INTO membership ({}) SELECT {} FROM membership m WHERE m.name = 'ada';",
        account.0,
        membership.0,
        qualified(&members),
        membership.0,
        qualified(&membership.1.replace("environment_id", "2")),
    ));
    house.sql("UPDATE membership SET administrator = 1 WHERE environment_id = 2");
    house.sql(&format!("UPDATE membership SET inactivity_announced_at = {}", NOW.0 + 70 * DAY));
    house.sql(&format!("UPDATE clock_tick SET at = {}", NOW.0 + 90 * DAY));
    house.on_day(91);
    house.comes("grace", 91);
    assert_eq!(house.sweep(now()).held.map(|problem| problem.code), Some(Code::TooManyAtOnce));
    let before = entries(&house);
    let swept = house.sweep(SweepRequest { confirmed: true, ..now() });
    assert_eq!((swept.deactivated.len(), house.inactive().len() as i64), (10_001, entries(&house) - before));
    let elsewhere = "SELECT count(*) FROM membership WHERE environment_id = 2 AND active = 0";
    assert_eq!(house.outside().number(elsewhere), 0, "other environments are not touched");
}

/// The columns of a copy, each of the membership that is copied, but for those that were replaced.
fn qualified(columns: &str) -> String {
    let one = |column: &str| match column {
        "a.id" | "2" => column.to_owned(),
        column => format!("m.{column}"),
    };
    columns.split(',').map(one).collect::<Vec<_>>().join(",")
}

fn entries(house: &House) -> i64 {
    house.outside().number("SELECT count(*) FROM audit")
}

#[test]
fn the_command_shows_whom_it_concerns() {
    let shell = Shell::acme();
    assert_eq!(shell.out(&["sweep", "--plan"]), "Acme: nobody\n");
    assert_eq!(shell.enlist(&["sweep", "--plan", "--confirm"]).exit, Exit::Usage);
    let path = shell.path("enlist.db");
    let later = |days: i64| {
        let moved =
            format!("UPDATE membership SET created_at = created_at - {0}; UPDATE clock_tick SET at = at", days * DAY);
        RawConnection::of(&path).execute(&moved);
    };
    for name in ["ada", "grace"] {
        let address = format!("{name}@example.com");
        let administrator = if name == "grace" { "true" } else { "false" };
        shell.write("add.rhai", &format!(
            "bizzStream.addUser(#{{ globalEmailAddress: \"{address}\", name: \"{name}\", active: true, administrator: {administrator}, \
             locale: \"en\", language: \"en\" }})"
        ));
        shell.out(&["run", "{}/add.rhai", "--environment", "acme"]);
    }
    later(80);
    assert_eq!(
        shell.out(&["sweep", "--plan"]),
        "Acme: 1 would be notified that they will be made inactive\n  ada@example.com\n\
         Acme: 1 kept active, because the environment would have no administrator without them\n  grace@example.com\n"
    );
    let swept = shell.json(&["sweep"]);
    assert_eq!(swept[0]["announced"], serde_json::json!(["ada@example.com"]));
    assert_eq!(swept[0]["spared"], serde_json::json!(["grace@example.com"]));
    assert_eq!(shell.out(&["outbox", "list"]).matches("inactivity").count(), 1);
    assert!(shell.out(&["jobs"]).contains("sweep, Acme: `grace@example.com` has not come for long but stays active"));
    RawConnection::of(&path).execute(&format!("UPDATE clock_tick SET at = at - {}", 40 * DAY));
    let ended = shell.enlist(&["sweep"]);
    assert_eq!(ended.exit, Exit::Refused);
    assert!(ended.err.contains("error[E0222]: the clock has moved ahead more than 31 days"), "{}", ended.err);
    assert_eq!(shell.out(&["sweep", "--clock-is-right"]).lines().count(), 2);
}
