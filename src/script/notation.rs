//! The notation of the published JavaScript examples, translated to Rhai where it has one meaning (SPEC R2.12).
//!
//! Single quotes delimit strings, `{` after `(` `,` `[` `:` opens a map, `null` and `undefined` are `()`, `===` is `==`, `var`
//! is `let`, `function` is `fn`. The translation works token by token, so every position stays exact.

use crate::domain::Place;
use rhai::{Engine, LexError, Position, Token};
use std::cell::RefCell;
use std::rc::Rc;

/// The translator of the notation, with its state for one script.
#[derive(Debug, Default)]
pub struct Notation {
    state: RefCell<State>,
}

#[derive(Debug, Default)]
struct State {
    previous: Option<Token>,
    suspect: Option<(Place, Suspicion)>,
    ambiguous: Option<Place>,
    tokens: Option<Vec<(Token, Place)>>,
}

/// How much a `{` after `=` or `return` looks like the beginning of a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Suspicion {
    /// `= {`
    Brace,
    /// `= { name`
    Key,
}

impl Notation {
    /// Installs the notation in an engine.
    pub fn install(engine: &mut Engine) -> Rc<Notation> {
        let notation = Rc::new(Notation::default());
        let reader = Rc::clone(&notation);
        #[allow(deprecated)] // Rhai marks what may change in a later version this way.
        engine.on_parse_token(move |token, position, _| reader.read(token, position));
        notation
    }

    /// Clears the state of the last script, before the next one is read.
    pub fn begin(&self) {
        let mut state = self.state.borrow_mut();
        let tokens = state.tokens.as_ref().map(|_| Vec::new());
        *state = State { tokens, ..State::default() };
    }

    /// Keeps the translated tokens of each script from now on, with their places.
    pub fn keep_tokens(&self) {
        self.state.borrow_mut().tokens.get_or_insert_default();
    }

    /// Returns the tokens of the last script, if they are kept.
    pub fn tokens(&self) -> Vec<(Token, Place)> {
        self.state.borrow().tokens.clone().unwrap_or_default()
    }

    /// Returns the place of a `{` that opened a block but seems to be meant as a map: after `=` or `return`, where both are
    /// possible.
    pub fn ambiguous(&self) -> Option<Place> {
        self.state.borrow().ambiguous
    }

    fn read(&self, token: Token, position: Position) -> Token {
        let mut state = self.state.borrow_mut();
        let token = translate(token, state.previous.as_ref());
        state.look(&token, position);
        if let (Some(tokens), Some(place)) = (&mut state.tokens, place(position)) {
            tokens.push((token.clone(), place));
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
    // After a dot, a word is the name of a property.
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

/// Returns a position of the engine as a place; a position without a column is the beginning of its line.
pub fn place(position: Position) -> Option<Place> {
    Some(Place { line: position.line()? as u32, column: position.position().unwrap_or(1).max(1) as u32 })
}
