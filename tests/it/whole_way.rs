//! The whole way of a person, in a real browser: from a script's `addUser` through the letter to enrolment, login, profile,
//! language, theme, a forgotten password, the lock and its release. Of every page that is met, pictures are kept in light, dark
//! and narrow, and axe-core finds no serious barrier.

use super::chromium::Chromium;
use super::engine;
use super::server::Server;
use enlist::script::{Mode, Request, Script, Trigger};
use mail_parser::MessageParser;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

const MODEL: &str = r#"
[environment]
name = "Acme"
id = "acme"

[[groups]]
name = "planning"
label = "Planning"

[[menus]]
name = "work"
label = "My work"
items = [{ label = "Rosters", target = "/rosters", items = [{ label = "This week", target = "/rosters/week" }] }]
"#;

const PASSWORD: &str = "Sailing-7-quiet-boats";
const NEXT_PASSWORD: &str = "Walking-8-loud-hills";

/// A world with a server whose letters are files.
struct World {
    server: Server,
    letters: PathBuf,
    _folder: tempfile::TempDir,
}

impl World {
    fn new() -> World {
        let folder = tempfile::tempdir().unwrap();
        let letters = folder.path().join("letters");
        std::fs::create_dir(&letters).unwrap();
        let server = Server::with_flags(&[MODEL], &["--mail-folder", letters.to_str().unwrap()]);
        World { server, letters, _folder: folder }
    }

    /// What a model author's script does.
    fn run(&self, source: &str) {
        let mut app = engine::open(&self.server.database);
        let request = Request {
            script: Script { name: "onboard.rhai".to_owned(), source: source.to_owned() },
            input: None,
            key: None,
            trigger: Trigger::Operator,
        };
        let run = app.run("acme", &request, Mode::Commit).unwrap();
        assert!(run.error.is_none(), "{:?}", run.error);
    }

    /// What the operator does.
    fn operate(&self, words: &[&str]) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_enlist"));
        let told = command.args(words).arg("--database").arg(&self.server.database).output().unwrap();
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
        String::from_utf8(told.stdout).unwrap()
    }

    /// The link of the letter that comes next to an address, for a kind of page such as `enrol`; the letter is taken away.
    fn link(&self, address: &str, page: &str) -> String {
        let began = Instant::now();
        loop {
            for path in files(&self.letters) {
                let bytes = std::fs::read(&path).unwrap();
                let letter = MessageParser::default().parse(&bytes).unwrap();
                let to = letter.to().unwrap().first().unwrap().address().unwrap().to_owned();
                let text = letter.body_text(0).unwrap().into_owned();
                let start = format!("{}/{page}/", self.server.url);
                let found = text.split_whitespace().find(|word| word.starts_with(&start)).map(str::to_owned);
                if let (true, Some(link)) = (to == address, found) {
                    std::fs::remove_file(&path).unwrap();
                    return link;
                }
            }
            assert!(began.elapsed() < Duration::from_secs(60), "no letter with a link to {page} came to {address}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn open(&self, browser: &Chromium, path: &str) {
        browser.open(&format!("{}{path}", self.server.url));
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "eml"));
    files.sort();
    files
}

/// Looks at the page: light and dark, wide and narrow; nobody may be kept from using it.
fn look(browser: &Chromium, name: &str) {
    for (scheme, width) in [("light", 1_200), ("dark", 1_200), ("light", 320)] {
        browser.prefer(scheme);
        browser.resize(width, 900);
        let barriers = browser.barriers();
        assert!(barriers.is_empty(), "{name}, {scheme}, {width} wide: {barriers:#?}");
        assert!(!browser.is_too_wide(), "{name} must be scrolled sideways at {width}");
        browser.picture(&format!("{name}-{scheme}-{width}"));
    }
    browser.prefer("light");
    browser.resize(1_200, 900);
}

