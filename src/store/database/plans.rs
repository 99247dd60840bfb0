//! Tests that no list scans a whole table that grows without bound: the database explains the plan of each statement of the
//! lists.

use crate::domain::{
    AuditQuery, Caller, EmailAddress, Ids, LetterKind, LetterStatus, Moment, Name, Policy, PublicId, Secret, Subject,
    UserFilter, UserMatch, UserQuery, UserSort,
};
use crate::store::letter::outbox;
use crate::store::sql::Access;
use crate::store::sql::Sql;
use crate::store::transaction::{SharedIds, Work};
use crate::store::user::{membership, search};
use crate::store::{Store, audit, environment, letter, organization, run, user};
use std::cell::RefCell;
use std::rc::Rc;

struct NoIds;

impl Ids for NoIds {
    fn next(&mut self) -> PublicId {
        PublicId::stored("id".to_owned())
    }

    fn secret(&mut self) -> [u8; Secret::BYTES] {
        [0; Secret::BYTES]
    }
}

/// Returns an environment with more users than are sorted, so that the lists follow an index.
fn crowd() -> (Store, Work) {
    let store = Store::temporary(None).unwrap();
    let ids: SharedIds = Rc::new(RefCell::new(NoIds));
    let transaction = store.begin(Access::Write, Moment(1), ids, Caller::Operator).unwrap();
    let name = Name::parse("Acme").unwrap();
    let owner = organization::insert(&transaction, &PublicId::stored("o".to_owned()), &name).unwrap();
    let id = PublicId::stored("acme".to_owned());
    environment::insert(&transaction, &id, owner, &name, &Policy::default()).unwrap();
    transaction
        .sql
        .batch(
            "INSERT INTO account
                 WITH RECURSIVE number (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM number LIMIT 2500)
                 SELECT value, 'a' || value, 'u' || value, 'u' || value || '@example.com',
                     'u' || value || '@example.com', 0, 'denied', NULL, 0, 0, NULL, 0, 1, 1 FROM number;
             INSERT INTO login_name SELECT address_key, id FROM account;
             INSERT INTO membership (id, environment_id, account_id, name, name_key, email, email_key, language, locale, theme,
                 active, administrator, banned, profile, created_at, created_by, modified_at, modified_by)
             SELECT id, 1, id, 'User', 'user', address, address_key, 'en', 'en', 'systemSettings', 0, 1, 1, '{}', 1, 'system',
                 1, 'system' FROM account;",
        )
        .unwrap();
    search::rebuild(&transaction).unwrap();
    let environment = environment::all(&transaction).unwrap().remove(0);
    transaction.sql.seen.take();
    (store, transaction.enter(environment))
}

/// The scans that are allowed: of a table with one row, of rows that are parameters, of the results of a search, and of
/// partial indexes with few rows.
const ALLOWED: &[&str] = &[
    "SCAN json_each",
    "SCAN user_search",
    "SCAN (subquery",
    "SCAN written",
    "SCAN a USING COVERING INDEX account_banned",
    "SCAN a USING COVERING INDEX account_denied",
];

/// Returns the forbidden steps in the plans of the statements that were executed since the last call.
fn wrong(sql: &Sql) -> Vec<String> {
    let seen = sql.seen.take();
    assert!(!seen.is_empty(), "no statement was executed");
    let mut wrong = Vec::new();
    for statement in seen.iter().filter(|statement| statement.trim_start().starts_with("SELECT")) {
        let mut explained = sql.file().unwrap().0.prepare(&format!("EXPLAIN QUERY PLAN {statement}")).unwrap();
        let mut rows = explained.raw_query();
        let mut plan: Vec<String> = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            plan.push(row.get(3).unwrap());
        }
        // The few rows that an index found are sorted. The index of addresses is followed to its end, page by page.
        let few = statement.contains("json_each(");
        let allowed = |step: &str| ALLOWED.iter().any(|start| step.starts_with(start)) || step == "SCAN l";
        let is_wrong = |step: &&String| {
            (step.starts_with("SCAN") && !allowed(step)) || (step.starts_with("USE TEMP B-TREE") && !few)
        };
        wrong.extend(plan.iter().filter(is_wrong).map(|step| format!("{step}: {statement}")));
    }
    wrong
}

