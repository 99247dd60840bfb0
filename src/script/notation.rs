//! The notation of the published JavaScript examples, read as Rhai where it has one meaning (SPEC R2.12).
//!
//! Single quotes make strings, `{` after `(` `,` `[` `:` opens a map, `null` and `undefined` are `()`, `===` is `==`, `var`
//! is `let`, `function` is `fn`. The change happens token by token, so every position stays exact.

use crate::domain::Place;
use rhai::{Engine, LexError, Position, Token};
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

/// What the reader of the notation remembers while it reads one script.
#[derive(Debug, Default)]
pub struct Notation {
    state: RefCell<State>,
}

#[derive(Debug, Default)]
struct State {
    previous: Option<Token>,
    suspect: Option<(Place, Suspicion)>,
    ambiguous: Option<Place>,
    words: Option<Vec<(Token, Place)>>,
}

/// How far a `{` after `=` or `return` looks like the beginning of a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Suspicion {
    /// `= {`
    Brace,
    /// `= { name`
    Key,
}

impl Notation {
    /// Teaches an engine the notation.
    pub fn install(engine: &mut Engine) -> Rc<Notation> {
        let notation = Rc::new(Notation::default());
        let reader = Rc::clone(&notation);
        #[allow(deprecated)] // Rhai marks what may change in a later version this way.
        engine.on_parse_token(move |token, position, _| reader.read(token, position));
        notation
    }

    /// Forgets the last script, before the next one is read.
    pub fn begin(&self) {
        let mut state = self.state.borrow_mut();
        let words = state.words.as_ref().map(|_| Vec::new());
        *state = State { words, ..State::default() };
    }

    /// Remembers the words of each script from now on, translated, with their places.
    pub fn remember_words(&self) {
        self.state.borrow_mut().words.get_or_insert_default();
    }

    /// The words of the last script, if they are remembered.
    pub fn words(&self) -> Vec<(Token, Place)> {
        self.state.borrow().words.clone().unwrap_or_default()
    }

    /// Where a `{` opened a block although it was meant to open a map: after `=` or `return`, where both are possible.
    pub fn ambiguous(&self) -> Option<Place> {
        self.state.borrow().ambiguous
    }

    fn read(&self, token: Token, position: Position) -> Token {
        let mut state = self.state.borrow_mut();
        let token = translate(token, state.previous.as_ref());
        state.look(&token, position);
        if let (Some(words), Some(place)) = (&mut state.words, place(position)) {
            words.push((token.clone(), place));
        }
        state.previous = Some(token.clone());
        token
    }
}

impl State {
    fn look(&mut self, token: &Token, position: Position) {
        self.suspect = match (self.suspect, token) {
            (None, Token::LeftBrace) if matches!(self.previous, Some(Token::Equals | Token::Return)) => {
                place(position).map(|place| (place, Suspicion::Brace))
            }
            (Some((place, Suspicion::Brace)), Token::StringConstant(_) | Token::Identifier(_)) => {
                Some((place, Suspicion::Key))
            }
            (Some((place, Suspicion::Key)), Token::Colon) => {
                self.ambiguous.get_or_insert(place);
                None
            }
            _ => None,
        };
    }
}

fn translate(token: Token, previous: Option<&Token>) -> Token {
    // After a dot, words are names of properties.
    let after_dot = matches!(previous, Some(Token::Period | Token::Elvis));
    let string = |text: &str| Token::StringConstant(Box::new(text.into()));
    match token {
        Token::CharConstant(character) => string(character.encode_utf8(&mut [0; 4])),
        Token::LexError(error) => match *error {
            LexError::MalformedChar(text) => string(&text),
            LexError::ImproperSymbol(symbol, _) if symbol == "===" => Token::EqualsTo,
            LexError::ImproperSymbol(symbol, _) if symbol == "!==" => Token::NotEqualsTo,
            other => Token::LexError(Box::new(other)),
        },
        Token::LeftBrace
            if matches!(previous, Some(Token::LeftParen | Token::Comma | Token::LeftBracket | Token::Colon)) =>
        {
            Token::MapStart
        }
        Token::Reserved(ref word) | Token::Identifier(ref word) if !after_dot => match word.as_str() {
            "null" | "undefined" => Token::Unit,
            "var" => Token::Let,
            "function" => Token::Fn,
            "===" => Token::EqualsTo,
            "!==" => Token::NotEqualsTo,
            _ => token,
        },
        other => other,
    }
}

/// Returns a source as the engine can read it. No character changes its line or column, so positions stay exact.
///
/// A byte-order mark becomes a blank and a first line `#!…` a comment. Every empty string in single quotes is written in
/// double quotes, because the engine reads `''` as one and a half strings.
pub fn readable(source: &str) -> Cow<'_, str> {
    let (mark, text) = match source.strip_prefix('\u{feff}') {
        Some(text) => (" ", text),
        None => ("", source),
    };
    let (start, text) = match text.strip_prefix("#!") {
        Some(text) => ("//", text),
        None => ("", text),
    };
    if mark.is_empty() && start.is_empty() {
        return with_empty_strings(source);
    }
    Cow::Owned(with_empty_strings(&format!("{mark}{start}{text}")).into_owned())
}

fn with_empty_strings(source: &str) -> Cow<'_, str> {
    if !source.contains("''") {
        return Cow::Borrowed(source);
    }
    let mut text = source.as_bytes().to_vec();
    let mut at = 0;
    while at < text.len() {
        let rest = &source.as_bytes()[at..];
        at += match rest {
            [b'/', b'/', ..] => until(rest, b"\n"),
            [b'/', b'*', ..] => until(rest, b"*/"),
            [b'\'', b'\'', ..] => {
                text[at..at + 2].fill(b'"');
                2
            }
            [quote @ (b'"' | b'\'' | b'`'), ..] => string_length(rest, *quote),
            _ => 1,
        };
    }
    String::from_utf8(text).map_or(Cow::Borrowed(source), Cow::Owned)
}

/// How many bytes there are up to and with the end mark.
fn until(rest: &[u8], end: &[u8]) -> usize {
    let found = rest[2..].windows(end.len()).position(|bytes| bytes == end);
    found.map_or(rest.len(), |position| 2 + position + end.len())
}

/// How many bytes a string literal has, quotes included.
pub fn string_length(rest: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            b'\\' => at += 1,
            byte if byte == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    rest.len()
}

/// A position of the engine as a place; positions without a column stand at the beginning of their line.
pub fn place(position: Position) -> Option<Place> {
    Some(Place { line: position.line()? as u32, column: position.position().unwrap_or(1).max(1) as u32 })
}
