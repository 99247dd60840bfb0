//! The program: gives the command line its streams, its time and its chance, on a stack that is deep enough for scripts.

use enlist::app::System;
use enlist::cli::{self, Exit, Terminal};
use enlist::memory::Counting;
use std::process::ExitCode;

/// A script's memory is counted by its allocator.
#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Rhai recurses on the stack where scripts nest values; the limits of a run are measured against this size.
const STACK: usize = 64 << 20;

fn main() -> ExitCode {
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(work);
    let exit = worker.map_or(Exit::Fault, |worker| worker.join().unwrap_or(Exit::Fault));
    ExitCode::from(exit as u8)
}

fn work() -> Exit {
    let mut terminal = Terminal::real();
    match System::real() {
        Ok(system) => cli::main(std::env::args_os(), &mut terminal, system),
        Err(fault) => {
            terminal.complain(&format!("internal error: {fault}"));
            Exit::Fault
        }
    }
}
