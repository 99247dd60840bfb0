//! Every command on a database of an earlier version. The list of commands comes from the manual: a new command without a case
//! here fails.

use super::old_database::OldDatabase;
use super::world::{Buffer, root};
use enlist::app::System;
use enlist::cli::{self, Exit, Terminal};
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Cursor;

/// A command line, and what it answers.
struct Case(&'static str, Answer);

/// What a command answers.
enum Answer {
    /// It looks: said for people, and a list in JSON with as many items as this counts.
    List(&'static str),
    /// It looks: said for people and in JSON.
    Look,
    /// It looks, and speaks in one way only.
    Text,
    /// It does something.
    Act,
    /// It does something with a file, which a server refuses.
    File,
}
use Answer::{Act, File, List, Look, Text};

/// The cases in the order in which they are carried out. A word with `~` has a blank there; `{run}` and the like are ids that
/// were looked up before, `{}` is a folder, `{database}` the database, `{scripts}` the example model.
const CASES: &[Case] = &[
    // Those that look.
    Case("doctor", Look),
    Case("env list", List("SELECT count(*) FROM environment")),
    Case("env show acme", Look),
    Case("org list", List("SELECT count(*) FROM organization")),
    Case("org show Acme~Holding", Look),
    Case("user list -e acme --limit 800", List("SELECT count(*) FROM membership WHERE environment_id = {acme}")),
    Case(
        "user list -e acme --limit 800 --filter inactive",
        List("SELECT count(*) FROM membership WHERE environment_id = {acme} AND active = 0"),
    ),
    Case("user list -e acme --search Ålström --group planning --limit 10", Look),
    Case("user show ada@example.com -e acme", Look),
    Case("account show ada@example.com", Look),
    Case("sessions list ada@example.com", Look),
    Case("group list -e acme", List("SELECT count(*) FROM member_group WHERE environment_id = {acme}")),
    Case("group show planning -e acme", Look),
    Case("menu list -e acme", List("SELECT count(*) FROM menu WHERE environment_id = {acme}")),
    Case("menu show office -e acme", Look),
    Case("role list -e acme", List("SELECT count(*) FROM role WHERE environment_id = {acme}")),
    Case("role show planner -e acme", Look),
    Case("field list -e acme", List("SELECT count(*) FROM profile_field WHERE environment_id = {acme}")),
    Case("field show site -e acme", Look),
    Case("token list -e acme", List("SELECT count(*) FROM token WHERE environment_id = {acme}")),
    Case("token list --org Acme~Holding", List("SELECT count(*) FROM token WHERE organization_id IS NOT NULL")),
    Case("token show everything -e acme", Look),
    Case("runs list -e acme --limit 1000", List("SELECT count(*) FROM run WHERE environment_id = {acme}")),
    Case("runs list -e initech", List("SELECT count(*) FROM run WHERE environment_id = {initech}")),
    Case("runs show {run} -e acme", Look),
    Case("runs show {failed} -e acme", Look),
    Case("script list -e acme", List("SELECT count(*) FROM script WHERE environment_id = {acme}")),
    Case("script show count.rhai -e acme", Look),
    Case("schedule list -e acme", List("SELECT count(*) FROM schedule WHERE environment_id = {acme}")),
    Case("schedule show {schedule} -e acme", Look),
    Case("jobs", Look),
    Case("jobs events -e acme", List("SELECT count(*) FROM delivery")),
    Case("jobs events -e acme --status givenUp", List("SELECT count(*) FROM delivery WHERE status = 'givenUp'")),
    Case("sweep --plan", Look),
    Case("audit list -e acme --limit 10000", List("SELECT count(*) FROM audit WHERE environment_id = {acme}")),
    Case("audit list --installation --limit 10000", List("SELECT count(*) FROM audit WHERE environment_id IS NULL")),
    Case("audit list -e acme --user ada@example.com", Look),
    Case("audit list -e acme --run {run}", Look),
    Case("audit verify", Look),
    Case("audit export --all", Text),
    Case("blame ada@example.com -e acme", Look),
    Case("outbox list -e acme --limit 10000", List("SELECT count(*) FROM letter WHERE environment_id = {acme}")),
    Case("outbox list -e acme --status dead", List("SELECT count(*) FROM letter WHERE status = 'dead'")),
    Case("outbox list --installation", List("SELECT count(*) FROM letter WHERE environment_id IS NULL")),
    Case("outbox show {letter} -e acme", Look),
    Case("outbox show {letter} -e acme --eml", Text),
    Case("plan {}/name.rhai -e acme", Look),
    Case("serve --show-config", Look),
    Case("manual", Text),
    Case("completions bash", Text),
    Case("explain E0101", Look),
    // Those that change something.
    Case("init", Act),
    Case("run {}/name.rhai -e acme --key once", Act),
    Case("capture {keyed} -e acme --to {}/captured.test.toml", Act),
    Case("check {scripts}", Act),
    Case("test {scripts}", Act),
    Case("user add new@example.com -e acme --name New --administrator false --locale en --language en", Act),
    Case("user add user10@example.com -e acme --name Ten --add-member-group-names sales", Act),
    Case("user activate user13@example.com -e acme", Act),
    Case("user deactivate user13@example.com -e acme", Act),
    Case("user ban user14@example.com -e acme", Act),
    Case("user lift nora@example.com -e acme", Act),
    Case("account unlock ivo@example.com", Act),
    Case("account reset-link ivo@example.com", Act),
    Case("account set-password ivo@example.com", Act),
    Case("account remove-second-factor ada@example.com", Act),
    Case("account unban jan@example.com", Act),
    Case("account ban jan@example.com", Act),
    Case("sessions end grace@example.com {session}", Act),
    Case("sessions end hal@example.com --all", Act),
    Case("group add drivers -e acme --label Drivers", Act),
    Case("group rename drivers riders -e acme", Act),
    Case("group copy planning plans -e acme", Act),
    Case("group join riders user10@example.com user11@example.com -e acme", Act),
    Case("group leave planning user12@example.com -e acme", Act),
    Case("group menus riders office -e acme", Act),
    Case("group remove riders -e acme --yes", Act),
    Case("menu add fleet -e acme", Act),
    Case("menu rename fleet cars -e acme", Act),
    Case("menu remove office -e acme --yes", Act),
    Case("role add driver -e acme --allow users.read", Act),
    Case("role change planner -e acme --deny scripts.run", Act),
    Case("role remove clerk -e acme --yes", Act),
    Case("field add shirt -e acme --type choice --choice S --choice L", Act),
    Case("field change jobTitle -e acme --label Job", Act),
    Case("field remove desk -e acme --yes", Act),
    Case("org add Umbrella", Act),
    Case("env add Lab --org Umbrella", Act),
    Case("env set -e acme --inactivity-months 6", Act),
    Case("env time-zone Europe/Madrid -e acme", Act),
    Case("env revoke mail.send -e acme", Act),
    Case("env grant mail.send -e acme", Act),
    Case("org dismiss Acme~Holding grace@example.com", Act),
    Case("org appoint Acme~Holding hal@example.com", Act),
    Case("token add later -e acme --may users.read", Act),
    Case("token revoke everything -e acme --yes", Act),
    Case("script add {}/name.rhai -e acme --who tokens", Act),
    Case("script change versions.rhai -e acme --who everybody", Act),
    Case(r#"script run count.rhai -e acme --input {"number":1} --as grace@example.com"#, Act),
    Case("schedule add name.rhai 0~6~*~*~* -e acme", Act),
    Case("schedule pause {schedule} -e acme", Act),
    Case("schedule resume {schedule} -e acme", Act),
    Case("schedule remove {schedule} -e acme --yes", Act),
    Case("jobs run", Act),
    Case("sweep -e acme", Act),
    Case("outbox resend {dead} -e acme", Act),
    Case("outbox export -e acme --to {}/letters", Act),
    Case("script remove refuse.rhai -e acme --yes", Act),
    Case("migrate --from {database} --to {}/moved.db", Act),
    Case("backup {}/copy.db", File),
    Case("restore {}/copy.db --yes", File),
];

/// A script that changes a member who was there.
const NAME: &str = r#"
let user = bizzStream.getUser(#{ globalEmailAddress: "user1@example.com" });
bizzStream.addUser(#{ globalEmailAddress: "user1@example.com", name: `${user.username} again` });
console.log("renamed");
"#;

#[test]
fn every_command_works_on_an_upgraded_database() {
    for old in OldDatabase::all() {
        std::fs::write(old.folder.path().join("name.rhai"), NAME).unwrap();
        old.move_to_now();
        let ids = ids(&old);
        for Case(line, answer) in CASES {
            let words: Vec<String> = line.split(' ').map(|word| filled(word, &ids)).collect();
            let expected = match (answer, old.is_file()) {
                (File, false) => Exit::Refused,
                _ => Exit::Done,
            };
            let with_json = |words: &[String]| words.iter().cloned().chain(["--json".to_owned()]).collect::<Vec<_>>();
            if !matches!(answer, Act | File) {
                let (exit, out, err) = enlist(&old, &words);
                assert!(exit == Exit::Done && !out.is_empty(), "{line}: {out}{err}");
            }
            if matches!(answer, Text) {
                continue;
            }
            let (exit, out, err) = enlist(&old, &with_json(&words));
            assert_eq!(exit, expected, "{line}: {out}{err}");
            if let List(count) = answer {
                let json: Value = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{line}: {error}: {out}"));
                let found =
                    json.as_array().or(json["users"].as_array()).unwrap_or_else(|| panic!("{line}: {out}")).len();
                let counted = old.outside().number(&filled(count, &ids));
                assert!(found as i64 == counted && counted > 0, "{line}: {found} of {counted}");
            }
        }
        let (exit, out, err) = enlist(&old, &["doctor".to_owned()]);
        assert_eq!(exit, Exit::Done, "{out}{err}");
        assert_eq!(old.json(&["audit", "verify"])["intact"], true);
    }
}

#[test]
fn every_command_has_a_case() {
    let manual = System::real().map(|system| {
        let (out, err) = (Buffer::default(), Buffer::default());
        let mut terminal = Terminal::captured(Box::new(out.clone()), Box::new(err), Box::new(Cursor::new(Vec::new())));
        cli::main(["enlist", "manual"].map(Into::into), &mut terminal, system);
        out.text()
    });
    let manual = manual.unwrap();
    let commands = manual.split("\n## Commands").nth(1).unwrap().split("\n## ").next().unwrap();
    let commands: BTreeSet<&str> =
        commands.lines().filter_map(|line| line.strip_prefix("### `enlist ")?.strip_suffix('`')).collect();
    assert!(commands.len() > 80, "{commands:?}");
    let has_case = |command: &str| {
        CASES.iter().any(|Case(line, _)| {
            line.strip_prefix(command).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        })
    };
    let missing: Vec<&&str> = commands.iter().filter(|command| !has_case(command)).collect();
    assert!(missing.is_empty(), "no case: {missing:?}");
}

/// What stands in the places of a case.
fn ids(old: &OldDatabase) -> Vec<(&'static str, String)> {
    let first = |words: &[&str], name: &str| {
        let found = old.json(words);
        found[0][name].as_str().unwrap_or_else(|| panic!("{words:?}: {found}")).to_owned()
    };
    let row =
        |id: &str| old.outside().number(&format!("SELECT id FROM environment WHERE public_id = '{id}'")).to_string();
    let run = |status: &str| {
        let query = format!(
            "SELECT public_id FROM run WHERE environment_id = {} AND status = '{status}' ORDER BY id DESC LIMIT 1",
            row("acme")
        );
        old.outside().texts(&query).remove(0)
    };
    vec![
        ("{run}", run("committed")),
        ("{failed}", run("failed")),
        ("{keyed}", old.outside().texts("SELECT public_id FROM run WHERE run_key = 'ten'").remove(0)),
        ("{letter}", first(&["outbox", "list", "-e", "acme"], "_id")),
        ("{dead}", first(&["outbox", "list", "-e", "acme", "--status", "dead"], "_id")),
        ("{schedule}", first(&["schedule", "list", "-e", "acme"], "_id")),
        ("{session}", old.outside().texts("SELECT s.public_id FROM session s JOIN account a ON a.id = s.account_id WHERE a.username = 'grace' ORDER BY s.id DESC LIMIT 1").remove(0)),
        ("{acme}", row("acme")),
        ("{initech}", row("initech")),
        ("{scripts}", root().join("scripts").display().to_string()),
        ("{database}", old.path.display().to_string()),
        ("{}", old.folder.path().display().to_string()),
    ]
}

fn filled(text: &str, ids: &[(&str, String)]) -> String {
    let text = if text.contains('~') { text.replace('~', " ") } else { text.to_owned() };
    ids.iter().fold(text, |text, (name, value)| text.replace(name, value))
}

/// Carries a command out in this process; a password stands on its standard input.
fn enlist(old: &OldDatabase, words: &[String]) -> (Exit, String, String) {
    let (out, err) = (Buffer::default(), Buffer::default());
    let input = Cursor::new(b"Ten-Green-Lanterns-9\n".to_vec());
    let mut terminal = Terminal::captured(Box::new(out.clone()), Box::new(err.clone()), Box::new(input));
    let database = ["--database", old.path.to_str().unwrap(), "--key-file"].map(str::to_owned);
    let database = database.into_iter().chain([old.key().display().to_string()]);
    // Commands that need no database refuse the options.
    let needs_one = !["check", "completions", "explain", "manual", "test"].contains(&words[0].as_str());
    let first = ["enlist".to_owned()].into_iter().chain(database.filter(|_| needs_one));
    let exit = cli::main(first.chain(words.iter().cloned()).map(Into::into), &mut terminal, System::real().unwrap());
    (exit, out.text(), err.text())
}
