//! The host: an engine that is set up once, and the scripts it has compiled.

use super::api::{self, BizzStream, Console, Functions};
use super::coverage::Coverage;
use super::diagnose::parse_error;
use super::guards;
use super::instrument::instrument;
use super::limits::Limits;
use super::notation::{Notation, readable};
use super::probes::Probes;
use super::run::{Script, version_of};
use super::session::{Session, Watch, limit_problem};
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
    /// What counts; only a covering host has it.
    pub(super) probes: Option<Rc<Probes>>,
}

/// A script that was compiled.
pub(super) struct Compiled {
    pub(super) tree: AST,
    /// Whether it assigns to items of arrays or maps, whose sizes the engine does not sum up then.
    pub(super) assigns_to_items: bool,
}

impl Default for Host {
    fn default() -> Self {
        Host::new(Functions::default())
    }
}

impl Host {
    /// An engine with the functions of a table and nothing else that reaches outside.
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
            // At the top level both are variables of the scope; only functions, which see no scope, come here for them.
            if context.call_level() == 0 || !matches!(name, "input" | "actionInfo") {
                return Ok(None);
            }
            let session = context.tag().read_lock::<Rc<Session>>();
            Ok(session.map(|session| if name == "input" { session.input.clone() } else { session.action_info.clone() }))
        });
        Host { engine, watch, functions, notation, compiled: HashMap::new(), probes: None }
    }

    /// A host that counts what scripts reach. Everything else is as with any other host, but for the count of operations:
    /// its trees are not optimised and have probes in them.
    pub fn covering(functions: Functions) -> Host {
        let mut host = Host::new(functions.clone());
        let probes = Rc::new(Probes::new(functions, Rc::clone(&host.watch)));
        probes.install(&mut host.engine);
        host.engine.set_optimization_level(OptimizationLevel::None);
        host.probes = Some(probes);
        host
    }

    /// The same kind of host for another table of functions.
    pub fn with_functions(&self, functions: Functions) -> Host {
        if self.probes.is_some() { Host::covering(functions) } else { Host::new(functions) }
    }

    /// What scripts reached since the last time; nothing if this host does not count.
    pub fn take_coverage(&self) -> Coverage {
        self.probes.as_ref().map(|probes| probes.take()).unwrap_or_default()
    }

    /// Lets a script be part of the next coverage although it may not run.
    ///
    /// # Errors
    /// A script that cannot be read.
    pub fn expect_coverage(&mut self, script: &Script) -> Result<(), RunError> {
        let limits = Limits::for_administrators();
        self.set_limits(&limits);
        self.compile(&version_of(&script.source), script, &limits).map(drop)
    }

    /// A host that reads scripts and runs none: trees are not optimised, so that everything keeps its place, and the words
    /// of each script are remembered.
    pub(super) fn for_reading(functions: Functions) -> Host {
        let mut host = Host::new(functions);
        host.set_limits(&Limits::for_administrators());
        host.engine.set_optimization_level(OptimizationLevel::None);
        host.notation.remember_words();
        host
    }

    /// The words of the script that was read last, if this host remembers them.
    pub(super) fn words(&self) -> Vec<(Token, Place)> {
        self.notation.words()
    }

    /// The functions that scripts can call.
    pub fn functions(&self) -> &Functions {
        &self.functions
    }

    /// Sets the engine's own limits; the others, operations among them, are kept by the session and its watch.
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

    /// The compiled form of a script, from those that are kept if it is among them.
    pub(super) fn compile(
        &mut self,
        version: &str,
        script: &Script,
        limits: &Limits,
    ) -> Result<Rc<Compiled>, RunError> {
        let probes = self.probes.clone();
        // One text under two names is counted as two scripts.
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
            probes.want(script);
        }
        Ok(compiled)
    }

    /// A script as a tree.
    pub(super) fn parse(&self, source: &str, limits: &Limits) -> Result<AST, RunError> {
        if source.len() > limits.source {
            let found = format!("the source has {} bytes, at most {} are allowed", source.len(), limits.source);
            return Err(RunError::of(limit_problem("source", found), None));
        }
        self.notation.begin();
        // Names alone, as variables: constants would be baked into the tree, and the tree is kept for every environment.
        let mut names = Scope::new();
        for variable in api::VARIABLES {
            names.push_dynamic(variable.name, Dynamic::UNIT);
        }
        self.engine
            .compile_with_scope(&names, readable(source))
            .map_err(|error| parse_error(&error, source, self.notation.ambiguous()))
    }

    /// Forgets the scripts that are compiled.
    pub fn forget(&mut self) {
        self.compiled.clear();
    }

    /// The variables that a script begins with.
    pub(super) fn scope(&self, session: &Session) -> Scope<'static> {
        let mut scope = Scope::new();
        scope.push("bizzStream", BizzStream);
        scope.push("console", Console);
        scope.push_dynamic("actionInfo", session.action_info.clone());
        scope.push_dynamic("input", session.input.clone());
        scope
    }
}

fn assigns_to_items(tree: &AST) -> bool {
    let to_item = |node: Option<&ASTNode>| match node {
        Some(ASTNode::Stmt(Stmt::Assignment(parts))) => !matches!(parts.1.lhs, Expr::Variable(..)),
        _ => false,
    };
    // The walk goes to its end unless it is stopped.
    !tree.walk(&mut |path| !to_item(path.last()))
}

/// What scripts have of Rhai itself: no files, no clock, no modules. One package after the other, because only so the engine
/// knows that their operators are its own and takes its short cuts.
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
