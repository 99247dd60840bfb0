//! Coverage as plain data: which statements, functions and ways of a script ran, and which options of the API were given.
//!
//! Every place of a script where something can run or be left out is a point, at its line and column, so that several
//! statements in one line count one by one. What is counted while scripts run is in `probes`; the reports are in
//! `fixtures/coverage`.

use crate::domain::Place;
use std::collections::BTreeMap;
use std::fmt;

/// What the runs of a covering host touched.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Coverage {
    /// The scripts, by name.
    pub scripts: Vec<ScriptCoverage>,
    /// The options of every function that takes options, in the order of the manual.
    pub options: Vec<OptionCoverage>,
}

/// One script and how often each of its points was reached.
#[derive(Debug, Clone, PartialEq)]
pub struct ScriptCoverage {
    /// The script's name, as it was run; whoever writes a report may put its path here.
    pub name: String,
    /// Its text.
    pub source: String,
    /// Its points, in the order of the text.
    pub points: Vec<Point>,
}

/// Something in a script that can run or not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// Where it begins.
    pub place: Place,
    /// What it is.
    pub kind: PointKind,
    /// How often it was reached.
    pub hits: u64,
}

/// What a point is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PointKind {
    /// A function or lambda; its place is that of its body.
    Function {
        /// Its name, or `lambda`.
        name: String,
    },
    /// A statement, or the expression of a `switch` arm.
    Statement,
    /// One of the ways that a decision can take; all ways of a decision have the same place.
    Branch {
        /// The decision as it is written: `if`, `switch`, `while`, `do`, `for`, `try`, `&&`, `||` or `??`.
        decision: &'static str,
        /// The way: `then` or `else`, `arm 2`, `entered` or `skipped`, `again` or `done`, `passed` or `caught`, `operand 1 decides`.
        way: String,
    },
}

/// How often an option of the API was given in calls that were not refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionCoverage {
    /// The function, as it is called: `bizzStream.addUser`.
    pub function: String,
    /// The option.
    pub option: &'static str,
    /// In how many calls it was given.
    pub given: u64,
    /// In how many of them something was added.
    pub added: u64,
    /// In how many of them something that was there was changed.
    pub changed: u64,
}

/// How many of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// So many were reached.
    pub covered: usize,
    /// So many there are.
    pub total: usize,
}

/// The least percentages that are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Minimum {
    /// Of the lines.
    pub lines: Option<f64>,
    /// Of the branches.
    pub branches: Option<f64>,
}

/// A minimum that was missed. As text it is what people read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shortfall {
    /// `lines` or `branches`.
    pub of: &'static str,
    /// What was reached.
    pub share: Share,
    /// What was wanted, in percent.
    pub minimum: f64,
}

impl Coverage {
    /// Adds what other runs touched: hits of the same script add up, scripts that are new come in.
    pub fn merge(&mut self, other: Coverage) {
        for script in other.scripts {
            match self.scripts.iter_mut().find(|own| own.name == script.name && own.source == script.source) {
                Some(own) => own.merge(&script),
                None => self.scripts.push(script),
            }
        }
        self.scripts.sort_by(|left, right| left.name.cmp(&right.name));
        for option in other.options {
            match self.options.iter_mut().find(|own| own.function == option.function && own.option == option.option) {
                Some(own) => {
                    own.given += option.given;
                    own.added += option.added;
                    own.changed += option.changed;
                }
                None => self.options.push(option),
            }
        }
    }

    /// The lines of all scripts.
    pub fn line_share(&self) -> Share {
        self.scripts.iter().map(ScriptCoverage::line_share).sum()
    }

    /// The statements of all scripts.
    pub fn statement_share(&self) -> Share {
        self.scripts.iter().map(ScriptCoverage::statement_share).sum()
    }

    /// The branches of all scripts.
    pub fn branch_share(&self) -> Share {
        self.scripts.iter().map(ScriptCoverage::branch_share).sum()
    }

    /// The functions of all scripts.
    pub fn function_share(&self) -> Share {
        self.scripts.iter().map(ScriptCoverage::function_share).sum()
    }

