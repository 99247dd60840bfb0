//! What an operator can mistake about files is a refusal with a way out, and nothing is changed.

use super::world::Shell;
use enlist::cli::Exit;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

/// Commands on a database file, and what each of them says.
fn refused(shell: &Shell, words: &[&str], code: &str, found: &str, help: &str) {
    let ended = shell.enlist(words);
    assert_eq!(ended.exit, Exit::Refused, "{words:?}: {}{}", ended.out, ended.err);
    assert!(ended.err.starts_with(&format!("error[{code}]")), "{words:?}: {}", ended.err);
    assert!(ended.err.contains(found), "{words:?}: {}", ended.err);
    // A way out that is longer than a line is wrapped.
    let said = ended.err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains(help), "{words:?}: {}", ended.err);
}

#[test]
fn a_path_that_is_no_place_for_a_database_is_refused() {
    let shell = Shell::new();
    std::fs::create_dir(shell.path("folder")).unwrap();
    shell.write("file", "");
    let on = |path: &'static str, words: &[&'static str]| -> Vec<&'static str> {
        ["--database", path].into_iter().chain(words.iter().copied()).collect()
    };
    for words in [&["user", "list"][..], &["init"], &["serve"], &["sweep"], &["doctor", "--mend-search"]] {
        refused(&shell, &on("{}/folder", words), "E0407", "{}/folder is a folder", "name a file in it");
        refused(&shell, &on("", words), "E0404", "the path of the database is \"\"", "name a file with `--database`");
        refused(&shell, &on("/dev/null", words), "E0407", "/dev/null is not a regular file", "name another file");
    }
    refused(&shell, &on(":memory:", &["init"]), "E0404", "the path of the database is \":memory:\"", "name a file");
    refused(&shell, &on("{}/none/x.db", &["user", "list"]), "E0404", "there is no database", "enlist init");
    refused(&shell, &on("{}/none/x.db", &["init"]), "E0401", "{}/none does not exist", "create the folder");
    refused(&shell, &on("{}/file/x.db", &["init"]), "E0401", "{}/file is not a folder", "name a file in a folder");
    assert!(shell.enlist(&on("{}/folder", &["doctor"])).out.contains("is a folder"));
    assert_eq!(std::fs::read_dir(shell.path("folder")).unwrap().count(), 0);
}

