//! Named points at which a test can kill the program. Only debug builds have them; in a release build [`reach`] does
//! nothing.
//!
//! With the environment variable `ENLIST_FAILPOINT=before-commit`, the program reports on standard error that it has
//! reached this point, and waits to be killed. With `before-commit+` it reports this and continues, so that it is killed
//! at a later step.
//!
//! With `ENLIST_FAILPOINT=passing:3`, three commits fail as if another transaction had committed first, the fourth
//! succeeds, three more fail, and so on: every write must then be retried. With `passing:3:20` this begins after the
//! first twenty commits.

/// Marks a point at which a test can kill the program.
#[cfg(debug_assertions)]
pub fn reach(point: &str) {
    use std::io::Write;
    const HELD: std::time::Duration = std::time::Duration::from_secs(60);
    let Some(wanted) = std::env::var_os("ENLIST_FAILPOINT") else { return };
    let wanted = wanted.to_string_lossy();
    let name = wanted.trim_end_matches('+');
    if name != point {
        return;
    }
    let _ = writeln!(std::io::stderr(), "failpoint {point}");
    if name == wanted {
        std::thread::sleep(HELD);
        // Nobody killed the program. It must not continue, because the test expects it to stop here.
        std::process::abort();
    }
}

/// Marks a point at which a test can kill the program.
#[cfg(not(debug_assertions))]
#[inline(always)]
pub fn reach(_point: &str) {}

/// Returns whether a commit must fail as if another transaction had committed first.
#[cfg(debug_assertions)]
pub fn others_are_first() -> bool {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COMMITS: AtomicU64 = AtomicU64::new(0);
    let Some(wanted) = std::env::var_os("ENLIST_FAILPOINT") else { return false };
    let Some(told) = wanted.to_str().and_then(|wanted| wanted.strip_prefix("passing:")) else { return false };
    let (failures, stand) = told.split_once(':').unwrap_or((told, "0"));
    let (Ok(failures), Ok(stand)) = (failures.parse::<u64>(), stand.parse::<u64>()) else { return false };
    let commit = COMMITS.fetch_add(1, Ordering::Relaxed);
    commit.checked_sub(stand).is_some_and(|commit| commit % (failures + 1) < failures)
}

/// Returns whether a commit must fail as if another transaction had committed first.
#[cfg(not(debug_assertions))]
#[inline(always)]
pub fn others_are_first() -> bool {
    false
}
