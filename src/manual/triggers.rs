//! What triggers a deployed script, and how the script sees it.

use super::block::{Block, code, section, text};
use crate::domain::{Delivery, Event};

/// The triggers: what triggers, `actionInfo.type`, `actionInfo.currentUser._id`, and whether it counts as an administrator.
const TRIGGERS: &[[&str; 4]] = &[
    ["The operator, at the command line", "manual", "system", "yes"],
    ["A user", "manual", "ID", "if the user is one"],
    ["A program with a token", "rest", "token:ID", "if the token has `users.administrators`"],
    ["A schedule", "schedule", "schedule:ID", "no"],
    ["An event", "event", "event:ID", "no"],
];

/// The section about deployed scripts.
pub fn blocks() -> Vec<Block> {
    let row = |[what, kind, id, administrator]: &[&str; 4]| {
        vec![(*what).to_owned(), code(kind), code(id), (*administrator).to_owned()]
    };
    let pauses = Delivery::PAUSES.map(|pause| format!("{}", pause / 60_000_000)).join(", ");
    vec![
        section("Deployed scripts"),
        text(
            "`enlist script add` deploys a script to an environment, if the check finds no mistake in it, and each time again \
             it gives it a new version. It says who may trigger the script besides administrators: everybody active, tokens, \
             users with a role or in a member group. `enlist script run` runs it by its name.",
        ),
        Block::Table(
            &["Triggered by", "`actionInfo.type`", "`actionInfo.currentUser._id`", "Counts as an administrator"],
            TRIGGERS.iter().map(row).collect(),
        ),
        text(format!(
            "A script that listens to a type of events runs once for each event, after the run that emitted it is committed. \
             If it fails, it is tried again after {pauses} minutes, and then given up; `enlist jobs events` tells. Scripts \
             that trigger each other come to an end after {} runs in a row, and after {} events from one cause.",
            Event::DEEPEST,
            Event::MOST_IN_CHAIN
        )),
        text(
            "A schedule is a cron expression of five fields: minute, hour, day of month, month, day of week. Times of the day \
             come once on each day, also when clocks change; intervals such as `*/5` go by the time that passes. Times that \
             were missed while nothing ran are made up for by one run. `enlist jobs run` carries out what is due.",
        ),
    ]
}
