//! Coverage as plain data: which statements, functions and branches of a script ran, and which options of the API were given.
//!
//! Each statement, function and branch is a point, at its line and column. So several statements in one line count separately.
//! `probes` counts while scripts run; the reports are in `fixtures/coverage`.

use crate::domain::Place;
use std::collections::BTreeMap;
use std::fmt;

/// The coverage of the runs of a covering host.
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
    /// The script's name, as it was run; a report may put the path here.
    pub name: String,
    /// The text.
    pub source: String,
    /// The points, in the order of the text.
    pub points: Vec<Point>,
}

/// A part of a script that can run or not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// The place where it begins.
    pub place: Place,
    /// The kind.
    pub kind: PointKind,
    /// The number of times it was reached.
    pub hits: u64,
}

/// The kind of a point.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PointKind {
    /// A function or lambda, at the place of its body.
    Function {
        /// The name, or `lambda`.
        name: String,
    },
    /// A statement, or the expression of a `switch` arm.
    Statement,
    /// A branch of a decision; all branches of a decision have the same place.
    Branch {
        /// The decision: `if`, `switch`, `while`, `do`, `for`, `try`, `&&`, `||` or `??`.
        decision: &'static str,
        /// The name of the branch: `then` or `else`, `arm 2`, `entered` or `skipped`, `again` or `done`, `passed` or `caught`, `operand 1 decides`.
        way: String,
    },
}

/// The use of an option of the API in calls that were not refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionCoverage {
    /// The function with its object: `bizzStream.addUser`.
    pub function: String,
    /// The option.
    pub option: &'static str,
    /// The number of calls that give it.
    pub given: u64,
    /// The number of these calls that added something.
    pub added: u64,
    /// The number of these calls that changed something.
    pub changed: u64,
}

/// A share: covered points of all points.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// The number of covered points.
    pub covered: usize,
    /// The number of all points.
    pub total: usize,
}

/// The minimum coverage in percent.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Minimum {
    /// The minimum of lines; none by default.
    pub lines: Option<f64>,
    /// The minimum of branches; none by default.
    pub branches: Option<f64>,
}

/// A minimum that was missed, with its message for people.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shortfall {
    /// `lines` or `branches`.
    pub of: &'static str,
    /// The coverage.
    pub share: Share,
    /// The minimum, in percent.
    pub minimum: f64,
}

impl Coverage {
    /// Adds the coverage of other runs. Hits of the same script are summed up; new scripts are added.
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

    /// Returns the share of lines of all scripts.
    pub fn line_share(&self) -> Share {
        self.scripts.iter().map(ScriptCoverage::line_share).sum()
    }

    /// Returns the share of statements of all scripts.
    pub fn statement_share(&self) -> Share {
        self.scripts.iter().map(ScriptCoverage::statement_share).sum()
    }

    /// Returns the share of branches of all scripts.
    pub fn branch_share(&self) -> Share {
        self.scripts.iter().map(ScriptCoverage::branch_share).sum()
    }

    /// Returns the share of functions of all scripts.
    pub fn function_share(&self) -> Share {
        self.scripts.iter().map(ScriptCoverage::function_share).sum()
    }

    /// Returns the minimums that were missed.
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

    /// Returns the lines in which statements begin, with the fewest hits of these statements. A line is covered only if all of
    /// its statements ran.
    pub fn lines(&self) -> BTreeMap<u32, u64> {
        let mut lines = BTreeMap::new();
        for point in self.points.iter().filter(|point| point.kind == PointKind::Statement) {
            let hits = lines.entry(point.place.line).or_insert(point.hits);
            *hits = point.hits.min(*hits);
        }
        lines
    }

    /// Returns the decisions, each with its branches.
    pub fn decisions(&self) -> BTreeMap<Place, Vec<&Point>> {
        let mut decisions: BTreeMap<Place, Vec<&Point>> = BTreeMap::new();
        for point in self.points.iter().filter(|point| point.kind.is_branch()) {
            decisions.entry(point.place).or_default().push(point);
        }
        decisions
    }

    /// Returns the line that a place counts for: the line of the last statement that begins at the place or before it.
    pub fn line_of(&self, place: Place) -> u32 {
        let before = self.points.iter().filter(|point| point.kind == PointKind::Statement && point.place <= place);
        before.map(|point| point.place.line).max().unwrap_or(place.line)
    }

    /// Returns the share of covered lines.
    pub fn line_share(&self) -> Share {
        Share::of(self.lines().into_values())
    }

    /// Returns the share of statements that ran.
    pub fn statement_share(&self) -> Share {
        self.share(|kind| *kind == PointKind::Statement)
    }

    /// Returns the share of branches that were taken.
    pub fn branch_share(&self) -> Share {
        self.share(PointKind::is_branch)
    }

    /// Returns the share of functions that were called.
    pub fn function_share(&self) -> Share {
        self.share(|kind| matches!(kind, PointKind::Function { .. }))
    }

    fn share(&self, counts: impl Fn(&PointKind) -> bool) -> Share {
        Share::of(self.points.iter().filter(|point| counts(&point.kind)).map(|point| point.hits))
    }
}

impl PointKind {
    /// Returns whether this is a branch of a decision.
    pub fn is_branch(&self) -> bool {
        matches!(self, PointKind::Branch { .. })
    }
}

impl fmt::Display for PointKind {
    /// The point in a report: `` `if`: else ``.
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

    /// Returns the share in percent; 100 if there are no points.
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
    /// `87.5 % (7 of 8)`, rounded down, so that 100 % means all.
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
