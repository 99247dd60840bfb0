//! `enlist schedule`: when deployed scripts run by themselves.

use super::input::arguments;
use super::input::settings::Context;
use super::output::changes::Changes;
use super::output::table::{pairs, table};
use super::{Exit, run};
use crate::directory::{self, ScheduleDraft};
use crate::domain::{Code, CronExpression, Error, Moment, Problem, Schedule};
use crate::json;
use crate::store::{Access, Work};
use clap::{Args, Subcommand};

/// Say when deployed scripts run by themselves.
#[derive(Debug, Clone, Subcommand)]
pub enum ScheduleCommand {
    /// Let a deployed script run by itself
    Add(Add),
    /// List the schedules
    List,
    /// Show a schedule
    Show(Named),
    /// Pause a schedule
    Pause(Named),
    /// Let a paused schedule go on; times that have passed are not made up for
    Resume(Named),
    /// Remove a schedule; its runs stay
    Remove(Remove),
}

/// Add a schedule.
#[derive(Debug, Clone, Args)]
pub struct Add {
    /// The deployed script, by name or id
    script: String,

    /// Minute, hour, day of month, month and day of week, such as `"0 6 * * 1-5"`
    #[arg(value_name = "CRON")]
    expression: String,

    /// What the script gets as `input`: JSON, `@FILE`, or `-` for standard input
    #[arg(long, value_name = "JSON|@FILE|-", allow_hyphen_values = true)]
    input: Option<String>,

    /// The time zone, such as `Europe/Amsterdam`; that of the environment if none is given
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
}

/// One schedule.
#[derive(Debug, Clone, Args)]
pub struct Named {
    /// The schedule's id
    #[arg(value_name = "ID")]
    schedule: String,
}

/// Remove a schedule.
#[derive(Debug, Clone, Args)]
pub struct Remove {
    #[command(flatten)]
    named: Named,

    /// Confirm that it is to go
    #[arg(long)]
    yes: bool,
}

impl ScheduleCommand {
    pub(super) fn carry_out(self, context: &mut Context) -> Result<Exit, Error> {
        match self {
            ScheduleCommand::Add(add) => add.carry_out(context),
            ScheduleCommand::List => list(context),
            ScheduleCommand::Show(named) => named.show(context),
            ScheduleCommand::Pause(named) => named.change(context, directory::pause_schedule),
            ScheduleCommand::Resume(named) => named.change(context, directory::resume_schedule),
            ScheduleCommand::Remove(remove) if !remove.yes => {
                Err(Problem::new(Code::NotConfirmed, "a schedule that is removed cannot be restored")
                    .help("confirm with `--yes`")
                    .into())
            }
            ScheduleCommand::Remove(remove) => remove.named.change(context, directory::remove_schedule),
        }
    }
}

impl Add {
    fn carry_out(self, context: &mut Context) -> Result<Exit, Error> {
        let draft = ScheduleDraft {
            script: self.script,
            expression: CronExpression::parse(&self.expression).map_err(|problem| problem.of("CRON"))?,
            time_zone: arguments::time_zone(self.time_zone.as_deref())?,
            input: self.input.as_deref().map(|input| run::read_input(input, context.terminal)).transpose()?,
        };
        let mut work = context.work(Access::Write)?;
        let schedule = directory::add_schedule(&mut work, draft)?;
        tell(work, &schedule, context)
    }
}

impl Named {
    fn show(self, context: &mut Context) -> Result<Exit, Error> {
        let work = context.work(Access::Read)?;
        let schedule = directory::find_schedule(&work, &self.schedule)?;
        if context.settings.json {
            context.terminal.json(&json::schedule(&schedule));
            return Ok(Exit::Done);
        }
        let zone = schedule.time_zone.clone().unwrap_or(work.environment.policy.time_zone.clone());
        pairs(
            context.terminal,
            &[
                ("id", schedule.id.to_string()),
                ("script", schedule.script_name.clone()),
                ("expression", schedule.expression.to_string()),
                ("time zone", zone.to_string()),
                ("input", schedule.input.clone().unwrap_or_default()),
                ("next", next(&schedule)),
                ("last", moment(schedule.last_at)),
                ("last run", schedule.last_run.as_ref().map(ToString::to_string).unwrap_or_default()),
                ("added", schedule.created_at.to_string()),
            ],
        );
        Ok(Exit::Done)
    }

    fn change(self, context: &mut Context, verb: fn(&mut Work, &Schedule) -> Result<(), Error>) -> Result<Exit, Error> {
        let mut work = context.work(Access::Write)?;
        let schedule = directory::find_schedule(&work, &self.schedule)?;
        verb(&mut work, &schedule)?;
        // A schedule that was removed is told as it was.
        let schedule = directory::find_schedule(&work, &self.schedule).unwrap_or(schedule);
        tell(work, &schedule, context)
    }
}

/// Commits, and tells what was changed.
fn tell(mut work: Work, schedule: &Schedule, context: &mut Context) -> Result<Exit, Error> {
    let changes = Changes::of(&mut work);
    work.commit()?;
    changes.tell(&json::schedule(schedule), context);
    Ok(Exit::Done)
}

fn list(context: &mut Context) -> Result<Exit, Error> {
    let work = context.work(Access::Read)?;
    let all = directory::list_schedules(&work)?;
    if context.settings.json {
        context.terminal.json(&all.iter().map(json::schedule).collect());
        return Ok(Exit::Done);
    }
    let row = |schedule: &Schedule| {
        vec![
            schedule.script_name.clone(),
            schedule.expression.to_string(),
            schedule.time_zone.as_ref().unwrap_or(&work.environment.policy.time_zone).to_string(),
            next(schedule),
            moment(schedule.last_at),
            schedule.id.to_string(),
        ]
    };
    let head = ["SCRIPT", "CRON", "TIME ZONE", "NEXT", "LAST", "ID"];
    let empty = "there is no schedule yet; `enlist schedule add SCRIPT CRON` adds one";
    table(context.terminal, &head, all.iter().map(row).collect(), empty);
    Ok(Exit::Done)
}

fn next(schedule: &Schedule) -> String {
    if schedule.active { moment(schedule.next_at) } else { "paused".to_owned() }
}

fn moment(moment: Option<Moment>) -> String {
    moment.map(|moment| moment.to_string()).unwrap_or_default()
}
