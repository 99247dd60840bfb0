//! Benchmark of reads among 1,000,000 users: one user by id, pages of 50 users in order, and searches for texts with few,
//! many or no results.
//!
//! `cargo bench --bench reads` prints the median and the 99th percentile of each. The unit is the median of a prepared
//! statement that gets one user by id. It then repeats the measurement while another thread adds users, one run after the
//! other. This also slows a prepared statement down, because SQLite reads its pages again after each commit of another
//! connection; the benchmark prints this too. It also measures the time from the start of a server to its first response.

#[path = "support/by_hand.rs"]
mod by_hand;
#[path = "support/client.rs"]
mod client;
#[path = "support/job.rs"]
mod job;
#[path = "support/mod.rs"]
mod support;

use by_hand::Hand;
use client::Server;
use enlist::app::App;
use enlist::directory::{count_users, find_user, find_users_by};
use enlist::domain::{UserQuery, UserSort};
use enlist::script::Mode;
use enlist::store::Access;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use support::median;

const USERS: usize = 1_000_000;
const READS: usize = 1_000;

/// A query to measure. Its arguments are the ids of some users and the number of the round.
type Query = fn(&[String], usize) -> UserQuery;

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("reads.db");
    job::create(&path);
    let began = Instant::now();
    Hand::open_to_go_on(&path).add(0..USERS, None);
    println!("{USERS} users written by hand in {:.0} s", began.elapsed().as_secs_f64());
    let began = Instant::now();
    let app = job::open(&path);
    drop(app.enter("bench", Access::Read).expect("an environment"));
    println!("opened in {:.1} ms", began.elapsed().as_secs_f64() * 1e3);
    let answers = |_| {
        let began = Instant::now();
        Server::start(&path).is_ready();
        began.elapsed()
    };
    let (first, starts) = (answers(0), (0..5).map(answers).collect::<Vec<_>>());
    println!(
        "a server responds {:.1} ms after its start, the very first time after {:.1} ms (goal: below 100)",
        median(&starts).as_secs_f64() * 1e3,
        first.as_secs_f64() * 1e3
    );

    let hand = ByHand::open(&path);
    let floor = median(&time(|at| hand.one(at)));
    println!("by hand, one by id: {:.1} µs = 1\n", floor.as_secs_f64() * 1e6);
    println!("{:34} {:>9} {:>9} {:>10} {:>9} {:>6}", "", "median", "p99", "of by hand", "writing", "p99 ×");
    let quiet = measure(&app, &hand);
    let (busy, runs) = while_writing(&path, || measure(&app, &hand));
    for ((title, quiet), (_, busy)) in quiet.iter().zip(&busy) {
        println!(
            "{title:34} {:6.0} µs {:6.0} µs {:10.1} {:6.0} µs {:6.2}",
            micros(median(quiet)),
            micros(late(quiet)),
            median(quiet).as_secs_f64() / floor.as_secs_f64(),
            micros(late(busy)),
            late(busy).as_secs_f64() / late(quiet).as_secs_f64(),
        );
    }
    println!("({runs} runs were committed during the second measurement)");
}

/// A separate connection that reads with prepared statements, and some users to read.
struct ByHand {
    connection: Connection,
    /// The ids of the users.
    ids: Vec<String>,
    /// The sort keys of their names, in the same order.
    keys: Vec<String>,
}

/// The columns that are read for a user.
const COLUMNS: &str =
    "SELECT m.id, m.name, m.email, m.email_key, m.language, m.locale, m.theme, m.active, m.inactive_reason,
         m.administrator, m.banned, m.external_id, m.profile, m.last_opened_at, m.created_at, m.created_by, m.modified_at,
         m.modified_by, a.public_id, a.username, a.address, a.address_key, a.verified, a.status";

impl ByHand {
    fn open(path: &Path) -> ByHand {
        let connection =
            Connection::open_with_flags_and_vfs(path, OpenFlags::default(), "enlist").expect("the database");
        connection.execute_batch("PRAGMA cache_size = -16000").expect("the setting of the program");
        let mut some = connection
            .prepare(
                "SELECT a.public_id, m.name_key FROM account a JOIN membership m ON m.account_id = a.id AND m.environment_id = 1
                 WHERE a.id % 997 = 5",
            )
            .expect("a statement");
        let found = some.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("users");
        let (ids, keys) = found.collect::<Result<_, _>>().expect("users");
        drop(some);
        ByHand { connection, ids, keys }
    }

