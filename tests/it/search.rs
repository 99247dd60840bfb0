//! Lists of users at any size: whatever the index does, the answer is that of a plain look through all of them.

use super::engine;
use super::raw_connection::RawConnection;
use super::world::{NOW, Shell, connection, request};
use enlist::app::{App, System};
use enlist::cli::Exit;
use enlist::directory::{count_users, find_users_by, mend_search};
use enlist::domain::{AccountStatus, Moment, RunStatus, User, UserFilter, UserQuery, UserSort, name_key};
use enlist::script::{Mode, Request};
use enlist::store::Access;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;
use std::cell::RefCell;
use std::path::Path;

/// Pieces of names: signs that mean something to a search, letters that change when they are lowered, several writings.
const PIECES: &[&str] = &[
    "an", "Ann", "a", "der", "Zo", "é", "E\u{301}", "ß", "ẞ", "İ", "Σ", "ς", "%", "_", "\\", "\"", "'", "--", "*",
    "日本", "語", "ﬁ", "Å", "😀", " ", " AND ", "(", ":", "user",
];

const ADD: &str = r#"
    for person in input {
        let draft = #{ globalEmailAddress: person.address, name: person.name, administrator: person.administrator,
            active: person.active, locale: "en", language: "en", memberGroupNames: person.groups };
        if person.email != () { draft.environmentEmail = person.email; }
        bizzStream.addUser(draft);
    }
"#;

/// A generator that gives the same numbers each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }

    fn name(&mut self) -> String {
        let count = 1 + self.below(4);
        let name: String = (0..count).map(|_| PIECES[self.below(PIECES.len())]).collect();
        if name.trim().is_empty() { "Nobody".to_owned() } else { name }
    }
}

fn open(path: &Path, round: u64) -> App {
    App::open(path, System::counting_from(round * 1_000_000, Moment(NOW.0 + (round as i64 % 5) * 1_000_000))).unwrap()
}

fn run(app: &mut App, environment: &str, source: &str, input: serde_json::Value) {
    let request = Request { input: Some(input), ..request(source) };
    let run = app.run(environment, &request, Mode::Commit).unwrap();
    assert_eq!(run.status, RunStatus::Committed, "{:?}", run.error);
}

/// More users than are sorted, in runs of different moments, and people of another environment between them.
fn crowd(path: &Path) {
    let mut dice = Dice(7);
    for round in 0..13_u64 {
        let mut app = open(path, round + 1);
        let person = |number: u64, dice: &mut Dice| {
            let host = ["example.com", "bücher.example"][dice.below(2)];
            json!({
                "address": format!("user{number}.{}@{host}", ["x", "y", "an_n", "an-n"][dice.below(4)]),
                "email": (dice.below(5) == 0).then(|| format!("desk%{}@example.org", dice.below(400))),
                "name": dice.name(),
                "administrator": dice.below(40) == 0,
                "active": dice.below(9) != 0,
                "groups": if dice.below(30) == 0 { vec!["managers"] } else { vec!["planning"] },
            })
        };
        let people: Vec<_> = (0..200).map(|number| person(round * 200 + number, &mut dice)).collect();
        run(&mut app, "acme", ADD, json!(people));
        if round % 3 == 0 {
            let others = (0..60).map(|number| {
                let mut other = person(round * 200 + number * 7, &mut dice);
                other["groups"] = json!([]);
                other
            });
            run(&mut app, "other", ADD, json!(others.collect::<Vec<_>>()));
        }
    }
}

