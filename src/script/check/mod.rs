//! The static check: finds errors of a script, and everything that it could do, without running it (SPEC R2.15).
//!
//! The rules are elsewhere. The literal options of a call go through the same readers as in a run, so both report the same
//! problems. The check accepts values that are not literals, and counts every action that it cannot rule out as possible.
//!
//! The checks (`calls`, `options`, `unused`, `abilities`) look at a parsed script (`script`); `builtins` lists Rhai's functions.

mod abilities;
mod builtins;
mod calls;
mod options;
mod script;
mod unused;

pub use abilities::{Ability, Possibility};
pub(super) use options::option_maps;
pub(super) use script::ParsedScript;

use super::api::Functions;
use super::host::Host;
use super::stack::on_deep_stack;
use super::tree::Tree;
use crate::directory::EnvironmentOutline;
use crate::domain::Finding;

/// The most findings of one script; further findings are dropped.
const MOST: usize = 100;

/// Checks scripts, one after the other.
pub struct Checker {
    host: Host,
}

/// The result of the check of one script.
#[derive(Debug)]
pub struct Checked {
    /// The findings, in the order of the script.
    pub findings: Vec<Finding>,
    /// Everything that the script could do; `None` if it cannot be parsed.
    pub can: Option<Vec<Possibility>>,
}

impl Checker {
    /// Returns a checker of scripts that can call these functions.
    pub fn new(functions: Functions) -> Checker {
        Checker { host: Host::for_reading(functions) }
    }

    /// Checks a script; `known` has the names and grants of its environment, if they are known.
    pub fn check(&self, source: &str, known: Option<&EnvironmentOutline>) -> Checked {
        // A deeply nested script needs a deep stack here too.
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
        let script = ParsedScript::new(&tree, self.host.functions());
        let mut findings = calls::check(&script);
        findings.extend(options::check(&script, known));
        findings.extend(unused::check(&script));
        // If there are too many findings, warnings are dropped first.
        findings.sort_by_key(|finding| (finding.severity, finding.place));
        findings.truncate(MOST);
        findings.sort_by_key(|finding| (finding.place, finding.severity));
        Checked { findings, can: Some(abilities::of(&script)) }
    }
}
