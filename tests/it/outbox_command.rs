//! The command `outbox`, and what `jobs` tells of letters: those of environments, and those about accounts alone.

use super::delivery::claim_one;
use super::people::{People, address};
use super::world::{NOW, Shell, World};
use enlist::app::{App, System};
use enlist::cli::Exit;
use enlist::directory;
use enlist::jobs::outbox::{self, Outcome};
use serde_json::{Value, json};

#[test]
fn the_commands_tell_of_dead_letters_and_send_them_again() {
    let shell = Shell::acme();
    let script = "bizzStream.addUser(#{ globalEmailAddress: \"ada@example.com\", name: \"Ada\", administrator: false,
        locale: \"en\", language: \"en\" })";
    shell.write("add.rhai", script);
    shell.out(&["run", "{}/add.rhai"]);
    let app = App::open(&shell.path("enlist.db"), System::fixed(NOW)).unwrap();
    let world = World { app };
    let claim = claim_one(&world);
    outbox::note(&world.app, &claim, &Outcome::Dead("550 no\u{1b} such user".to_owned())).unwrap();
    let id = claim.letter.id.as_str();
    let listed = shell.out(&["outbox", "list", "--status", "dead"]);
    assert!(listed.contains(&format!("{id}: 550 no such user")), "{listed}");
    assert!(shell.out(&["outbox", "list", "--status", "sent"]).contains("the outbox is empty"));
    assert!(shell.out(&["doctor"]).contains("1 could not be delivered, 0 waiting"));
    assert_eq!(shell.json(&["outbox", "show", id])["problem"], "550 no such user");
    assert_eq!(shell.out(&["outbox", "resend", "--dead"]), "1 e-mail is queued again\n");
    assert_eq!(shell.out(&["outbox", "resend", "--dead"]), "0 e-mails are queued again\n");
    let refused = shell.enlist(&["outbox", "resend", id]);
    assert!(refused.err.contains("the letter waits already"), "{}", refused.err);
    assert!(shell.out(&["outbox", "resend", "--dead", "--installation"]).contains("0 e-mails are queued again"));
}

#[test]
fn letters_about_accounts_alone_are_shown_and_exported_too() {
    let people = People::enrolled(&["grace"], &["ada"]);
    people.write(|transaction| directory::forgot_password(transaction, &address("ada"))).unwrap();
    let done = |words: &[&str]| {
        let (exit, out) = people.enlist(words);
        assert_eq!(exit, Exit::Done, "{words:?}: {out}");
        out
    };
    // No environment is named, and none is asked for.
    let all: Value = serde_json::from_str(&done(&["outbox", "list", "--installation", "--json"])).unwrap();
    let letter = all.as_array().unwrap().iter().find(|letter| letter["kind"] == "reset").unwrap().clone();
    let id = letter["_id"].as_str().unwrap();
    let shown = done(&["outbox", "show", id, "--installation"]);
    assert!(shown.contains("ada@example.com") && shown.contains("password"), "{shown}");
    assert!(!shown.contains("/reset/"), "the link is put in at delivery alone: {shown}");
    let json: Value = serde_json::from_str(&done(&["outbox", "show", id, "--installation", "--json"])).unwrap();
    assert_eq!((&json["kind"], &json["status"]), (&json!("reset"), &json!("waiting")));
    assert!(done(&["outbox", "show", id, "--installation", "--eml"]).contains("To: "));
    let folder = people.folder.path().join("letters").display().to_string();
    let told = done(&["outbox", "export", "--installation", "--to", &folder]);
    assert!(told.contains(&format!("{id}.eml")), "{told}");
    let files = std::fs::read_dir(&folder).unwrap().count();
    assert_eq!(files, all.as_array().unwrap().len());
    done(&["outbox", "export", id, "--installation", "--to", &folder]);

    // Neither kind is found among the other.
    let (exit, out) = people.enlist(&["outbox", "show", id, "--environment", "acme"]);
    assert!(exit == Exit::Refused && out.contains("E0203"), "{out}");
    let of_acme: Value = serde_json::from_str(&done(&["outbox", "list", "--json", "--environment", "acme"])).unwrap();
    let (exit, out) = people.enlist(&["outbox", "show", of_acme[0]["_id"].as_str().unwrap(), "--installation"]);
    assert!(exit == Exit::Refused && out.contains("enlist outbox list --installation"), "{out}");
}

#[test]
fn jobs_tell_how_many_letters_wait_and_how_many_are_dead() {
    let mut people = People::invited(&["grace"], &["ada", "ivo"]);
    let letters = |people: &People| -> Value {
        let (exit, out) = people.enlist(&["jobs", "--json"]);
        assert_eq!(exit, Exit::Done, "{out}");
        let all: Value = serde_json::from_str(&out).unwrap();
        all.as_array().unwrap().iter().find(|job| job["job"] == "letters").unwrap().clone()
    };
    let before = letters(&people);
    assert_eq!((&before["waiting"], &before["givenUp"]), (&json!(3), &json!(0)));
    assert_eq!((&before["nextAt"], &before["lastAt"]), (&json!("2023-01-01T00:00:00.000Z"), &json!(null)));
    people.later(1_000_000);
    let claims = outbox::claim(&people.world.app, 2).unwrap();
    outbox::note(&people.world.app, &claims[0], &Outcome::Dead("550 nobody".to_owned())).unwrap();
    outbox::note(&people.world.app, &claims[1], &Outcome::Sent).unwrap();
    let after = letters(&people);
    assert_eq!((&after["waiting"], &after["givenUp"]), (&json!(1), &json!(1)));
    assert_eq!(after["lastAt"], json!("2023-01-01T00:00:01.000Z"));
    let (_, out) = people.enlist(&["jobs"]);
    let line = out.lines().find(|line| line.starts_with("letters")).unwrap().to_owned();
    assert!(line.contains("2023-01-01T00:00:00.000Z") && line.contains("Sends letters to the mail server"), "{out}");
}
