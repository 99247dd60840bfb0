//! What addUser does to a directory (SPEC R2.1 to R2.6).

use super::world::{ACME, World};
use enlist::domain::{Action, LetterKind, RunStatus};
use enlist::store::Access;
use serde_json::json;

const ADA: &str = r#"bizzStream.addUser(#{
    globalEmailAddress: "Ada@Example.com", name: "Ada Lovelace", administrator: false, locale: "en", language: "en",
});"#;

#[test]
fn a_new_account_is_made_and_invited() {
    let mut world = World::acme();
    let run = world.run(ADA);
    assert_eq!(run.status, RunStatus::Committed);
    let [effect] = run.effects.as_slice() else { panic!("{:?}", run.effects) };
    assert_eq!((effect.action, effect.label.as_str()), (Action::Added, "Ada@Example.com"));
    let [letter] = run.letters.as_slice() else { panic!("{:?}", run.letters) };
    assert_eq!((letter.kind, letter.to.as_str()), (LetterKind::Welcome, "Ada@Example.com"));
}

#[test]
fn the_result_has_the_documented_shape_and_nothing_else() {
    let mut world = World::acme();
    let result = world.result(ADA.trim_end_matches(';'));
    assert_eq!(
        result,
        json!({
            "_id": result["_id"],
            "createdAt": "2023-01-01T00:00:00.000Z",
            "username": "Ada@Example.com",
            "globalEmails": [{ "address": "Ada@Example.com", "verified": false }],
            "profile": { "environments": { "acme": {
                "language": "en", "locale": "en", "active": false, "administrator": false,
                "name": "Ada Lovelace", "environmentEmail": "Ada@Example.com",
            } } },
            "_lastModifiedByUserId": "system",
            "_lastModifiedOn": "2023-01-01T00:00:00.000Z",
            "_createdOn": "2023-01-01T00:00:00.000Z",
            "_createdByUserId": "system",
        })
    );
    assert_eq!(result["_id"].as_str().map(str::len), Some(17));
}

