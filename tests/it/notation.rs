//! The published JavaScript and what becomes of it (SPEC R2.12).

use super::world::World;
use enlist::domain::RunStatus;
use enlist::store::Access;

/// The environment that the published example takes for granted.
const EXAMPLE: &str = r#"
[environment]
name = "Example"
id = "example-environment"
[[menus]]
name = "menuOne"
id = "2345"
[[groups]]
name = "planning"
id = "12345"
[[groups]]
name = "managers"
id = "6789"
"#;

/// The code block of seed 002, unchanged.
const PUBLISHED: &str = "bizzStream.addUser({
     'globalEmailAddress': 'johnsmith@bizzstream.com',
     'name': 'John Smith',
     'administrator': true,
     'active': true,
     'locale': 'en',
     'language': 'en',
     'menuName': 'menuOne',
     'menuId' : '2345',
     'memberGroupNames': ['planning', 'managers'],
     'memberGroupIds': ['12345', '6789']
})";

#[test]
fn the_published_example_runs_unchanged() {
    let mut world = World::empty().with(EXAMPLE);
    let run = world.run_in("example-environment", PUBLISHED);
    assert_eq!(run.status, RunStatus::Committed, "{:?}", run.error);
    let result: serde_json::Value = serde_json::from_str(run.result.as_deref().unwrap()).unwrap();
    let documented = serde_json::json!({
        "_id": result["_id"],
        "createdAt": "2023-01-01T00:00:00.000Z",
        "username": "johnsmith@bizzstream.com",
        "globalEmails": [{ "address": "johnsmith@bizzstream.com", "verified": false }],
        "profile": { "environments": { "example-environment": {
            "language": "en", "locale": "en", "active": true, "administrator": true,
            "name": "John Smith", "environmentEmail": "johnsmith@bizzstream.com",
        } } },
        "_lastModifiedByUserId": "system",
        "_lastModifiedOn": "2023-01-01T00:00:00.000Z",
        "_createdOn": "2023-01-01T00:00:00.000Z",
        "_createdByUserId": "system",
    });
    assert_eq!(result, documented);
    let mut work = world.app.enter("example-environment", Access::Write).unwrap();
    let user = enlist::directory::find_user(&work, "johnsmith@bizzstream.com").unwrap();
    let details = enlist::directory::show_user(&mut work, user).unwrap();
    let names = |names: Vec<&str>| names.join(", ");
    assert_eq!(names(details.direct_menus.iter().map(|menu| menu.name.as_str()).collect()), "menuOne");
    assert_eq!(names(details.groups.iter().map(|group| group.name.as_str()).collect()), "managers, planning");
}

#[test]
fn javascript_pieces_with_one_meaning_are_read_as_rhai() {
    let mut world = World::acme();
    let cases = [
        ("'single'", "\"single\""),
        ("'a'", "\"a\""),
        ("''", "\"\""),
        ("'it\\'s'", "\"it's\""),
        ("'caf\\u00e9'", "\"café\""),
        ("null", "null"),
        ("undefined", "null"),
        ("var x = 3; x", "3"),
        ("const x = 3; x", "3"),
        ("function twice(x) { return x * 2; } twice(4)", "8"),
        ("1 === 1", "true"),
        ("1 !== 1", "false"),
        ("if (1 === 1 && !(2 === 1)) { 'yes' } else { 'no' }", "\"yes\""),
        ("let xs = [{ 'a': 1 }, { 'a': 2 }]; xs[1].a", "2"),
        ("let m = #{ 'x': { 'y': [ { z: 5 } ] } }; m.x.y[0].z", "5"),
        ("fn pick(map) { map.k } pick({ k: 'v' })", "\"v\""),
        ("switch 2 { 1 => { 'a' }, 2 => { 'b' } }", "\"b\""),
        ("let x = if true { 1 } else { 2 }; x", "1"),
        ("let x = { 40 + 2 }; x", "42"),
        ("[1, 2, 3].map(|n| { n * 2 })", "[2,4,6]"),
        ("`${1 + 1} and ${'x'}`", "\"2 and x\""),
    ];
    for (script, expected) in cases {
        let run = world.run(script);
        assert_eq!(run.result.as_deref(), Some(expected), "{script}: {:?}", run.error.map(|error| error.message));
    }
}

#[test]
fn positions_stay_exact_in_the_old_notation() {
    let mut world = World::acme();
    let script = "bizzStream.addUser({\n     'globalEmailAddress': 'x',\n     'nam' : 'y'\n})";
    let problems = world.problems(script);
    let heads: Vec<&str> = problems.lines().map(|line| &line[..9]).collect();
    assert_eq!(heads, ["E0104 2:6", "E0101 3:6"]);
}
