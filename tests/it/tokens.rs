//! Tokens of programs: secrets, ends, reach (SPEC R5.1; SECURITY 4.6). Who may hand on what stands in `token_rights.rs`, the
//! commands in `token_command.rs`.

use super::world::{ACME, NOW, World};
use enlist::app::{App, System};
use enlist::directory::{self, TokenDraft};
use enlist::domain::{Caller, Error, Lifetime, Moment, Name, Organization, Permission, Permissions, Secret, Token};
use enlist::model::Model;
use enlist::store::{Access, OutsideRows, Transaction};

const DAY: i64 = 86_400_000_000;

/// `acme` and `beta` belong to the organization Group, `gamma` to another one and is called Acme as well.
const OTHERS: [&str; 2] = [
    "organization = { name = \"Group\" }\n[environment]\nname = \"Beta\"\nid = \"beta\"\n[policy]\ntokenDays = 30\n",
    "organization = { name = \"Rival\" }\n[environment]\nname = \"Acme\"\nid = \"gamma\"\n",
];

pub fn world() -> World {
    let acme = format!("organization = {{ name = \"Group\" }}\n{ACME}");
    World::empty().with(&acme).with(OTHERS[0]).with(OTHERS[1])
}

pub fn draft(name: &str, permissions: &[Permission], lifetime: Option<Lifetime>) -> TokenDraft {
    TokenDraft { name: Name::parse(name).unwrap(), permissions: Permissions::of(permissions), lifetime }
}

pub fn reader(name: &str) -> TokenDraft {
    draft(name, &[Permission::UsersRead], None)
}

pub fn group(transaction: &Transaction) -> Organization {
    directory::find_organization(transaction, "Group").unwrap()
}

/// Adds a token in an environment as the operator; answers it with the text of its secret.
pub fn add(world: &World, environment: &str, draft: TokenDraft) -> (Token, String) {
    let mut work = world.app.enter(environment, Access::Write).unwrap();
    let (token, secret) = directory::add_token(&mut work, draft).unwrap();
    work.commit().unwrap();
    (token, secret.to_text())
}

pub fn add_for_group(world: &World, draft: TokenDraft) -> (Token, String) {
    let mut transaction = world.app.begin(Access::Write).unwrap();
    let organization = group(&transaction);
    let (token, secret) = directory::add_organization_token(&mut transaction, &organization, draft).unwrap();
    transaction.commit().unwrap();
    (token, secret.to_text())
}

pub fn revoke(world: &World, environment: &str, token: &Token) -> Token {
    let mut work = world.app.enter(environment, Access::Write).unwrap();
    let token = directory::revoke_token(&mut work, token, true).unwrap();
    work.commit().unwrap();
    token
}

pub fn begin_at(world: &World, now: Moment) -> Transaction {
    let mut transaction = world.app.begin(Access::Write).unwrap();
    transaction.now = now;
    transaction
}

/// The name of the token that is found.
fn found(transaction: &Transaction, secret: &str, environment: Option<&str>) -> Option<String> {
    directory::authenticate_token(transaction, secret, environment).unwrap().map(|token| token.name.to_string())
}

pub fn said<T>(result: Result<T, Error>) -> String {
    match result.err().expect("it was done") {
        Error::Refused(refusal) => format!("{} {refusal}", refusal.code()),
        Error::Fault(fault) => panic!("{fault}"),
    }
}

pub fn caller(token: &Token) -> Caller {
    Caller::Token { id: token.id.clone(), permissions: token.permissions }
}

#[test]
fn a_secret_stands_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("enlist.db");
    let (app, _) = App::create(&path, System::real().unwrap()).unwrap();
    Model::parse(ACME).unwrap().create(app.begin(Access::Write).unwrap()).unwrap().commit().unwrap();
    let mut work = app.enter("acme", Access::Write).unwrap();
    let (token, secret) = directory::add_token(&mut work, reader("nightly import")).unwrap();
    let effects = format!("{:?}", work.transaction.effects);
    work.commit().unwrap();
    let transaction = app.begin(Access::Write).unwrap();
    let known = directory::authenticate_token(&transaction, &secret.to_text(), None).unwrap().unwrap();
    directory::note_token_use(&transaction, &known).unwrap();
    transaction.commit().unwrap();
    app.backup(&folder.path().join("backup.db"), false).unwrap();

    let text = secret.to_text();
    let hexadecimal: String = secret.bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let mut sought = vec![secret.bytes().to_vec(), text[7..].into()];
    sought.extend([hexadecimal.clone().into_bytes(), hexadecimal.to_uppercase().into_bytes()]);
    let holds = |bytes: &[u8], piece: &[u8]| bytes.windows(piece.len()).any(|window| window == piece);
    let (mut files, mut with_id) = (0, 0);
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!sought.iter().any(|piece| holds(&bytes, piece)));
        with_id += usize::from(holds(&bytes, token.id.as_str().as_bytes()));
        files += 1;
    }
    assert!(
        files >= 3 && with_id >= 2,
        "database, log and backup are searched, and the search finds: {files}, {with_id}"
    );
    for text in [effects, format!("{secret:?} {token:?}")] {
        assert!(!sought.iter().any(|piece| holds(text.as_bytes(), piece)), "{text}");
    }
}

