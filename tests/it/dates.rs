//! The functions about dates and moments: the moment of the run, the time zone of the environment, calculations, formats.

use super::fixtures::Folder;
use super::world::{ACME, World};
use enlist::script::Mode;
use enlist::script::api::Functions;
use enlist::script::check::Checker;
use serde_json::json;

/// The environment of [`ACME`] in a time zone. The clock stands at 2023-01-01T00:00:00Z.
fn in_zone(zone: &str) -> World {
    World::empty().with(&format!("{ACME}\n[policy]\ntimeZone = \"{zone}\"\n"))
}

#[test]
fn now_is_the_moment_of_the_run_in_utc() {
    let mut world = in_zone("America/New_York");
    assert_eq!(world.result("now()"), "2023-01-01T00:00:00.000Z");
    assert_eq!(world.result("fn at() { now() } at() == now()"), true);
    let added = r#"bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", name: "Ada", administrator: false,
        locale: "en", language: "en" }).createdAt"#;
    assert_eq!(world.result(&format!("{added} == now()")), true);
}

#[test]
fn today_is_the_date_in_the_time_zone_of_the_environment() {
    assert_eq!(World::acme().result("today()"), "2023-01-01");
    assert_eq!(in_zone("America/New_York").result("today()"), "2022-12-31");
    assert_eq!(in_zone("Pacific/Kiritimati").result("today()"), "2023-01-01");
}