#[test]
fn a_backup_and_its_way_back_name_files_that_can_be_used() {
    let shell = Shell::new();
    shell.out(&["--database", "{}/one.db", "init"]);
    std::fs::create_dir(shell.path("folder")).unwrap();
    let on = |words: &[&'static str]| -> Vec<&'static str> {
        ["--database", "{}/one.db"].into_iter().chain(words.iter().copied()).collect()
    };
    refused(&shell, &on(&["backup", "{}/folder", "--force"]), "E0204", "{}/folder is a folder", "name a file in it");
    refused(&shell, &on(&["backup", "/dev/null", "--force"]), "E0204", "not a regular file", "name another file");
    refused(&shell, &on(&["backup", "{}/none/x.db"]), "E0401", "{}/none does not exist", "create the folder");
    shell.out(&on(&["backup", "{}/copy.db"]));
    refused(&shell, &on(&["restore", "{}/none.db", "--yes"]), "E0404", "there is no database", "name another file");
    refused(&shell, &on(&["restore", "{}/folder", "--yes"]), "E0407", "is a folder", "take another backup");
    let restore = |to: &'static str| ["--database", to, "restore", "{}/copy.db", "--yes"];
    refused(&shell, &restore("{}/folder"), "E0407", "{}/folder is a folder", "name a file in it");
    refused(&shell, &restore("{}/none/x.db"), "E0401", "{}/none does not exist", "create the folder");
    let migrate = |from: &'static str, to: &'static str| ["migrate", "--from", from, "--to", to];
    let both = "is both the source and the target";
    refused(&shell, &migrate("{}/one.db", "{}/one.db"), "E0793", both, "name the other database");
    refused(&shell, &migrate("{}/one.db", "{}/folder/../one.db"), "E0793", both, "name the other database");
    refused(&shell, &migrate("{}/one.db", "{}/folder"), "E0407", "{}/folder is a folder", "name a file in it");
    refused(&shell, &migrate("{}/one.db", "{}/none/x.db"), "E0401", "{}/none does not exist", "create the folder");
    refused(&shell, &migrate("{}/none.db", "{}/two.db"), "E0404", "there is no database", "enlist init");
    assert!(!shell.path("two.db").exists());
}

/// Runs the program as a user to whom permissions apply: the superuser writes everywhere, unless it lacks its capabilities.
fn without_privileges(shell: &Shell, words: &[&str]) -> Output {
    let words = words.iter().map(|word| word.replace("{}", shell.path("").display().to_string().trim_end_matches('/')));
    let program = env!("CARGO_BIN_EXE_enlist");
    let closed = shell.path("probe");
    shell.write("probe", "");
    set_mode(&closed, 0o000);
    let mut command = match std::fs::read(&closed).is_err() {
        true => Command::new(program),
        false => {
            let mut command = Command::new("setpriv");
            command.args(["--bounding-set=-all", "--inh-caps=-all", "--ambient-caps=-all", program]);
            command
        }
    };
    std::fs::remove_file(&closed).unwrap();
    command.args(words).env_clear().env("PATH", "/usr/bin:/bin").output().unwrap()
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_file_or_folder_without_permission_is_refused() {
    let shell = Shell::new();
    shell.out(&["--database", "{}/one.db", "init"]);
    shell.out(&["--database", "{}/one.db", "env", "add", "Acme"]);
    std::fs::create_dir(shell.path("closed")).unwrap();
    let is_refused = |words: &[&str], code: &str, found: &str| {
        let output = without_privileges(&shell, words);
        let said = super::processes::said(&output);
        assert_eq!(output.status.code(), Some(1), "{words:?}: {said}");
        assert!(said.contains(&format!("error[{code}]")) && said.contains(found), "{words:?}: {said}");
        assert!(said.contains("permission"), "{words:?}: {said}");
    };
    set_mode(&shell.path("one.db"), 0o400);
    let listed = without_privileges(&shell, &["--database", "{}/one.db", "user", "list"]);
    assert!(listed.status.success(), "it can be read: {}", super::processes::said(&listed));
    let add: &[&str] = &["--database", "{}/one.db", "group", "add", "Night shift"];
    is_refused(add, "E0401", "cannot write");
    set_mode(&shell.path("one.db"), 0o000);
    is_refused(add, "E0401", "one.db: Permission denied");
    is_refused(&["--database", "{}/one.db", "doctor", "--mend-search"], "E0401", "one.db: Permission denied");
    set_mode(&shell.path("one.db"), 0o600);
    set_mode(&shell.path("closed"), 0o000);
    is_refused(&["--database", "{}/closed/x.db", "user", "list"], "E0401", "Permission denied");
    is_refused(&["--database", "{}/closed/x.db", "init"], "E0401", "Permission denied");
    is_refused(&["--database", "{}/one.db", "backup", "{}/closed/copy.db"], "E0401", "Permission denied");
    set_mode(&shell.path("closed"), 0o500);
    is_refused(&["--database", "{}/closed/x.db", "init"], "E0401", "cannot create");
    is_refused(&["--database", "{}/one.db", "backup", "{}/closed/copy.db"], "E0401", "cannot write");
    set_mode(&shell.path("closed"), 0o700);
}

#[test]
fn a_key_file_that_cannot_be_used_is_refused() {
    let shell = Shell::new();
    shell.out(&["--database", "{}/one.db", "init"]);
    shell.out(&["--database", "{}/one.db", "env", "add", "Acme"]);
    let user = "user add ada@example.com --name Ada --administrator --active true --locale en --language en";
    let words: Vec<&str> = ["--database", "{}/one.db"].into_iter().chain(user.split(' ')).collect();
    shell.out(&words);
    std::fs::create_dir(shell.path("folder")).unwrap();
    shell.write("text", "no key");
    let link = |key: &'static str| {
        [
            "--database",
            "{}/one.db",
            "--key-file",
            key,
            "account",
            "reset-link",
            "ada@example.com",
            "--public-url",
            "https://people.example.com",
        ]
    };
    refused(&shell, &link("{}/folder"), "E0401", "cannot read the key file {}/folder", "`--key-file`");
    refused(&shell, &link("{}/none/key"), "E0401", "cannot write the key file {}/none/key", "`--key-file`");
    refused(
        &shell,
        &link("{}/text"),
        "E0712",
        "expected a key of 43 characters in {}/text",
        "restore the original file",
    );
}
