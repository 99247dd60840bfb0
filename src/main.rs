//! The program: gives the command line its streams, time and randomness.

use enlist::app::System;
use enlist::cli::{self, Exit, Terminal};
use enlist::memory::Counting;
use std::process::ExitCode;

/// The allocator, which counts the memory of a script.
#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() -> ExitCode {
    let mut terminal = Terminal::real();
    let exit = match System::real() {
        Ok(system) => cli::main(std::env::args_os(), &mut terminal, system),
        Err(fault) => {
            terminal.print_error(&format!("internal error: {fault}"));
            Exit::Fault
        }
    };
    ExitCode::from(exit as u8)
}