/// Long words fit into narrow pages too, in each language.
fn in_every_language(world: &World, browser: &Chromium, path: &str) {
    browser.resize(320, 900);
    for language in ["nl", "de", "fr", "es", "pl", "en"] {
        world.open(browser, path);
        browser.press(&format!("button.language[value='{language}']"));
        browser.expect(&format!("html[lang='{language}'] main"));
        browser.picture(&format!("{}-in-{language}", path.trim_start_matches('/')));
        assert!(!browser.is_too_wide(), "{path} must be scrolled sideways in {language}");
    }
    browser.resize(1_200, 900);
}

fn log_in(world: &World, browser: &Chromium, name: &str, password: &str) {
    world.open(browser, "/login");
    browser.fill("name", name);
    browser.fill("password", password);
    browser.press("form[action='/login'] button");
}

#[test]
fn from_a_script_through_the_letter_to_a_profile_and_back_after_a_lock() {
    let world = World::new();
    let browser = Chromium::new(1_200, 900);
    world.run(
        r#"bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", name: "Ada Lovelace", administrator: true, active: true,
            language: "en", locale: "en", memberGroupNames: ["planning"], menuNames: ["work"] })"#,
    );

    // The letter, and the page that it leads to: opening it uses nothing up.
    let link = world.link("ada@example.com", "enrol");
    browser.open(&link);
    browser.open(&link);
    assert_eq!(browser.path(), "/enrol", "the link does not stay in the line of the address");
    look(&browser, "enrol");
    browser.fill("password", "short");
    browser.press("form[action='/enrol'] button");
    assert!(browser.count("[aria-invalid='true']") > 0, "{}", browser.text());
    look(&browser, "enrol-refused");
    browser.fill("username", "ada");
    browser.fill("password", PASSWORD);
    browser.press("form[action='/enrol'] button");

    // Enrolled: the link is used up, and who has a password logs in.
    browser.forget();
    browser.open(&link);
    assert_eq!(browser.count("input[name='password']"), 0, "{}", browser.text());
    look(&browser, "enrol-used");
    world.open(&browser, "/login");
    look(&browser, "login");
    log_in(&world, &browser, "ada", "not the password");
    look(&browser, "login-refused");
    assert_eq!(browser.path(), "/login");
    log_in(&world, &browser, "ada", PASSWORD);
    assert_eq!(browser.path(), "/", "{}", browser.text());
    assert!(browser.text().contains("Rosters") && browser.text().contains("This week"), "{}", browser.text());
    look(&browser, "home");

    // Her own things: name, language, theme.
    world.open(&browser, "/profile");
    look(&browser, "profile");
    browser.choose("language", "nl");
    browser.choose("theme", "dark");
    browser.press("form[action='/profile'] button");
    let html = |script: &str| browser.evaluate(script).as_str().unwrap_or_default().to_owned();
    assert_eq!(html("return document.documentElement.lang"), "nl");
    assert_eq!(html("return document.documentElement.dataset.theme"), "dark");
    browser.picture("profile-in-dutch");
    world.open(&browser, "/sessions");
    look(&browser, "sessions");
    world.open(&browser, "/environments");
    look(&browser, "environments");
    world.open(&browser, "/second-factor");
    look(&browser, "second-factor");
    world.open(&browser, "/nothing-here");
    look(&browser, "not-found");
    world.open(&browser, "/");
    browser.press("form[action='/logout'] button");
    world.open(&browser, "/profile");
    assert_eq!(browser.path(), "/login");

    // A forgotten password.
    world.open(&browser, "/forgot");
    look(&browser, "forgot");
    browser.fill("name", "ada@example.com");
    browser.press("form[action='/forgot'] button");
    look(&browser, "forgot-done");
    browser.open(&world.link("ada@example.com", "reset"));
    look(&browser, "reset");
    browser.fill("password", NEXT_PASSWORD);
    browser.press("form[action='/reset'] button");
    log_in(&world, &browser, "ada", PASSWORD);
    assert_eq!(browser.path(), "/login", "the password before is none any more");
    log_in(&world, &browser, "ada", NEXT_PASSWORD);
    assert_eq!(browser.path(), "/");

    // Ten wrong ones from a browser that she never used lock the account; the operator unlocks it.
    browser.forget();
    for number in 0..10 {
        log_in(&world, &browser, "ada", &format!("wrong {number}"));
    }
    log_in(&world, &browser, "ada", NEXT_PASSWORD);
    assert_eq!(browser.path(), "/login", "a locked account opens to nobody new");
    assert!(world.operate(&["account", "show", "ada@example.com"]).contains("denied"));
    world.operate(&["account", "unlock", "ada@example.com"]);
    log_in(&world, &browser, "ada", NEXT_PASSWORD);
    assert_eq!(browser.path(), "/", "{}", browser.text());
}