/// Names and addresses change, people become inactive and are banned.
fn change(path: &Path, dice: &mut Dice) {
    let mut app = open(path, 50 + dice.below(40) as u64);
    let users = everybody(&app);
    let free = |user: &&User| !user.membership.banned && user.account.status == AccountStatus::Invited;
    let users: Vec<&User> = users.iter().filter(free).collect();
    let changed: Vec<_> = (0..60)
        .map(|_| {
            let user = users[dice.below(users.len())];
            json!({
                "address": user.account.address.as_str(), "name": dice.name(),
                "email": format!("moved.{}@example.net", dice.below(100)),
            })
        })
        .collect();
    let source = r#"for person in input { bizzStream.addUser(#{
        globalEmailAddress: person.address, name: person.name, environmentEmail: person.email }); }"#;
    run(&mut app, "acme", source, json!(changed));
    let source = "for address in input { bizzStream.deactivateUser(address); }";
    let quiet = users.iter().filter(|user| user.membership.active && !user.membership.administrator).take(20);
    run(&mut app, "acme", source, quiet.map(|user| json!(user.account.address.as_str())).collect());
    drop(app);
    let sql =
        "UPDATE membership SET banned = 1 WHERE id % 50 = 3; UPDATE account SET status = 'banned' WHERE id % 60 = 7;
               UPDATE account SET status = 'denied' WHERE id % 55 = 9;";
    RawConnection::of(path).execute(sql);
}

/// All users, page by page, in an order that no text or standing has a part in.
fn everybody(app: &App) -> Vec<User> {
    let mut work = app.enter("acme", Access::Read).unwrap();
    let mut all: Vec<User> = Vec::new();
    loop {
        let query = UserQuery { skip: all.len() as u32, sort: UserSort::Address, ..UserQuery::default() };
        match find_users_by(&mut work, &query).unwrap() {
            page if page.is_empty() => return all,
            page => all.extend(page),
        }
    }
}

/// What a query must answer, by going through everybody: the page, and how many there are without its limit.
fn expected<'a>(all: &'a [User], in_group: &dyn Fn(&User) -> bool, query: &UserQuery) -> (Vec<&'a str>, usize) {
    let text = query.text.as_deref().map(name_key);
    let fits = |user: &&User| {
        let (member, account) = (&user.membership, &user.account);
        let has = |text: &String| {
            [&member.name.key(), account.address.key(), member.email.key()]
                .iter()
                .any(|own| own.contains(text.as_str()))
        };
        text.as_ref().is_none_or(has)
            && (query.group.is_none() || in_group(user))
            && match query.filter {
                UserFilter::All => true,
                UserFilter::Active => member.active && !member.banned,
                UserFilter::Inactive => !member.active,
                UserFilter::Banned => member.banned || account.status == AccountStatus::Banned,
                UserFilter::Denied => account.status == AccountStatus::Denied,
                UserFilter::Administrators => member.administrator,
            }
    };
    let key = |user: &User| {
        let (text, moment) = match query.sort {
            UserSort::Name => (user.membership.name.key(), 0),
            UserSort::Address => (user.account.address.key().to_owned(), 0),
            UserSort::CreatedOn => (String::new(), user.membership.created_at.0),
            UserSort::LastModifiedOn => (String::new(), user.membership.modified_at.0),
        };
        (text, moment, user.membership.row)
    };
    let mut found: Vec<&User> = all.iter().filter(fits).collect();
    let count = found.len();
    found.sort_by_key(|user| key(user));
    if query.descending {
        found.reverse();
    }
    if let Some(after) = &query.after {
        let after = key(all.iter().find(|user| user.account.id.as_str() == after).unwrap());
        found.retain(|user| if query.descending { key(user) < after } else { key(user) > after });
    }
    let page = found.into_iter().skip(query.skip as usize).take(query.limit as usize);
    (page.map(|user| user.account.id.as_str()).collect(), count)
}

/// A text of 1 to 10 characters: mostly a part of what somebody has, or pieces at random.
fn texts(all: &[User]) -> impl Strategy<Value = Option<String>> {
    let own: Vec<String> = all
        .iter()
        .flat_map(|user| {
            [user.membership.name.as_str(), user.account.address.as_str(), user.membership.email.as_str()]
                .map(str::to_owned)
        })
        .collect();
    let part = (any::<prop::sample::Index>(), 0..12_usize, 1..=10_usize).prop_map(move |(which, start, length)| {
        let text = which.get(&own);
        let start = start.min(text.chars().count().saturating_sub(1));
        text.chars().skip(start).take(length).collect::<String>()
    });
    let pieces = prop::collection::vec(prop::sample::select(PIECES), 1..4).prop_map(|pieces| pieces.concat());
    let any = prop_oneof![6 => part, 2 => pieces, 1 => ".{1,10}", 1 => Just("user".to_owned())];
    prop::option::weighted(0.85, any)
}

