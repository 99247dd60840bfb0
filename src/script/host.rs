//! The host: an engine that is set up once, and its compiled scripts.

use super::api::{self, BizzStream, Console, Functions};
use super::coverage::{Coverage, OptionCoverage};
use super::diagnose::parse_error;
use super::guards;
use super::instrument::instrument;
use super::limits::{Limits, limit_problem};
use super::notation::Notation;
use super::probes::Probes;
use super::request::{Script, version_of};
use super::session::Session;
use super::source::readable;
use super::watch::Watch;
use crate::domain::{Place, RunError};
use rhai::packages::{
    ArithmeticPackage, BasicArrayPackage, BasicIteratorPackage, BasicMapPackage, BasicMathPackage, BasicStringPackage,
    LanguageCorePackage, LogicPackage, MoreStringPackage, Package,
};
use rhai::{AST, ASTNode, Dynamic, Engine, Expr, OptimizationLevel, Scope, Stmt, Token};
use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;

/// How many compiled scripts are kept.
const KEPT: usize = 256;

/// Runs scripts on the thread that owns it.
pub struct Host {
    pub(super) engine: Engine,
    pub(super) watch: Rc<Watch>,
    functions: Functions,
    notation: Rc<Notation>,
    compiled: HashMap<String, Rc<Compiled>>,
    /// The counters of a covering host.
    pub(super) probes: Option<Rc<Probes>>,
}

/// A compiled script.
pub(super) struct Compiled {
    pub(super) tree: AST,
    /// Whether the script assigns to items of arrays or maps. The engine does not check the size of the whole after that.
    pub(super) assigns_to_items: bool,
}

impl Default for Host {
    fn default() -> Self {
        Host::new(Functions::default())
    }
}

impl Host {
    /// Returns a host whose scripts can call the functions of a table and have no other access to the outside.
    pub fn new(functions: Functions) -> Host {
        let mut engine = Engine::new_raw();
        register_packages(&mut engine);
        guards::register(&mut engine);
        api::register(&mut engine, &functions);
        engine.set_optimization_level(OptimizationLevel::Simple);
        engine.set_strict_variables(true);
        for symbol in ["eval", "debug", "curry"] {
            engine.disable_symbol(symbol);
        }
        let notation = Notation::install(&mut engine);
        let watch = Rc::new(Watch::default());
        let ticking = Rc::clone(&watch);
        engine.on_progress(move |operations| ticking.tick(operations));
        #[allow(deprecated)] // Rhai marks what may change in a later version this way.
        engine.on_var(|name, _, context| {
            // At the top level both are variables of the scope. Functions see no scope and get them here.
            if context.call_level() == 0 || !matches!(name, "input" | "actionInfo") {
                return Ok(None);
            }
            let session = context.tag().read_lock::<Rc<Session>>();
            Ok(session.map(|session| if name == "input" { session.input.clone() } else { session.action_info.clone() }))
        });
        Host { engine, watch, functions, notation, compiled: HashMap::new(), probes: None }
    }

    /// Returns a host that counts coverage. Its trees are not optimised and have probes in them, so only the number of
    /// operations differs from an ordinary host.
    pub fn covering(functions: Functions) -> Host {
        let mut host = Host::new(functions.clone());
        let probes = Rc::new(Probes::new(uncounted_options(&functions), Rc::clone(&host.watch)));
        probes.install(&mut host.engine);
        host.engine.set_optimization_level(OptimizationLevel::None);
        host.probes = Some(probes);
        host
    }

    /// Returns the same kind of host for another table of functions.
    pub fn with_functions(&self, functions: Functions) -> Host {
        if self.probes.is_some() { Host::covering(functions) } else { Host::new(functions) }
    }

    /// Returns the coverage since the last call; empty if this host does not count.
    pub fn take_coverage(&self) -> Coverage {
        self.probes.as_ref().map(|probes| probes.take()).unwrap_or_default()
    }

    /// Includes a script in the next coverage even if it does not run.
    ///
    /// # Errors
    /// Returns the error of a script that cannot be parsed.
    pub fn expect_coverage(&mut self, script: &Script) -> Result<(), RunError> {
        let limits = Limits::for_administrators();
        self.set_limits(&limits);
        self.compile(&version_of(&script.source), script, &limits).map(drop)
    }

    /// Returns a host that parses scripts and runs none. Its trees are not optimised, so that every node keeps its place, and
    /// it keeps the tokens of each script.
    pub(super) fn for_reading(functions: Functions) -> Host {
        let mut host = Host::new(functions);
        host.set_limits(&Limits::for_administrators());
        host.engine.set_optimization_level(OptimizationLevel::None);
        host.notation.keep_tokens();
        host
    }

