//! The triggers of a deployed script, and the values that the script gets from them.

use super::block::{Block, code, section, text};
use crate::domain::{Delivery, Event};

/// The triggers: name, `actionInfo.type`, `actionInfo.currentUser._id`, and whether it counts as an administrator.
const TRIGGERS: &[[&str; 4]] = &[
    ["The operator, at the command line", "manual", "system", "yes"],
    ["A user", "manual", "ID", "if the user is an administrator"],
    ["A program with a token", "rest", "token:ID", "if the token has `users.administrators`"],
    ["A schedule", "schedule", "schedule:ID", "no"],
    ["An event", "event", "event:ID", "no"],
];

/// Returns the section about deployed scripts.
pub fn blocks() -> Vec<Block> {
    let row = |[what, kind, id, administrator]: &[&str; 4]| {
        vec![(*what).to_owned(), code(kind), code(id), (*administrator).to_owned()]
    };
    let pauses = Delivery::PAUSES.map(|pause| format!("{}", pause / 60_000_000)).join(", ");
    vec![
        section("Deployed scripts"),
        text(
            "`enlist script add` deploys a script to an environment if the check finds no mistake in it. If the script \
             is already deployed, it gets a new version. The command also sets who may trigger the script besides \
             administrators: all active users, tokens, users with a role, or users in a member group. \
             `enlist script run` runs the script by its name.",
        ),
        Block::Table(
            &["Triggered by", "`actionInfo.type`", "`actionInfo.currentUser._id`", "Counts as an administrator"],
            TRIGGERS.iter().map(row).collect(),
        ),
        text(format!(
            "A script that listens to a type of events runs once for each event, after the commit of the run that \
             emitted the event. If the script fails, it is retried after {pauses} minutes, and then given up; \
             `enlist jobs events` shows this. Scripts can trigger each other for at most {} runs in a row, and for at \
             most {} events from one cause.",
            Event::DEEPEST,
            Event::MOST_IN_CHAIN
        )),
        text(
            "A schedule is a cron expression of five fields: minute, hour, day of month, month, day of week. A time of \
             day occurs once each day, also when clocks change; intervals such as `*/5` follow the elapsed time. If \
             several times were missed because nothing was running, the script runs once. `enlist jobs run` runs all \
             jobs that are due.",
        ),
    ]
}
