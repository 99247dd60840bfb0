//! Writes the manual as Markdown.

use super::block::{Block, turns};

/// Returns the blocks as a Markdown page with a title.
pub fn write(title: &str, blocks: &[Block]) -> String {
    let mut page = format!("# {title}\n");
    for block in blocks {
        page.push('\n');
        match block {
            Block::Section(title) => page.push_str(&format!("## {title}\n")),
            Block::Part(title) => page.push_str(&format!("### {title}\n")),
            Block::Text(text) => page.push_str(&format!("{}\n", escaped(text))),
            Block::Code(language, code) => page.push_str(&format!("```{language}\n{code}\n```\n")),
            Block::Table(head, rows) => table(head, rows, &mut page),
        }
    }
    page
}

fn table(head: &[&str], rows: &[Vec<String>], page: &mut String) {
    page.push_str(&format!("| {} |\n|{}\n", head.join(" | "), "---|".repeat(head.len())));
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| in_cell(cell)).collect();
        page.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
}

/// Escapes the text of a cell: a bar would begin the next cell, also inside code.
fn in_cell(text: &str) -> String {
    escaped(text).replace('|', "\\|").replace('\n', " ")
}

/// Escapes characters of prose that Markdown would read as a tag or as emphasis. Code needs no escapes.
fn escaped(text: &str) -> String {
    let turns = turns(text).into_iter().map(|(is_code, piece)| match is_code {
        true => format!("`{piece}`"),
        false => piece.replace('<', "&lt;").replace('*', "\\*").replace('_', "\\_"),
    });
    turns.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_escaped_and_code_is_not() {
        assert_eq!(escaped("a_b < `a_b < *`"), "a\\_b &lt; `a_b < *`");
        assert_eq!(in_cell("`a|b`"), "`a\\|b`");
    }
}
