//! Letters leave (SPEC R4.8; SECURITY 5): through a real mail server on loopback that is down, hangs, refuses and cuts
//! connections. No letter is lost, and one that arrives twice has the same Message-ID.

use super::server::Server;
use super::smtp::MailServer;
use super::world::{ACME, NOW, World};
use enlist::app::{App, System};
use enlist::directory::{open_link, resend_letter};
use enlist::domain::{Claim, Letter, LetterStatus, LinkPurpose, Moment, PublicUrl};
use enlist::jobs::outbox::{self, Outcome};
use enlist::jobs::{CONNECTIONS, MailSettings, MailTransport, Mailer};
use enlist::model::Model;
use enlist::store::{Access, letter};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

const MINUTE: i64 = 60_000_000;

pub fn mailer(world: &World, way: MailTransport) -> Mailer {
    let settings =
        MailSettings { public_url: PublicUrl::parse("https://people.example.com").unwrap(), from: None, way };
    Mailer::new(&settings, world.app.key().unwrap()).unwrap()
}

fn by_smtp(world: &World, server: &MailServer) -> Mailer {
    mailer(world, MailTransport::Smtp(server.url(), None))
}

/// `acme` with so many people, each with a welcome that waits.
pub fn world_with(people: usize) -> World {
    let mut world = World::acme();
    for first in (0..people).step_by(500) {
        let last = people.min(first + 500);
        world.result(&format!(
            "for number in {first}..{last} {{ bizzStream.addUser(#{{ globalEmailAddress: `user-${{number}}@example.com`,
                 name: `User ${{number}}`, administrator: false, locale: \"en\", language: \"en\" }}) }} 0"
        ));
    }
    world
}

/// Sets the clock; ids go on where no others are.
fn set_clock(world: &mut World, now: Moment) {
    world.app.set_system(System::counting_from(1_000_000 + now.0 as u64 / 1_000, now));
}

fn letters(world: &World) -> Vec<Letter> {
    let mut all = letter::list(&world.app.enter("acme", Access::Read).unwrap(), None, 100_000).unwrap();
    all.reverse();
    all
}

fn only(world: &World) -> Letter {
    let mut all = letters(world);
    assert_eq!(all.len(), 1);
    all.remove(0)
}

pub fn claim_one(world: &World) -> Claim {
    let mut claims = outbox::claim(&world.app, 10).unwrap();
    assert_eq!(claims.len(), 1);
    claims.remove(0)
}

/// Claims the one letter, tries it and notes what became of it.
pub fn try_once(world: &World, mailer: &Mailer) -> Outcome {
    let claim = claim_one(world);
    let outcome = mailer.deliver(&claim);
    outbox::note(&world.app, &claim, &outcome).unwrap();
    outcome
}

/// Delivers whatever is due, several at a time; answers how many were tried.
fn deliver_due(world: &World, mailer: &Mailer) -> usize {
    let mut tried = 0;
    loop {
        let claims = outbox::claim(&world.app, 200).unwrap();
        if claims.is_empty() {
            return tried;
        }
        tried += claims.len();
        let outcomes: Vec<(&Claim, Outcome)> = std::thread::scope(|scope| {
            let carry =
                |part: &'_ [Claim]| -> Vec<Outcome> { part.iter().map(|claim| mailer.deliver(claim)).collect() };
            let parts: Vec<_> = claims.chunks(claims.len().div_ceil(CONNECTIONS)).collect();
            let threads: Vec<_> = parts.into_iter().map(|part| (part, scope.spawn(move || carry(part)))).collect();
            threads.into_iter().flat_map(|(part, thread)| part.iter().zip(thread.join().unwrap())).collect()
        });
        for (claim, outcome) in outcomes {
            outbox::note(&world.app, claim, &outcome).unwrap();
        }
    }
}

