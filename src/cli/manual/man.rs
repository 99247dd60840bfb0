//! The manual as a page for `man`: the head comes from the tree of commands, the rest from the same blocks as the Markdown.

use crate::manual::{Block, turns};
use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, roman};

/// Returns the page.
pub fn write(command: &Command, blocks: &[Block]) -> String {
    let mut bytes = Vec::new();
    let man = Man::new(command.clone()).manual("enlist");
    // Writing into memory cannot fail.
    let _ = man
        .render_title(&mut bytes)
        .and_then(|()| man.render_name_section(&mut bytes))
        .and_then(|()| man.render_synopsis_section(&mut bytes))
        .and_then(|()| body(blocks).to_writer(&mut bytes));
    String::from_utf8_lossy(&bytes).chars().map(in_ascii).collect()
}

/// Returns a character in ASCII: not every reader of such pages knows UTF-8, but all know this notation.
fn in_ascii(c: char) -> String {
    match c.is_ascii() {
        true => c.to_string(),
        false => format!("\\[u{:04X}]", c as u32),
    }
}

fn body(blocks: &[Block]) -> Roff {
    let mut roff = Roff::new();
    for block in blocks {
        match block {
            Block::Section(title) => {
                roff.control("SH", [title.to_uppercase().as_str()]);
            }
            Block::Part(title) => {
                roff.control("SS", [title.replace('`', "").as_str()]);
            }
            Block::Text(text) => {
                roff.control("PP", []).text(inlines(text));
            }
            Block::Code(_, code) => {
                roff.control("PP", []).control("RS", ["4"]).control("nf", []);
                for line in code.lines() {
                    roff.text([roman(line)]);
                }
                roff.control("fi", []).control("RE", []);
            }
            Block::Table(head, rows) => {
                for row in rows {
                    entry(head, row, &mut roff);
                }
            }
        }
    }
    roff
}

/// Writes a row as an entry: its name, then its columns. A page is too narrow for tables.
fn entry(head: &[&str], row: &[String], roff: &mut Roff) {
    let Some((name, cells)) = row.split_first() else { return };
    roff.control("TP", []).text([bold(name.replace('`', ""))]);
    let mut facts = Vec::new();
    let mut meaning = "";
    for (title, cell) in head.iter().skip(1).zip(cells) {
        match (*title, cell.as_str()) {
            (_, "") => {}
            ("Meaning", cell) => meaning = cell,
            (title, cell) => facts.push(format!("{title}: {cell}")),
        }
    }
    let mut text = meaning.to_owned();
    if !facts.is_empty() {
        let blank = if text.is_empty() { "" } else { " " };
        text.push_str(&format!("{blank}{}.", facts.join("; ")));
    }
    roff.text(inlines(&text));
}

fn inlines(text: &str) -> Vec<Inline> {
    let turns = turns(text).into_iter();
    let turns = turns.map(|(is_code, piece)| if is_code { bold(piece) } else { roman(piece) });
    turns.collect()
}
