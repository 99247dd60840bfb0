//! The streams of a command: standard output, standard error, standard input, and their colours.

use crate::cli::input::arguments::MOST;
use crate::domain::text_of_file;
use anstyle::{AnsiColor, Style};
use std::io::{self, IsTerminal, Read, Write};

/// The streams of a command, and whether their output is coloured.
pub struct Terminal {
    out: Box<dyn Write>,
    err: Box<dyn Write>,
    input: Box<dyn Read>,
    /// The text of standard input after it was read, because it can be read only once.
    input_text: Option<String>,
    has_printed: bool,
    /// Whether the output is coloured.
    pub color: bool,
    /// The number of columns, if standard output is a terminal.
    pub width: Option<u16>,
}

/// The style of additions. Each style has one meaning.
pub const ADDED: Style = AnsiColor::Green.on_default();
/// The style of changes.
pub const CHANGED: Style = AnsiColor::Yellow.on_default();
/// The style of removals and errors.
pub const REMOVED: Style = AnsiColor::Red.on_default();
/// The style of names and headings.
pub const STRONG: Style = Style::new().bold();
/// The style of details.
pub const QUIET: Style = Style::new().dimmed();
/// The style of letters and links.
pub const LETTER: Style = AnsiColor::Cyan.on_default();

impl Terminal {
    /// Returns the streams of the process. Colours depend on the terminal and `NO_COLOR`.
    pub fn real() -> Terminal {
        let color = anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
        Terminal {
            color,
            width: io::stdout().is_terminal().then(terminal_width).flatten(),
            out: Box::new(io::stdout()),
            err: Box::new(io::stderr()),
            input: Box::new(io::stdin()),
            input_text: None,
            has_printed: false,
        }
    }

    /// Returns other streams without colours, for tests.
    pub fn captured(out: Box<dyn Write>, err: Box<dyn Write>, input: Box<dyn Read>) -> Terminal {
        Terminal { out, err, input, input_text: None, has_printed: false, color: false, width: None }
    }

    /// Prints a line. A reader that has closed the stream is not an error: `enlist user list | head`.
    pub fn print(&mut self, text: &str) {
        self.has_printed = true;
        let _ = writeln!(self.out, "{text}");
    }

    /// Prints a part of a line.
    pub fn print_part(&mut self, text: &str) {
        self.has_printed = true;
        let _ = write!(self.out, "{text}");
    }

    /// Prints a line to standard error.
    pub fn print_error(&mut self, text: &str) {
        self.has_printed = true;
        let _ = writeln!(self.err, "{}", text.trim_end());
    }

    /// Prints JSON on one line.
    pub fn json(&mut self, json: &serde_json::Value) {
        self.print(&json.to_string());
    }

    /// Prints bytes unchanged.
    pub fn print_bytes(&mut self, bytes: &[u8]) {
        self.has_printed = true;
        let _ = self.out.write_all(bytes);
    }

    /// Returns whether anything was printed so far, to either stream.
    pub fn has_printed(&self) -> bool {
        self.has_printed
    }

    /// Returns the text of standard input, the same at every call.
    ///
    /// # Errors
    /// Returns an error of the system, or if the input is not text or larger than 64 MiB.
    pub fn read_input(&mut self) -> io::Result<String> {
        if let Some(text) = &self.input_text {
            return Ok(text.clone());
        }
        let mut bytes = Vec::new();
        (&mut self.input).take(MOST + 1).read_to_end(&mut bytes)?;
        let invalid = |why: String| io::Error::new(io::ErrorKind::InvalidData, why);
        if bytes.len() as u64 > MOST {
            return Err(invalid(format!("expected at most {MOST} bytes, found more")));
        }
        let text = text_of_file(bytes).ok_or_else(|| invalid("it is not UTF-8 text".to_owned()))?;
        self.input_text = Some(text.clone());
        Ok(text)
    }

    /// Returns a text in a style, if the output is coloured. Control characters are made visible, so that no name or log line
    /// can control the terminal.
    pub fn paint(&self, style: Style, text: &str) -> String {
        painted(style, text, self.color)
    }
}

/// Returns a text in a style if `color` is true, with control characters made visible.
pub fn painted(style: Style, text: &str, color: bool) -> String {
    let text = visible(text);
    if color { format!("{style}{text}{style:#}") } else { text }
}

/// Returns a text with its control characters escaped.
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
    fn standard_input_can_be_read_twice_and_output_is_noticed() {
        let mut terminal =
            Terminal::captured(Box::new(std::io::sink()), Box::new(std::io::sink()), Box::new(&b"{}"[..]));
        assert_eq!(
            (terminal.read_input().unwrap(), terminal.read_input().unwrap()),
            ("{}".to_owned(), "{}".to_owned())
        );
        assert!(!terminal.has_printed());
        terminal.print_error("no");
        assert!(terminal.has_printed());
    }
}
