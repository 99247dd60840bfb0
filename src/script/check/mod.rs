//! The static check: what is wrong with a script, and what it can do at all, told without running it (SPEC R2.15).
//!
//! Rules stand elsewhere: the literal part of a call's options goes through the very readers that a run uses, so that both
//! say the same. What is not written down is taken to be right here; what a script can do is taken to be possible.

mod abilities;
mod builtins;
mod calls;
mod options;
mod unused;

pub use abilities::{Ability, Possibility};
pub(super) use options::option_maps;

use super::api::{Function, Functions, Object};
use super::host::Host;
use super::run::on_deep_stack;
use super::tree::{Call, On, Tree};
use crate::directory::EnvironmentOutline;
use crate::domain::Finding;
use std::collections::HashMap;

/// The most findings of one script; more help nobody.
const MOST: usize = 100;

/// Checks scripts, one after the other.
pub struct Checker {
    host: Host,
}

/// What is told of one script.
#[derive(Debug)]
pub struct Checked {
    /// What was found, in the order of the script.
    pub findings: Vec<Finding>,
    /// What it can do; nothing is known of a script that cannot be read.
    pub can: Option<Vec<Possibility>>,
}

impl Checker {
    /// A checker of scripts that can call these functions.
    pub fn new(functions: Functions) -> Checker {
        Checker { host: Host::for_reading(functions) }
    }

    /// Checks a script; `known` is what its environment has, where that is known.
    pub fn check(&self, source: &str, known: Option<&EnvironmentOutline>) -> Checked {
        // Deep scripts need a deep stack here as they do in a run.
        on_deep_stack(|| self.check_here(source, known))
    }

    fn check_here(&self, source: &str, known: Option<&EnvironmentOutline>) -> Checked {
        let tree = match Tree::read(&self.host, source) {
            Ok(tree) => tree,
            Err(error) => {
                let findings = error.problems.into_iter().map(|(problem, place)| Finding::error(problem, place));
                return Checked { findings: findings.collect(), can: None };
            }
        };
        let script = Script::new(&tree, self.host.functions());
        let mut findings = calls::check(&script);
        findings.extend(options::check(&script, known));
        findings.extend(unused::check(&script));
        // What is cut off are warnings, if there are too many of both.
        findings.sort_by_key(|finding| (finding.severity, finding.place));
        findings.truncate(MOST);
        findings.sort_by_key(|finding| (finding.place, finding.severity));
        Checked { findings, can: Some(abilities::of(&script)) }
    }
}

/// A script that was read, and the functions that it can call.
pub(super) struct Script<'a> {
    pub(super) tree: &'a Tree,
    calls: Vec<Call<'a>>,
    functions: &'a Functions,
    /// How often each variable and parameter is declared.
    declared: HashMap<String, usize>,
    /// The options in each variable that was declared once, with a map.
    maps: HashMap<&'a str, options::Declared<'a>>,
}

impl<'a> Script<'a> {
    pub(super) fn new(tree: &'a Tree, functions: &'a Functions) -> Script<'a> {
        let declared = unused::declared(tree);
        let mut script = Script { tree, calls: tree.calls(), functions, declared, maps: HashMap::new() };
        script.maps = options::declared_maps(&script);
        script
    }

    /// Whether the script defines a function of this name, and with so many parameters if a number is given.
    fn defines(&self, name: &str, count: Option<usize>) -> bool {
        let same = |body: &&super::tree::Body| body.name.as_deref() == Some(name);
        self.tree.bodies.iter().filter(same).any(|body| count.is_none_or(|count| body.parameters.len() == count))
    }

    /// Whether a variable or parameter of this name is declared anywhere.
    fn declares(&self, name: &str) -> bool {
        self.declared.contains_key(name)
    }

    /// The entry of the table that a call is about, if it surely is, and the arguments of its parameters.
    fn function_of(&self, call: &Call<'a>) -> Option<(&'a Function, &'a [rhai::Expr])> {
        let (object, arguments) = match call.on {
            On::Variable("bizzStream") => (Object::BizzStream, call.arguments),
            On::Variable("console") => (Object::Console, call.arguments),
            On::Nothing => match call.arguments.split_first() {
                Some((rhai::Expr::Variable(first, ..), rest)) if first.1 == "bizzStream" => (Object::BizzStream, rest),
                _ => (Object::Nothing, call.arguments),
            },
            _ => return None,
        };
        let variable = object.prefix().trim_end_matches('.');
        let is_hidden = self.defines(call.name, None) || (!variable.is_empty() && self.declares(variable));
        let function = self.functions.iter().find(|function| function.object == object && function.name == call.name);
        function.filter(|_| !is_hidden).map(|function| (function, arguments))
    }
}