#[test]
fn secrets_by_chance_differ_and_counted_ones_are_exact() {
    let secrets = |system: System| {
        let app = App::in_memory(system).unwrap();
        let transaction = app.begin(Access::Read).unwrap();
        [transaction.new_secret().to_text(), transaction.new_secret().to_text()]
    };
    let (real, fixed) = (secrets(System::real().unwrap()), secrets(System::fixed(NOW)));
    assert!(real[0] != real[1] && fixed[0] != fixed[1] && real != secrets(System::real().unwrap()));
    assert_eq!(fixed, secrets(System::fixed(NOW)));
    assert!(real.iter().chain(&fixed).all(|text| Secret::parse(text).is_some()));
}

#[test]
fn a_token_ends_to_the_microsecond() {
    let world = world();
    let (token, secret) = add(&world, "acme", draft("import", &[Permission::UsersRead], Some(Lifetime::Days(1))));
    assert_eq!(token.expires_at, Moment(NOW.0 + DAY));
    assert_eq!(found(&begin_at(&world, Moment(NOW.0 + DAY - 1)), &secret, None).as_deref(), Some("import"));
    assert_eq!(found(&begin_at(&world, Moment(NOW.0 + DAY)), &secret, None), None);
    let late = begin_at(&world, Moment(NOW.0 + DAY));
    assert_eq!(said(directory::enter_by_token(late, &token, None).map(drop)), "E0701 the token is not in force");
}

#[test]
fn a_secret_that_differs_in_one_character_is_unknown() {
    let world = world();
    let (_, secret) = add(&world, "acme", reader("import"));
    let transaction = begin_at(&world, NOW);
    assert!(found(&transaction, &secret, None).is_some());
    for at in 0..secret.len() {
        for other in ('\0'..='\u{7f}').filter(|other| !secret[at..].starts_with(*other)) {
            let changed = format!("{}{other}{}", &secret[..at], &secret[at + 1..]);
            assert_eq!(found(&transaction, &changed, None), None, "{changed:?}");
        }
        assert_eq!(found(&transaction, &format!("{}{}", &secret[..at], &secret[at + 1..]), None), None);
    }
}

#[test]
fn whatever_is_wrong_the_answer_is_the_same() {
    let world = world();
    let (token, revoked) = add(&world, "acme", reader("revoked"));
    revoke(&world, "acme", &token);
    let (_, expired) = add(&world, "acme", draft("expired", &[Permission::UsersRead], Some(Lifetime::Days(1))));
    let (_, active) = add(&world, "acme", reader("active"));
    let transaction = begin_at(&world, Moment(NOW.0 + 2 * DAY));
    let unknown = Secret::of([7; 32]).to_text();
    let huge = "enlist_".repeat(100_000);
    for secret in ["", "Bearer", &unknown, &revoked, &expired, &huge, &active.to_uppercase(), token.id.as_str()] {
        assert_eq!(found(&transaction, secret, None), None);
        assert_eq!(found(&transaction, secret, Some("acme")), None);
    }
    for elsewhere in ["beta", "gamma", "Beta", "nowhere", ""] {
        assert_eq!(found(&transaction, &active, Some(elsewhere)), None, "{elsewhere}");
    }
    for here in ["acme", "Acme", " ACME "] {
        assert!(found(&transaction, &active, Some(here)).is_some(), "{here}");
    }
}

