//! `enlist explain`: prints the explanation of an error code.

use super::Exit;
use super::input::settings::Context;
use super::output::terminal::STRONG;
use crate::domain::{Error, Page};
use clap::Args;
use serde_json::json;

/// Explain the code of an error or a warning.
#[derive(Debug, Clone, Args)]
#[command(after_help = "For example: enlist explain E0101")]
pub struct ExplainCommand {
    /// The code, such as E0101 or W0001
    #[arg(value_name = "CODE")]
    code: String,
}

impl ExplainCommand {
    pub(super) fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let page = Page::of(&self.code)?;
        if context.settings.json {
            let example = page.example.map(|example| json!({ "script": example.script, "says": example.says }));
            context.terminal.json(&json!({
                "code": page.code, "title": page.title, "text": page.text, "example": example,
            }));
            return Ok(Exit::Done);
        }
        let head = context.terminal.paint(STRONG, &format!("{} {}", page.code, page.title));
        context.terminal.print(&format!("{head}\n\n{}", wrapped(page.text, 100)));
        if let Some(example) = page.example {
            let indented = |text: &str| text.lines().map(|line| format!("    {line}\n")).collect::<String>();
            let script = indented(example.script);
            context
                .terminal
                .print(&format!("\nFor example\n\n{script}\nprints\n\n{}", indented(example.says).trim_end()));
        }
        Ok(Exit::Done)
    }
}

/// Wraps a text in lines of at most `width` characters.
fn wrapped(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}
