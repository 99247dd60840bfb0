//! Refusals for callers, and faults of the program or its environment.

use super::Code;
use std::borrow::Cow;
use std::fmt;

/// One mistake in the input of a caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The stable code.
    pub code: Code,
    /// The option or argument, if the problem concerns one.
    pub option: Option<Cow<'static, str>>,
    /// The expected and the found value: lower case, without a full stop.
    pub message: String,
    /// A hint how to solve the problem.
    pub help: Option<String>,
    /// Seconds after which to try again, if that helps.
    pub retry_after: Option<u64>,
}

impl Problem {
    /// Makes a problem that concerns no option yet.
    pub fn new(code: Code, message: impl Into<String>) -> Problem {
        Problem { code, option: None, message: message.into(), help: None, retry_after: None }
    }

    /// Adds a hint.
    pub fn help(self, help: impl Into<String>) -> Problem {
        Problem { help: Some(help.into()), ..self }
    }

    /// Adds the number of seconds after which to try again.
    pub fn retry_after(self, seconds: u64) -> Problem {
        Problem { retry_after: Some(seconds), ..self }
    }

    /// Assigns the problem to an option.
    pub fn of(self, option: impl Into<Cow<'static, str>>) -> Problem {
        Problem { option: Some(option.into()), ..self }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.option {
            Some(option) => write!(f, "`{option}`: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

/// Collected problems: a call is checked to its end, so that all problems are reported at once (SPEC R2.5).
#[derive(Debug, Default)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Adds a problem. After a hundred, further ones are ignored, because a longer list helps nobody.
    pub fn add(&mut self, problem: Problem) {
        const MOST: usize = 100;
        if self.0.len() < MOST {
            self.0.push(problem);
        }
    }

    /// Returns the value, or adds the problem for `option` and returns `None`.
    pub fn check<T>(&mut self, option: &'static str, result: Result<T, Problem>) -> Option<T> {
        result.map_err(|problem| self.add(problem.of(option))).ok()
    }

    /// Keeps only the problems for which `keep` returns true.
    pub fn retain(&mut self, keep: impl FnMut(&Problem) -> bool) {
        self.0.retain(keep);
    }

    /// Removes these option names from the problems, for interfaces where the options have other names.
    pub fn say_plainly(&mut self, options: &[&str]) {
        for problem in &mut self.0 {
            problem.option.take_if(|option| options.contains(&option.as_ref()));
        }
    }

    /// Returns the number of problems.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Checks whether there is a problem with this option.
    pub fn concern(&self, option: &str) -> bool {
        self.0.iter().any(|problem| problem.option.as_deref() == Some(option))
    }

    /// Refuses if there is any problem.
    ///
    /// # Errors
    /// Returns a refusal with all problems.
    pub fn refuse(self) -> Result<(), Refusal> {
        if self.0.is_empty() {
            return Ok(());
        }
        Err(Refusal { problems: self.0 })
    }
}

/// A refusal for the caller. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The problems; at least one.
    pub problems: Vec<Problem>,
}

impl Refusal {
    /// Returns the code of the first problem.
    pub fn code(&self) -> Code {
        self.problems.first().map_or(Code::ScriptFailed, |problem| problem.code)
    }

    /// Returns the number of seconds after which to try again, if that helps.
    pub fn retry_after(&self) -> Option<u64> {
        self.problems.iter().filter_map(|problem| problem.retry_after).max()
    }

    /// Returns one sentence for all problems.
    pub fn message(&self) -> String {
        match self.problems.as_slice() {
            [one] => one.to_string(),
            several => {
                let texts: Vec<String> = several.iter().map(Problem::to_string).collect();
                format!("{} problems: {}", several.len(), texts.join("; "))
            }
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Refusal { problems: vec![problem] }
    }
}

/// A failure that the caller did not cause: of the disk, the database or the code. People see "internal error" with the
/// text; programs get exit code 3.
#[derive(Debug, thiserror::Error)]
#[error("{context}: {source}")]
pub struct Fault {
    context: String,
    source: Box<dyn std::error::Error + Send + Sync>,
    hope: Retry,
    /// The cause, if an operator can remove it.
    way_out: Option<Box<Problem>>,
}

/// Whether a retry of the same work can succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Retry {
    /// No.
    None,
    /// Nothing was changed, and an immediate retry may succeed.
    Soon,
    /// Nothing was changed, and a retry may succeed when the database is available again.
    Later,
}

impl Fault {
    /// Makes a fault that occurred while doing `context`. Takes over retry and cause of a fault in `source`.
    pub fn new(context: impl Into<String>, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Fault {
        let source = source.into();
        let inner = match source.downcast_ref::<Error>() {
            Some(Error::Fault(fault)) => Some(fault),
            _ => source.downcast_ref::<Fault>(),
        };
        let hope = inner.map_or(Retry::None, |inner| inner.hope);
        let way_out = inner.and_then(|inner| inner.way_out.clone());
        Fault { context: context.into(), source, hope, way_out }
    }

    /// Makes a fault that occurred while doing `context` and changed nothing. A retry may succeed: another transaction was
    /// first, or the connection was lost before the commit.
    pub fn passing(context: impl Into<String>, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Fault {
        Fault { hope: Retry::Soon, ..Fault::new(context, source) }
    }

    /// Makes a fault that occurred while doing `context` and changed nothing: the database stayed away longer than the wait.
    pub fn away(context: impl Into<String>, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Fault {
        Fault { hope: Retry::Later, ..Fault::new(context, source) }
    }

    /// Makes the same fault for another caller that it affects, while doing `context`.
    pub fn for_another(&self, context: &str) -> Fault {
        Fault { hope: self.hope, way_out: self.way_out.clone(), ..Fault::new(context, self.to_string()) }
    }

    /// Adds a cause that an operator can remove. The command line reports this problem instead of the fault. Other callers get
    /// an internal error, because the problem names files and addresses of the installation.
    #[must_use]
    pub fn with_way_out(self, problem: Problem) -> Fault {
        Fault { way_out: Some(Box::new(problem)), ..self }
    }

    /// Returns the cause if an operator can remove it.
    pub fn way_out(&self) -> Option<&Problem> {
        self.way_out.as_deref()
    }

    /// Checks whether nothing was changed and the whole work may be retried.
    pub fn is_passing(&self) -> bool {
        self.hope == Retry::Soon
    }
}

/// The reason why work was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller can correct the request.
    #[error("{0}")]
    Refused(Refusal),
    /// Only the operator of the system can help.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl Error {
    /// Checks whether nothing was changed and the whole work may be retried. False for a refusal: it would be the same again.
    pub fn is_passing(&self) -> bool {
        matches!(self, Error::Fault(fault) if fault.is_passing())
    }

    /// Returns the error to report when the work is not retried. A passing fault becomes a refusal that others were first, an
    /// unavailable database a refusal that says so. Other errors stay as they are.
    pub fn given_up(self) -> Error {
        let Error::Fault(fault) = &self else { return self };
        let (problem, seconds) = match fault.hope {
            Retry::None => return self,
            Retry::Soon => {
                let told = "too many others change the same at the same time; nothing was done";
                (Problem::new(Code::Contended, told), 1)
            }
            Retry::Later => (Problem::new(Code::Unreachable, "the database does not answer; nothing was done"), 5),
        };
        problem.help("try again in a moment").retry_after(seconds).into()
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Error::Refused(refusal)
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Error::Refused(problem.into())
    }
}

/// Returns a list of names for a hint, cut after eight names: "a, b and 3 more".
pub fn list_of<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const SHOWN: usize = 8;
    let names: Vec<&str> = names.into_iter().collect();
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_that_is_made_of_a_passing_one_passes_too() {
        let passing = || Fault::passing("committing", "another was first");
        assert!(Fault::new("keeping the head", Fault::new("writing", passing())).is_passing());
        assert!(Fault::new("a sweep", Error::Fault(passing())).is_passing());
        assert!(Error::from(passing()).is_passing());
        assert!(!Fault::new("committing", "the disk is full").is_passing());
        assert!(!Error::from(Problem::new(Code::Contended, "no")).is_passing());
    }

    #[test]
    fn a_fault_that_is_made_of_one_with_a_way_out_has_it_too() {
        let problem = || Problem::new(Code::Unreadable, "the file cannot be written").help("change its permissions");
        let fault = Fault::new("a sweep", Error::from(Fault::new("writing", "no").with_way_out(problem())));
        assert_eq!(fault.way_out(), Some(&problem()));
        assert_eq!(fault.for_another("a job").way_out(), Some(&problem()));
        assert_eq!(Fault::new("a sweep", "no").way_out(), None);
    }

    #[test]
    fn of_a_database_that_is_away_nobody_is_told_to_try_at_once() {
        let away = Fault::away("beginning", "connection refused");
        let told = |fault: Fault| match Error::from(fault).given_up() {
            Error::Refused(refusal) => (refusal.code(), refusal.retry_after()),
            Error::Fault(fault) => panic!("{fault}"),
        };
        assert!(!away.is_passing() && !Fault::new("a sweep", Fault::away("beginning", "no")).is_passing());
        assert_eq!(told(away.for_another("not begun")), (Code::Unreachable, Some(5)));
        assert_eq!(told(Fault::new("a sweep", away)), (Code::Unreachable, Some(5)));
    }

    #[test]
    fn of_a_passing_fault_it_is_told_at_last_that_others_were_first() {
        let Error::Refused(refusal) = Error::from(Fault::passing("committing", "another was first")).given_up() else {
            panic!("no refusal");
        };
        assert_eq!((refusal.code(), refusal.retry_after()), (Code::Contended, Some(1)));
        let fault = Error::from(Fault::new("committing", "the disk is full")).given_up();
        assert_eq!(fault.to_string(), "committing: the disk is full");
    }
}
