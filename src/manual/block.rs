//! The blocks of a manual, independent of the output format. The only markup is backticks around code.

/// A block of the manual.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// The heading of a section.
    Section(String),
    /// The heading of a subsection.
    Part(String),
    /// A paragraph.
    Text(String),
    /// Lines of code: the language and the unchanged text.
    Code(&'static str, String),
    /// A table: head and rows. The first column holds names, the last one explanations.
    Table(&'static [&'static str], Vec<Vec<String>>),
}

/// Returns the heading of a section.
pub fn section(title: &str) -> Block {
    Block::Section(title.to_owned())
}

/// Returns the heading of a subsection.
pub fn part(title: impl Into<String>) -> Block {
    Block::Part(title.into())
}

/// Returns a paragraph.
pub fn text(text: impl Into<String>) -> Block {
    Block::Text(text.into())
}

/// Returns the text between backticks.
pub fn code(text: &str) -> String {
    format!("`{text}`")
}

/// Splits a text into pieces of prose and code; `true` marks code. If a backtick is missing, the whole text is prose.
pub fn turns(text: &str) -> Vec<(bool, &str)> {
    let pieces: Vec<&str> = text.split('`').collect();
    if pieces.len().is_multiple_of(2) {
        return vec![(false, text)];
    }
    let turns = pieces.into_iter().enumerate().map(|(at, piece)| (at % 2 == 1, piece));
    turns.filter(|(_, piece)| !piece.is_empty()).collect()
}
