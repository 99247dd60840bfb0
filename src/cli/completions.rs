//! `enlist completions`: a script with which a shell completes commands and options.

use super::input::settings::Context;
use super::{Cli, Exit};
use crate::domain::Error;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

/// Print the completions of a shell.
#[derive(Debug, Clone, Args)]
#[command(after_help = "For example: enlist completions bash > ~/.local/share/bash-completion/completions/enlist")]
pub struct CompletionsCommand {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl CompletionsCommand {
    pub(super) fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let script = completions(self.shell);
        if context.settings.json {
            let json = serde_json::json!({ "shell": self.shell.to_string(), "text": script });
            context.terminal.json(&json);
        } else {
            context.terminal.print_bytes(script.as_bytes());
        }
        Ok(Exit::Done)
    }
}

fn completions(shell: Shell) -> String {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "enlist", &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ValueEnum;

    #[test]
    fn the_completions_of_every_shell_have_every_command() {
        for shell in Shell::value_variants() {
            let script = completions(*shell);
            for command in Cli::command().get_subcommands() {
                assert!(script.contains(command.get_name()), "{shell}: {}", command.get_name());
            }
            assert!(script.contains("global-email-address"), "{shell}");
        }
    }
}
