//! Reports of fixtures for programs: read by readers that are not ours where there are such, and never broken by what people
//! call their cases.

use super::fixtures::Folder;
use super::world::not_run;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// Names that break careless reports.
const HOSTILE: &[&str] = &[
    "plain",
    "# TODO not a directive",
    "back \\ slash \\# and hash",
    "]]> ends a section &amp; <tag attr='x'>",
    "100%, a:b::c %0A",
    "::error file=x::injected",
    "line\nbreak\r\nand\ttab",
    "line break and tab",
    "escape \u{1b}[31m red \u{7} bell \u{0}",
    "next line \u{85} and separator \u{2028}",
    "\"double\" 'single' `tick`",
    "emoji 🎉 Ω 你好 \u{202e}turned",
    "1..5",
    "not ok 1 - x",
    "---",
    " leading and trailing ",
];

/// A case of each outcome for each name: of passed, failed, skipped; a broken file, and an orphaned snapshot.
fn reports() -> (Folder, Vec<String>) {
    let mut names: Vec<String> = HOSTILE.iter().map(|name| (*name).to_owned()).collect();
    names.push("long ".repeat(20_000));
    let mut text = String::new();
    for name in &names {
        // Basic strings of TOML have the escapes of JSON.
        let quoted = |text: &str| serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f");
        for (kind, rest) in [
            ("passes", "source = \"1\"\n".to_owned()),
            ("fails", format!("source = \"input\"\ninput = {}\nexpect.result = 1\n", quoted(name))),
            ("is skipped", format!("source = \"1\"\nskip = {}\n", quoted(name))),
        ] {
            text += &format!("[[case]]\nname = {}\n{rest}", quoted(&format!("{name} {kind}")));
        }
    }
    let folder = Folder::with(&[
        ("a.test.toml", &text),
        // Cases that are skipped elsewhere say nothing about the snapshots of this file.
        ("snapshots/a.test.toml", "[[case]]\nname = \"one\"\nsource = \"1\"\n"),
        ("snapshots/a.test.snapshots.json", "{ \"gone\\n#\": { \"result\": 1, \"log\": [] } }"),
    ]);
    let formats = ["junit=x.xml", "tap=x.tap", "github=x.txt", "json=x.json", "human=x.human"];
    let words: Vec<&str> = formats.iter().flat_map(|format| ["--format", format]).collect();
    let tested = folder.test(&words);
    assert_eq!((tested.code, tested.out.as_str(), tested.err.as_str()), (1, "", ""));
    (folder, names)
}

