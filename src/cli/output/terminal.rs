//! Where commands speak: output, complaints, colour.

use crate::domain::text_of_file;
use anstyle::{AnsiColor, Style};
use std::io::{self, IsTerminal, Read, Write};

/// Output and error stream of a command, and whether they may be coloured.
pub struct Terminal {
    out: Box<dyn Write>,
    err: Box<dyn Write>,
    input: Box<dyn Read>,
    /// What was on standard input, once it is read: there is no second time.
    given: Option<String>,
    has_spoken: bool,
    /// Whether to colour.
    pub color: bool,
    /// Columns, if it is a terminal.
    pub width: Option<u16>,
}

/// The styles: few, and each with one meaning.
pub const ADDED: Style = AnsiColor::Green.on_default();
/// What changes.
pub const CHANGED: Style = AnsiColor::Yellow.on_default();
/// What goes, and what went wrong.
pub const REMOVED: Style = AnsiColor::Red.on_default();
/// Names and headings.
pub const STRONG: Style = Style::new().bold();
/// What may be overlooked.
pub const QUIET: Style = Style::new().dimmed();
/// Letters and links.
pub const LETTER: Style = AnsiColor::Cyan.on_default();

impl Terminal {
    /// The streams of the process. Colour follows the terminal and `NO_COLOR`.
    pub fn real() -> Terminal {
        let color = anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
        Terminal {
            color,
            width: io::stdout().is_terminal().then(terminal_width).flatten(),
            out: Box::new(io::stdout()),
            err: Box::new(io::stderr()),
            input: Box::new(io::stdin()),
            given: None,
            has_spoken: false,
        }
    }

    /// Streams in memory, without colour: for tests.
    pub fn captured(out: Box<dyn Write>, err: Box<dyn Write>, input: Box<dyn Read>) -> Terminal {
        Terminal { out, err, input, given: None, has_spoken: false, color: false, width: None }
    }

    /// Writes a line of output. A reader that has gone away is no error: `enlist user list | head`.
    pub fn say(&mut self, text: &str) {
        self.has_spoken = true;
        let _ = writeln!(self.out, "{text}");
    }

    /// Writes a part of a line.
    pub fn part(&mut self, text: &str) {
        self.has_spoken = true;
        let _ = write!(self.out, "{text}");
    }

    /// Writes a line of complaint.
    pub fn complain(&mut self, text: &str) {
        self.has_spoken = true;
        let _ = writeln!(self.err, "{}", text.trim_end());
    }

    /// Writes JSON, on one line.
    pub fn json(&mut self, json: &serde_json::Value) {
        self.say(&json.to_string());
    }

    /// Writes bytes as they are.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.has_spoken = true;
        let _ = self.out.write_all(bytes);
    }

    /// Whether anything was written so far, on either stream.
    pub fn has_spoken(&self) -> bool {
        self.has_spoken
    }

    /// Everything on standard input, however often it is asked for.
    pub fn input(&mut self) -> io::Result<String> {
        if let Some(text) = &self.given {
            return Ok(text.clone());
        }
        let mut bytes = Vec::new();
        self.input.read_to_end(&mut bytes)?;
        let not_text = || io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8 text");
        let text = text_of_file(bytes).ok_or_else(not_text)?;
        self.given = Some(text.clone());
        Ok(text)
    }

    /// A text in a style, where there is colour. Control characters in it are made visible, so that no name or log line can
    /// take the terminal over.
    pub fn paint(&self, style: Style, text: &str) -> String {
        painted(style, text, self.color)
    }
}

/// A text in a style, if it is to be coloured, with its control characters made visible.
pub fn painted(style: Style, text: &str, color: bool) -> String {
    let text = visible(text);
    if color { format!("{style}{text}{style:#}") } else { text }
}

/// A text whose control characters are shown, not obeyed.
pub fn visible(text: &str) -> String {
    if text.chars().any(char::is_control) {
        text.chars().map(|c| if c.is_control() { c.escape_default().to_string() } else { c.to_string() }).collect()
    } else {
        text.to_owned()
    }
}

fn terminal_width() -> Option<u16> {
    terminal_size::terminal_size().map(|(width, _)| width.0)
}

#[cfg(test)]
mod tests {
    use super::Terminal;

    #[test]
    fn standard_input_is_kept_and_what_was_said_is_known() {
        let mut terminal =
            Terminal::captured(Box::new(std::io::sink()), Box::new(std::io::sink()), Box::new(&b"{}"[..]));
        assert_eq!((terminal.input().unwrap(), terminal.input().unwrap()), ("{}".to_owned(), "{}".to_owned()));
        assert!(!terminal.has_spoken());
        terminal.complain("no");
        assert!(terminal.has_spoken());
    }
}