#[test]
fn a_letter_leaves_with_its_link() {
    let (world, server) = (world_with(1), MailServer::start());
    let mailer = by_smtp(&world, &server);
    assert_eq!(try_once(&world, &mailer), Outcome::Sent);
    let letter = only(&world);
    assert_eq!((letter.status, letter.attempts, letter.next_at), (LetterStatus::Sent, 1, None));
    assert_eq!(server.lines("taken"), [format!("<{}@people.example.com> user-0@example.com", letter.id)]);
    let bytes = std::fs::read(server.file("last.eml")).unwrap();
    let parsed = mail_parser::MessageParser::default().parse(&bytes).unwrap();
    for body in [parsed.body_text(0).unwrap(), parsed.body_html(0).unwrap()] {
        let text = body.split_once("https://people.example.com/enrol/").expect("a link").1;
        let text: String = text.chars().take_while(|c| c.is_ascii_alphanumeric() || "._-".contains(*c)).collect();
        let transaction = world.app.begin(Access::Read).unwrap();
        open_link(&transaction, &world.app.key().unwrap(), &text, LinkPurpose::Enrol).unwrap();
    }
    assert_eq!(outbox::claim(&world.app, 10).unwrap().len(), 0);
}

#[test]
fn what_a_server_refuses_for_now_is_tried_again_and_what_it_refuses_for_good_is_given_up() {
    for step in ["MAIL", "RCPT", "DATA"] {
        let (mut world, mut server) = (world_with(1), MailServer::start());
        let mailer = by_smtp(&world, &server);
        server.fail(&format!("{step} 451"));
        assert!(matches!(try_once(&world, &mailer), Outcome::Later(_)));
        let letter = only(&world);
        assert_eq!((letter.status, letter.attempts), (LetterStatus::Waiting, 1));
        assert!(letter.problem.as_deref().unwrap().contains("by command"), "{:?}", letter.problem);
        let next = letter.next_at.unwrap();
        assert!((NOW.0 + MINUTE / 2..NOW.0 + 2 * MINUTE).contains(&next.0));
        assert_eq!(outbox::claim(&world.app, 10).unwrap().len(), 0, "not before its time");

        set_clock(&mut world, next);
        server.fail(&format!("{step} 550"));
        assert!(matches!(try_once(&world, &mailer), Outcome::Dead(_)));
        let letter = only(&world);
        assert_eq!((letter.status, letter.attempts, letter.next_at), (LetterStatus::Dead, 2, None));
        assert!(letter.problem.as_deref().unwrap().contains("550"), "{:?}", letter.problem);

        let mut work = world.app.enter("acme", Access::Write).unwrap();
        let again = resend_letter(&mut work, letter.id.as_str()).unwrap();
        work.commit().unwrap();
        assert_eq!((again.status, again.attempts, again.problem), (LetterStatus::Waiting, 0, None));
        server.fail("well");
        assert_eq!(try_once(&world, &mailer), Outcome::Sent);
        assert_eq!(server.lines("taken").len(), 1);
        let refused = resend_letter(&mut world.app.enter("acme", Access::Write).unwrap(), letter.id.as_str());
        assert!(refused.unwrap_err().to_string().contains("was delivered"));
    }
}

#[test]
fn a_server_that_is_down_costs_three_days_of_patience_and_then_the_letter_is_given_up() {
    let mut world = world_with(1);
    let port = MailServer::start().port;
    let mailer = mailer(&world, MailTransport::Smtp(format!("smtp://localhost:{port}"), None));
    for attempt in 1..=Claim::MOST_ATTEMPTS {
        assert!(matches!(try_once(&world, &mailer), Outcome::Later(_)));
        let letter = only(&world);
        assert_eq!(letter.attempts, attempt);
        match letter.next_at {
            Some(next) => set_clock(&mut world, next),
            None => assert_eq!((letter.status, attempt), (LetterStatus::Dead, Claim::MOST_ATTEMPTS)),
        }
    }
    let now = world.app.begin(Access::Read).unwrap().now;
    assert!((NOW.plus_days(2)..NOW.plus_days(4)).contains(&now), "{now}");
}

