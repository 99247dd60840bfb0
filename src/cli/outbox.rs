//! `enlist outbox`: the letters of an environment, and those of the installation, which concern accounts. `enlist serve` sends
//! letters.

use super::Exit;
use super::input::settings::Context;
use super::output::table::{pairs, table};
use super::output::terminal::visible;
use crate::domain::{Error, Fault, Letter, LetterStatus};
use crate::json;
use crate::store::{Access, Transaction, Work, letter};
use crate::words::{self, LetterText, Link};
use crate::{directory, jobs};
use clap::{Args, Subcommand};
use std::fs;
use std::path::{Path, PathBuf};

/// The domain of the sender of exported letters. The public URL, which has the real one, is a setting of the server. A reserved
/// domain (RFC 2606) belongs to nobody.
const HOST: &str = "enlist.invalid";

/// List, show, export and resend letters.
#[derive(Debug, Clone, Subcommand)]
pub enum OutboxCommand {
    /// List the letters, newest first
    List(List),
    /// Show a letter
    Show(Show),
    /// Write letters as `.eml` files
    Export(Export),
    /// Queue letters again that could not be delivered
    Resend(Resend),
}

/// List letters.
#[derive(Debug, Clone, Args)]
pub struct List {
    /// Maximum number of letters
    #[arg(long, value_name = "NUMBER", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,

    /// Only letters with a status: `waiting`, `sent` or `dead`
    #[arg(long, value_name = "STATUS", value_parser = LetterStatus::TEXTS.to_vec())]
    status: Option<String>,

    /// Letters about accounts alone, which belong to no environment
    #[arg(long)]
    installation: bool,
}

/// Resend letters.
#[derive(Debug, Clone, Args)]
pub struct Resend {
    /// The letters' ids
    #[arg(value_name = "ID", required_unless_present = "dead")]
    letters: Vec<String>,

    /// All letters that could not be delivered, if they can be sent again
    #[arg(long, conflicts_with = "letters")]
    dead: bool,

    /// Letters about accounts alone, which belong to no environment
    #[arg(long)]
    installation: bool,
}

/// One letter.
#[derive(Debug, Clone, Args)]
pub struct Show {
    /// The letter's id
    #[arg(value_name = "ID")]
    letter: String,

    /// Print the e-mail as it would be sent
    #[arg(long, conflicts_with = "json")]
    eml: bool,

    /// A letter about an account alone, which belongs to no environment
    #[arg(long)]
    installation: bool,
}

/// Write letters as files.
#[derive(Debug, Clone, Args)]
pub struct Export {
    /// The letters' ids [default: all that are waiting]
    #[arg(value_name = "ID")]
    letters: Vec<String>,

    /// The folder for the files; it is created if it is missing
    #[arg(long, value_name = "DIR", default_value = "outbox")]
    to: PathBuf,

    /// Letters about accounts alone, which belong to no environment
    #[arg(long)]
    installation: bool,
}

impl OutboxCommand {
    pub(super) fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        match self {
            OutboxCommand::List(list) => list.execute(context)?,
            OutboxCommand::Show(show) => show.execute(context)?,
            OutboxCommand::Export(export) => export.execute(context)?,
            OutboxCommand::Resend(resend) => resend.execute(context)?,
        }
        Ok(Exit::Done)
    }
}

impl List {
    fn execute(self, context: &mut Context) -> Result<(), Error> {
        let status = self.status.as_deref().and_then(LetterStatus::from_text);
        // One more than the limit, to know whether there are older ones.
        let mut letters = match self.installation {
            true => letter::list_of_installation(&context.open()?.begin(Access::Read)?, status, self.limit + 1)?,
            false => letter::list_of(&context.work(Access::Read)?, status, None, self.limit + 1)?,
        };
        let more = letters.len() > self.limit as usize;
        letters.truncate(self.limit as usize);
        if context.settings.json {
            context.terminal.json(&letters.iter().map(json::letter).collect());
            return Ok(());
        }
        let mut rows = Vec::new();
        for letter in &letters {
            rows.push(vec![
                letter.created_at.to_string(),
                letter.kind.to_string(),
                letter.to.to_string(),
                text_of(letter)?.subject,
                letter.status.to_string(),
                letter.id.to_string(),
            ]);
        }
        let head = ["WRITTEN", "KIND", "TO", "SUBJECT", "STATUS", "ID"];
        table(context.terminal, &head, rows, "the outbox is empty");
        for letter in letters.iter().filter(|letter| letter.problem.is_some()) {
            let problem = letter.problem.as_deref().unwrap_or_default();
            context.terminal.print(&format!("  {}: {}", letter.id, visible(problem)));
        }
        if more {
            let line = format!("\nthe latest {}; `--limit` shows more", self.limit);
            context.terminal.print(&line);
        }
        Ok(())
    }
}

