//! The program: gives the command line its streams, its time and its chance.

use enlist::app::System;
use enlist::cli::{self, Exit, Terminal};
use enlist::memory::Counting;
use std::process::ExitCode;

/// A script's memory is counted by its allocator.
#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() -> ExitCode {
    let mut terminal = Terminal::real();
    let exit = match System::real() {
        Ok(system) => cli::main(std::env::args_os(), &mut terminal, system),
        Err(fault) => {
            terminal.complain(&format!("internal error: {fault}"));
            Exit::Fault
        }
    };
    ExitCode::from(exit as u8)
}
