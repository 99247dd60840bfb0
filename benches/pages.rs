//! Benchmark of the pages for people: response time and size, whether the response time reveals who has an account, and
//! the delay of other requests while passwords are hashed.
//!
//! `cargo bench --bench pages` prints, in this order:
//! - for every page, the 95th percentile of the time to its first byte (goal: below 10 ms) and the transferred size
//!   (goal: below 50 kB);
//! - for login and for a forgotten password, the difference between the median times for existing and for unknown names,
//!   of 500 interleaved samples each (goal: below 2 ms);
//! - the 99th percentile of reads over REST during as many logins as possible, without logins = 1 (goal: at most 1.5).

#[path = "support/client.rs"]
mod client;
#[path = "support/job.rs"]
mod job;
#[path = "support/mod.rs"]
mod support;

use client::{Connection, Server, percentile};
use enlist::directory::{enrol, find_user, issue_link, link_text};
use enlist::domain::LinkPurpose;
use enlist::http::served_pages;
use enlist::script::Mode;
use enlist::store::Access;
use enlist::workers::Hashers;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use support::median;

const ROUNDS: usize = 200;
const SAMPLES: usize = 500;
/// Number of tries for each name: few enough to cause neither throttling nor a lock.
const TRIES: usize = 9;
/// Number of people whose password is guessed.
const GUESSED: usize = SAMPLES.div_ceil(TRIES);
/// Number of other people, who log in repeatedly.
const LOGGING_IN: usize = 8;
/// Number of measurements of reads, each without and with logins.
const PAIRS: usize = 5;
const READS: usize = 2_000;
const PASSWORD: &str = "Sailing-7-quiet-boats";

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("pages.db");
    let token = job::create_served(&path, &[]);
    enrol_people(&path);
    // Each try has a different client address, as with many people.
    let server = Server::start_with(&path, &["--proxy", "127.0.0.1"]);
    let session = log_in(&server, GUESSED);
    pages(&server, &session);
    gap(&server, "login", "/login", |name| format!("name={name}&password=Wrong-1-password"));
    gap(&server, "forgotten password", "/forgot", |name| format!("name={name}"));
    while_hashing(&server, &token);
}

/// Adds people with a script and enrols them with a password.
fn enrol_people(path: &Path) {
    let people = GUESSED + LOGGING_IN;
    let mut app = job::open(path);
    job::run(&mut app, &job::script("bizzStream.addUser", people, 0), None, Mode::Commit);
    let key = app.key().expect("a key");
    let hashers = Hashers::start(1, 10).expect("a thread");
    let hash = hashers.hash_and_wait(PASSWORD, [7; 16]).expect("a hash");
    for number in 0..people {
        let work = app.enter("bench", Access::Read).expect("an environment");
        let account = find_user(&work, &format!("user-0-{number}@example.com")).expect("a user").account;
        drop(work);
        let mut transaction = app.begin(Access::Write).expect("a transaction");
        let link = issue_link(&transaction, &account, LinkPurpose::Enrol, &account.address).expect("a link");
        let username = format!("somebody-{number}");
        enrol(&mut transaction, &key, &link_text(&key, &link), &username, hash.clone()).expect("enrolled");
        transaction.commit().expect("committed");
    }
}

/// Logs a person in and returns the cookie.
fn log_in(server: &Server, person: usize) -> String {
    let form = format!("name=somebody-{person}&password={PASSWORD}");
    let (status, cookies, page) = Connection::of_browser(server, "").page("/login", Some(&form));
    assert_eq!(status, 303, "{page}");
    cookies.join("; ")
}

/// Measures every page with its style sheet and images.
fn pages(server: &Server, session: &str) {
    let mut connection = Connection::of_browser(server, session);
    let (_, _, home) = connection.page("/", None);
    let beside: Vec<&str> = home.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let beside = beside.into_iter().filter(|path| path.ends_with(".css") || path.ends_with(".svg"));
    let beside: usize = beside.map(|path| connection.page(path, None).2.len()).sum();
    println!("{:24} {:>12} {:>12}", "page", "p95", "transferred");
    let paths = served_pages().filter(|page| page.method == "GET" && !page.path.contains('{'));
    for page in paths {
        let mut times = Vec::new();
        let mut weight = 0;
        for _ in 0..ROUNDS {
            let began = Instant::now();
            weight = connection.page(page.path, None).2.len();
            times.push(began.elapsed());
        }
        let kilobytes = (weight + beside) as f64 / 1e3;
        println!("{:24} {:9.2} ms {kilobytes:9.1} kB", page.path, percentile(&times, 95).as_secs_f64() * 1e3);
    }
}

/// Measures requests with existing and unknown names, in turn.
fn gap(server: &Server, title: &str, path: &str, form: impl Fn(&str) -> String) {
    let mut connection = Connection::of_browser(server, "");
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for round in 0..SAMPLES {
        connection.from = format!("198.51.{}.{}", round / 200, round % 200);
        let person = round / TRIES;
        let (user, nobody) = (format!("user-0-{person}@example.com"), format!("none-0-{person}@example.com"));
        for (name, times) in [(user, &mut known), (nobody, &mut unknown)] {
            let began = Instant::now();
            let (status, ..) = connection.page(path, Some(&form(&name)));
            times.push(began.elapsed());
            assert_ne!(status, 429, "round {round}");
        }
    }
    let (known, unknown) = (median(&known).as_secs_f64() * 1e3, median(&unknown).as_secs_f64() * 1e3);
    let gap = (known - unknown).abs();
    println!("{title}: known {known:.2} ms, unknown {unknown:.2} ms, gap {gap:.2} ms (goal: below 2)");
}

/// Measures reads by a program, without and with logins, in turn.
fn while_hashing(server: &Server, token: &str) {
    let read = || {
        let mut connection = Connection::open(server, token);
        let one = |_| {
            let began = Instant::now();
            assert_eq!(connection.get("/api/v1/users/user-0-0@example.com").0, 200);
            began.elapsed()
        };
        (0..READS).map(one).collect::<Vec<Duration>>()
    };
    read();
    let (mut quiet, mut busy, mut logins) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..PAIRS {
        quiet.extend(read());
        let (reads, rate) = while_people_log_in(server, read);
        busy.extend(reads);
        logins.push(rate);
    }
    println!("logins during the reads: {:.0} a second", logins.iter().sum::<f64>() / PAIRS as f64);
    let (quiet, busy) = (percentile(&quiet, 99).as_secs_f64() * 1e3, percentile(&busy, 99).as_secs_f64() * 1e3);
    println!(
        "reads, p99: without logins {quiet:.2} ms, with logins {busy:.2} ms, ratio {:.2} (goal: at most 1.5)",
        busy / quiet
    );
}

/// Calls `work` during as many logins as possible. Returns its result and the logins per second.
fn while_people_log_in<Done>(server: &Server, work: impl Fn() -> Done) -> (Done, f64) {
    let (stop, logins) = (AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        let (stop, logins) = (&stop, &logins);
        for person in GUESSED..GUESSED + LOGGING_IN {
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    log_in(server, person);
                    logins.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        std::thread::sleep(Duration::from_millis(500));
        let (before, began) = (logins.load(Ordering::Relaxed), Instant::now());
        let done = work();
        let rate = (logins.load(Ordering::Relaxed) - before) as f64 / began.elapsed().as_secs_f64();
        stop.store(true, Ordering::Relaxed);
        (done, rate)
    })
}
