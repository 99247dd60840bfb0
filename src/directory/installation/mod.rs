//! The installation as a whole: the clock, the health of the database, the search index.

pub mod check_clock;
pub mod checkup;
pub mod mend_search;
