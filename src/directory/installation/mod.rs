//! The installation as a whole: the clock, the health of the database, the search index. Start with `checkup.rs`.

pub mod check_clock;
pub mod checkup;
pub mod mend_search;
