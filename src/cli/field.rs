//! `enlist field`: the profile fields of an environment.

use super::Exit;
use super::input::settings::Context;
use super::output::changes::Changes;
use super::output::table::{pairs, table};
use crate::directory::{self, FieldChange, FieldDraft, FieldSummary};
use crate::domain::{Error, FieldKind, Name, Problem, ProfileField, Required};
use crate::json;
use crate::store::{Access, Work};
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use serde_json::Value;

/// List, show, add, change and remove profile fields.
#[derive(Debug, Clone, Subcommand)]
pub enum FieldCommand {
    /// List the profile fields
    List,
    /// Show a profile field
    Show(Named),
    /// Add a profile field
    Add(Add),
    /// Change label, type or choices of a profile field, or whom it is required of
    Change(Change),
    /// Remove a profile field
    Remove(Remove),
}

/// One profile field.
#[derive(Debug, Clone, Args)]
pub struct Named {
    /// The field's key
    key: String,
}

/// What is said of a profile field.
#[derive(Debug, Clone, Args)]
pub struct FieldArguments {
    /// What people see; the key if none is given
    #[arg(long, value_name = "TEXT")]
    label: Option<String>,

    /// Which values it takes; `text` if nothing is said
    #[arg(long = "type", value_name = "TYPE", value_parser = PossibleValuesParser::new(FieldKind::TEXTS))]
    kind: Option<String>,

    /// A value of `choice` or `choices`; may be repeated
    #[arg(long = "choice", value_name = "TEXT")]
    choices: Vec<String>,

    /// Whether every user who is added by hand must have it
    #[arg(
        long,
        value_name = "true|false",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true",
        conflicts_with = "required_for"
    )]
    required: Option<bool>,

    /// A role whose users must have it, by name or id; may be repeated
    #[arg(long, value_name = "ROLE")]
    required_for: Vec<String>,
}

/// Add a profile field.
#[derive(Debug, Clone, Args)]
pub struct Add {
    #[command(flatten)]
    named: Named,

    #[command(flatten)]
    said: FieldArguments,
}

/// Change a profile field.
#[derive(Debug, Clone, Args)]
pub struct Change {
    #[command(flatten)]
    named: Named,

    #[command(flatten)]
    said: FieldArguments,
}

/// Remove a profile field.
#[derive(Debug, Clone, Args)]
pub struct Remove {
    #[command(flatten)]
    named: Named,

    /// Remove it even if users have a value of it; the values are lost
    #[arg(long)]
    yes: bool,
}

impl FieldCommand {
    pub(super) fn carry_out(self, context: &mut Context) -> Result<Exit, Error> {
        let access = match self {
            FieldCommand::List | FieldCommand::Show(_) => Access::Read,
            _ => Access::Write,
        };
        let mut work = context.work(access)?;
        let answer = match self {
            FieldCommand::List => return list(&work, context),
            FieldCommand::Show(named) => return named.show(&work, context),
            FieldCommand::Add(add) => add.carry_out(&mut work)?,
            FieldCommand::Change(change) => change.carry_out(&mut work)?,
            FieldCommand::Remove(remove) => remove.carry_out(&mut work)?,
        };
        let changes = Changes::of(&mut work);
        work.commit()?;
        changes.tell(&answer, context);
        Ok(Exit::Done)
    }
}

impl Named {
    fn show(self, work: &Work, context: &mut Context) -> Result<Exit, Error> {
        let summary = self.summary(work)?;
        if context.settings.json {
            context.terminal.json(&json::profile_field_summary(&summary));
        } else {
            show(&summary, context);
        }
        Ok(Exit::Done)
    }

    fn summary(&self, work: &Work) -> Result<FieldSummary, Error> {
        directory::show_profile_field(work, directory::find_profile_field(work, &self.key)?)
    }
}

