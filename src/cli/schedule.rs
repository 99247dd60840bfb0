//! `enlist schedule`: the schedules on which deployed scripts run.

use super::Exit;
use super::input::arguments;
use super::input::settings::Context;
use super::object::Confirmed;
use super::output::table::{moment, pairs};
use super::run;
use crate::directory::{self, ScheduleDraft};
use crate::domain::{Code, CronExpression, Error, Problem, Schedule};
use crate::json;
use crate::store::{Access, Work};
use clap::{Args, Subcommand};

/// Add, list, show, pause, resume and remove schedules of deployed scripts.
#[derive(Debug, Clone, Subcommand)]
pub enum ScheduleCommand {
    /// Run a deployed script on a schedule
    Add(Add),
    /// List the schedules
    List,
    /// Show a schedule
    Show(Named),
    /// Pause a schedule
    Pause(Named),
    /// Resume a paused schedule; runs that it missed are not made up for
    Resume(Named),
    /// Remove a schedule; its runs stay
    Remove(Remove),
}

/// Add a schedule.
#[derive(Debug, Clone, Args)]
pub struct Add {
    /// The deployed script, by name or id
    script: String,

    /// Minute, hour, day of month, month and day of week, such as `"0 6 * * 1-5"`, or a nickname such as `@daily`
    #[arg(value_name = "CRON")]
    expression: String,

    /// The script's `input`: JSON, `@FILE`, or `-` for standard input
    #[arg(long, value_name = "JSON|@FILE|-", allow_hyphen_values = true)]
    input: Option<String>,

    /// The time zone, such as `Europe/Amsterdam` [default: that of the environment]
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

    #[command(flatten)]
    confirmed: Confirmed,
}

impl ScheduleCommand {
    pub(super) fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        match self {
            ScheduleCommand::Add(add) => add.execute(context),
            ScheduleCommand::List => list(context),
            ScheduleCommand::Show(named) => named.show(context),
            ScheduleCommand::Pause(named) => named.change(context, directory::pause_schedule),
            ScheduleCommand::Resume(named) => named.change(context, directory::resume_schedule),
            ScheduleCommand::Remove(remove) if !remove.confirmed.yes => {
                Err(Problem::new(Code::NotConfirmed, "a schedule that is removed cannot be restored")
                    .help("confirm with `--yes`")
                    .into())
            }
            ScheduleCommand::Remove(remove) => remove.named.change(context, directory::remove_schedule),
        }
    }
}

fn list(context: &mut Context) -> Result<Exit, Error> {
    let work = context.work(Access::Read)?;
    let all = directory::list_schedules(&work)?;
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
    let if_empty = "there is no schedule yet; `enlist schedule add SCRIPT CRON` adds one";
    Ok(context.print_list(&all, json::schedule, &head, row, if_empty))
}

impl Add {
    fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let draft = ScheduleDraft {
            script: self.script,
            expression: CronExpression::parse(&self.expression).map_err(|problem| problem.of("CRON"))?,
            time_zone: arguments::time_zone(self.time_zone.as_deref())?,
            input: self.input.as_deref().map(|input| run::read_input(input, context.terminal)).transpose()?,
        };
        context.change(|work| Ok(json::schedule(&directory::add_schedule(work, draft)?)))
    }
}

impl Named {
    fn show(self, context: &mut Context) -> Result<Exit, Error> {
        let work = context.work(Access::Read)?;
        let schedule = directory::find_schedule(&work, &self.schedule)?;
        let zone = schedule.time_zone.as_ref().unwrap_or(&work.environment.policy.time_zone);
        let rows = [
            ("id", schedule.id.to_string()),
            ("script", schedule.script_name.clone()),
            ("expression", schedule.expression.to_string()),
            ("time zone", zone.to_string()),
            ("input", schedule.input.clone().unwrap_or_default()),
            ("next", next(&schedule)),
            ("last", moment(schedule.last_at)),
            ("last run", schedule.last_run.as_ref().map(ToString::to_string).unwrap_or_default()),
            ("added", schedule.created_at.to_string()),
        ];
        Ok(context.print_object(|| json::schedule(&schedule), |terminal| pairs(terminal, &rows)))
    }

    fn change(self, context: &mut Context, verb: fn(&mut Work, &Schedule) -> Result<(), Error>) -> Result<Exit, Error> {
        context.change(|work| {
            let schedule = directory::find_schedule(work, &self.schedule)?;
            verb(work, &schedule)?;
            // A removed schedule is not found; it is printed as it was.
            Ok(json::schedule(&directory::find_schedule(work, &self.schedule).unwrap_or(schedule)))
        })
    }
}

fn next(schedule: &Schedule) -> String {
    if schedule.active { moment(schedule.next_at) } else { "paused".to_owned() }
}
