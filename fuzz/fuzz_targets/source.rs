//! Runs any text as the source of a script.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(
    init: enlist_fuzz::catch_panics_of_the_engine(),
    |source: &str| enlist_fuzz::run(source, None)
);