    /// Returns the tokens of the last parsed script, if this host keeps them.
    pub(super) fn tokens(&self) -> Vec<(Token, Place)> {
        self.notation.tokens()
    }

    /// Returns the functions that scripts can call.
    pub fn functions(&self) -> &Functions {
        &self.functions
    }

    /// Sets the limits that the engine checks. The session and its watch check the others, such as operations.
    pub(super) fn set_limits(&mut self, limits: &Limits) {
        self.engine
            .set_max_operations(0)
            .set_max_call_levels(limits.call_depth)
            .set_max_expr_depths(limits.expression_depth, limits.function_expression_depth)
            .set_max_variables(limits.variables)
            .set_max_functions(limits.functions)
            .set_max_string_size(limits.string)
            .set_max_array_size(limits.array)
            .set_max_map_size(limits.map);
    }

    /// Returns a compiled script, from the cache if it is there.
    pub(super) fn compile(
        &mut self,
        version: &str,
        script: &Script,
        limits: &Limits,
    ) -> Result<Rc<Compiled>, RunError> {
        let probes = self.probes.clone();
        // In coverage, one text under two names counts as two scripts.
        let key = match &probes {
            Some(_) => Cow::Owned(format!("{version} {}", script.name)),
            None => Cow::Borrowed(version),
        };
        let compiled = match self.compiled.get(&*key) {
            Some(compiled) => Rc::clone(compiled),
            None => {
                let tree = self.parse(&script.source, limits)?;
                let assigns_to_items = assigns_to_items(&tree);
                let tree = match &probes {
                    Some(probes) => instrument(&tree, script, probes),
                    None => tree,
                };
                let compiled = Rc::new(Compiled { assigns_to_items, tree });
                if self.compiled.len() >= KEPT {
                    self.compiled.clear();
                }
                self.compiled.insert(key.into_owned(), Rc::clone(&compiled));
                compiled
            }
        };
        if let Some(probes) = &probes {
            probes.expect(script);
        }
        Ok(compiled)
    }

    /// Parses a script.
    pub(super) fn parse(&self, source: &str, limits: &Limits) -> Result<AST, RunError> {
        if source.len() > limits.source {
            let found = format!("the source has {} bytes, at most {} are allowed", source.len(), limits.source);
            return Err(RunError::of(limit_problem("source", found), None));
        }
        self.notation.begin();
        // Variables without a value: the optimiser would put constants into the tree, which all environments share.
        let mut names = Scope::new();
        for variable in api::VARIABLES {
            names.push_dynamic(variable.name, Dynamic::UNIT);
        }
        self.engine
            .compile_with_scope(&names, readable(source))
            .map_err(|error| parse_error(&error, source, self.notation.ambiguous()))
    }

    /// Clears the cache of compiled scripts.
    pub fn forget(&mut self) {
        self.compiled.clear();
    }

    /// Returns the variables of a script at its start.
    pub(super) fn scope(&self, session: &Session) -> Scope<'static> {
        let mut scope = Scope::new();
        scope.push("bizzStream", BizzStream);
        scope.push("console", Console);
        scope.push_dynamic("actionInfo", session.action_info.clone());
        scope.push_dynamic("input", session.input.clone());
        scope
    }
}

/// Returns every option of a table of functions, with counts of zero.
fn uncounted_options(functions: &Functions) -> Vec<OptionCoverage> {
    let mut options = Vec::new();
    for function in functions.iter() {
        for about in function.options.map(|known| known()).unwrap_or_default() {
            let function = function.path();
            options.push(OptionCoverage { function, option: about.name, given: 0, added: 0, changed: 0 });
        }
    }
    options
}

fn assigns_to_items(tree: &AST) -> bool {
    let to_item = |node: Option<&ASTNode>| match node {
        Some(ASTNode::Stmt(Stmt::Assignment(parts))) => !matches!(parts.1.lhs, Expr::Variable(..)),
        _ => false,
    };
    // The walk returns false if it is stopped.
    !tree.walk(&mut |path| !to_item(path.last()))
}

/// Registers the packages of Rhai that scripts can use: no files, no clock, no modules. They are registered one by one, because
/// only then the engine recognises their operators as its own and evaluates them faster.
fn register_packages(engine: &mut Engine) {
    LanguageCorePackage::new().register_into_engine(engine);
    ArithmeticPackage::new().register_into_engine(engine);
    BasicStringPackage::new().register_into_engine(engine);
    BasicIteratorPackage::new().register_into_engine(engine);
    LogicPackage::new().register_into_engine(engine);
    BasicMathPackage::new().register_into_engine(engine);
    BasicArrayPackage::new().register_into_engine(engine);
    BasicMapPackage::new().register_into_engine(engine);
    MoreStringPackage::new().register_into_engine(engine);
}