#[test]
fn who_is_killed_after_the_letter_was_taken_sends_it_again_with_the_same_id() {
    let (mut world, server) = (world_with(1), MailServer::start());
    let mailer = by_smtp(&world, &server);
    // Handed over, and killed before that could be noted.
    assert_eq!(mailer.deliver(&claim_one(&world)), Outcome::Sent);
    assert_eq!(outbox::claim(&world.app, 10).unwrap().len(), 0, "the lease holds");
    set_clock(&mut world, Moment(NOW.0 + outbox::LEASE_MINUTES * MINUTE));
    assert_eq!(try_once(&world, &mailer), Outcome::Sent);
    let taken = server.lines("taken");
    assert_eq!((taken.len(), &taken[0]), (2, &taken[1]));
    assert_eq!(only(&world).status, LetterStatus::Sent);
}

#[test]
fn a_letter_that_ends_whoever_tries_it_is_given_up_in_the_end() {
    let (mut world, server) = (world_with(1), MailServer::start());
    let mailer = by_smtp(&world, &server);
    for attempt in 0..i64::from(Claim::MOST_ATTEMPTS) {
        claim_one(&world);
        set_clock(&mut world, Moment(NOW.0 + (attempt + 1) * outbox::LEASE_MINUTES * MINUTE));
    }
    assert!(matches!(try_once(&world, &mailer), Outcome::Dead(_)));
    assert_eq!((only(&world).status, server.lines("taken").len()), (LetterStatus::Dead, 0));
}

#[test]
fn what_another_has_claimed_meanwhile_is_left_to_that_one() {
    let mut world = world_with(1);
    let first = claim_one(&world);
    set_clock(&mut world, Moment(NOW.0 + outbox::LEASE_MINUTES * MINUTE));
    let second = claim_one(&world);
    outbox::note(&world.app, &first, &Outcome::Dead("too late".to_owned())).unwrap();
    assert_eq!(only(&world).status, LetterStatus::Waiting);
    outbox::note(&world.app, &second, &Outcome::Untried).unwrap();
    let letter = only(&world);
    assert_eq!((letter.status, letter.attempts), (LetterStatus::Waiting, 1));
    assert_eq!(outbox::claim(&world.app, 10).unwrap().len(), 1);
}

#[test]
fn a_link_that_is_good_no_more_is_not_sent() {
    let (mut world, server) = (world_with(1), MailServer::start());
    let mailer = by_smtp(&world, &server);
    set_clock(&mut world, NOW.plus_days(15));
    assert_eq!(try_once(&world, &mailer), Outcome::Dead("its link is too old".to_owned()));
    // Sent again, it gets a new one.
    let letter = only(&world);
    let mut work = world.app.enter("acme", Access::Write).unwrap();
    let again = resend_letter(&mut work, letter.id.as_str()).unwrap();
    work.commit().unwrap();
    assert_ne!(again.link, letter.link);
    assert_eq!(try_once(&world, &mailer), Outcome::Sent);
}