#[test]
fn a_token_of_an_environment_enters_that_one_alone() {
    let world = world();
    let (token, _) = add(&world, "acme", draft("import", Permission::ALL, None));
    let enter = |environment| directory::enter_by_token(begin_at(&world, NOW), &token, environment);
    for own in [None, Some("acme"), Some("Acme")] {
        let work = enter(own).unwrap();
        assert_eq!((work.environment.id.as_str(), &work.transaction.caller), ("acme", &caller(&token)), "{own:?}");
    }
    // What is there elsewhere is refused in the words for what is nowhere.
    for (other, nowhere) in [("beta", "zeta"), ("Beta", "Zeta"), ("gamma", "delta")] {
        let refusal = said(enter(Some(other)).map(drop));
        assert_eq!(refusal, format!("E0203 there is no environment {other:?}"));
        assert_eq!(refusal.replace(other, nowhere), said(enter(Some(nowhere)).map(drop)));
        let help = |environment| match enter(Some(environment)) {
            Err(Error::Refused(refusal)) => refusal.problems[0].help.clone(),
            _ => panic!("{environment} was entered"),
        };
        assert_eq!(help(other), help(nowhere));
    }
}

#[test]
fn a_token_of_an_organization_enters_its_environments_now_and_later() {
    let world = world();
    let (token, secret) = add_for_group(&world, reader("reports"));
    let enter = |environment| directory::enter_by_token(begin_at(&world, NOW), &token, environment);
    let entered = |environment| enter(Some(environment)).unwrap().environment.id.to_string();
    // The rival's environment of the same name is not in the way.
    assert_eq!(["acme", "Acme", "BETA"].map(entered), ["acme", "acme", "beta"]);
    assert_eq!(said(enter(Some("gamma")).map(drop)), "E0203 there is no environment \"gamma\"");
    assert_eq!(said(enter(None).map(drop)), "E0405 the token reaches several environments, and none was named");
    let world = world.with("organization = { name = \"Group\" }\n[environment]\nname = \"Later\"\n");
    assert_eq!(found(&begin_at(&world, NOW), &secret, Some("later")).as_deref(), Some("reports"));
    assert_eq!(found(&begin_at(&world, NOW), &secret, Some("gamma")), None);
}

#[test]
fn the_only_environment_of_an_organization_need_not_be_named() {
    let world =
        World::empty().with("organization = { name = \"Group\" }\n[environment]\nname = \"Beta\"\n").with(OTHERS[1]);
    let (token, _) = add_for_group(&world, reader("reports"));
    let work = directory::enter_by_token(begin_at(&world, NOW), &token, None).unwrap();
    assert_eq!(work.environment.id.as_str(), "beta");
}

#[test]
fn a_token_that_was_revoked_meanwhile_enters_nothing() {
    let world = world();
    let (token, _) = add(&world, "acme", reader("import"));
    let revoked = revoke(&world, "acme", &token);
    assert_eq!(revoked.revoked_at, Some(NOW));
    // The token is as it was known before.
    let entered = directory::enter_by_token(begin_at(&world, NOW), &token, None);
    assert_eq!(said(entered.map(drop)), "E0701 the token is not in force");
}

#[test]
fn a_use_is_noted_once_a_minute_and_not_audited() {
    let world = world();
    let (_, secret) = add(&world, "acme", reader("import"));
    let mut used = Vec::new();
    for after in [0, 59_999_999, 60_000_000, 60_000_001, -5_000_000, 119_999_999, 120_000_000] {
        let transaction = begin_at(&world, Moment(NOW.0 + after));
        let token = directory::authenticate_token(&transaction, &secret, None).unwrap().unwrap();
        directory::note_token_use(&transaction, &token).unwrap();
        // Who knew the token before the first use notes nothing twice either.
        directory::note_token_use(&transaction, &Token { last_used_at: None, ..token }).unwrap();
        assert!(transaction.effects.is_empty());
        let token = directory::authenticate_token(&transaction, &secret, None).unwrap().unwrap();
        used.push(token.last_used_at.unwrap().0 - NOW.0);
        transaction.commit().unwrap();
    }
    assert_eq!(used, [0, 0, 60_000_000, 60_000_000, 60_000_000, 60_000_000, 120_000_000]);
}

#[test]
fn a_name_is_unique_among_the_tokens_in_force() {
    let world = world();
    let (first, _) = add(&world, "acme", draft("Import", &[Permission::UsersRead], Some(Lifetime::Days(1))));
    let attempt = |now: Moment, name: &str| {
        let mut work = directory::enter_environment(begin_at(&world, now), "acme").unwrap();
        directory::add_token(&mut work, reader(name))
    };
    assert_eq!(said(attempt(NOW, " iMPORT ")), "E0204 `name`: there is a token \"iMPORT\" already");
    assert!(attempt(Moment(NOW.0 + DAY), "import").is_ok(), "the other one has ended");
    add(&world, "beta", reader("import"));
    add_for_group(&world, reader("import"));
    revoke(&world, "acme", &first);
    let (second, _) = add(&world, "acme", reader("import"));
    let work = world.app.enter("acme", Access::Write).unwrap();
    assert_eq!(directory::find_token(&work, "IMPORT").unwrap().id, second.id, "the one in force is meant");
    assert_eq!(directory::find_token(&work, first.id.as_str()).unwrap().id, first.id);
    drop(work);
    // Who is called like another's id does not stand in its way.
    add(&world, "acme", reader(first.id.as_str()));
    let work = world.app.enter("acme", Access::Write).unwrap();
    assert_eq!(directory::find_token(&work, first.id.as_str()).unwrap().id, first.id);
}

