//! Checks a database: each check with its criteria and a hint.

use crate::domain::{Check, Code, Error, Fault, Moment, Verdict, list_of};
use crate::store::{Examination, Location, SCHEMA_VERSION, not_too_old, sqlite_version};
use std::path::Path;

/// The time after which a waiting letter counts as stuck, in microseconds: a day.
const STUCK: i64 = 86_400_000_000;

const RESTORE: &str = "put a backup in its place: `enlist restore FILE --yes`";

/// One look at a database that can be opened.
type Look = fn(&Examination, Moment) -> Result<Check, Fault>;

/// Checks a database. Unreadable parts are findings, not errors.
///
/// # Errors
/// Returns a refusal if there is no file.
pub fn checkup(location: &Location, now: Moment) -> Result<Vec<Check>, Error> {
    let mut checks = Vec::new();
    if location.file().is_some() {
        checks.push(sqlite());
    }
    let examined = match Examination::open(location) {
        Ok(examined) => examined,
        Err(Error::Refused(refusal)) if refusal.code() == Code::NoConnection => {
            let help = refusal.problems.first().and_then(|problem| problem.help.clone()).unwrap_or_default();
            checks.push(Check::broken("server", refusal.message(), help));
            return Ok(checks);
        }
        Err(Error::Refused(refusal)) if location.file().is_some_and(Path::exists) => {
            // For damage the hint of the refusal is to run `enlist doctor`, which is running already.
            let help = refusal.problems.first().filter(|problem| problem.code != Code::Damaged);
            let help = help.and_then(|problem| problem.help.clone()).unwrap_or_else(|| RESTORE.to_owned());
            checks.push(Check::broken("file", refusal.message(), help));
            return Ok(checks);
        }
        Err(Error::Fault(fault)) if location.file().is_none() => {
            let problem = fault.way_out().cloned();
            let found = problem.as_ref().map_or_else(|| fault.to_string(), |problem| problem.message.clone());
            let help = problem.and_then(|problem| problem.help).unwrap_or_else(|| {
                "see that the server runs, that the address is right, and that it lets you in".to_owned()
            });
            checks.push(Check::broken("server", found, help));
            return Ok(checks);
        }
        Err(Error::Fault(fault)) => {
            checks.push(Check::broken("file", fault.to_string(), "see that the file can be read and written"));
            return Ok(checks);
        }
        Err(refused) => return Err(refused),
    };
    let list: &[(&'static str, Look)] = &[
        ("integrity", integrity),
        ("references", references),
        ("schema", schema),
        ("audit", audit),
        ("search", search),
        ("administrators", administrators),
        ("letters", letters),
    ];
    for (name, check) in list {
        // In a damaged file a check may fail. The other checks run anyway.
        let unreadable = |fault: Fault| Check::broken(name, fault.to_string(), RESTORE);
        checks.push(check(&examined, now).unwrap_or_else(unreadable));
    }
    Ok(checks)
}

fn sqlite() -> Check {
    match not_too_old() {
        true => Check::ok("sqlite", sqlite_version()),
        false => {
            Check::broken("sqlite", format!("{} can lose commits", sqlite_version()), "build with 3.51.3 or later")
        }
    }
}

fn integrity(examined: &Examination, _: Moment) -> Result<Check, Fault> {
    if let Some(version) = examined.server()? {
        // `PostgreSQL 15.4 on x86_64-pc-linux-gnu, compiled by …`
        return Ok(Check::ok("server", version.split(" on ").next().unwrap_or_default()));
    }
    let damage = examined.damage()?;
    Ok(match damage.as_slice() {
        [] => Check::ok("integrity", "every page is sound"),
        [one] => Check::broken("integrity", one.clone(), RESTORE),
        [first, rest @ ..] => Check::broken("integrity", format!("{first}, and {} more", rest.len()), RESTORE),
    })
}

fn references(examined: &Examination, _: Moment) -> Result<Check, Fault> {
    let broken = examined.broken_references()?;
    Ok(match broken.is_empty() {
        true => Check::ok("references", "every row finds the rows it names"),
        false => Check::broken("references", format!("rows are missing: {}", broken.join("; ")), RESTORE),
    })
}

fn schema(examined: &Examination, _: Moment) -> Result<Check, Fault> {
    Ok(match examined.schema {
        SCHEMA_VERSION => Check::ok("schema", format!("version {SCHEMA_VERSION}")),
        older => Check::advice(
            "schema",
            format!("version {older}, this program knows {SCHEMA_VERSION}"),
            "the next command brings it up to date, after a backup",
        ),
    })
}

fn audit(examined: &Examination, _: Moment) -> Result<Check, Fault> {
    Ok(match examined.audit()? {
        Verdict::Intact { entries, .. } => Check::ok("audit", format!("{entries} entries, as they were written")),
        Verdict::Broken(broken) => Check::broken(
            "audit",
            format!("the chain breaks at entry {}", broken.entry),
            "`enlist audit verify` tells more; compare with a backup or an earlier export",
        ),
    })
}

fn search(examined: &Examination, _: Moment) -> Result<Check, Fault> {
    let (agrees, users) = examined.search()?;
    Ok(match agrees {
        true => Check::ok("search", format!("{users} users in the index, as in the rows")),
        false => Check::broken(
            "search",
            "the index does not agree with the rows",
            "`enlist doctor --mend-search` makes it anew",
        ),
    })
}

fn administrators(examined: &Examination, _: Moment) -> Result<Check, Fault> {
    let without = examined.without_administrator()?;
    if without.is_empty() {
        return Ok(Check::ok("administrators", "every environment with users has one"));
    }
    let names = list_of(without.iter().map(String::as_str));
    let help = "`enlist user add ADDRESS --administrator true --active true` makes one";
    Ok(Check::advice("administrators", format!("nobody administers {names}"), help))
}

fn letters(examined: &Examination, now: Moment) -> Result<Check, Fault> {
    let (waiting, stuck) = examined.waiting_letters(Moment(now.0.saturating_sub(STUCK)))?;
    let dead = examined.dead_letters()?;
    if dead > 0 {
        let found = match dead {
            1 => format!("1 could not be delivered, {waiting} waiting"),
            dead => format!("{dead} could not be delivered, {waiting} waiting"),
        };
        let help = "`enlist outbox list --status dead` says why, `enlist outbox resend --dead` sends them again";
        return Ok(Check::advice("letters", found, help));
    }
    if stuck == 0 {
        return Ok(Check::ok("letters", format!("{waiting} waiting, none longer than a day")));
    }
    let help = "`enlist outbox export --to DIR` writes them as files; see how letters are delivered";
    Ok(Check::advice("letters", format!("{stuck} of {waiting} waiting longer than a day"), help))
}
