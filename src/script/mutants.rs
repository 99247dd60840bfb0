//! Mutants: a script with one small mistake each. Tests that pass with one of them do not test what it changes (SPEC R3.3).
//!
//! The places come from the tree and its words; the change is made in the text, so that the rest of it stays as it was written.

use super::api::Functions;
use super::check::{Script, option_maps};
use super::host::Host;
use super::limits::Limits;
use super::notation::{place, string_length};
use super::run::on_deep_stack;
use super::tree::{Node, Tree, at};
use crate::domain::Place;
use rhai::{Expr, Stmt, Token};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// A script with one small mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutant {
    /// Which mistake.
    pub kind: MutantKind,
    /// Where.
    pub place: Place,
    /// What it does, after "this mutant".
    pub description: String,
    /// The whole script with the mistake.
    pub source: String,
}

/// A kind of mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MutantKind {
    /// An option is left out.
    DropOption,
    /// An option that adds replaces, or the other way round.
    SwapOption,
    /// The text of an option is another one.
    ChangeText,
    /// `true` is `false`, or the other way round.
    FlipBoolean,
    /// A condition is the opposite.
    NegateCondition,
    /// A comparison, or what joins two conditions, is another one.
    ChangeOperator,
    /// A call of `bizzStream` is left out.
    RemoveCall,
}

impl MutantKind {
    /// The kind, for programs.
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

/// Options that replace, and those of the same kind that add.
const SWAPS: &[(&str, &str)] = &[
    ("menuNames", "addMenuNames"),
    ("menuIds", "addMenuIds"),
    ("memberGroupNames", "addMemberGroupNames"),
    ("memberGroupIds", "addMemberGroupIds"),
];

/// Every mutant of a script, in the order of their places. Each can be read as a script, and no two are the same; a script
/// that cannot be read has none.
pub fn mutants(source: &str) -> Vec<Mutant> {
    on_deep_stack(|| {
        let host = Host::for_reading(Functions::default());
        let Ok(tree) = Tree::read(&host, source) else {
            return Vec::new();
        };
        let script = Script::new(&tree, host.functions());
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

/// What is to be changed for one mutant.
struct Change {
    kind: MutantKind,
    place: Place,
    description: String,
    range: Range<usize>,
    text: String,
}

/// Finds the changes in a text.
struct Changes<'a> {
    source: &'a str,
    lines: Vec<usize>,
    words: &'a [(Token, Place)],
    at: HashMap<Place, usize>,
}

impl<'a> Changes<'a> {
    fn new(source: &'a str, tree: &'a Tree) -> Changes<'a> {
        let breaks = source.match_indices('\n').map(|(at, _)| at + 1);
        let words = tree.words.iter().enumerate().map(|(at, (_, place))| (*place, at));
        Changes { source, lines: std::iter::once(0).chain(breaks).collect(), words: &tree.words, at: words.collect() }
    }

    fn of(&self, script: &Script) -> Vec<Change> {
        let mut changes: Vec<Change> = (0..self.words.len()).filter_map(|word| self.of_word(word)).collect();
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

    /// Where a place is in the text.
    fn offset(&self, place: Place) -> usize {
        let start = self.lines.get(place.line as usize - 1).copied().unwrap_or(self.source.len());
        let line = self.source.get(start..).unwrap_or_default();
        start + line.char_indices().nth(place.column as usize - 1).map_or(line.len(), |(at, _)| at)
    }

    fn of_word(&self, word: usize) -> Option<Change> {
        let (token, place) = &self.words[word];
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
            Token::Identifier(name) => self.swap_option(word, name),
            Token::StringConstant(name) => self.swap_option(word, name),
            _ => None,
        }
    }

    /// An option that is a key of a map, or is set by assignment.
    fn swap_option(&self, word: usize, name: &str) -> Option<Change> {
        let (old, new) = SWAPS.iter().find_map(|&(replaces, adds)| match name {
            _ if name == replaces => Some((replaces, adds)),
            _ if name == adds => Some((adds, replaces)),
            _ => None,
        })?;
        let is_key = matches!(self.words.get(word + 1), Some((Token::Colon, _)));
        let is_property = word > 0 && matches!(self.words[word - 1].0, Token::Period);
        if !is_key && !is_property {
            return None;
        }
        let place = self.words[word].1;
        // A key may stand in quotes.
        let quote = u32::from(!self.reads(place, old));
        let inside = Place { column: place.column + quote, ..place };
        let change =
            self.replace(MutantKind::SwapOption, inside, old, new, format!("writes `{new}` in place of `{old}`"))?;
        Some(Change { place, ..change })
    }

    fn drop_option(&self, name: &str, place: Place) -> Option<Change> {
        let word = *self.at.get(&place)?;
        let end = self.end_of(word)?;
        let start = self.offset(place);
        let range = match self.words[end].0 {
            Token::Comma => self.whole_lines(start..self.offset(self.words[end].1) + 1),
            _ => {
                // The last one takes the comma before it along.
                let before = self.words.get(word.wrapping_sub(1));
                let comma = before.filter(|(token, _)| *token == Token::Comma).map(|(_, place)| self.offset(*place));
                comma.unwrap_or(start)..self.trimmed(self.offset(self.words[end].1))
            }
        };
        let description = format!("leaves out the option `{name}`");
        Some(Change { kind: MutantKind::DropOption, place, description, range, text: String::new() })
    }

    fn change_text(&self, option: &str, value: &Expr) -> Option<Change> {
        let Expr::StringConstant(old, position) = value else {
            return None;
        };
        let place = at(*position);
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
        // These are negated by another mutant already.
        let is_flipped = match &flow.expr {
            Expr::BoolConstant(..) => true,
            Expr::FnCall(call, _) => call.is_operator_call() && matches!(call.name.as_str(), "==" | "!="),
            _ => false,
        };
        let word = *self.at.get(&place(*position)?)?;
        if is_flipped || !matches!(self.words[word].0, Token::If | Token::While) {
            return None;
        }
        let place = self.words.get(word + 1)?.1;
        let brace = self.offset(at(flow.body.position()));
        let range = self.offset(place)..self.trimmed(brace);
        let text = format!("!({})", self.source.get(range.clone())?);
        let description = "negates the condition".to_owned();
        Some(Change { kind: MutantKind::NegateCondition, place, description, range, text })
    }

    /// A statement that is a call of `bizzStream` and nothing else.
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
        let word = *self.at.get(&place)?;
        let end = match self.end_of(word).map(|end| &self.words[end]) {
            Some((Token::SemiColon, end)) => self.offset(*end) + 1,
            Some((_, next)) => self.trimmed(self.offset(*next)),
            None => self.source.trim_end().len(),
        };
        let range = self.whole_lines(self.offset(place)..end);
        let description = format!("leaves out the call of `bizzStream.{}`", call.name);
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

    /// The word that ends what begins at a word: a comma, a semicolon or a bracket that was opened before.
    fn end_of(&self, word: usize) -> Option<usize> {
        let mut depth = 0_i32;
        let mut words = self.words.iter().enumerate().skip(word);
        words.find_map(|(at, (token, _))| {
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

    /// The end of what stands before an offset, without the blanks between.
    fn trimmed(&self, end: usize) -> usize {
        self.source.get(..end).map_or(end, |text| text.trim_end().len())
    }

    /// A range with the lines that it alone stands on, or else with the blanks behind it.
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