fn queries(all: &[User]) -> impl Strategy<Value = UserQuery> {
    let ids: Vec<String> = all.iter().map(|user| user.account.id.to_string()).collect();
    let filters: Vec<UserFilter> = UserFilter::TEXTS.iter().filter_map(|text| UserFilter::from_text(text)).collect();
    let sorts: Vec<UserSort> = UserSort::TEXTS.iter().filter_map(|text| UserSort::from_text(text)).collect();
    let filter = prop_oneof![2 => Just(UserFilter::All), 3 => prop::sample::select(filters)];
    let page = (0..70_u32, prop_oneof![3 => Just(0), 1 => 0..900_u32], prop::option::of(prop::sample::select(ids)));
    (
        texts(all),
        filter,
        prop::option::weighted(0.2, Just("managers")),
        prop::sample::select(sorts),
        any::<bool>(),
        page,
    )
        .prop_map(|(text, filter, group, sort, descending, (limit, skip, after))| UserQuery {
            text,
            filter,
            group: group.map(str::to_owned),
            sort,
            descending,
            limit,
            skip,
            after,
        })
}

#[test]
fn a_list_is_that_of_a_plain_look_through_all_users() {
    let shell = Shell::acme();
    shell.out(&["env", "add", "Other"]);
    let path = shell.path("enlist.db");
    crowd(&path);
    let mut dice = Dice(99);
    for round in 0..4 {
        match round {
            0 => {}
            // All that were added are in the index from here on; a server keeps its own.
            2 if engine::is_on_server(&path) => {}
            2 => {
                let transaction = open(&path, 30).begin(Access::Write).unwrap();
                assert_eq!(mend_search(&transaction).unwrap(), 2_900);
                transaction.commit().unwrap();
            }
            _ => change(&path, &mut dice),
        }
        let app = open(&path, 40);
        let all = everybody(&app);
        assert_eq!(all.len(), 2_600);
        let work = RefCell::new(app.enter("acme", Access::Read).unwrap());
        let query = UserQuery { group: Some("managers".to_owned()), ..UserQuery::default() };
        let managers = find_users_by(&mut work.borrow_mut(), &query).unwrap();
        let managers: Vec<i64> = managers.iter().map(|user| user.membership.row).collect();
        assert!((30..200).contains(&managers.len()));
        let in_group = |user: &User| managers.contains(&user.membership.row);
        let mut runner = TestRunner::new(Config { cases: 150, failure_persistence: None, ..Config::default() });
        let hits = RefCell::new(0);
        runner
            .run(&queries(&all), |query| {
                let (page, count) = expected(&all, &in_group, &query);
                let mut work = work.borrow_mut();
                let found = find_users_by(&mut work, &query).unwrap();
                let found: Vec<&str> = found.iter().map(|user| user.account.id.as_str()).collect();
                prop_assert_eq!(found, page);
                prop_assert_eq!(count_users(&mut work, &query).unwrap(), count as i64);
                *hits.borrow_mut() += usize::from(count > 0);
                Ok(())
            })
            .unwrap();
        assert!(*hits.borrow() > 60, "most texts are somebody's");
        drop(work);
        shell.out(&["doctor"]);
    }
}