#[test]
fn a_plan_and_a_run_see_the_same_moment() {
    let mut world = World::acme();
    let request = super::world::request("[now(), today()]");
    let planned = world.app.run("acme", &request, Mode::Plan).unwrap();
    assert_eq!(planned.result.as_deref(), Some(r#"["2023-01-01T00:00:00.000Z","2023-01-01"]"#));
}

#[test]
fn days_are_added_in_the_form_that_was_given() {
    let mut world = in_zone("Europe/Amsterdam");
    let cases = [
        (r#"addDays("2024-02-28", 1)"#, json!("2024-02-29")),
        (r#"addDays("2023-02-28", 1)"#, json!("2023-03-01")),
        ("addDays(today(), -1)", json!("2022-12-31")),
        ("addDays(now(), 31)", json!("2023-02-01T00:00:00.000Z")),
        // A day has 24 hours, also where clocks change: 12:00 in Amsterdam is 13:00 a day later.
        (r#"addDays("2023-03-25T12:00:00+01:00", 1)"#, json!("2023-03-26T11:00:00.000Z")),
        (r#"addDays("2023-01-01", 0)"#, json!("2023-01-01")),
    ];
    for (script, expected) in cases {
        assert_eq!(world.result(script), expected, "{script}");
    }
}

#[test]
fn days_between_are_those_of_the_calendar() {
    let mut world = in_zone("Europe/Amsterdam");
    let cases = [
        (r#"daysBetween("2023-01-01", "2023-03-01")"#, 59),
        (r#"daysBetween("2024-01-01", "2024-03-01")"#, 60),
        (r#"daysBetween("2023-03-01", "2023-01-01")"#, -59),
        (r#"daysBetween("2023-01-01", today())"#, 0),
        // A moment counts as its date in UTC, whatever the time.
        (r#"daysBetween("2023-01-01T23:59:00Z", "2023-01-02T00:01:00Z")"#, 1),
        (r#"daysBetween("2023-01-01T00:01:00Z", "2023-01-01T23:59:00Z")"#, 0),
        (r#"daysBetween("2023-01-02", "2023-01-01T23:59:00Z")"#, -1),
        (r#"daysBetween("2023-01-02T00:30:00+01:00", "2023-01-02")"#, 1),
    ];
    for (script, expected) in cases {
        assert_eq!(world.result(script), expected, "{script}");
    }
}

#[test]
fn dates_are_formatted_for_people() {
    let mut world = in_zone("America/New_York");
    let cases = [
        (r#"formatDate("2026-12-01", "en")"#, "December 1, 2026"),
        (r#"formatDate("2026-12-01", "nl")"#, "1 december 2026"),
        (r#"formatDate("2026-12-01", "pl")"#, "1 grudnia 2026"),
        (r#"formatDate("2026-12-01", "sp")"#, "1 de diciembre de 2026"),
        (r#"formatDate("9999-12-31", "fr")"#, "31 décembre 9999"),
        (r#"formatDate(today(), "de")"#, "31. Dezember 2022"),
        // A moment has the clock of the environment.
        (r#"formatDate(now(), "de")"#, "31.12.2022, 19:00"),
        (r#"formatDate("2026-07-01T12:00:00Z", "en")"#, "Jul 1, 2026, 8:00\u{202f}AM"),
    ];
    for (script, expected) in cases {
        assert_eq!(world.result(script), expected, "{script}");
    }
}

#[test]
fn a_wrong_date_locale_or_number_is_refused() {
    let mut world = World::acme();
    let forms = "write a date as `2026-12-01` and a moment as `2026-12-01T09:30:00.000Z`";
    let cases = [
        (
            r#"addDays("1.5.2026", 1)"#,
            format!("E0117 1:1 `date`: expected a date or a moment, found \"1.5.2026\" | {forms}"),
        ),
        (
            r#"addDays("2023-02-29", 1)"#,
            format!("E0117 1:1 `date`: expected a date or a moment, found \"2023-02-29\" | {forms}"),
        ),
        (
            r#"formatDate("2023-01-01T10:00:00", "en")"#,
            format!("E0117 1:1 `date`: expected a date or a moment, found \"2023-01-01T10:00:00\" | {forms}"),
        ),
        (r#"daysBetween(today(), "")"#, format!("E0117 1:1 `to`: expected a date or a moment, found \"\" | {forms}")),
        (
            r#"formatDate(today(), "it")"#,
            "E0105 1:1 `locale`: expected one of en, nl, de, fr, es, sp, pl, found \"it\"".to_owned(),
        ),
        ("addDays(today(), 1.5)", "E0102 1:1 `days`: expected an integer, found the number `1.5`".to_owned()),
        ("addDays(7, 1)", "E0102 1:1 `date`: expected a string, found the integer `7`".to_owned()),
        ("formatDate(today(), ())", "E0102 1:1 `locale`: expected a string, found nothing".to_owned()),
        (
            r#"addDays("9999-12-31", 1)"#,
            "E0117 1:1 `days`: expected a result between 0000-01-01 and 9999-12-31, found 9999-12-31 and 1 days"
                .to_owned(),
        ),
        ("today(1)", "E0116 1:1 `today` does not take these arguments: (i64) | call it as `today()`".to_owned()),
    ];
    for (script, expected) in cases {
        assert_eq!(world.problems(script), expected, "{script}");
    }
    for number in ["9223372036854775807", "-9223372036854775807"] {
        assert!(world.problems(&format!("addDays(now(), {number})")).starts_with("E0117"), "{number}");
    }
    assert_eq!(world.result(r#"let code = ""; try { addDays("x", 1) } catch (e) { code = e.code } code"#), "E0117");
}

#[test]
fn a_script_may_have_names_of_its_own() {
    let mut world = World::acme();
    assert_eq!(world.result("let now = now(); let today = today(); [now, today]")[1], "2023-01-01");
    assert_eq!(world.result(r#"fn addDays(date, days) { "own" } addDays(1, 2)"#), "own");
}

#[test]
fn a_test_case_fixes_the_moment() {
    let case = r#"
script = "due.rhai"
[given]
now = "2026-12-01T23:30:00Z"
policy.timeZone = "Europe/Amsterdam"
[[case]]
name = "the moment is that of the case"
expect.result = ["2026-12-01T23:30:00.000Z", "2026-12-02", "2026-12-16", "2 december 2026"]
"#;
    let script = r#"[now(), today(), addDays(today(), 14), formatDate(today(), "nl")]"#;
    let folder = Folder::with(&[("due.test.toml", case), ("due.rhai", script)]);
    let ended = folder.test(&[]);
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
}

#[test]
fn dates_give_a_script_no_ability() {
    let script = r#"print(formatDate(addDays(today(), daysBetween(now(), today())), "nl"));"#;
    let checked = Checker::new(Functions::default()).check(script, None);
    assert!(checked.findings.is_empty(), "{:?}", checked.findings);
    assert!(checked.can.unwrap().iter().all(|possibility| possibility.because.is_empty()));
}