#[test]
fn no_list_of_users_scans_all_users() {
    let (_store, work) = crowd();
    let mut followed = 0;
    for text in [None, Some("user"), Some("u7@"), Some("u")] {
        for filter in
            [UserFilter::All, UserFilter::Active, UserFilter::Inactive, UserFilter::Banned, UserFilter::Denied]
        {
            for sort in [UserSort::Name, UserSort::Address, UserSort::CreatedOn, UserSort::LastModifiedOn] {
                for (descending, after) in [(false, None), (true, None), (false, Some("a7")), (true, Some("a7"))] {
                    for group in [None, Some("planning")] {
                        let query = UserQuery {
                            text: text.map(str::to_owned),
                            filter,
                            sort,
                            descending,
                            after: after.map(str::to_owned),
                            group: group.map(str::to_owned),
                            limit: 50,
                            ..UserQuery::default()
                        };
                        work.sql().seen.take();
                        user::list(&work, &query).unwrap();
                        followed += usize::from(
                            work.sql().seen.borrow().iter().any(|seen| seen.contains("INDEXED BY membership_by_")),
                        );
                        let wrong = wrong(work.sql());
                        assert!(wrong.is_empty(), "{query:?}: {wrong:#?}");
                    }
                }
            }
        }
    }
    assert!(followed > 100, "orders were followed {followed} times");
}

#[test]
fn no_other_list_scans_a_whole_table() {
    let (_store, work) = crowd();
    let mut all = Vec::new();
    let mut look = |what: &str| all.extend(wrong(work.sql()).into_iter().map(|wrong| format!("{what}: {wrong}")));
    for before in [None, Some("x")] {
        run::list(&work, before, 50).unwrap();
        letter::list(&work, before, 50).unwrap();
        letter::list_of(&work, Some(LetterStatus::Dead), before, 50).unwrap();
        look("runs and letters");
    }
    letter::list_of_installation(&work.transaction, Some(LetterStatus::Dead), 50).unwrap();
    let address = EmailAddress::parse("u7@example.com").unwrap();
    for environment in [None, Some(1)] {
        letter::count_since(&work.transaction, environment, &address, Moment(1)).unwrap();
    }
    letter::count_of_installation(&work.transaction, LetterKind::Reset, &address, Moment(1)).unwrap();
    outbox::is_due(&work.transaction).unwrap();
    look("letters of all environments");
    for (run, id, before) in
        [(None, None, None), (Some("x"), None, None), (None, Some("y"), Some(7)), (None, None, Some(7))]
    {
        let query = AuditQuery {
            subject: id.map(|_| Subject::User),
            id: id.map(str::to_owned),
            run: run.map(str::to_owned),
            before,
            limit: 50,
        };
        audit::of_environment(&work, &query).unwrap();
        audit::of_installation(&work.transaction, &query).unwrap();
        look("audit");
    }
    audit::about_user(&work, &PublicId::stored("a7".to_owned()), "u7@example.com").unwrap();
    look("what happened to a user");
    audit::each_of_environment(&work, |_| Ok(())).unwrap();
    audit::each_of_installation(&work.transaction, |_| Ok(())).unwrap();
    look("exports");
    let one = |id: Option<&str>, email: Option<&str>, name: Option<&str>| UserMatch {
        id: id.map(str::to_owned),
        email: email.map(str::to_owned),
        name: name.map(str::to_owned),
        ..UserMatch::default()
    };
    for wanted in
        [one(Some("a7"), None, None), one(None, Some("u7@example.com"), None), one(Some("a7"), None, Some("user"))]
    {
        membership::matching(&work, &wanted).unwrap();
        // The matching users are sorted; they are few.
        let wrong: Vec<String> = wrong(work.sql()).into_iter().filter(|wrong| !wrong.starts_with("USE TEMP")).collect();
        assert!(wrong.is_empty(), "{wanted:?}: {wrong:#?}");
    }
    assert!(all.is_empty(), "{all:#?}");
}