    /// Which minimum was missed.
    pub fn below(&self, minimum: Minimum) -> Vec<Shortfall> {
        let wanted = [("lines", self.line_share(), minimum.lines), ("branches", self.branch_share(), minimum.branches)];
        let missed = wanted.into_iter().filter_map(|(of, share, minimum)| {
            let minimum = minimum.filter(|minimum| share.percent() < *minimum)?;
            Some(Shortfall { of, share, minimum })
        });
        missed.collect()
    }
}

impl ScriptCoverage {
    /// Adds the hits of other runs of the same script.
    pub fn merge(&mut self, other: &ScriptCoverage) {
        for (own, other) in self.points.iter_mut().zip(&other.points) {
            own.hits += other.hits;
        }
    }

    /// The lines in which statements begin, with the hits of the statement that was reached least: a line counts as covered
    /// only if all of its statements ran.
    pub fn lines(&self) -> BTreeMap<u32, u64> {
        let mut lines = BTreeMap::new();
        for point in self.points.iter().filter(|point| point.kind == PointKind::Statement) {
            let hits = lines.entry(point.place.line).or_insert(point.hits);
            *hits = point.hits.min(*hits);
        }
        lines
    }

    /// The decisions, each with its ways.
    pub fn decisions(&self) -> BTreeMap<Place, Vec<&Point>> {
        let mut decisions: BTreeMap<Place, Vec<&Point>> = BTreeMap::new();
        for point in self.points.iter().filter(|point| point.kind.is_branch()) {
            decisions.entry(point.place).or_default().push(point);
        }
        decisions
    }

    /// The line that something counts for: that of the last statement that begins before it or with it.
    pub fn line_of(&self, place: Place) -> u32 {
        let before = self.points.iter().filter(|point| point.kind == PointKind::Statement && point.place <= place);
        before.map(|point| point.place.line).max().unwrap_or(place.line)
    }

    /// How many lines are covered.
    pub fn line_share(&self) -> Share {
        Share::of(self.lines().into_values())
    }

    /// How many statements ran.
    pub fn statement_share(&self) -> Share {
        self.share(|kind| *kind == PointKind::Statement)
    }

    /// How many ways were taken.
    pub fn branch_share(&self) -> Share {
        self.share(PointKind::is_branch)
    }

    /// How many functions were called.
    pub fn function_share(&self) -> Share {
        self.share(|kind| matches!(kind, PointKind::Function { .. }))
    }

    fn share(&self, counts: impl Fn(&PointKind) -> bool) -> Share {
        Share::of(self.points.iter().filter(|point| counts(&point.kind)).map(|point| point.hits))
    }
}

impl PointKind {
    /// Whether this is a way of a decision.
    pub fn is_branch(&self) -> bool {
        matches!(self, PointKind::Branch { .. })
    }
}

impl fmt::Display for PointKind {
    /// What was not reached, if it was not: `else of if`.
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            PointKind::Function { name } => write!(out, "function `{name}`"),
            PointKind::Statement => write!(out, "statement"),
            PointKind::Branch { decision, way } => write!(out, "`{decision}`: {way}"),
        }
    }
}

impl Share {
    fn of(hits: impl Iterator<Item = u64>) -> Share {
        hits.fold(Share::default(), |share, hits| Share {
            covered: share.covered + usize::from(hits > 0),
            total: share.total + 1,
        })
    }

    /// In percent; all of nothing is everything.
    pub fn percent(self) -> f64 {
        if self.total == 0 { 100.0 } else { self.covered as f64 * 100.0 / self.total as f64 }
    }
}

impl std::iter::Sum for Share {
    fn sum<I: Iterator<Item = Share>>(shares: I) -> Share {
        shares.fold(Share::default(), |left, right| Share {
            covered: left.covered + right.covered,
            total: left.total + right.total,
        })
    }
}

impl fmt::Display for Share {
    /// `87.5 % (7 of 8)`, rounded down, so that only everything is 100 %.
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let percent = (self.percent() * 10.0).floor() / 10.0;
        write!(out, "{percent:.1} % ({} of {})", self.covered, self.total)
    }
}

impl fmt::Display for Shortfall {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(out, "coverage of {} is {}, below the minimum of {} %", self.of, self.share, self.minimum)
    }
}
