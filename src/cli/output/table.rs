//! Tables for people: columns without lines, and the names of the columns in bold.

use super::terminal::{STRONG, Terminal, visible};
use crate::domain::Moment;
use comfy_table::{ContentArrangement, Table, presets};

/// Prints a table, or `if_empty` if it has no rows.
pub fn table(terminal: &mut Terminal, head: &[&str], rows: Vec<Vec<String>>, if_empty: &str) {
    if rows.is_empty() {
        terminal.print(if_empty);
        return;
    }
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    if let Some(width) = terminal.width {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    }
    table.set_header(head.iter().copied());
    for row in rows {
        table.add_row(row.iter().map(|cell| visible(cell)));
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    for (at, line) in table.to_string().lines().enumerate() {
        let line = line.trim_end();
        let line = if at == 0 { terminal.paint(STRONG, line) } else { line.to_owned() };
        terminal.print(&line);
    }
}

/// Prints names and values, one pair a line, with the values in one column. Pairs without a value are omitted.
pub fn pairs(terminal: &mut Terminal, pairs: &[(&str, String)]) {
    let shown = pairs.iter().filter(|(_, value)| !value.is_empty());
    let width = shown.clone().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    for (name, value) in shown {
        let padding = " ".repeat(width - name.chars().count());
        let line = format!("{}{padding}  {}", terminal.paint(STRONG, name), visible(value));
        terminal.print(&line);
    }
}

/// Returns a moment as text; empty if there is none.
pub fn moment(moment: Option<Moment>) -> String {
    moment.map(|moment| moment.to_string()).unwrap_or_default()
}

/// Returns `yes` or `no`.
pub fn yes_no(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}
