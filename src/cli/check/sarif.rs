//! Findings as SARIF 2.1.0, the format of code scanning.

use super::Report;
use crate::cli::output::diagnostics::span_of;
use crate::domain::{Finding, Page, Severity};
use serde_json::{Value, json};

/// Returns the log of one run of the check.
pub fn write(reports: &[Report]) -> Value {
    let mut used: Vec<&str> = reports.iter().flat_map(|report| &report.findings).map(|finding| finding.code).collect();
    used.sort_unstable();
    used.dedup();
    let of = |report: &Report| report.findings.iter().map(|item| result(item, report, &used)).collect::<Vec<_>>();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "enlist",
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": used.iter().map(|code| rule(code)).collect::<Value>(),
                },
            },
            "columnKind": "unicodeCodePoints",
            "results": reports.iter().flat_map(of).collect::<Value>(),
        }],
    })
}

fn rule(code: &str) -> Value {
    let (title, text) = Page::of(code).map_or(("", ""), |page| (page.title, page.text));
    let severity = if code.starts_with('W') { Severity::Warning } else { Severity::Error };
    json!({
        "id": code,
        "name": title.split_whitespace().map(capitalised).collect::<String>(),
        "shortDescription": { "text": title },
        "fullDescription": { "text": text.replace('`', "") },
        "help": { "text": text.replace('`', ""), "markdown": text },
        "defaultConfiguration": { "level": severity.as_str() },
    })
}

fn capitalised(word: &str) -> String {
    let letters: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut characters = letters.chars();
    characters.next().map_or(String::new(), |first| first.to_uppercase().chain(characters).collect())
}

fn result(finding: &Finding, report: &Report, rules: &[&str]) -> Value {
    let help = finding.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
    let mut location = json!({ "artifactLocation": { "uri": uri(&report.file) } });
    if let Some(place) = finding.place {
        let span = span_of(&report.source, place);
        let width = report.source.get(span).map_or(1, |word| word.chars().count().max(1)) as u32;
        location["region"] = json!({
            "startLine": place.line, "startColumn": place.column, "endLine": place.line, "endColumn": place.column + width,
        });
    }
    json!({
        "ruleId": finding.code,
        "ruleIndex": rules.iter().position(|rule| *rule == finding.code),
        "level": finding.severity.as_str(),
        "message": { "text": format!("{finding}{help}") },
        "locations": [{ "physicalLocation": location }],
    })
}

/// Returns a path as a URI reference (RFC 3986): other than plain characters are written as `%` and two digits.
fn uri(file: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(byte);
    let encoded: String = file
        .bytes()
        .map(|byte| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    if file.starts_with('/') { format!("file://{encoded}") } else { encoded }
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_are_uri_references() {
        assert_eq!(uri("my scripts/a#1%.rhai"), "my%20scripts/a%231%25.rhai");
        assert_eq!(uri("/models/é.rhai"), "file:///models/%C3%A9.rhai");
    }
}