#[test]
fn a_hundred_tokens_are_in_force_at_most() {
    let world = world();
    let mut work = world.app.enter("acme", Access::Write).unwrap();
    let mut last = None;
    for number in 0..Token::MOST {
        last = Some(directory::add_token(&mut work, reader(&format!("token {number}"))).unwrap().0);
    }
    let refusal = "E0306 `name`: \"Acme\" has 100 tokens in force, and that is the most";
    assert_eq!(said(directory::add_token(&mut work, reader("one more"))), refusal);
    directory::revoke_token(&mut work, &last.unwrap(), true).unwrap();
    assert!(directory::add_token(&mut work, reader("one more")).is_ok());
}

#[test]
fn a_token_lasts_as_long_as_the_policy_allows() {
    let world = world();
    let attempt = |environment: &str, lifetime| {
        let mut work = world.app.enter(environment, Access::Write).unwrap();
        let added = directory::add_token(&mut work, draft("import", &[Permission::UsersRead], lifetime));
        added.map(|(token, _)| token.expires_at.to_string())
    };
    let days = |days| Some(Lifetime::Days(days));
    assert_eq!(attempt("acme", None).unwrap(), "2023-04-01T00:00:00.000Z");
    assert_eq!(attempt("beta", None).unwrap(), "2023-01-31T00:00:00.000Z");
    assert_eq!(attempt("acme", days(365)).unwrap(), "2024-01-01T00:00:00.000Z");
    assert_eq!(said(attempt("acme", days(366))), "E0106 `expires`: expected at most 365 days, found 366 days");
    assert_eq!(
        said(attempt("acme", days(u32::MAX))),
        "E0106 `expires`: expected at most 365 days, found 4294967295 days"
    );
    assert_eq!(said(attempt("acme", days(0))), "E0102 `expires`: expected a moment to come, found 0 days");
    let last = Lifetime::parse("2024-01-01").unwrap();
    assert!(attempt("acme", Some(last)).is_ok());
    let late = Some(Lifetime::Until(Moment(last.end(NOW).0 + 1)));
    assert!(said(attempt("acme", late)).starts_with("E0106 "));
    assert!(said(attempt("acme", Some(Lifetime::Until(NOW)))).starts_with("E0102 "));
    // For an organization the strictest of its environments counts.
    assert_eq!(add_for_group(&world, reader("reports")).0.expires_at.to_string(), "2023-01-31T00:00:00.000Z");
}

#[test]
fn everything_wrong_with_a_token_is_told_at_once() {
    let world = world();
    add(&world, "acme", reader("import"));
    let mut work = world.app.enter("acme", Access::Write).unwrap();
    assert_eq!(
        said(directory::add_token(&mut work, draft("import", &[], Some(Lifetime::Days(0))))),
        "E0204 3 problems: `name`: there is a token \"import\" already; `permissions`: expected at least one permission, \
         found none; `expires`: expected a moment to come, found 0 days"
    );
}

#[test]
fn a_policy_says_how_long_tokens_may_last() {
    let parse = |days: &str| Model::parse(&format!("[environment]\nname = \"A\"\n[policy]\ntokenDays = {days}\n"));
    assert!(parse("1").is_ok() && parse("3650").is_ok());
    for bad in ["0", "3651", "-1", "4294967297"] {
        let (problem, place) = parse(bad).unwrap_err();
        assert_eq!(problem.to_string(), format!("expected 1 to 3650 days, found {bad}"));
        assert_eq!(place.map(|place| place.line), Some(4));
    }
}

#[test]
fn a_run_that_touched_a_token_of_others_would_be_seen() {
    let world = world();
    let mut work = world.app.enter("acme", Access::Write).unwrap();
    let outside = OutsideRows::take(&work).unwrap();
    directory::add_token(&mut work, reader("import")).unwrap();
    assert_eq!(outside.difference(&work).unwrap(), None);
    let organization = group(&work.transaction);
    directory::add_organization_token(&mut work.transaction, &organization, reader("reports")).unwrap();
    assert!(outside.difference(&work).unwrap().unwrap().starts_with("after: token: "));
}