#[test]
fn every_door_finds_the_same() {
    let shell = Shell::acme();
    let path = shell.path("enlist.db");
    crowd_of(&path, 1_100);
    let by_command = shell.json(&["user", "list", "--search", "r 109", "--limit", "3"]);
    let names = |users: &serde_json::Value, key: &str| {
        users.as_array().unwrap().iter().map(|user| user[key].clone()).collect::<serde_json::Value>()
    };
    assert_eq!(names(&by_command, "name"), json!(["User 109", "User 1090", "User 1091"]));
    let mut app = open(&path, 9);
    let source = r#"[bizzStream.findUsers(#{ text: "R 109", limit: 3 }).map(|user| user.username),
                     bizzStream.getUser(#{ email: "user-1099@example.com" }).username]"#;
    let run = app.run("acme", &request(source), Mode::Commit).unwrap();
    let result: serde_json::Value = serde_json::from_str(run.result.as_deref().unwrap_or("null")).unwrap();
    let addresses = ["user-109@example.com", "user-1090@example.com", "user-1091@example.com"];
    assert_eq!(result, json!([addresses, "user-1099@example.com"]), "{:?}", run.error);
}

#[test]
fn an_index_that_disagrees_is_found_and_mended() {
    let shell = Shell::acme();
    let path = shell.path("enlist.db");
    crowd_of(&path, 1_001);
    let search = |text: &str| shell.json(&["user", "list", "--search", text]).as_array().unwrap().len();
    let doctor = || shell.enlist(&["doctor"]);
    assert!(doctor().out.contains("1000 users in the index"), "{}", doctor().out);
    let mischief = [
        "INSERT INTO user_search (rowid, name) VALUES (1 << 40 | 5, 'stranger')",
        "INSERT INTO user_search (user_search) VALUES ('delete-all')",
        "UPDATE membership SET name_key = 'somebody else' WHERE id = 7",
        "UPDATE user_search_reach SET last_member = 5000",
    ];
    for sql in mischief {
        connection(&path).execute_batch(sql).unwrap();
        let ended = doctor();
        assert_eq!(ended.exit, Exit::Refused, "{sql}");
        assert!(ended.out.contains("enlist doctor --mend-search"), "{sql}: {}", ended.out);
        let out = shell.out(&["doctor", "--mend-search"]);
        assert!(
            out.contains("the search index was rebuilt: 1001 users") && out.contains("all is well"),
            "{sql}: {out}"
        );
        assert_eq!(search("user-77@"), 1, "{sql}");
    }
    assert_eq!(search("somebody"), 1);
    // A copy has the index too.
    shell.out(&["backup", "{}/copy.db"]);
    shell.out(&["restore", "{}/copy.db", "--yes"]);
    assert!(doctor().out.contains("1001 users in the index"), "{}", doctor().out);
    assert_eq!(search("ser-100"), 2);
}

#[test]
fn a_run_that_is_undone_leaves_the_index_alone() {
    let shell = Shell::acme();
    let path = shell.path("enlist.db");
    crowd_of(&path, 990);
    let people = r#"for i in 2000..2050 { bizzStream.addUser(#{ globalEmailAddress: `late-${i}@example.com`, name: "Late",
        administrator: false, locale: "en", language: "en" }); } bizzStream.addUser(#{ globalEmailAddress:
        "user-5@example.com", name: "Renamed" });"#;
    shell.write("fail.rhai", &format!("{people} throw \"no\";"));
    assert_eq!(shell.enlist(&["run", "{}/fail.rhai"]).exit, Exit::Refused);
    let search = |text: &str| shell.json(&["user", "list", "--search", text]).as_array().unwrap().len();
    assert_eq!((search("late"), search("renamed"), search("user 50"), search("user-5@")), (0, 0, 11, 1));
    shell.write("stand.rhai", people);
    shell.out(&["run", "{}/stand.rhai"]);
    assert_eq!((search("late-20"), search("renamed"), search("user-5@")), (50, 1, 1));
    if engine::server().is_none() {
        assert!(shell.out(&["doctor"]).contains("1000 users in the index"));
    }
}

/// So many users, `User 0` and on.
fn crowd_of(path: &Path, count: usize) {
    let mut app = open(path, 3);
    for from in (0..count).step_by(500) {
        let people: Vec<_> = (from..count.min(from + 500))
            .map(|number| {
                json!({ "address": format!("user-{number}@example.com"), "name": format!("User {number}"), "email": null,
                        "administrator": number == 0, "active": true, "groups": [] })
            })
            .collect();
        run(&mut app, "acme", ADD, json!(people));
    }
}