impl FieldArguments {
    /// Whom it is required of, if that is said.
    fn required(&self) -> Result<Option<Required>, Problem> {
        if !self.required_for.is_empty() {
            let names = self.required_for.iter().map(|role| Name::parse(role));
            let names = names.collect::<Result<_, _>>().map_err(|problem: Problem| problem.of("--required-for"))?;
            return Ok(Some(Required::For(names)));
        }
        Ok(self.required.map(|yes| if yes { Required::Always } else { Required::Never }))
    }

    /// Which values it takes, if that is said: what is not said of type and choices is as it was.
    fn kind(&self, before: &FieldKind) -> Result<Option<FieldKind>, Problem> {
        if self.kind.is_none() && self.choices.is_empty() {
            return Ok(None);
        }
        let kind = self.kind.as_deref().unwrap_or(before.as_str());
        let stays = self.choices.is_empty() && matches!(kind, "choice" | "choices");
        let choices = if stays { before.choices().to_vec() } else { self.choices.clone() };
        FieldKind::given(kind, choices).map(Some)
    }
}

impl Add {
    fn carry_out(self, work: &mut Work) -> Result<Value, Error> {
        let draft = FieldDraft {
            kind: self.said.kind(&FieldKind::Text)?.unwrap_or(FieldKind::Text),
            required: self.said.required()?.unwrap_or_default(),
            key: self.named.key,
            label: self.said.label,
        };
        let field = directory::add_profile_field(work, draft)?;
        answer(work, field)
    }
}

impl Change {
    fn carry_out(self, work: &mut Work) -> Result<Value, Error> {
        let field = directory::find_profile_field(work, &self.named.key)?;
        let change =
            FieldChange { kind: self.said.kind(&field.kind)?, required: self.said.required()?, label: self.said.label };
        let field = directory::change_profile_field(work, &field, change)?;
        answer(work, field)
    }
}

impl Remove {
    fn carry_out(self, work: &mut Work) -> Result<Value, Error> {
        let summary = self.named.summary(work)?;
        directory::remove_profile_field(work, &summary.field, self.yes)?;
        Ok(json::profile_field_summary(&summary))
    }
}

fn answer(work: &Work, field: ProfileField) -> Result<Value, Error> {
    Ok(json::profile_field_summary(&directory::show_profile_field(work, field)?))
}

fn list(work: &Work, context: &mut Context) -> Result<Exit, Error> {
    let all = directory::list_profile_fields(work)?;
    if context.settings.json {
        context.terminal.json(&all.iter().map(json::profile_field_summary).collect());
        return Ok(Exit::Done);
    }
    let row = |summary: &FieldSummary| {
        let field = &summary.field;
        vec![
            field.key.clone(),
            field.label.clone(),
            field.kind.as_str().to_owned(),
            field.kind.choices().join(", "),
            whom(&field.required),
            summary.users.to_string(),
        ]
    };
    let head = ["KEY", "LABEL", "TYPE", "CHOICES", "REQUIRED", "USERS"];
    let empty = "there is no profile field yet; `enlist field add KEY` adds one";
    table(context.terminal, &head, all.iter().map(row).collect(), empty);
    Ok(Exit::Done)
}

fn show(summary: &FieldSummary, context: &mut Context) {
    let field = &summary.field;
    pairs(
        context.terminal,
        &[
            ("key", field.key.clone()),
            ("label", field.label.clone()),
            ("type", field.kind.as_str().to_owned()),
            ("choices", field.kind.choices().join(", ")),
            ("required", whom(&field.required)),
            ("users with a value", summary.users.to_string()),
        ],
    );
}

/// Of whom a field is required.
fn whom(required: &Required) -> String {
    match required {
        Required::Never => "no".to_owned(),
        Required::Always => "yes".to_owned(),
        Required::For(roles) => {
            let names: Vec<&str> = roles.iter().map(Name::as_str).collect();
            format!("for {}", names.join(", "))
        }
    }
}
