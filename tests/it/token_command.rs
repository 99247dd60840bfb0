//! The command `token`: what people and programs read of it.

use super::world::Shell;
use enlist::cli::Exit;
use serde_json::json;

const ADD: [&str; 5] = ["token", "add", "nightly import", "--may", "users.read,users.write"];

#[test]
fn a_secret_is_shown_once() {
    let shell = Shell::acme();
    let out = shell.out(&ADD);
    let secret = out.lines().last().unwrap();
    assert!(secret.starts_with("enlist_") && secret.len() == 50, "{secret}");
    assert_eq!(
        out.replace(secret, "SECRET"),
        "+ token nightly import
  + name         nightly import
  + permissions  users.read, users.write
  + expiresAt    2023-04-01T00:00:00.000Z
1 added

the secret, which is not shown again; only its hash is stored:

SECRET
"
    );
    let later = ["list", "show", "revoke", "show"].map(|verb| match verb {
        "list" => shell.out(&["token", "list"]),
        "revoke" => shell.out(&["token", "revoke", "nightly import", "--yes"]),
        verb => shell.out(&["token", verb, "nightly import"]),
    });
    let audit = [shell.out(&["audit", "list"]), shell.out(&["audit", "export"])];
    for text in later.iter().chain(&audit) {
        assert!(!text.contains(&secret[7..]), "{text}");
    }
    assert!(audit[0].contains("nightly import"));
    let file = shell.out(&["token", "show", "nightly import", "--json"]);
    assert!(!file.contains("secret") && !file.contains("hash"), "{file}");
}

#[test]
fn tokens_are_listed_and_shown() {
    let shell = Shell::acme();
    assert_eq!(
        shell.out(&["token", "list"]),
        "there is no token yet; `enlist token add NAME --may PERMISSION` adds one\n"
    );
    let added = shell.json(&ADD);
    let id = added["_id"].as_str().unwrap();
    assert_eq!(
        shell.out(&["token", "list"]),
        format!(
            "NAME            STATUS  EXPIRES                   LAST USED  MAY                      ID
nightly import  active  2023-04-01T00:00:00.000Z  never      users.read, users.write  {id}
"
        )
    );
    assert_eq!(
        shell.out(&["token", "show", id]),
        format!(
            "name       nightly import
id         {id}
reaches    the environment Acme
may        users.read, users.write
status     active
added      2023-01-01T00:00:00.000Z
added by   operator
expires    2023-04-01T00:00:00.000Z
last used  never
"
        )
    );
}

#[test]
fn programs_read_json() {
    let shell = Shell::acme();
    let mut added = shell.json(&ADD);
    let secret = added.as_object_mut().unwrap().remove("secret").unwrap();
    assert!(secret.as_str().unwrap().starts_with("enlist_"));
    assert_eq!(
        added,
        json!({
            "_id": added["_id"],
            "name": "nightly import",
            "permissions": ["users.read", "users.write"],
            "environment": { "_id": "acme", "name": "Acme" },
            "organization": null,
            "status": "active",
            "createdAt": "2023-01-01T00:00:00.000Z",
            "createdBy": "operator",
            "expiresAt": "2023-04-01T00:00:00.000Z",
            "lastUsedAt": null,
            "revokedAt": null,
        })
    );
    assert_eq!(shell.json(&["token", "list"]), json!([added]));
    assert_eq!(shell.json(&["token", "show", "Nightly Import"]), added);
    let revoked = shell.json(&["token", "revoke", "nightly import", "--yes"]);
    assert_eq!((&revoked["status"], &revoked["revokedAt"]), (&json!("revoked"), &json!("2023-01-01T00:00:00.000Z")));
}

