//! Named points at which a test can kill the program. Debug builds have them; in a release build [`reach`] is nothing.
//!
//! With `ENLIST_FAILPOINT=before-commit` in its surroundings the program says on the error stream that it is there, and waits
//! to be killed. With `before-commit+` it says so and goes on: then the kill falls somewhere in what follows.
//!
//! With `ENLIST_FAILPOINT=passing:3` three commits fail as if others had been first, the fourth stands, three more fail, and
//! so on: everything that writes must then be done again. With `ENLIST_FAILPOINT=passing:3:20` so it is behind the first twenty.

/// The program is at this point.
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
        // Nobody came: whoever waits at a point must not go on as if nothing had been.
        std::process::abort();
    }
}

/// The program is at this point.
#[cfg(not(debug_assertions))]
#[inline(always)]
pub fn reach(_point: &str) {}

/// Whether a commit is to fail as if others had been first.
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

/// Whether a commit is to fail as if others had been first.
#[cfg(not(debug_assertions))]
#[inline(always)]
pub fn others_are_first() -> bool {
    false
}
