//! Reports of coverage: what people, `genhtml`, readers of Cobertura and browsers get.

use super::coverage::{covering, of_twenty};
use super::world::{NOW, not_run, request};
use enlist::fixtures::coverage::{cobertura, html, lcov, summary};
use enlist::script::Mode;
use std::process::Command;

#[test]
fn the_summary_shows_what_did_not_run() {
    assert_eq!(
        summary(&of_twenty())[..12].join("\n"),
        r#"test.rhai: lines 61.5 % (8 of 13), branches 60.0 % (12 of 20)
      2 | if n < 0 { return "minus"; } else if n == 0 { return "nought"; }
        : 5: if: never then; 16: not run
      5 | fn never(x) { x }
        : 13: never: never called; 15: not run
      7 | for n in [3, 0, 7] { found.push(sign(n)); }
        : 1: for: never skipped
      8 | for n in [] { found.push(n); }
        : 1: for: never entered; 15: not run
      9 | let i = 0; while i < 2 { i += 1; }
        : 12: while: never skipped
     11 | let word = switch i { 0 => "zero", _ => "many" };"#
    );
}

#[test]
fn lcov_says_what_the_points_say() {
    let coverage = of_twenty();
    let text = lcov(&coverage);
    // Read back by another reader: sums of what is counted are those of the totals.
    let fields = |key: &str| -> Vec<Vec<&str>> {
        let lines = text.lines().filter_map(|line| line.strip_prefix(key)?.strip_prefix(':'));
        lines.map(|rest| rest.split(',').collect()).collect()
    };
    let number = |key: &str| fields(key)[0][0].parse::<usize>().unwrap();
    let lines = fields("DA");
    assert_eq!((lines.len(), number("LF"), number("LH")), (13, 13, 8));
    assert_eq!(lines.iter().filter(|line| line[1] != "0").count(), 8);
    let branches = fields("BRDA");
    assert_eq!((branches.len(), number("BRF"), number("BRH")), (20, 20, 12));
    assert_eq!(branches.iter().filter(|branch| !matches!(branch[3], "0" | "-")).count(), 12);
    assert_eq!((fields("FN").len(), number("FNF"), number("FNH")), (3, 3, 2));
    assert!(text.contains("FNDA:4,lambda 15:16\n") && text.starts_with("TN:\nSF:test.rhai\n"), "{text}");
    assert!(text.ends_with("end_of_record\n"));
}

/// The reader that people know from their CI; it refuses what it does not understand.
#[test]
fn lcov_is_what_genhtml_reads() {
    let known = Command::new("genhtml").arg("--version").output();
    if !known.as_ref().is_ok_and(|output| output.status.success()) {
        return not_run("LCOV is read by genhtml; on Debian: apt-get install lcov", known);
    }
    let folder = tempfile::tempdir().unwrap();
    let coverage = of_twenty();
    std::fs::write(folder.path().join("test.rhai"), &coverage.scripts[0].source).unwrap();
    std::fs::write(folder.path().join("lcov.info"), lcov(&coverage)).unwrap();
    let words = ["--branch-coverage", "--output-directory", "pages", "lcov.info"];
    let read = Command::new("genhtml").args(words).current_dir(folder.path()).output().unwrap();
    let said = String::from_utf8_lossy(&read.stdout) + String::from_utf8_lossy(&read.stderr);
    assert!(read.status.success() && folder.path().join("pages/index.html").exists(), "{said}");
    assert!(said.contains("(8 of 13 lines)") && said.contains("(12 of 20 branches)"), "{said}");
}

#[test]
fn cobertura_is_well_formed_and_says_the_same() {
    let mut coverage = of_twenty();
    coverage.scripts[0].name = "a/<b>&\"c\u{1}.rhai".to_owned();
    let text = cobertura(&coverage, NOW);
    assert!(text.contains(r#"branches-covered="12" branches-valid="20""#), "{text}");
    assert!(text.contains(r#"timestamp="1672531200000""#));
    assert!(text.contains("filename=\"a/&lt;b&gt;&amp;&quot;c\u{FFFD}.rhai\""), "{text}");
    assert!(text.contains(r#"<line number="2" hits="0" branch="true" condition-coverage="75% (3/4)">"#), "{text}");
    let mut open = Vec::new();
    for tag in text.split('<').skip(3).map(|rest| rest.split('>').next().unwrap()) {
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name)),
            None if tag.ends_with('/') => {}
            None => open.push(tag.split(' ').next().unwrap()),
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn the_page_marks_to_the_column_and_lets_nothing_through() {
    let page = html(&of_twenty());
    let line_2 =
        "if</mark> n &lt; 0 { <mark class=\"unrun\" title=\"did not run\">return &quot;minus&quot;;</mark> } else if n";
    assert!(page.contains(line_2), "{page}");
    assert!(page.contains("<span class=\"note\">if: never then</span>"));
    assert!(page.contains("<span class=\"note\">never: never called</span>"));
    let mut world = covering();
    let hostile = "let a = \"</code><script>alert(1)</script>\u{202E}\"; // <img src=x onerror=alert(1)>\n";
    let mut request = request(hostile);
    request.script.name = "<b onclick='x'>\u{1b}.rhai".to_owned();
    world.app.run("acme", &request, Mode::Plan).unwrap();
    let page = html(&world.app.take_coverage());
    for forbidden in ["<script", "<img", "<b ", "onclick='", "\u{202E}", "\u{1b}", "http:", "https:"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    assert!(page.contains("<span class=\"hidden\">U+202E</span>"));
}