#[test]
fn a_token_is_revoked_after_confirmation_and_twice_is_once() {
    let shell = Shell::acme();
    shell.out(&ADD);
    let ended = shell.enlist(&["token", "revoke", "nightly import"]);
    assert_eq!(ended.exit, Exit::Refused);
    assert_eq!(
        ended.err,
        "error[E0206]: whoever uses the token \"nightly import\" is refused from then on, for good
  help: confirm with `--yes`
"
    );
    let revoke = ["token", "revoke", "nightly import", "--yes"];
    assert_eq!(
        shell.out(&revoke),
        "- token nightly import
  - name         nightly import
  - permissions  users.read, users.write
  - expiresAt    2023-04-01T00:00:00.000Z
1 removed
"
    );
    assert_eq!(shell.out(&revoke), "nothing changed\n");
    let shown = shell.out(&["token", "show", "nightly import"]);
    assert!(shown.contains("status     revoked") && shown.contains("revoked    2023-01-01"), "{shown}");
    let audit = shell.json(&["audit", "list", "--subject", "token"]);
    let actions: Vec<&str> = audit.as_array().unwrap().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["removed", "added"]);
    assert!(shell.out(&["audit", "verify"]).contains("intact"));
}

#[test]
fn a_token_can_reach_a_whole_organization() {
    let shell = Shell::acme();
    let of = ["--organization", "Acme"];
    let add = ["token", "add", "reports", "--may", "users.read", "--may", "runs.read", "--expires", "2023-06-01"];
    let out = shell.out(&[&add[..], &of].concat());
    assert!(out.starts_with("+ token reports\n  + name          reports\n  + organization  Acme\n"), "{out}");
    assert_eq!(shell.json(&["token", "list"]), json!([]));
    let all = shell.json(&[&["token", "list"][..], &of].concat());
    assert_eq!((&all[0]["environment"], &all[0]["organization"]["name"]), (&json!(null), &json!("Acme")));
    assert_eq!(all[0]["permissions"], json!(["users.read", "runs.read"]));
    let shown = shell.out(&[&["token", "show", "reports"][..], &of].concat());
    assert!(shown.contains("reaches    all environments of Acme\n"), "{shown}");
    assert!(shown.contains("expires    2023-06-01T00:00:00.000Z\n"), "{shown}");
    assert_eq!(shell.enlist(&["token", "show", "reports"]).exit, Exit::Refused);
    assert!(shell.out(&[&["token", "revoke", "reports", "--yes"][..], &of].concat()).ends_with("1 removed\n"));
}

#[test]
fn wrong_words_are_told_before_anything_is_done() {
    let shell = Shell::acme();
    for (words, says) in [
        (&["--may", "users.red"][..], "users.read"),
        (&["--may", ""], "users.read"),
        (&[], "--may"),
        (&["--may", "users.read", "--expires", "soon"], "write days as `90d`"),
        (&["--may", "users.read", "--expires=-1d"], "found \"-1d\""),
    ] {
        let ended = shell.enlist(&[&["token", "add", "import"][..], words].concat());
        assert_eq!(ended.exit, Exit::Usage, "{words:?}");
        assert!(ended.err.contains(says), "{words:?}: {}", ended.err);
    }
    assert_eq!(shell.json(&["token", "list"]), json!([]));
}

#[test]
fn shells_complete_permissions() {
    let shell = Shell::new();
    for name in ["bash", "zsh", "fish"] {
        assert!(shell.out(&["completions", name]).contains("users.administrators"), "{name}");
    }
}

#[test]
fn an_environment_says_how_long_tokens_last() {
    let shell = Shell::acme();
    assert!(shell.out(&["env", "show"]).contains("tokens last at most  365 days\n"));
    let added = shell.json(&["env", "add", "Beta", "--token-days", "7"]);
    assert_eq!(added["policy"]["tokenDays"], 7);
    let add = ["token", "add", "import", "--may", "users.read", "-e", "beta"];
    let ended = shell.enlist(&[&add[..], &["--expires", "8d"]].concat());
    assert!(ended.err.contains("expected at most 7 days, found 8 days"), "{}", ended.err);
    assert_eq!(shell.json(&add)["expiresAt"], "2023-01-08T00:00:00.000Z");
    assert_eq!(shell.enlist(&["env", "add", "Gamma", "--token-days", "0"]).exit, Exit::Usage);
}
