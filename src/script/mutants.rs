//! Mutants: copies of a script with one small mistake each. Tests that pass with a mutant do not test the changed part (SPEC
//! R3.3).
//!
//! The places come from the tree and its tokens. The change is made in the text, so that the rest of the text stays the same.

use super::api::Functions;
use super::check::{ParsedScript, option_maps};
use super::host::Host;
use super::limits::Limits;
use super::notation::place;
use super::source::{string_length, without_mark};
use super::stack::on_deep_stack;
use super::tree::{Node, Tree, place_of};
use crate::domain::Place;
use rhai::{Expr, Stmt, Token};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// A script with one small mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutant {
    /// The kind of mistake.
    pub kind: MutantKind,
    /// The place.
    pub place: Place,
    /// The change, as a phrase after "this mutant".
    pub description: String,
    /// The whole script with the mistake.
    pub source: String,
}

/// A kind of mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MutantKind {
    /// An option is removed.
    DropOption,
    /// An option that adds becomes one that replaces, or the reverse.
    SwapOption,
    /// The text of an option is changed.
    ChangeText,
    /// `true` becomes `false`, or the reverse.
    FlipBoolean,
    /// A condition is negated.
    NegateCondition,
    /// An operator of a comparison or between two conditions is changed.
    ChangeOperator,
    /// A call of `bizzStream` is removed.
    RemoveCall,
}

impl MutantKind {
    /// Returns the name of the kind, for programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            MutantKind::DropOption => "drop-option",
            MutantKind::SwapOption => "swap-option",
            MutantKind::ChangeText => "change-text",
            MutantKind::FlipBoolean => "flip-boolean",
            MutantKind::NegateCondition => "negate-condition",
            MutantKind::ChangeOperator => "change-operator",
            MutantKind::RemoveCall => "remove-call",
        }
    }
}

/// Options that replace, each with the option that adds.
const SWAPS: &[(&str, &str)] = &[
    ("menuNames", "addMenuNames"),
    ("menuIds", "addMenuIds"),
    ("memberGroupNames", "addMemberGroupNames"),
    ("memberGroupIds", "addMemberGroupIds"),
];

/// Returns every mutant of a script, in the order of their places. Each mutant can be parsed, and no two are the same. A script that
/// cannot be parsed has no mutants.
pub fn mutants(source: &str) -> Vec<Mutant> {
    on_deep_stack(|| {
        let host = Host::for_reading(Functions::default());
        let Ok(tree) = Tree::read(&host, source) else {
            return Vec::new();
        };
        let script = ParsedScript::new(&tree, host.functions());
        let mut changes = Changes::new(source, &tree).of(&script);
        changes.sort_by_key(|change| (change.place, change.kind));
        let mut seen: HashSet<String> = HashSet::from([source.to_owned()]);
        let mutant = |change: Change| {
            let mut text = source.to_owned();
            text.replace_range(change.range, &change.text);
            let is_new = seen.insert(text.clone()) && host.parse(&text, &Limits::for_administrators()).is_ok();
            let Change { kind, place, description, .. } = change;
            is_new.then_some(Mutant { kind, place, description, source: text })
        };
        changes.into_iter().filter_map(mutant).collect()
    })
}

/// The change of the text for one mutant.
struct Change {
    kind: MutantKind,
    place: Place,
    description: String,
    range: Range<usize>,
    text: String,
}

/// Finds the changes of a text.
struct Changes<'a> {
    source: &'a str,
    /// The offsets of the lines.
    lines: Vec<usize>,
    tokens: &'a [(Token, Place)],
    /// The number of the token at a place.
    token_at: HashMap<Place, usize>,
}

