//! Findings as annotations of GitHub Actions: one line for each finding.

use super::Report;
use crate::domain::{Finding, Page};

/// Returns a line for each finding.
pub fn lines(reports: &[Report]) -> Vec<String> {
    let of = |report: &Report| report.findings.iter().map(|finding| line(finding, &report.file)).collect::<Vec<_>>();
    reports.iter().flat_map(of).collect()
}

fn line(finding: &Finding, file: &str) -> String {
    let mut line = format!("::{} file={}", finding.severity, property(file));
    if let Some(place) = finding.place {
        line.push_str(&format!(",line={},col={}", place.line, place.column));
    }
    let title = Page::of(finding.code).map_or("", |page| page.title);
    line.push_str(&format!(",title={}", property(&format!("{} {title}", finding.code))));
    let help = finding.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
    line.push_str(&format!("::{}", data(&format!("{finding}{help}"))));
    line
}

/// Escapes the text after `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the text after `=`, which a colon or a comma would end.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_end_a_command_are_escaped() {
        assert_eq!(data("50%: a, b\r\nc"), "50%25: a, b%0D%0Ac");
        assert_eq!(property("50%: a, b\r\nc"), "50%25%3A a%2C b%0D%0Ac");
    }
}