#[test]
fn a_second_factor_and_an_address_that_waits() {
    let world = World::new();
    let browser = Chromium::new(1_200, 900);
    world.run(
        r#"bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", name: "Ada Lovelace", administrator: true, active: true,
            language: "en", locale: "en" })"#,
    );
    browser.open(&world.link("ada@example.com", "enrol"));
    browser.fill("username", "ada");
    browser.fill("password", PASSWORD);
    browser.press("form[action='/enrol'] button");
    browser.expect("form[action='/login']");
    log_in(&world, &browser, "ada", PASSWORD);
    browser.expect("form[action='/logout']");

    // A change of address, thought better of.
    world.open(&browser, "/profile");
    browser.fill("address", "a.rather.long.address.of.the.countess@mail.department.example.com");
    browser.press("form[action='/profile/address'] button");
    browser.expect(".pending");
    look(&browser, "profile-address-waits");
    browser.press("form[action='/profile/withdraw-address'] button");
    browser.expect("[role='status']");
    assert_eq!(browser.count("form[action='/profile/withdraw-address']"), 0, "{}", browser.text());
    look(&browser, "profile-address-withdrawn");

    // A new password that breaks rules, told once each.
    browser.fill("current", PASSWORD);
    browser.fill("password", "short");
    browser.press("form[action='/profile/password'] button");
    browser.expect("input#password[aria-invalid='true']");
    look(&browser, "profile-password-refused");

    // A second factor: the picture, the codes, new ones in their place.
    world.open(&browser, "/second-factor");
    browser.press("form[action='/second-factor/begin'] button");
    browser.expect(".secret");
    look(&browser, "second-factor-begun");
    let secret = browser.evaluate("return document.querySelector('.secret').textContent");
    browser.fill("code", &super::page_passwords::code_of(secret.as_str().unwrap()));
    browser.press("form[action='/second-factor/confirm'] button");
    browser.expect(".codes");
    look(&browser, "second-factor-codes");
    let codes = |browser: &Chromium| -> Vec<String> {
        let all = browser.evaluate("return [...document.querySelectorAll('.codes code')].map(one => one.textContent)");
        all.as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()).collect()
    };
    let first = codes(&browser);
    world.open(&browser, "/second-factor");
    look(&browser, "second-factor-on");
    in_every_language(&world, &browser, "/second-factor");
    in_every_language(&world, &browser, "/profile");
    world.open(&browser, "/second-factor");
    browser.fill("code", "000000");
    browser.press("form[action='/second-factor/renew'] button.danger");
    browser.expect("[role='alert']");
    look(&browser, "second-factor-refused");
    browser.fill("code", &first[0]);
    browser.press("form[action='/second-factor/renew'] button:not(.danger)");
    browser.expect(".codes");
    let second = codes(&browser);
    assert!(second.len() == first.len() && second != first, "{}", browser.text());
    world.open(&browser, "/second-factor");
    browser.fill("code", &second[0]);
    browser.press("form[action='/second-factor/renew'] button.danger");
    browser.expect("form[action='/profile/account']");
}