impl Resend {
    fn execute(self, context: &mut Context) -> Result<(), Error> {
        let app = context.open()?;
        let mut again = 0;
        let mut refused = Vec::new();
        if self.installation {
            let mut transaction = app.begin(Access::Write)?;
            let dead = letter::list_of_installation(&transaction, Some(LetterStatus::Dead), u32::MAX)?;
            for id in self.wanted(&dead) {
                match directory::resend_account_letter(&mut transaction, &id) {
                    Err(Error::Refused(refusal)) if self.dead => refused.push((id, refusal)),
                    done => done.map(|()| again += 1)?,
                }
            }
            transaction.commit()?;
        } else {
            let mut work = context.work(Access::Write)?;
            let dead = letter::list_of(&work, Some(LetterStatus::Dead), None, u32::MAX)?;
            for id in self.wanted(&dead) {
                match directory::resend_letter(&mut work, &id) {
                    Err(Error::Refused(refusal)) if self.dead => refused.push((id, refusal)),
                    done => done.map(|_| again += 1)?,
                }
            }
            work.commit()?;
        }
        if context.settings.json {
            let left: serde_json::Value = refused.iter().map(|(id, _)| id.as_str()).collect();
            context.terminal.json(&serde_json::json!({ "waiting": again, "left": left }));
            return Ok(());
        }
        context.terminal.print(&match again {
            1 => "1 e-mail is queued again".to_owned(),
            again => format!("{again} e-mails are queued again"),
        });
        for (id, refusal) in refused {
            context.terminal.print(&format!("not queued {id}: {refusal}"));
        }
        Ok(())
    }

    /// Returns the ids of the letters to resend.
    fn wanted(&self, dead: &[Letter]) -> Vec<String> {
        match self.dead {
            true => dead.iter().map(|letter| letter.id.to_string()).collect(),
            false => self.letters.clone(),
        }
    }
}

/// The owner of letters, with the transaction.
enum Letters {
    Environment(Box<Work>),
    Installation(Box<Transaction>),
}

impl Letters {
    fn open(installation: bool, context: &mut Context) -> Result<Letters, Error> {
        Ok(match installation {
            true => Letters::Installation(Box::new(context.open()?.begin(Access::Read)?)),
            false => Letters::Environment(Box::new(context.work(Access::Read)?)),
        })
    }

    fn find(&self, id: &str) -> Result<Letter, Error> {
        match self {
            Letters::Environment(work) => directory::find_letter(work, id),
            Letters::Installation(transaction) => directory::find_account_letter(transaction, id),
        }
    }

    /// Returns the waiting letters, oldest first.
    fn waiting(&self) -> Result<Vec<Letter>, Fault> {
        let waiting = Some(LetterStatus::Waiting);
        let mut all = match self {
            Letters::Environment(work) => letter::list_of(work, waiting, None, u32::MAX)?,
            Letters::Installation(transaction) => letter::list_of_installation(transaction, waiting, u32::MAX)?,
        };
        all.reverse();
        Ok(all)
    }
}

impl Show {
    fn execute(self, context: &mut Context) -> Result<(), Error> {
        let letter = Letters::open(self.installation, context)?.find(&self.letter)?;
        let text = text_of(&letter)?;
        if self.eml {
            let message = jobs::message(&letter, &text, HOST)?;
            context.terminal.print_bytes(&message);
            return Ok(());
        }
        if context.settings.json {
            context.terminal.json(&json::letter_with_text(&letter, &text));
            return Ok(());
        }
        let mut rows = vec![
            ("e-mail", letter.id.to_string()),
            ("kind", letter.kind.to_string()),
            ("to", format!("{} <{}>", letter.name, letter.to)),
            ("from", letter.sender.clone().unwrap_or_default()),
            ("subject", text.subject),
            ("language", letter.language.to_string()),
            ("status", letter.status.to_string()),
            ("written", letter.created_at.to_string()),
        ];
        if letter.attempts > 0 {
            rows.push(("attempts", letter.attempts.to_string()));
            rows.push(("next", letter.next_at.map(|moment| moment.to_string()).unwrap_or_default()));
            rows.push(("problem", letter.problem.as_deref().map(visible).unwrap_or_default()));
        }
        pairs(context.terminal, &rows);
        context.terminal.print("");
        for line in text.text.lines() {
            context.terminal.print(&visible(line));
        }
        Ok(())
    }
}

impl Export {
    fn execute(self, context: &mut Context) -> Result<(), Error> {
        let all = Letters::open(self.installation, context)?;
        let letters = match self.letters.is_empty() {
            true => all.waiting()?,
            false => self.letters.iter().map(|id| all.find(id)).collect::<Result<_, _>>()?,
        };
        let fault = |path: &Path, error| Fault::new(format!("cannot write {}", path.display()), error);
        fs::create_dir_all(&self.to).map_err(|error| fault(&self.to, error))?;
        let mut written = Vec::with_capacity(letters.len());
        for letter in letters {
            let message = jobs::message(&letter, &text_of(&letter)?, HOST)?;
            let file = self.to.join(format!("{}.eml", letter.id));
            fs::write(&file, message).map_err(|error| fault(&file, error))?;
            written.push((letter, file.display().to_string()));
        }
        print_files(&written, &self.to, context);
        Ok(())
    }
}

fn print_files(written: &[(Letter, String)], folder: &Path, context: &mut Context) {
    if context.settings.json {
        let one = |(letter, file): &(Letter, String)| {
            let mut json = json::letter(letter);
            json["file"] = file.clone().into();
            json
        };
        context.terminal.json(&written.iter().map(one).collect());
        return;
    }
    let row = |(letter, file): &(Letter, String)| vec![file.clone(), letter.kind.to_string(), letter.to.to_string()];
    let rows = written.iter().map(row).collect();
    table(context.terminal, &["FILE", "KIND", "TO"], rows, "no e-mail is waiting");
    if !written.is_empty() {
        let count = match written.len() {
            1 => "1 e-mail".to_owned(),
            count => format!("{count} e-mails"),
        };
        context.terminal.print(&format!("\n{count} written to {}", folder.display()));
    }
}

/// Returns the text of a letter. Its link is inserted at the delivery (SECURITY 2.6).
fn text_of(letter: &Letter) -> Result<LetterText, Fault> {
    words::letter(letter, Link::AtDelivery)
}