impl<'a> Changes<'a> {
    fn new(source: &'a str, tree: &'a Tree) -> Changes<'a> {
        let breaks = source.match_indices('\n').map(|(at, _)| at + 1);
        let token_at = tree.tokens.iter().enumerate().map(|(at, (_, place))| (*place, at));
        let first = source.len() - without_mark(source).len();
        let lines = std::iter::once(first).chain(breaks).collect();
        Changes { source, lines, tokens: &tree.tokens, token_at: token_at.collect() }
    }

    fn of(&self, script: &ParsedScript) -> Vec<Change> {
        let mut changes: Vec<Change> = (0..self.tokens.len()).filter_map(|number| self.of_token(number)).collect();
        for map in option_maps(script) {
            for (key, value) in map {
                changes.extend(place(key.pos).and_then(|place| self.drop_option(&key.name, place)));
                changes.extend(self.change_text(&key.name, value));
            }
        }
        script.tree.walk(&mut |node| {
            if let Node::Stmt(statement) = node {
                changes.extend(self.negate(statement));
                changes.extend(self.remove_call(statement));
            }
        });
        changes
    }

    /// Returns the offset of a place in the text.
    fn offset(&self, place: Place) -> usize {
        let start = self.lines.get(place.line as usize - 1).copied().unwrap_or(self.source.len());
        let line = self.source.get(start..).unwrap_or_default();
        start + line.char_indices().nth(place.column as usize - 1).map_or(line.len(), |(at, _)| at)
    }

    fn of_token(&self, number: usize) -> Option<Change> {
        let (token, place) = &self.tokens[number];
        let swap = |kind, old: &str, new: &str| {
            let description = format!("writes `{new}` in place of `{old}`");
            self.replace(kind, *place, old, new, description)
        };
        match token {
            Token::True => swap(MutantKind::FlipBoolean, "true", "false"),
            Token::False => swap(MutantKind::FlipBoolean, "false", "true"),
            Token::EqualsTo if self.reads(*place, "===") => swap(MutantKind::ChangeOperator, "===", "!=="),
            Token::NotEqualsTo if self.reads(*place, "!==") => swap(MutantKind::ChangeOperator, "!==", "==="),
            Token::EqualsTo => swap(MutantKind::ChangeOperator, "==", "!="),
            Token::NotEqualsTo => swap(MutantKind::ChangeOperator, "!=", "=="),
            Token::LessThan => swap(MutantKind::ChangeOperator, "<", "<="),
            Token::LessThanEqualsTo => swap(MutantKind::ChangeOperator, "<=", "<"),
            Token::GreaterThan => swap(MutantKind::ChangeOperator, ">", ">="),
            Token::GreaterThanEqualsTo => swap(MutantKind::ChangeOperator, ">=", ">"),
            Token::And => swap(MutantKind::ChangeOperator, "&&", "||"),
            Token::Or => swap(MutantKind::ChangeOperator, "||", "&&"),
            Token::Identifier(name) => self.swap_option(number, name),
            Token::StringConstant(name) => self.swap_option(number, name),
            _ => None,
        }
    }

    /// Swaps an option that is a key of a map or is set by assignment.
    fn swap_option(&self, number: usize, name: &str) -> Option<Change> {
        let (old, new) = SWAPS.iter().find_map(|&(replaces, adds)| match name {
            _ if name == replaces => Some((replaces, adds)),
            _ if name == adds => Some((adds, replaces)),
            _ => None,
        })?;
        let is_key = matches!(self.tokens.get(number + 1), Some((Token::Colon, _)));
        let is_property = number > 0 && matches!(self.tokens[number - 1].0, Token::Period);
        if !is_key && !is_property {
            return None;
        }
        let place = self.tokens[number].1;
        // A key may have quotes.
        let quote = u32::from(!self.reads(place, old));
        let inside = Place { column: place.column + quote, ..place };
        let change =
            self.replace(MutantKind::SwapOption, inside, old, new, format!("writes `{new}` in place of `{old}`"))?;
        Some(Change { place, ..change })
    }

    fn drop_option(&self, name: &str, place: Place) -> Option<Change> {
        let number = *self.token_at.get(&place)?;
        let end = self.end_of(number)?;
        let start = self.offset(place);
        let range = match self.tokens[end].0 {
            Token::Comma => self.whole_lines(start..self.offset(self.tokens[end].1) + 1),
            _ => {
                // The comma before the last option is removed too.
                let before = self.tokens.get(number.wrapping_sub(1));
                let comma = before.filter(|(token, _)| *token == Token::Comma).map(|(_, place)| self.offset(*place));
                comma.unwrap_or(start)..self.trimmed(self.offset(self.tokens[end].1))
            }
        };
        let description = format!("removes the option `{name}`");
        Some(Change { kind: MutantKind::DropOption, place, description, range, text: String::new() })
    }

    fn change_text(&self, option: &str, value: &Expr) -> Option<Change> {
        let Expr::StringConstant(old, position) = value else {
            return None;
        };
        let place = place_of(*position);
        let start = self.offset(place);
        let quote = *self.source.as_bytes().get(start)?;
        let length = string_length(&self.source.as_bytes()[start..], quote);
        let written = self.source.get(start + 1..start + length - 1)?;
        let new = match (option, old.as_str()) {
            ("language" | "locale", "en") => "de".to_owned(),
            ("language" | "locale", _) => "en".to_owned(),
            ("theme", "dark") => "light".to_owned(),
            ("theme", _) => "dark".to_owned(),
            _ => format!("{written}x"),
        };
        let description = format!("writes {new:?} in place of {:?}", old.as_str());
        let range = start + 1..start + length - 1;
        Some(Change { kind: MutantKind::ChangeText, place, description, range, text: new })
    }

    fn negate(&self, statement: &Stmt) -> Option<Change> {
        let (Stmt::If(flow, position) | Stmt::While(flow, position)) = statement else {
            return None;
        };
        // Another mutant negates these already.
        let is_flipped = match &flow.expr {
            Expr::BoolConstant(..) => true,
            Expr::FnCall(call, _) => call.is_operator_call() && matches!(call.name.as_str(), "==" | "!="),
            _ => false,
        };
        let number = *self.token_at.get(&place(*position)?)?;
        if is_flipped || !matches!(self.tokens[number].0, Token::If | Token::While) {
            return None;
        }
        let place = self.tokens.get(number + 1)?.1;
        let brace = self.offset(place_of(flow.body.position()));
        let range = self.offset(place)..self.trimmed(brace);
        let text = format!("!({})", self.source.get(range.clone())?);
        let description = "negates the condition".to_owned();
        Some(Change { kind: MutantKind::NegateCondition, place, description, range, text })
    }

    /// Removes a statement that is only a call of `bizzStream`.
    fn remove_call(&self, statement: &Stmt) -> Option<Change> {
        let Stmt::Expr(expression) = statement else {
            return None;
        };
        let Expr::Dot(pair, ..) = &**expression else {
            return None;
        };
        let (Expr::Variable(variable, _, position), Expr::MethodCall(call, _)) = (&pair.lhs, &pair.rhs) else {
            return None;
        };
        if variable.1 != "bizzStream" {
            return None;
        }
        let place = place(*position)?;
        let number = *self.token_at.get(&place)?;
        let end = match self.end_of(number).map(|end| &self.tokens[end]) {
            Some((Token::SemiColon, end)) => self.offset(*end) + 1,
            Some((_, next)) => self.trimmed(self.offset(*next)),
            None => self.source.trim_end().len(),
        };
        let range = self.whole_lines(self.offset(place)..end);
        let description = format!("removes the call of `bizzStream.{}`", call.name);
        Some(Change { kind: MutantKind::RemoveCall, place, description, range, text: String::new() })
    }

    fn replace(&self, kind: MutantKind, place: Place, old: &str, new: &str, description: String) -> Option<Change> {
        let start = self.offset(place);
        let range = start..start + old.len();
        self.reads(place, old).then(|| Change { kind, place, description, range, text: new.to_owned() })
    }

    fn reads(&self, place: Place, text: &str) -> bool {
        self.source.get(self.offset(place)..).is_some_and(|rest| rest.starts_with(text))
    }

    /// Returns the token that ends the expression at a token: a comma, a semicolon or a bracket that was opened before.
    fn end_of(&self, number: usize) -> Option<usize> {
        let mut depth = 0_i32;
        let mut tokens = self.tokens.iter().enumerate().skip(number);
        tokens.find_map(|(at, (token, _))| {
            match token {
                Token::LeftParen | Token::LeftBracket | Token::LeftBrace | Token::MapStart | Token::QuestionBracket => {
                    depth += 1;
                }
                Token::RightParen | Token::RightBracket | Token::RightBrace => depth -= 1,
                Token::Comma | Token::SemiColon if depth == 0 => return Some(at),
                _ => {}
            }
            (depth < 0).then_some(at)
        })
    }

    /// Returns the end of the text before an offset, without trailing blanks.
    fn trimmed(&self, end: usize) -> usize {
        self.source.get(..end).map_or(end, |text| text.trim_end().len())
    }

    /// Extends a range to whole lines if nothing else is on them, otherwise to the blanks after it.
    fn whole_lines(&self, range: Range<usize>) -> Range<usize> {
        let line = self.source[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let rest = &self.source[range.end..];
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\r']).len();
        let is_first = self.source[line..range.start].trim().is_empty();
        match rest[blanks..].starts_with('\n') {
            true if is_first => line..range.end + blanks + 1,
            true => range,
            false => range.start..range.end + blanks,
        }
    }
}
