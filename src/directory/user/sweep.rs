//! Members who have not come for months are told, and made inactive two weeks later (SPEC R4.7).
//!
//! Looking who it is takes a while in a large environment, and happens beside the writer. So whoever is to be told or made
//! inactive is looked at once more in the transaction that does it: somebody who came meanwhile is left alone.

use super::add::change_each;
use super::invite::invite_again;
use super::last_administrator::keep_an_administrator;
use crate::domain::{Code, Error, Fault, InactiveReason, LetterKind, Membership, Moment, Policy, Problem, User};
use crate::store::Work;
use crate::store::environment::upkeep;
use crate::store::user::inactivity;
use crate::store::user::inactivity::InactiveMember;
use crate::store::user::membership;

/// The name of the job, under which it stands in the database and in the audit.
pub const SWEEP: &str = "sweep";

/// Whom the sweep is about now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InactivityReview {
    /// The rows of the members who are to be told.
    pub to_announce: Vec<i64>,
    /// The rows of the members who were told and are to be made inactive.
    pub to_deactivate: Vec<i64>,
    /// The rows of the members who stay because nobody else would administer the environment.
    pub spared: Vec<i64>,
    /// How many members are active.
    pub active: i64,
}

/// Looks who is to be told and who is to be made inactive now. Nothing is changed.
///
/// # Errors
/// A fault of the database.
pub fn review_inactivity(work: &Work) -> Result<InactivityReview, Error> {
    let Some(rule) = Rule::of(work)? else { return Ok(InactivityReview::default()) };
    let (active, mut administrators) = inactivity::count_active(work)?;
    let mut review = InactivityReview { active, ..InactivityReview::default() };
    for one in inactivity::unseen_since(work, rule.announced_before)? {
        let step = rule.step(&one);
        if step == Step::Nothing {
            continue;
        }
        // Who is to go last stays; so does who is the only one already, and hears nothing.
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
    /// Why it should not be done without asking: more than 5 % of an environment, and more than 5 people, at once are more
    /// likely a mistake than people who left (SECURITY 2.9).
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

/// Tells members with these rows that they will be made inactive, as far as that is still so; answers their addresses. Who
/// has had enough letters today is told another day.
///
/// # Errors
/// A fault of the database.
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

/// Makes members with these rows inactive, as far as they have been told and have not come; answers their addresses.
///
/// # Errors
/// A fault of the database.
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

/// What happens next to a member who has not come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Nothing,
    Announce,
    Deactivate,
}

/// The policy, seen from the present moment.
struct Rule {
    now: Moment,
    /// An announcement from before the policy was changed counts no more.
    since: Moment,
    /// Who came last before this is told.
    announced_before: Moment,
    /// Who came last before this goes.
    gone_before: Moment,
}

impl Rule {
    /// Nothing if the policy makes nobody inactive.
    fn of(work: &Work) -> Result<Option<Rule>, Fault> {
        let (months, now) = (work.environment.policy.inactivity_months, work.now());
        let since = upkeep::find(work, SWEEP)?.map_or(work.environment.created_at, |upkeep| upkeep.since);
        let soon = now.plus_days(Policy::INACTIVITY_NOTICE_DAYS);
        let rule = |(announced_before, gone_before)| Rule { now, since, announced_before, gone_before };
        Ok(soon.months_before(months).zip(now.months_before(months)).filter(|_| months > 0).map(rule))
    }

    fn step(&self, one: &InactiveMember) -> Step {
        // An announcement counts if the member has not come since, and if no wrong clock has dated it ahead.
        let counts = |at: &Moment| *at >= one.seen_at && *at >= self.since && *at <= self.now.plus_days(1);
        let told_in_time = |at: Moment| at <= self.now.plus_days(-Policy::INACTIVITY_NOTICE_DAYS);
        match one.announced_at.filter(counts) {
            None if one.seen_at <= self.announced_before => Step::Announce,
            Some(at) if one.seen_at <= self.gone_before && told_in_time(at) => Step::Deactivate,
            _ => Step::Nothing,
        }
    }
}