#[test]
fn several_reports_go_to_several_files_and_one_to_the_terminal() {
    let folder = Folder::with(&[("a.test.toml", "[[case]]\nname = \"one\"\nsource = \"1\"\n")]);
    let tested = folder.test(&["--format", "junit=x.xml", "--format", "tap", "--format", "github=x.txt"]);
    assert_eq!((tested.code, tested.out.as_str()), (0, "TAP version 13\n1..1\nok 1 - a.test.toml: one\n"));
    assert!(folder.read("x.xml").starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites "));
    assert!(folder.read("x.txt").starts_with("1 passed, 0 failed in "));
}

#[test]
fn junit_has_the_shape_that_jenkins_asks_for() {
    let (folder, names) = reports();
    let cases = junit_cases(&folder.read("x.xml"));
    let all: BTreeSet<&(String, String)> = cases.iter().collect();
    assert_eq!(all.len(), cases.len(), "names are unique");
    assert_eq!(cases.len(), names.len() * 3 + 3);
    // Stable: the same names when everything fails in another way.
    let text = folder.read("a.test.toml").replace("expect.result = 1", "expect.result = 2\nexpect.log = [\"x\"]");
    folder.write("a.test.toml", &text);
    folder.test(&["--format", "junit=y.xml"]);
    assert_eq!(junit_cases(&folder.read("y.xml")), cases);
}

#[test]
fn junit_has_one_case_for_each_broken_file() {
    let case = |name: &str| {
        format!(
            "[[case]]\nname = \"{name}\"\nsource = \"1\"\n[case.given]\nusers = [{{ globalEmailAddress = \"{name}\" }}]\n"
        )
    };
    let folder = Folder::with(&[
        ("a.test.toml", &[case("one"), case("two")].concat()),
        ("b.test.toml", "[[case]]\nnam = \"one\"\n"),
        ("c.test.toml", "[[case]]\nname = \"one\"\nsource = \"1\"\n"),
    ]);
    assert_eq!(folder.test(&["--format", "junit=x.xml"]).code, 3);
    let xml = folder.read("x.xml");
    let cases = junit_cases(&xml);
    let case = |file: &str, name: &str| (file.to_owned(), name.to_owned());
    assert_eq!(
        cases,
        [case("a.test.toml", "can be read"), case("b.test.toml", "can be read"), case("c.test.toml", "one")]
    );
    for place in ["a.test.toml:5:33: ", "a.test.toml:10:33: ", "b.test.toml:2:1: there is no key `nam` here"] {
        assert!(xml.contains(place), "{place} in {xml}");
    }
}

/// What may stand in a JUnit file as the schema of Jenkins has it: elements, what is in them, their attributes, and of these
/// how many must be there.
const JUNIT: &[(&str, &[&str], &[&str], usize)] = &[
    ("testsuites", &["testsuite"], &["name", "time", "tests", "failures", "errors"], 0),
    (
        "testsuite",
        &["testcase", "properties", "system-out", "system-err"],
        &["name", "tests", "failures", "errors", "skipped", "time", "timestamp", "hostname", "id", "package", "file"],
        4,
    ),
    ("testcase", &["skipped", "error", "failure", "system-out", "system-err"], &["name", "time", "classname"], 1),
    ("skipped", &[], &["type", "message"], 0),
    ("error", &[], &["type", "message"], 0),
    ("failure", &[], &["type", "message"], 0),
];

/// Reads a JUnit file strictly; answers the classes and names of its cases.
fn junit_cases(xml: &str) -> Vec<(String, String)> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_comments = true;
    let mut open: Vec<String> = vec!["".to_owned()];
    let mut cases = Vec::new();
    let mut counted: Vec<(BTreeMap<String, String>, usize)> = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                let (name, attributes) = junit_element(&start, open.last().unwrap());
                match name.as_str() {
                    "testsuite" => counted.push((attributes, 0)),
                    "testcase" => {
                        cases.push((attributes["classname"].clone(), attributes["name"].clone()));
                        counted.last_mut().unwrap().1 += 1;
                    }
                    _ => {}
                }
                open.push(name);
            }
            Event::Empty(start) => {
                let (name, attributes) = junit_element(&start, open.last().unwrap());
                if name == "testcase" {
                    cases.push((attributes["classname"].clone(), attributes["name"].clone()));
                    counted.last_mut().unwrap().1 += 1;
                }
            }
            Event::End(_) => {
                open.pop();
            }
            Event::Text(text) => {
                let text = text.decode().unwrap().into_owned();
                let has_text = ["failure", "error", "skipped"].contains(&open.last().unwrap().as_str());
                assert!(has_text || text.trim().is_empty(), "text in {open:?}: {text:?}");
            }
            Event::GeneralRef(_) | Event::Decl(_) => {}
            Event::Eof => break,
            other => panic!("the report has {other:?}"),
        }
    }
    for (attributes, count) in counted {
        assert_eq!(attributes["tests"], count.to_string());
    }
    cases
}

fn junit_element(start: &BytesStart, parent: &str) -> (String, BTreeMap<String, String>) {
    let name = String::from_utf8(start.name().as_ref().to_vec()).unwrap();
    let (_, _, known, required) =
        JUNIT.iter().find(|(element, ..)| *element == name).unwrap_or_else(|| panic!("{name}"));
    let inside = JUNIT.iter().find(|(element, ..)| *element == parent).map_or(&["testsuites"][..], |row| row.1);
    assert!(inside.contains(&name.as_str()), "{name} in {parent:?}");
    let mut attributes = BTreeMap::new();
    for attribute in start.attributes() {
        let attribute = attribute.unwrap();
        let key = String::from_utf8(attribute.key.as_ref().to_vec()).unwrap();
        let value = attribute.normalized_value(XmlVersion::Explicit1_0).unwrap().into_owned();
        assert!(known.contains(&key.as_str()), "{name} has the attribute {key}");
        // Characters that XML cannot hold, and those that readers turn into blanks in attributes.
        let is_strange =
            |c: char| (c < ' ' && !(key == "message" && "\n\r\t".contains(c))) || "\u{fffe}\u{ffff}".contains(c);
        assert!(!value.contains(is_strange), "{key}: {value:?}");
        if key == "time" {
            assert!(value.parse::<f64>().is_ok(), "{value}");
        }
        attributes.insert(key, value);
    }
    for key in &known[..*required] {
        assert!(attributes.contains_key(*key), "{name} lacks {key}");
    }
    (name, attributes)
}

