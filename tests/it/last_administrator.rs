//! The last-administrator rule over every path: only administrators who can log in count.

use super::people::People;
use enlist::directory;
use enlist::domain::{Error, RunStatus};
use enlist::store::Access;

/// Deactivates somebody in Acme as the operator.
fn deactivate(people: &People, name: &str) -> Result<(), Error> {
    let address = people.account(name).address;
    let mut work = people.world.app.enter("acme", Access::Write).unwrap();
    directory::deactivate_user(&mut work, address.as_str())?;
    work.commit().unwrap();
    Ok(())
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T, Error>) {
    let Err(Error::Refused(refusal)) = result else { panic!("it was done: {result:?}") };
    assert!(refusal.message().contains("is the last active administrator"), "{}", refusal.message());
}

#[test]
fn an_administrator_with_a_banned_account_does_not_count() {
    let people = People::enrolled(&["Grace", "Hal"], &[]);
    let hal = people.account("Hal");
    people.write(|transaction| directory::ban_account(transaction, &hal)).unwrap();
    refused(deactivate(&people, "Grace"));
    let grace = people.account("Grace");
    refused(people.write(|transaction| directory::ban_account(transaction, &grace)));
    let mut work = people.world.app.enter("acme", Access::Write).unwrap();
    refused(directory::ban_user(&mut work, grace.address.as_str()));
    drop(work);
    let hal = people.account("Hal");
    people.write(|transaction| directory::unban_account(transaction, &hal)).unwrap();
    deactivate(&people, "Grace").unwrap();
}

#[test]
fn an_administrator_who_is_denied_does_not_count_until_unlocked() {
    let mut people = People::enrolled(&["Grace", "Hal"], &[]);
    people.deny("Hal");
    refused(deactivate(&people, "Grace"));
    let run = people
        .world
        .run_in("acme", "bizzStream.addUser(#{ globalEmailAddress: \"grace@example.com\", administrator: false })");
    assert_eq!(run.status, RunStatus::Failed);
    assert!(run.error.unwrap().message.contains("last active administrator"));
    let hal = people.account("Hal");
    people.write(|transaction| directory::unlock_account(transaction, &hal)).unwrap();
    deactivate(&people, "Grace").unwrap();
}

#[test]
fn an_invited_administrator_counts_only_while_nobody_has_enrolled() {
    let people = People::invited(&["Grace", "Hal", "Ida"], &[]);
    deactivate(&people, "Ida").unwrap();
    people.enrol("Grace", "grace@example.com").unwrap();
    refused(deactivate(&people, "Grace"));
    deactivate(&people, "Hal").unwrap();
    refused(deactivate(&people, "Grace"));
}

#[test]
fn invited_administrators_keep_one_of_them() {
    let people = People::invited(&["Grace", "Hal"], &[]);
    deactivate(&people, "Hal").unwrap();
    refused(deactivate(&people, "Grace"));
}

#[test]
fn the_doctor_reports_an_environment_whose_administrators_cannot_log_in() {
    let people = People::enrolled(&["Grace"], &[]);
    people.deny("Grace");
    let checks = enlist::app::App::checkup(&people.path, &enlist::app::System::fixed(super::world::NOW)).unwrap();
    let found = checks.iter().find(|check| check.name == "administrators").unwrap();
    assert_eq!(found.found, "nobody administers `Acme`");
}
