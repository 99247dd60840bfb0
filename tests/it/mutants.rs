//! Mutants: one small mistake each, in the text as it was written (SPEC R3.3).

use super::world::root;
use enlist::script::{Mutant, MutantKind, mutants};
use std::collections::HashSet;

/// The mutants of a kind: place, description, and the lines that changed.
fn told(source: &str, kind: MutantKind) -> Vec<String> {
    let of_kind = mutants(source).into_iter().filter(|mutant| mutant.kind == kind);
    of_kind.map(|mutant| told_one(source, &mutant)).collect()
}

fn told_one(source: &str, mutant: &Mutant) -> String {
    let old: Vec<&str> = source.lines().collect();
    let new: Vec<&str> = mutant.source.lines().collect();
    let same = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let changed =
        if new.len() < old.len() { String::new() } else { new.get(same).copied().unwrap_or_default().to_owned() };
    format!("{}:{} {} | {}", mutant.place.line, mutant.place.column, mutant.description, changed)
}

const SCRIPT: &str = r#"if input == () || input.email == () {
    throw "no";
}
// Adds somebody.
bizzStream.addUser(#{
    globalEmailAddress: input.email,
    language: "en", // as the form
    active: true,
    menuNames: ["office"], addMemberGroupNames: ["sales"]
});
if input.age >= 18 && !input.quiet { bizzStream.emitEvent("grown") }
"#;

#[test]
fn options_are_left_out() {
    assert_eq!(
        told(SCRIPT, MutantKind::DropOption),
        [
            "6:5 removes the option `globalEmailAddress` | ",
            "7:5 removes the option `language` |     // as the form",
            "8:5 removes the option `active` | ",
            "9:5 removes the option `menuNames` |     addMemberGroupNames: [\"sales\"]",
            "9:28 removes the option `addMemberGroupNames` |     menuNames: [\"office\"]",
        ]
    );
}

#[test]
fn options_that_add_replace_and_the_other_way_round() {
    assert_eq!(
        told(SCRIPT, MutantKind::SwapOption),
        [
            "9:5 writes `addMenuNames` in place of `menuNames` |     addMenuNames: [\"office\"], addMemberGroupNames: [\"sales\"]",
            "9:28 writes `memberGroupNames` in place of `addMemberGroupNames` |     menuNames: [\"office\"], memberGroupNames: [\"sales\"]",
        ]
    );
    let set = "let o = #{ globalEmailAddress: input }; o.addMenuIds = [\"2345\"]; bizzStream.addUser(o)";
    assert!(mutants(set).iter().any(|mutant| mutant.source == set.replace("addMenuIds", "menuIds")));
}

#[test]
fn texts_booleans_conditions_operators_and_calls() {
    assert_eq!(
        told(SCRIPT, MutantKind::ChangeText),
        ["7:15 writes \"de\" in place of \"en\" |     language: \"de\", // as the form"]
    );
    assert_eq!(told(SCRIPT, MutantKind::FlipBoolean), ["8:13 writes `false` in place of `true` |     active: false,"]);
    assert_eq!(
        told(SCRIPT, MutantKind::NegateCondition),
        [
            "1:4 negates the condition | if !(input == () || input.email == ()) {",
            "11:4 negates the condition | if !(input.age >= 18 && !input.quiet) { bizzStream.emitEvent(\"grown\") }",
        ]
    );
    assert_eq!(
        told(SCRIPT, MutantKind::ChangeOperator),
        [
            "1:10 writes `!=` in place of `==` | if input != () || input.email == () {",
            "1:16 writes `&&` in place of `||` | if input == () && input.email == () {",
            "1:31 writes `!=` in place of `==` | if input == () || input.email != () {",
            "11:14 writes `>` in place of `>=` | if input.age > 18 && !input.quiet { bizzStream.emitEvent(\"grown\") }",
            "11:20 writes `||` in place of `&&` | if input.age >= 18 || !input.quiet { bizzStream.emitEvent(\"grown\") }",
        ]
    );
    assert_eq!(
        told(SCRIPT, MutantKind::RemoveCall),
        [
            "5:1 removes the call of `bizzStream.addUser` | ",
            "11:38 removes the call of `bizzStream.emitEvent` | if input.age >= 18 && !input.quiet { }",
        ]
    );
}

#[test]
fn the_published_notation_has_mutants_too() {
    let source = std::fs::read_to_string(root().join("scripts/published/add_user.js")).unwrap();
    let all = mutants(&source);
    let has = |text: &str| all.iter().any(|mutant| mutant.source.contains(text));
    assert!(
        has("'administrator': false")
            && has("'addMemberGroupNames': ['planning', 'managers']")
            && has("'locale': 'de'")
    );
    assert!(all.iter().any(|mutant| !mutant.source.contains("'menuId'")));
    let strict = "let n = 1; if (n === 1) { print('one') }";
    assert!(mutants(strict).iter().any(|mutant| mutant.source.contains("n !== 1")));
}

#[test]
fn mutants_are_new_readable_and_in_order() {
    for script in ["onboard", "move_team", "leaver", "nightly_import"] {
        let source = std::fs::read_to_string(root().join(format!("scripts/{script}.rhai"))).unwrap();
        let all = mutants(&source);
        assert!(all.len() > 15, "{script}: {}", all.len());
        assert_eq!(all, mutants(&source), "always the same");
        assert!(all.iter().all(|mutant| mutant.source != source));
        assert!(all.is_sorted_by_key(|mutant| mutant.place));
        let different: HashSet<&str> = all.iter().map(|mutant| mutant.source.as_str()).collect();
        assert_eq!(different.len(), all.len());
    }
    assert_eq!(mutants("let x = ;"), []);
    assert_eq!(mutants(""), []);
}