#[test]
fn several_processes_share_the_letters() {
    let folder = tempfile::tempdir().unwrap();
    let path = super::engine::new_database(folder.path());
    let (app, _) = App::create(&path, System::fixed(NOW)).unwrap();
    let mut world = World { app }.with(ACME);
    world.result(
        "for number in 0..200 { bizzStream.addUser(#{ globalEmailAddress: `user-${number}@example.com`, name: \"User\",
             administrator: false, locale: \"en\", language: \"en\" }) } 0",
    );
    let all: Vec<i64> = std::thread::scope(|scope| {
        let claim = || -> Vec<i64> {
            let app = App::open(&path, System::fixed(NOW)).unwrap();
            let some = std::iter::from_fn(|| Some(outbox::claim(&app, 7).unwrap()).filter(|some| !some.is_empty()));
            some.flatten().map(|claim| claim.row).collect()
        };
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(claim)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let rows: std::collections::BTreeSet<_> = all.iter().collect();
    assert_eq!((all.len(), rows.len()), (200, 200));
}

/// Random faults of every kind: nothing is lost, and no more arrives twice than connections were cut after the letter was
/// taken. `ENLIST_LETTERS` says how many letters.
#[test]
#[allow(clippy::disallowed_methods)] // A setting of the test alone.
fn no_letter_is_lost_by_random_faults() {
    let many = std::env::var("ENLIST_LETTERS").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000);
    let (mut world, mut server) = (world_with(many), MailServer::start());
    server.fail("random 7");
    let mailer = by_smtp(&world, &server);
    let (mut tried, mut revived, mut now) = (0, 0, NOW);
    loop {
        tried += deliver_due(&world, &mailer);
        let dead: Vec<String> = letters(&world)
            .iter()
            .filter(|letter| letter.status == LetterStatus::Dead)
            .map(|letter| letter.id.to_string())
            .collect();
        let (waiting, _) = outbox::counts(&world.app).unwrap();
        if waiting == 0 && dead.is_empty() {
            break;
        }
        now = Moment(now.0 + 60 * MINUTE);
        set_clock(&mut world, now);
        let mut work = world.app.enter("acme", Access::Write).unwrap();
        for id in &dead {
            resend_letter(&mut work, id).unwrap();
            revived += 1;
        }
        work.commit().unwrap();
    }
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for line in server.lines("taken") {
        *taken.entry(line).or_default() += 1;
    }
    let expected: BTreeMap<String, ()> = letters(&world)
        .iter()
        .map(|letter| (format!("<{}@people.example.com> {}", letter.id, letter.to), ()))
        .collect();
    assert_eq!(expected.len(), many);
    assert!(taken.keys().eq(expected.keys()), "{} of {many} arrived", taken.len());
    let twice: usize = taken.values().map(|times| times - 1).sum();
    let cuts = server.lines("cuts").len();
    println!(
        "{many} letters: {tried} attempts, {revived} sent again by hand, {cuts} cuts, {twice} arrived twice, 0 lost"
    );
    assert!(cuts > 0 && revived > 0 && twice <= cuts, "{twice} arrived twice, {cuts} cuts");
}

/// A database in a folder with the environment of [`ACME`].
pub fn database(folder: &Path) -> std::path::PathBuf {
    let path = folder.join("enlist.db");
    let (app, _) = App::create(&path, System::real().unwrap()).unwrap();
    Model::parse(ACME).unwrap().create(app.begin(Access::Write).unwrap()).unwrap().commit().unwrap();
    path
}

pub fn ada() -> serde_json::Value {
    json!({ "globalEmailAddress": "ada@example.com", "name": "Ada", "administrator": false, "locale": "en", "language": "en" })
}

/// Waits until something is so; a test that waits for ever tells so by never ending.
pub fn wait_until(is_so: impl Fn() -> bool) {
    while !is_so() {
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn requests_do_not_wait_for_a_mail_server_that_hangs() {
    let mut mail = MailServer::start();
    mail.fail("hang");
    let flags = ["--smtp", &mail.url(), "--public-url", "https://people.example.com"];
    let server = Server::with_flags(&[ACME], &flags);
    let client = server.client("acme");
    for number in 0..30 {
        let mut user = ada();
        user["globalEmailAddress"] = format!("user-{number}@example.com").into();
        client.post("/users", user).ok();
    }
    let letters = client.get("/letters?limit=50").ok();
    assert!(letters["letters"].as_array().unwrap().iter().all(|letter| letter["status"] == "waiting"));
    assert!(mail.lines("taken").is_empty());
}

#[test]
fn letters_go_to_a_folder_instead() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("mail");
    let flags = ["--mail-folder", out.to_str().unwrap(), "--public-url", "https://people.example.com/"];
    let server = Server::with_flags(&[ACME], &flags);
    let client = server.client("acme");
    client.post("/users", ada()).ok();
    let id = client.get("/letters").ok()["letters"][0]["_id"].as_str().unwrap().to_owned();
    let file = out.join(format!("{id}.eml"));
    wait_until(|| file.exists());
    let bytes = std::fs::read(&file).unwrap();
    let parsed = mail_parser::MessageParser::default().parse(&bytes).unwrap();
    assert!(parsed.body_text(0).unwrap().contains("\nhttps://people.example.com/enrol/"));
    assert_eq!(parsed.message_id(), Some(format!("{id}@people.example.com").as_str()));
    wait_until(|| client.get("/letters").ok()["letters"][0]["status"] == "sent");
    let figures =
        ureq::get(format!("{}/metrics", server.figures)).call().unwrap().into_body().read_to_string().unwrap();
    assert!(figures.contains("enlist_letters_total{outcome=\"sent\"} 1"), "{figures}");
    assert!(server.stop());
}