/// Reads a file as Perl's harness does, which is the first of all TAP readers; prints each test as JSON would have it, tab by tab.
const PERL: &str = r#"
use TAP::Parser;
my $parser = TAP::Parser->new({ source => $ARGV[0] });
while (my $it = $parser->next) {
    die "not TAP: " . $it->as_string if $it->is_unknown;
    print join("\t", $it->is_ok ? "ok" : "not ok", $it->has_skip ? "skip" : $it->has_todo ? "todo" : "", $it->description), "\n"
        if $it->is_test;
}
die join("; ", $parser->parse_errors) if $parser->has_problems && $parser->parse_errors;
"#;

#[test]
fn tap_is_what_its_first_reader_reads() {
    let (folder, names) = reports();
    let known = Command::new("perl").args(["-MTAP::Parser", "-e", "1"]).output();
    if !known.as_ref().is_ok_and(|output| output.status.success()) {
        return not_run("TAP is read by Perl; on Debian: apt-get install perl", known);
    }
    let read = Command::new("perl").args(["-e", PERL]).arg(folder.path("x.tap")).output().unwrap();
    let complaint = String::from_utf8_lossy(&read.stderr);
    assert!(read.status.success(), "{complaint}");
    let read = String::from_utf8(read.stdout).unwrap();
    let points: Vec<Vec<&str>> = read.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(points.len(), names.len() * 3 + 3);
    let count =
        |ok: &str, directive: &str| points.iter().filter(|point| point[0] == ok && point[1] == directive).count();
    assert_eq!(count("ok", "skip"), names.len());
    assert_eq!(count("not ok", ""), names.len() + 2);
    assert_eq!(count("ok", ""), names.len() + 1);
    assert!(points.iter().any(|point| point[2].contains("emoji 🎉 Ω 你好")), "{read}");
}

#[test]
fn annotations_cannot_be_forged_by_names() {
    let (folder, names) = reports();
    let text = folder.read("x.txt");
    let lines: Vec<&str> = text.split(['\n', '\r']).filter(|line| !line.is_empty()).collect();
    let (annotations, others): (Vec<&str>, Vec<&str>) = lines.iter().partition(|line| line.starts_with("::"));
    assert_eq!(annotations.len(), names.len() + 2);
    assert_eq!(others.len(), 1, "{others:?}");
    for annotation in annotations {
        let (properties, _) = annotation[2..].split_once("::").unwrap();
        let keys: Vec<&str> = properties.split(',').map(|part| part.split_once('=').unwrap().0).collect();
        assert!(keys == ["error file", "line", "col", "title"] || keys == ["error file", "title"], "{properties}");
    }
    assert!(text.contains(",title=100%25%2C a%3Ab%3A%3Ac %250A fails::result: "), "{text}");
}

#[test]
fn the_human_report_shows_hostile_names_without_obeying_them() {
    let (folder, names) = reports();
    let text = folder.read("x.human");
    assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "a control character came through");
    assert_eq!(text.lines().filter(|line| line.starts_with("failed: ")).count(), names.len());
    let json: serde_json::Value = serde_json::from_str(&folder.read("x.json")).unwrap();
    let told: Vec<&str> = json["cases"].as_array().unwrap().iter().filter_map(|case| case["name"].as_str()).collect();
    for name in names {
        assert!(told.contains(&format!("{name} passes").as_str()), "{name:?}");
    }
}
