//! Deactivates members who have not logged in for months. They get a letter two weeks before (SPEC R4.7).
//!
//! The search takes a while in a large environment, so it does not run in the writing transaction. That transaction
//! checks each member again and skips those who have logged in since.

use super::add::change_each;
use super::invite::invite_again;
use super::last_administrator::keep_an_administrator;
use crate::domain::{Code, Error, Fault, InactiveReason, LetterKind, Membership, Moment, Policy, Problem, User};
use crate::store::Work;
use crate::store::environment::upkeep;
use crate::store::user::inactivity;
use crate::store::user::inactivity::InactiveMember;
use crate::store::user::membership;

/// The name of the job in the database and in the audit.
pub const SWEEP: &str = "sweep";

/// The members that the sweep will notify or deactivate now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InactivityReview {
    /// The rows of the members who get the letter.
    pub to_announce: Vec<i64>,
    /// The rows of the members who got the letter and are to be deactivated.
    pub to_deactivate: Vec<i64>,
    /// The rows of the members who stay active because nobody else would administer the environment.
    pub spared: Vec<i64>,
    /// The number of active members.
    pub active: i64,
}

/// Returns the members to notify and to deactivate now. Changes nothing.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn review_inactivity(work: &Work) -> Result<InactivityReview, Error> {
    let Some(rule) = Rule::of(work)? else { return Ok(InactivityReview::default()) };
    let (active, mut administrators) = inactivity::count_active(work)?;
    let mut review = InactivityReview { active, ..InactivityReview::default() };
    for one in inactivity::unseen_since(work, rule.announced_before)? {
        let step = rule.step(&one);
        if step == Step::Nothing {
            continue;
        }
        // The last administrator stays active and gets no letter.
        if one.administrator && administrators <= 1 {
            review.spared.push(one.member);
        } else if step == Step::Announce {
            review.to_announce.push(one.member);
        } else {
            administrators -= i64::from(one.administrator);
            review.to_deactivate.push(one.member);
        }
    }
    Ok(review)
}

impl InactivityReview {
    /// Returns a problem if the sweep needs a confirmation. More than 5 % of an environment, and more than 5 people, at
    /// once are more likely a mistake than people who left (SECURITY 2.9).
    pub fn too_many(&self, environment: &str) -> Option<Problem> {
        let (count, active) = (self.to_deactivate.len() as i64, self.active);
        let found = format!("{count} of {active} active users of {environment} would be made inactive at once");
        (count > 5 && count * 20 > active).then(|| {
            Problem::new(Code::TooManyAtOnce, found).help(
                "`enlist sweep --plan` lists them; `enlist sweep --environment NAME --confirm` makes them inactive",
            )
        })
    }
}

/// Notifies the members with these rows that they will be deactivated, if that is still so. Returns their addresses.
/// Members whose address has reached its daily limit of letters are notified on another day.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn announce_inactivity(work: &mut Work, members: &[i64]) -> Result<Vec<String>, Error> {
    let mut told = Vec::new();
    for user in still(work, members, Step::Announce)? {
        if invite_again(work, &user, LetterKind::Inactivity)? {
            inactivity::announced(work, user.membership.row)?;
            told.push(user.account.address.to_string());
        }
    }
    Ok(told)
}

/// Deactivates the members with these rows who were notified and have not logged in since. Returns their addresses.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn deactivate_inactive(work: &mut Work, members: &[i64]) -> Result<Vec<String>, Error> {
    let mut gone = Vec::new();
    for user in still(work, members, Step::Deactivate)? {
        let mut after = user.membership.clone();
        let leave = |membership: &mut Membership| {
            membership.active = false;
            membership.inactive_reason = Some(InactiveReason::Inactivity);
        };
        leave(&mut after);
        if keep_an_administrator(work, &user.membership, &after)?.is_ok() {
            gone.push(user.account.address.to_string());
            change_each(work, vec![user], leave)?;
        }
    }
    Ok(gone)
}

/// Those of the members for whom this is still the next step.
fn still(work: &Work, members: &[i64], step: Step) -> Result<Vec<User>, Fault> {
    let Some(rule) = Rule::of(work)? else { return Ok(Vec::new()) };
    let unseen = inactivity::unseen_among(work, members, rule.announced_before)?;
    let rows: Vec<i64> = unseen.iter().filter(|one| rule.step(one) == step).map(|one| one.member).collect();
    membership::with_rows(work, &rows)
}

/// The next step for a member who has not logged in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Nothing,
    Announce,
    Deactivate,
}

/// The policy, applied to the present moment.
struct Rule {
    now: Moment,
    /// Announcements from before the last change of the policy do not count.
    since: Moment,
    /// A member is notified if last seen before this moment.
    announced_before: Moment,
    /// Who came last before this goes.
    gone_before: Moment,
}

impl Rule {
    /// Returns the rule; `None` if the policy deactivates nobody.
    fn of(work: &Work) -> Result<Option<Rule>, Fault> {
        let (months, now) = (work.environment.policy.inactivity_months, work.now());
        let since = upkeep::find(work, SWEEP)?.map_or(work.environment.created_at, |upkeep| upkeep.since);
        let soon = now.plus_days(Policy::INACTIVITY_NOTICE_DAYS);
        let rule = |(announced_before, gone_before)| Rule { now, since, announced_before, gone_before };
        Ok(soon.months_before(months).zip(now.months_before(months)).filter(|_| months > 0).map(rule))
    }

    fn step(&self, one: &InactiveMember) -> Step {
        // An announcement counts if the member was not seen since, and if its date is not in the future because of a
        // wrong clock.
        let counts = |at: &Moment| *at >= one.seen_at && *at >= self.since && *at <= self.now.plus_days(1);
        let told_in_time = |at: Moment| at <= self.now.plus_days(-Policy::INACTIVITY_NOTICE_DAYS);
        match one.announced_at.filter(counts) {
            None if one.seen_at <= self.announced_before => Step::Announce,
            Some(at) if one.seen_at <= self.gone_before && told_in_time(at) => Step::Deactivate,
            _ => Step::Nothing,
        }
    }
}
