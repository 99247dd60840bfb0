//! Errors and warnings in the form of a compiler: the message, the place with a caret, and a hint.

use super::terminal::{REMOVED, STRONG, Terminal, visible};
use crate::domain::{Fault, Finding, Place, Problem, Refusal, RunError, Severity, Warning};
use crate::script::without_mark;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet, Title};

/// Prints why a script failed: every problem with its place.
pub fn run_error(error: &RunError, file: &str, source: &str, terminal: &mut Terminal) {
    for (problem, place) in &error.problems {
        let text = located(&Finding::error(problem.clone(), *place), file, source, terminal.color);
        terminal.print_error(&text);
        terminal.print_error("");
    }
}

/// Prints a warning with its place.
pub fn warning(warning: &Warning, file: &str, source: &str, terminal: &mut Terminal) {
    let text = located(&Finding::warning(warning.clone()), file, source, terminal.color);
    terminal.print_error(&text);
    terminal.print_error("");
}

/// Prints a problem in a file that is not a script.
pub fn in_file(problem: &Problem, place: Option<Place>, file: &str, source: &str, terminal: &mut Terminal) {
    let text = located(&Finding::error(problem.clone(), place), file, source, terminal.color);
    terminal.print_error(&text);
}

/// Prints a refusal.
pub fn refusal(refusal: &Refusal, terminal: &mut Terminal) {
    for problem in &refusal.problems {
        let head = terminal.paint(REMOVED.bold(), &format!("error[{}]", problem.code));
        let text = terminal.paint(STRONG, &format!(": {problem}"));
        terminal.print_error(&format!("{head}{text}"));
        if let Some(help) = &problem.help {
            let head = terminal.paint(STRONG, "help");
            terminal.print_error(&format!("  {head}: {}", visible(help)));
        }
    }
}

/// Prints a fault.
pub fn fault(fault: &Fault, terminal: &mut Terminal) {
    let head = terminal.paint(REMOVED.bold(), "internal error");
    terminal.print_error(&format!("{head}: {}", visible(&fault.to_string())));
}

/// Returns a finding with its place in the text of the file.
pub fn located(finding: &Finding, file: &str, source: &str, color: bool) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(visible(&finding.to_string())).id(finding.code);
    rendered(title, finding.help.as_deref(), finding.place, file, source, color)
}

/// Returns a failed test with its expectation in the text of the file.
pub fn failure(title: &str, place: Place, file: &str, source: &str, color: bool) -> String {
    let title = Level::ERROR.with_name("failed").primary_title(visible(title));
    rendered(title, None, Some(place), file, source, color)
}

fn rendered(title: Title, help: Option<&str>, place: Option<Place>, file: &str, source: &str, color: bool) -> String {
    let help = help.map(visible);
    // A column of the first line is counted without the byte-order mark.
    let source = without_mark(source).replace("\r\n", "\n");
    // Tabs would put the caret beside its place; other control characters could take the terminal over.
    let source = source.replace('\t', " ").replace(|c: char| c.is_control() && c != '\n', "\u{fffd}");
    let span = place.map(|place| span_of(&source, place));
    let mut group = title.elements(Vec::<Snippet<annotate_snippets::Annotation>>::new());
    if let Some(span) = span {
        group = group
            .element(Snippet::source(&source).path(file).fold(true).annotation(AnnotationKind::Primary.span(span)));
    }
    if let Some(help) = help {
        group = group.element(Level::HELP.message(help));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

/// Returns the byte range of the word at a place; the carets mark the whole word.
pub fn span_of(source: &str, place: Place) -> std::ops::Range<usize> {
    let line_start = match place.line {
        0 | 1 => source.len() - without_mark(source).len(),
        line => source.match_indices('\n').nth(line as usize - 2).map_or(source.len(), |(at, _)| at + 1),
    };
    let line = source[line_start..].lines().next().unwrap_or_default();
    let column = place.column.saturating_sub(1) as usize;
    let start = line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
    let rest = &line[start..];
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
    let length = match quote {
        Some(quote) => rest[1..].find(quote).map_or(rest.len(), |at| at + 2),
        None => rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len())
            .max(rest.chars().next().map_or(0, char::len_utf8)),
    };
    line_start + start..line_start + start + length
}
