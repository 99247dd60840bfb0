//! The pieces that a manual is made of, without any notation but one: what stands between backticks is code.

/// A piece of the manual.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// The title of a section.
    Section(String),
    /// The title of a part of a section.
    Part(String),
    /// A paragraph.
    Text(String),
    /// Lines of code in a language, as they are.
    Code(&'static str, String),
    /// Rows under a head. The first column names, the last one explains.
    Table(&'static [&'static str], Vec<Vec<String>>),
}

/// A section.
pub fn section(title: &str) -> Block {
    Block::Section(title.to_owned())
}

/// A part of a section.
pub fn part(title: impl Into<String>) -> Block {
    Block::Part(title.into())
}

/// A paragraph.
pub fn text(text: impl Into<String>) -> Block {
    Block::Text(text.into())
}

/// Text as code.
pub fn code(text: &str) -> String {
    format!("`{text}`")
}

/// A text in turns: prose, code, prose, …; code that is not closed is prose.
pub fn turns(text: &str) -> Vec<(bool, &str)> {
    let pieces: Vec<&str> = text.split('`').collect();
    if pieces.len().is_multiple_of(2) {
        return vec![(false, text)];
    }
    let turns = pieces.into_iter().enumerate().map(|(at, piece)| (at % 2 == 1, piece));
    turns.filter(|(_, piece)| !piece.is_empty()).collect()
}
