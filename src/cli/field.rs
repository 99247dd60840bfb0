//! `enlist field`: the profile fields of an environment.

use super::Exit;
use super::input::settings::Context;
use super::output::table::pairs;
use super::output::terminal::Terminal;
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
    /// Change the label, type or choices of a profile field, or for whom it is required
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

/// The properties of a profile field; `change` keeps those that are omitted.
#[derive(Debug, Clone, Args)]
pub struct FieldArguments {
    /// The label that people see [default: the key]
    #[arg(long, value_name = "TEXT")]
    label: Option<String>,

    /// The type of its values [default: text]
    #[arg(long = "type", value_name = "TYPE", value_parser = PossibleValuesParser::new(FieldKind::TEXTS))]
    kind: Option<String>,

    /// A value that `choice` or `choices` allows; may be repeated
    #[arg(long = "choice", value_name = "TEXT")]
    choices: Vec<String>,

    /// Whether it is required for every user whom a person or a program adds
    #[arg(
        long,
        value_name = "true|false",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true",
        conflicts_with = "required_for"
    )]
    required: Option<bool>,

    /// A role for whose users it is required, by name or id; may be repeated
    #[arg(long, value_name = "ROLE")]
    required_for: Vec<String>,
}

/// Add a profile field.
#[derive(Debug, Clone, Args)]
pub struct Add {
    #[command(flatten)]
    named: Named,

    #[command(flatten)]
    properties: FieldArguments,
}

/// Change a profile field.
#[derive(Debug, Clone, Args)]
pub struct Change {
    #[command(flatten)]
    named: Named,

    #[command(flatten)]
    properties: FieldArguments,
}

/// Remove a profile field.
#[derive(Debug, Clone, Args)]
pub struct Remove {
    #[command(flatten)]
    named: Named,

    /// Remove it even if users have a value for it; the values are lost
    #[arg(long)]
    yes: bool,
}

impl FieldCommand {
    pub(super) fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        match self {
            FieldCommand::List => list(context),
            FieldCommand::Show(named) => named.show(context),
            FieldCommand::Add(add) => context.change(|work| add.change(work)),
            FieldCommand::Change(change) => context.change(|work| change.change(work)),
            FieldCommand::Remove(remove) => context.change(|work| remove.change(work)),
        }
    }
}

fn list(context: &mut Context) -> Result<Exit, Error> {
    let all = directory::list_profile_fields(&context.work(Access::Read)?)?;
    let row = |summary: &FieldSummary| {
        let field = &summary.field;
        vec![
            field.key.clone(),
            field.label.clone(),
            field.kind.as_str().to_owned(),
            field.kind.choices().join(", "),
            required(&field.required),
            summary.users.to_string(),
        ]
    };
    let head = ["KEY", "LABEL", "TYPE", "CHOICES", "REQUIRED", "USERS"];
    let if_empty = "there is no profile field yet; `enlist field add KEY` adds one";
    Ok(context.print_list(&all, json::profile_field_summary, &head, row, if_empty))
}

impl Named {
    fn show(self, context: &mut Context) -> Result<Exit, Error> {
        let summary = self.summary(&context.work(Access::Read)?)?;
        Ok(context.print_object(|| json::profile_field_summary(&summary), |terminal| show(&summary, terminal)))
    }

    fn summary(&self, work: &Work) -> Result<FieldSummary, Error> {
        directory::show_profile_field(work, directory::find_profile_field(work, &self.key)?)
    }
}

impl FieldArguments {
    /// Returns for whom the field is required, or `None` if neither option is given.
    fn required(&self) -> Result<Option<Required>, Problem> {
        if !self.required_for.is_empty() {
            let names = self.required_for.iter().map(|role| Name::parse(role));
            let names = names.collect::<Result<_, _>>().map_err(|problem: Problem| problem.of("--required-for"))?;
            return Ok(Some(Required::For(names)));
        }
        Ok(self.required.map(|yes| if yes { Required::Always } else { Required::Never }))
    }

    /// Returns the type with its choices, or `None` if neither option is given. The one that is omitted is as before.
    fn kind(&self, before: &FieldKind) -> Result<Option<FieldKind>, Problem> {
        if self.kind.is_none() && self.choices.is_empty() {
            return Ok(None);
        }
        let kind = self.kind.as_deref().unwrap_or(before.as_str());
        let keeps_choices = self.choices.is_empty() && matches!(kind, "choice" | "choices");
        let choices = if keeps_choices { before.choices().to_vec() } else { self.choices.clone() };
        FieldKind::given(kind, choices).map(Some)
    }
}

impl Add {
    fn change(self, work: &mut Work) -> Result<Value, Error> {
        let draft = FieldDraft {
            kind: self.properties.kind(&FieldKind::Text)?.unwrap_or(FieldKind::Text),
            required: self.properties.required()?.unwrap_or_default(),
            key: self.named.key,
            label: self.properties.label,
        };
        let field = directory::add_profile_field(work, draft)?;
        summary_json(work, field)
    }
}

impl Change {
    fn change(self, work: &mut Work) -> Result<Value, Error> {
        let field = directory::find_profile_field(work, &self.named.key)?;
        let change = FieldChange {
            kind: self.properties.kind(&field.kind)?,
            required: self.properties.required()?,
            label: self.properties.label,
        };
        let field = directory::change_profile_field(work, &field, change)?;
        summary_json(work, field)
    }
}

impl Remove {
    fn change(self, work: &mut Work) -> Result<Value, Error> {
        let summary = self.named.summary(work)?;
        directory::remove_profile_field(work, &summary.field, self.yes)?;
        Ok(json::profile_field_summary(&summary))
    }
}

fn summary_json(work: &Work, field: ProfileField) -> Result<Value, Error> {
    Ok(json::profile_field_summary(&directory::show_profile_field(work, field)?))
}

fn show(summary: &FieldSummary, terminal: &mut Terminal) {
    let field = &summary.field;
    pairs(
        terminal,
        &[
            ("key", field.key.clone()),
            ("label", field.label.clone()),
            ("type", field.kind.as_str().to_owned()),
            ("choices", field.kind.choices().join(", ")),
            ("required", required(&field.required)),
            ("users with a value", summary.users.to_string()),
        ],
    );
}

/// Returns for whom a field is required, in words.
fn required(required: &Required) -> String {
    match required {
        Required::Never => "no".to_owned(),
        Required::Always => "yes".to_owned(),
        Required::For(roles) => {
            let names: Vec<&str> = roles.iter().map(Name::as_str).collect();
            format!("for {}", names.join(", "))
        }
    }
}