#[test]
fn what_is_not_given_stays_as_it_is() {
    let mut world = World::acme();
    world.run(ADA);
    let run = world.run(r#"bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", active: true })"#);
    let [effect] = run.effects.as_slice() else { panic!("{:?}", run.effects) };
    assert_eq!(effect.action, Action::Changed);
    let [change] = effect.changes.as_slice() else { panic!("{:?}", effect.changes) };
    assert_eq!(change.property.as_str(), "active");
    assert!(run.letters.is_empty(), "a change sends no letter");
    let again = world.run(r#"bizzStream.addUser(#{ globalEmailAddress: "ADA@example.com", active: true })"#);
    assert!(again.effects.is_empty(), "nothing differs, so nothing happens");
}

#[test]
fn active_defaults_to_false_only_when_adding() {
    let mut world = World::acme();
    assert_eq!(environment_of(&world.result(ADA.trim_end_matches(';')))["active"], false);
    world.run(r#"bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", active: true })"#);
    let result = world.result(r#"bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", theme: "dark" })"#);
    assert_eq!(environment_of(&result)["active"], true);
}

#[test]
fn an_account_of_another_environment_is_linked_and_nothing_is_copied() {
    let other = ACME.replace("\"Acme\"", "\"Beta\"").replace("\"acme\"", "\"beta\"").replace(
        "[[menus]]\nname = \"office\"",
        "[policy]\nlanguage = \"nl\"\nlocale = \"de\"\n[[menus]]\nname = \"office\"",
    );
    let mut world = World::acme().with(&other);
    let first = world.result(ADA.trim_end_matches(';'));
    let run = world.run_in("beta", r#"bizzStream.addUser(#{ globalEmailAddress: "ada@example.com" })"#);
    let second: serde_json::Value = serde_json::from_str(run.result.as_deref().unwrap()).unwrap();
    assert_eq!(second["_id"], first["_id"], "one account, two memberships");
    assert_eq!(
        second["profile"]["environments"],
        json!({ "beta": {
            "language": "nl", "locale": "de", "active": false, "administrator": false,
            "name": "Ada@Example.com", "environmentEmail": "Ada@Example.com",
        } })
    );
    let [letter] = run.letters.as_slice() else { panic!("{:?}", run.letters) };
    assert_eq!((letter.kind, letter.language.written()), (LetterKind::Notice, "nl"));
    // What the first environment knows has not changed, and shows nothing of the second.
    let seen = world.result(r#"bizzStream.getUser(#{ globalEmailAddress: "ada@example.com" })"#);
    assert_eq!(seen, first);
}

#[test]
fn spanish_is_given_back_as_it_was_written() {
    let mut world = World::acme();
    for code in ["sp", "es"] {
        let result = world.result(&format!(
            r#"bizzStream.addUser(#{{ globalEmailAddress: "{code}@example.com", name: "X", administrator: false,
                locale: "{code}", language: "{code}" }})"#
        ));
        assert_eq!(environment_of(&result)["language"], code);
        assert_eq!(environment_of(&result)["locale"], code);
    }
}

#[test]
fn menus_are_replaced_added_and_cleared() {
    let mut world = World::acme();
    world.run(ADA);
    let cases = [
        (r#"menuName: "office""#, "office"),
        (r#"menuName: " OFFICE ""#, "office"),
        (r#"addMenuNames: ["reports"]"#, "office, reports"),
        (r#"addMenuIds: ["2345"]"#, "office, reports"),
        (r#"menuId: "2345""#, "office"),
        (r#"menuIds: ["2345"], menuNames: ["reports"]"#, "office, reports"),
        (r#"menuNames: ["reports"]"#, "reports"),
        (r#"menuNames: []"#, ""),
        (r#"addMenuNames: []"#, ""),
        (r#"menuName: "office", menuId: "2345""#, "office"),
        (r#"addMenuNames: (), menuName: ()"#, "office"),
    ];
    for (options, expected) in cases {
        world.result(&format!(r#"bizzStream.addUser(#{{ globalEmailAddress: "ada@example.com", {options} }})"#));
        let menus = details(&mut world).direct_menus;
        let names: Vec<&str> = menus.iter().map(|menu| menu.name.as_str()).collect();
        assert_eq!(names.join(", "), expected, "after {options}");
    }
}

#[test]
fn groups_are_replaced_added_and_cleared() {
    let mut world = World::acme();
    world.run(ADA);
    let cases = [
        (r#"memberGroupNames: ["planning", "managers"]"#, "managers, planning"),
        (r#"memberGroupIds: ["6789"]"#, "managers"),
        (r#"addMemberGroupNames: ["sales"]"#, "managers, sales"),
        (r#"addMemberGroupIds: ["12345"]"#, "managers, planning, sales"),
        (r#"memberGroupNames: ["planning"], memberGroupIds: ["12345"]"#, "planning"),
        (r#"memberGroupIds: []"#, ""),
    ];
    for (options, expected) in cases {
        world.result(&format!(r#"bizzStream.addUser(#{{ globalEmailAddress: "ada@example.com", {options} }})"#));
        let groups = details(&mut world).groups;
        let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
        assert_eq!(names.join(", "), expected, "after {options}");
    }
}

#[test]
fn a_users_menu_is_the_union_of_direct_menus_and_those_of_groups() {
    let mut world = World::acme();
    world.run(ADA);
    world.run(
        r#"bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", menuName: "office", memberGroupNames: ["planning"] })"#,
    );
    let details = details(&mut world);
    let names: Vec<&str> = details.menus.iter().map(|menu| menu.name.as_str()).collect();
    assert_eq!(names, ["office", "reports"]);
}

#[test]
fn names_and_ids_together_are_united_with_a_warning_at_the_option() {
    let mut world = World::acme();
    world.run(ADA);
    let run = world.run(
        "bizzStream.addUser(#{\n  globalEmailAddress: \"ada@example.com\",\n  menuName: \"office\",\n  menuId: \"2345\",\n})",
    );
    let [warning] = run.warnings.as_slice() else { panic!("{:?}", run.warnings) };
    assert_eq!(warning.code.as_str(), "W0001");
    let place = warning.place.unwrap();
    assert_eq!((place.line, place.column), (4, 3));
}

#[test]
fn a_loop_gives_a_warning_once() {
    let mut world = World::acme();
    let run = world.run(
        r#"for i in 0..50 { bizzStream.addUser(#{ globalEmailAddress: `u${i}@example.com`, name: "U", administrator: false,
            locale: "en", language: "en", menuName: "office", menuId: "2345" }); }"#,
    );
    assert_eq!((run.effects.len(), run.warnings.len()), (50, 1));
}

#[test]
fn the_extensions_are_kept() {
    let mut world = World::acme();
    world.run(ADA);
    world.run(
        r#"bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", theme: "dark", environmentEmail: "ada@acme.example",
            role: "Planner", externalId: "hr-1", profile: #{ jobTitle: "Analyst", site: "north" } })"#,
    );
    let membership = details(&mut world).user.membership;
    assert_eq!(membership.theme.as_str(), "dark");
    assert_eq!(membership.email.as_str(), "ada@acme.example");
    assert_eq!(membership.role.map(|role| role.name.to_string()).as_deref(), Some("planner"));
    assert_eq!(membership.external_id.as_deref(), Some("hr-1"));
    assert_eq!(membership.profile.len(), 2);
    // One field is emptied, the role taken away; the rest stays.
    world.run(r#"bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", role: "", profile: #{ site: () } })"#);
    let membership = details(&mut world).user.membership;
    assert!(membership.role.is_none());
    assert_eq!(membership.profile.len(), 1);
    assert_eq!(membership.external_id.as_deref(), Some("hr-1"));
}

#[test]
fn no_letter_is_written_if_none_is_wanted() {
    let mut world = World::acme();
    let run = world.run(&ADA.replace("administrator: false", "administrator: false, sendInvitation: false"));
    assert_eq!((run.effects.len(), run.letters.len()), (1, 0));
}

#[test]
fn one_address_gets_at_most_ten_letters_a_day() {
    let mut world = World::empty();
    for number in 0..12 {
        world = world.with(&format!("[environment]\nname = \"E{number}\"\n"));
    }
    let mut letters = 0;
    let mut warned = 0;
    for number in 0..12 {
        let run = world.run_in(&format!("E{number}"), ADA);
        assert_eq!(run.effects.len(), 1, "the membership is added all the same");
        letters += run.letters.len();
        warned += run.warnings.iter().filter(|warning| warning.code.as_str() == "W0003").count();
    }
    assert_eq!((letters, warned), (10, 2));
}

#[test]
fn the_last_administrator_stays() {
    let mut world = World::acme();
    world.run(
        r#"bizzStream.addUser(#{ globalEmailAddress: "boss@example.com", name: "Boss", administrator: true, active: true,
            locale: "en", language: "en" })"#,
    );
    for (option, place) in [("active: false", "1:63"), ("administrator: false", "1:63")] {
        let problems =
            world.problems(&format!(r#"bizzStream.addUser(#{{ globalEmailAddress: "boss@example.com", {option} }})"#));
        let name = option.split(':').next().unwrap();
        assert_eq!(
            problems,
            format!(
                "E0201 {place} `{name}`: Boss is the last active administrator of this environment | make somebody else an \
                 administrator first"
            )
        );
    }
    // With a second one it may go.
    let run = world.run(
        r#"bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", name: "Ada", administrator: true, active: true,
               locale: "en", language: "en" });
           bizzStream.addUser(#{ globalEmailAddress: "boss@example.com", active: false });"#,
    );
    assert_eq!(run.status, RunStatus::Committed, "{:?}", run.error);
}

#[test]
fn a_banned_member_is_not_revived() {
    let mut world = World::acme();
    world.run(ADA);
    let work = world.app.enter("acme", Access::Write).unwrap();
    enlist::store::user::membership::set_banned(&work, &work_user(&work).membership, true).unwrap();
    work.commit().unwrap();
    let run = world.run(r#"bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", active: true })"#);
    assert_eq!(run.warnings.first().map(|warning| warning.code.as_str()), Some("W0002"));
    let membership = details(&mut world).user.membership;
    assert!(membership.banned, "only an administrator lifts a ban, expressly");
}

#[test]
fn an_external_id_belongs_to_one_user() {
    let mut world = World::acme();
    world.run(&ADA.replace("administrator: false", "administrator: false, externalId: \"hr-1\""));
    let problems = world.problems(
        "bizzStream.addUser(#{ globalEmailAddress: \"bob@example.com\", name: \"Bob\", administrator: false,\n locale: \"en\", \
         language: \"en\", externalId: \"hr-1\" })",
    );
    assert_eq!(problems, "E0204 2:32 `externalId`: another user has the external id \"hr-1\"");
}

#[test]
fn a_plan_tells_the_same_and_leaves_no_trace() {
    let mut world = World::acme();
    let before = world.rows();
    let planned = world.app.run("acme", &super::world::request(ADA), enlist::script::Mode::Plan).unwrap();
    assert_eq!(planned.status, RunStatus::Planned);
    assert_eq!(world.rows(), before);
    let committed = world.run(ADA);
    let told = |run: &enlist::domain::Run| {
        run.effects
            .iter()
            .map(|effect| (effect.label.clone(), effect.changes.clone(), effect.place))
            .collect::<Vec<_>>()
    };
    assert_eq!(told(&planned), told(&committed));
}

#[test]
fn nothing_of_a_failed_run_stays_but_its_record() {
    let mut world = World::acme();
    let before = world.rows();
    let run = world.run(&format!("{ADA}\nthrow \"stop\";"));
    assert_eq!(run.status, RunStatus::Failed);
    let without_record = |rows: String| {
        rows.lines()
            .filter(|line| !line.starts_with("run:") && !line.starts_with("script_version:"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(without_record(world.rows()), without_record(before));
    let work = world.app.enter("acme", Access::Write).unwrap();
    let recorded = enlist::store::run::find(&work, run.id.unwrap().as_str()).unwrap().unwrap();
    assert_eq!(recorded.status, RunStatus::Failed);
    assert_eq!(recorded.error.unwrap().message, "stop");
}

#[test]
fn a_recorded_run_tells_everything_again() {
    let mut world = World::acme();
    let run = world.run(&format!("print(\"hello\"); {ADA} 42"));
    let work = world.app.enter("acme", Access::Write).unwrap();
    let recorded = enlist::store::run::find(&work, run.id.as_ref().unwrap().as_str()).unwrap().unwrap();
    assert_eq!(recorded.effects, run.effects);
    assert_eq!(recorded.letters, run.letters);
    assert_eq!(recorded.log, ["hello"]);
    assert_eq!(recorded.result.as_deref(), Some("42"));
    assert_eq!(recorded.operations, run.operations);
    assert_eq!(recorded.version, run.version);
}

fn environment_of(result: &serde_json::Value) -> &serde_json::Value {
    &result["profile"]["environments"]["acme"]
}

fn details(world: &mut World) -> enlist::directory::UserDetails {
    let mut work = world.app.enter("acme", Access::Write).unwrap();
    let user = work_user(&work);
    enlist::directory::show_user(&mut work, user).unwrap()
}

fn work_user(work: &enlist::store::Work) -> enlist::domain::User {
    enlist::directory::find_user(work, "ada@example.com").unwrap()
}