    /// Reads one user by id.
    fn one(&self, at: usize) {
        let statement = format!(
            "{COLUMNS} FROM account a JOIN membership m ON m.account_id = a.id AND m.environment_id = 1 WHERE a.public_id = ?1"
        );
        let mut statement = self.connection.prepare_cached(&statement).expect("a statement");
        let name: String = statement.query_row([&self.ids[at]], |row| row.get(1)).expect("a user");
        assert!(name.starts_with("User"));
    }

    /// Reads the 50 users after a given one, in the order of their names.
    fn page(&self, at: usize) {
        let statement = format!(
            "{COLUMNS} FROM membership m INDEXED BY membership_by_name JOIN account a ON a.id = m.account_id
             WHERE m.environment_id = 1 AND m.name_key > ?1 ORDER BY m.name_key LIMIT 50"
        );
        let mut statement = self.connection.prepare_cached(&statement).expect("a statement");
        let mut rows = statement.query([&self.keys[at]]).expect("users");
        let mut count = 0;
        while let Some(row) = rows.next().expect("a user") {
            assert!(row.get::<_, String>(1).expect("a name").starts_with("User"));
            count += 1;
        }
        assert_eq!(count, 50);
    }
}

fn measure(app: &App, hand: &ByHand) -> Vec<(&'static str, Vec<Duration>)> {
    let ids = &hand.ids;
    let page = |query: UserQuery| UserQuery { limit: 50, ..query };
    let queries: &[(&'static str, Query)] = &[
        ("first page by name", |_, _| UserQuery::default()),
        ("page in the middle, by name", |ids, at| after(UserSort::Name, ids, at)),
        ("page in the middle, by address", |ids, at| after(UserSort::Address, ids, at)),
        ("page in the middle, by creation", |ids, at| after(UserSort::CreatedOn, ids, at)),
        ("page in the middle, by change", |ids, at| after(UserSort::LastModifiedOn, ids, at)),
        ("text of one (its address)", |_, at| text(&format!("user-{}@example", at * 997 % USERS))),
        ("text of eleven (a part)", |_, at| text(&format!("user {}", at + 12_345))),
        ("text of about 4,000", |_, at| text(&format!("{}", at % 9 * 111 + 100))),
        ("text of everybody", |_, _| text("example.com")),
        ("text of nobody", |_, at| text(&format!("zq{at}x"))),
        ("text of nobody, of common pieces", |_, at| text(&format!("user  {at} example"))),
    ];
    let one = |at: usize| {
        let work = app.enter("bench", Access::Read).expect("an environment");
        find_user(&work, &ids[at]).expect("a user");
    };
    let mut measured = vec![
        ("by hand: one by id", time(|at| hand.one(at))),
        ("by hand: page in the middle", time(|at| hand.page(at))),
        ("one by id", time(one)),
    ];
    for (title, query) in queries {
        measured.push((
            title,
            time(|at| {
                let mut work = app.enter("bench", Access::Read).expect("an environment");
                find_users_by(&mut work, &page(query(ids, at))).expect("users");
            }),
        ));
    }
    let counted = |at: usize| {
        let mut work = app.enter("bench", Access::Read).expect("an environment");
        count_users(&mut work, &text(&format!("user {}", at + 12_345))).expect("a count");
    };
    measured.push(("count of eleven", time(counted)));
    measured
}

fn text(text: &str) -> UserQuery {
    UserQuery { text: Some(text.to_owned()), ..UserQuery::default() }
}

fn after(sort: UserSort, ids: &[String], at: usize) -> UserQuery {
    UserQuery { sort, after: Some(ids[at].clone()), ..UserQuery::default() }
}

fn time(read: impl Fn(usize)) -> Vec<Duration> {
    let one = |at| {
        let began = Instant::now();
        read(at);
        began.elapsed()
    };
    // The first reads are a warm-up and are not counted.
    (0..10).for_each(|at| _ = one(at));
    (0..READS).map(one).collect()
}

/// Calls `act` while a thread adds users, each in its own run. Returns its result and the number of runs.
fn while_writing<T>(path: &Path, act: impl FnOnce() -> T) -> (T, usize) {
    let (stop, runs) = (AtomicBool::new(false), AtomicUsize::new(0));
    let done = std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut app = job::open(path);
            let mut round = 0;
            while !stop.load(Ordering::Relaxed) {
                job::run(&mut app, &job::script("bizzStream.addUser", 1, round), None, Mode::Commit);
                round += 1;
            }
            runs.store(round, Ordering::Relaxed);
        });
        let done = act();
        stop.store(true, Ordering::Relaxed);
        done
    });
    (done, runs.load(Ordering::Relaxed))
}

/// Returns the 99th percentile.
fn late(durations: &[Duration]) -> Duration {
    let mut sorted = durations.to_vec();
    sorted.sort();
    sorted[sorted.len() * 99 / 100]
}

fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}
