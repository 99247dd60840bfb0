//! `enlist outbox`: the letters of an environment, and those of the installation.

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

/// The domain that exported letters come from. Without a server there is no public address to take it from, and a reserved
/// domain (RFC 2606) cannot be mistaken for somebody's.
const HOST: &str = "enlist.invalid";

/// List, show, export letters and send them again.
#[derive(Debug, Clone, Subcommand)]
pub enum OutboxCommand {
    /// List the letters, the newest first
    List(List),
    /// Show a letter
    Show(Show),
    /// Write letters as `.eml` files
    Export(Export),
    /// Let letters wait again that could not be delivered
    Resend(Resend),
}

/// List letters.
#[derive(Debug, Clone, Args)]
pub struct List {
    /// At most so many
    #[arg(long, value_name = "NUMBER", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,

    /// Only those of a status: `waiting`, `sent` or `dead`
    #[arg(long, value_name = "STATUS", value_parser = LetterStatus::TEXTS.to_vec())]
    status: Option<String>,

    /// Those about accounts alone, which belong to no environment
    #[arg(long)]
    installation: bool,
}

/// Letters that are sent again.
#[derive(Debug, Clone, Args)]
pub struct Resend {
    /// The letters' ids
    #[arg(value_name = "ID", required_unless_present = "dead")]
    letters: Vec<String>,

    /// All that could not be delivered, as far as they can be sent again
    #[arg(long, conflicts_with = "letters")]
    dead: bool,

    /// Those about accounts alone, which belong to no environment
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

    /// One about an account alone, which belongs to no environment
    #[arg(long)]
    installation: bool,
}

/// Write letters as files.
#[derive(Debug, Clone, Args)]
pub struct Export {
    /// The letters' ids; all that wait if none is given
    #[arg(value_name = "ID")]
    letters: Vec<String>,

    /// The folder to write to; it is created if it is missing
    #[arg(long, value_name = "DIR", default_value = "outbox")]
    to: PathBuf,

    /// Those about accounts alone, which belong to no environment
    #[arg(long)]
    installation: bool,
}

impl OutboxCommand {
    pub(super) fn carry_out(self, context: &mut Context) -> Result<Exit, Error> {
        match self {
            OutboxCommand::List(list) => list.carry_out(context)?,
            OutboxCommand::Show(show) => show.carry_out(context)?,
            OutboxCommand::Export(export) => export.carry_out(context)?,
            OutboxCommand::Resend(resend) => resend.carry_out(context)?,
        }
        Ok(Exit::Done)
    }
}

impl List {
    fn carry_out(self, context: &mut Context) -> Result<(), Error> {
        let status = self.status.as_deref().and_then(LetterStatus::from_text);
        // One more than is shown tells whether there are older ones.
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
            context.terminal.say(&format!("  {}: {}", letter.id, visible(problem)));
        }
        if more {
            let line = format!("\nthe latest {}; `--limit` shows more", self.limit);
            context.terminal.say(&line);
        }
        Ok(())
    }
}

impl Resend {
    fn carry_out(self, context: &mut Context) -> Result<(), Error> {
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
        context.terminal.say(&match again {
            1 => "1 letter waits again".to_owned(),
            again => format!("{again} letters wait again"),
        });
        for (id, refusal) in refused {
            context.terminal.say(&format!("left {id}: {refusal}"));
        }
        Ok(())
    }

    /// The ids of those that are to be sent again.
    fn wanted(&self, dead: &[Letter]) -> Vec<String> {
        match self.dead {
            true => dead.iter().map(|letter| letter.id.to_string()).collect(),
            false => self.letters.clone(),
        }
    }
}

/// Whose letters are looked at.
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

    /// Those that wait, the oldest first.
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
    fn carry_out(self, context: &mut Context) -> Result<(), Error> {
        let letter = Letters::open(self.installation, context)?.find(&self.letter)?;
        let text = text_of(&letter)?;
        if self.eml {
            let message = jobs::message(&letter, &text, HOST)?;
            context.terminal.bytes(&message);
            return Ok(());
        }
        if context.settings.json {
            context.terminal.json(&json::letter_with_text(&letter, &text));
            return Ok(());
        }
        let mut rows = vec![
            ("letter", letter.id.to_string()),
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
        context.terminal.say("");
        for line in text.text.lines() {
            context.terminal.say(&visible(line));
        }
        Ok(())
    }
}

impl Export {
    fn carry_out(self, context: &mut Context) -> Result<(), Error> {
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
        tell(&written, &self.to, context);
        Ok(())
    }
}

fn tell(written: &[(Letter, String)], folder: &Path, context: &mut Context) {
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
    table(context.terminal, &["FILE", "KIND", "TO"], rows, "no letter waits");
    if !written.is_empty() {
        let count = match written.len() {
            1 => "1 letter".to_owned(),
            count => format!("{count} letters"),
        };
        context.terminal.say(&format!("\n{count} written to {}", folder.display()));
    }
}

/// The text; the link is put in at delivery alone (SECURITY 2.6).
fn text_of(letter: &Letter) -> Result<LetterText, Fault> {
    words::letter(letter, Link::AtDelivery)
}
