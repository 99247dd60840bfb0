//! Adds or modifies a user of the environment (SPEC R2.1 to R2.5).

use super::assign::{Assignments, RowChange, assign_groups, assign_menus};
use super::draft::{USER_OPTIONS, UserDraft};
use super::grants;
use super::invite::invite;
use super::last_administrator::keep_an_administrator;
use crate::directory::field::required_fields;
use crate::directory::may::may_hand_on;
use crate::directory::options::{Options, missing};
use crate::domain::{
    Account, Action, Change, Code, Effect, Error, Fault, InactiveReason, LetterKind, Membership, Name, Problem,
    Problems, Property, Role, Subject, Theme, User, Value, Warning, WarningCode,
};
use crate::store::account::Owner;
use crate::store::environment::profile_field;
use crate::store::user::membership;
use crate::store::{Work, account, group, menu};

/// Adds a user to the environment, or modifies the existing user with the same `globalEmailAddress`.
///
/// All problems of a call are reported at once, and a refused call changes nothing. People and programs must fill in
/// required profile fields; scripts need not (SPEC R1.8), because a workflow may not know the values yet.
///
/// # Errors
/// Returns a refusal with all problems; a fault if the database fails.
pub fn add_user(work: &mut Work, options: &Options) -> Result<User, Error> {
    let enforce = if work.run.is_none() { Enforce::RequiredFields } else { Enforce::Nothing };
    add_or_change(work, options, enforce)
}

/// Adds or modifies a user of a fixture's world, in which scripts may have added users before: required profile fields
/// are not enforced.
///
/// # Errors
/// As [`add_user`].
pub fn add_user_of_world(work: &mut Work, options: &Options) -> Result<User, Error> {
    add_or_change(work, options, Enforce::Nothing)
}

/// The rules that a call must keep besides those of every call.
#[derive(PartialEq, Eq)]
enum Enforce {
    /// The profile fields that the environment requires.
    RequiredFields,
    /// No further rule.
    Nothing,
}

fn add_or_change(work: &mut Work, options: &Options, enforce: Enforce) -> Result<User, Error> {
    let mut problems = Problems::default();
    let mut warnings = Vec::new();
    let draft = UserDraft::read(options, &mut problems, &mut warnings);
    let wanted = Assignments::resolve(work, &draft, &mut problems)?;
    let mut present = Existing::find(work, &draft, &mut problems)?;
    match &present {
        Existing::Member(user) => {
            let mut after = user.membership.clone();
            apply(&mut after, &draft, &wanted);
            let changes = differences(&user.membership, &after);
            grants::to_change(work, options, (&user.membership, &after), &changes, &mut problems);
        }
        _ if grants::to_add(work, options, draft.administrator == Some(true), &mut problems) => {
            // The refusal must be the same for new accounts and for accounts of other environments, so it treats both
            // as new.
            problems.retain(|problem| problem.code != Code::AddressInUse);
            present = Existing::Stranger;
        }
        _ => {}
    }
    require(&draft, &present, &mut problems);
    if enforce == Enforce::RequiredFields {
        ask_for_fields(work, &draft, &wanted, &present, &mut problems)?;
    }
    if let Some(role) = wanted.role.as_ref().filter(|role| !present.has_role(role)) {
        problems.check("role", may_hand_on(work, role.permissions));
    }
    check_external_id(work, &draft, &present, &mut problems)?;
    if let Existing::Member(user) = &present {
        problems_of_administrators(work, user, &draft, &mut problems)?;
    }
    problems.refuse()?;
    work.warn(warnings);
    match present {
        Existing::Stranger => {
            let address = draft.address.as_ref().ok_or_else(no_address)?;
            let account = account::insert(&work.transaction, address)?;
            add(work, account, &draft, &wanted, LetterKind::Welcome)
        }
        Existing::Account(account) => add(work, *account, &draft, &wanted, LetterKind::Notice),
        Existing::Member(user) => change(work, *user, &draft, &wanted),
    }
}

/// What the installation knows about the person of a call.
enum Existing {
    /// No account has the address.
    Stranger,
    /// An account has it, but is no member here.
    Account(Box<Account>),
    /// A member of this environment has the address.
    Member(Box<User>),
}

impl Existing {
    fn has_role(&self, role: &Role) -> bool {
        matches!(self, Existing::Member(user) if user.membership.role.as_ref().is_some_and(|own| own.row == role.row))
    }

    fn find(work: &Work, draft: &UserDraft, problems: &mut Problems) -> Result<Existing, Fault> {
        let Some(address) = &draft.address else {
            return Ok(Existing::Stranger);
        };
        match account::owner(&work.transaction, address)? {
            Owner::Nobody => Ok(Existing::Stranger),
            Owner::Account(account) => Ok(match membership::of_account(work, &account)? {
                None => Existing::Account(account),
                Some(membership) => Existing::Member(Box::new(User { account: *account, membership })),
            }),
            Owner::Other => {
                problems.add(
                    Problem::new(Code::AddressInUse, "this address cannot be used for an account")
                        .of("globalEmailAddress")
                        .help("ask the person for another address"),
                );
                Ok(Existing::Stranger)
            }
        }
    }
}

/// Notes which required options are missing (SPEC R2.2).
fn require(draft: &UserDraft, present: &Existing, problems: &mut Problems) {
    if draft.address.is_none() {
        // Without an address it is unknown whether the account exists, and so which other options are required.
        return;
    }
    if matches!(present, Existing::Stranger) {
        let given = [
            ("name", draft.name.is_some()),
            ("administrator", draft.administrator.is_some()),
            ("locale", draft.locale.is_some()),
            ("language", draft.language.is_some()),
        ];
        for (name, _) in given.into_iter().filter(|(_, is_given)| !is_given) {
            if !problems.concern(name) {
                problems.add(missing(USER_OPTIONS, name, "it is required when the account does not exist yet"));
            }
        }
    }
}

fn ask_for_fields(
    work: &Work,
    draft: &UserDraft,
    wanted: &Assignments,
    present: &Existing,
    problems: &mut Problems,
) -> Result<(), Fault> {
    let fields = profile_field::all(work)?;
    match present {
        Existing::Member(user) => {
            let before = &user.membership;
            let role = if draft.role.is_some() { wanted.role.as_ref() } else { before.role.as_ref() };
            required_fields::not_cleared(&fields, &before.profile, draft, role, problems);
        }
        _ => required_fields::on_adding(&fields, draft, wanted.role.as_ref(), problems),
    }
    Ok(())
}

fn check_external_id(work: &Work, draft: &UserDraft, present: &Existing, problems: &mut Problems) -> Result<(), Fault> {
    let Some(external_id) = draft.external_id.as_deref().filter(|id| !id.is_empty()) else {
        return Ok(());
    };
    let own = match present {
        Existing::Member(user) => Some(user.membership.row),
        _ => None,
    };
    let holder = membership::with_external_id(work, external_id)?;
    if holder.is_some() && holder != own {
        problems.add(
            Problem::new(Code::Exists, format!("another user has the external id {external_id:?}")).of("externalId"),
        );
    }
    Ok(())
}

fn problems_of_administrators(
    work: &Work,
    user: &User,
    draft: &UserDraft,
    problems: &mut Problems,
) -> Result<(), Fault> {
    let mut after = user.membership.clone();
    after.administrator = draft.administrator.unwrap_or(after.administrator);
    after.active = draft.active.unwrap_or(after.active);
    let option = if after.active { "administrator" } else { "active" };
    if let Err(problem) = keep_an_administrator(work, &user.membership, &after)? {
        problems.add(problem.of(option));
    }
    Ok(())
}

/// Adds a membership to a new or existing account (SPEC R2.2, R2.3). Nothing is copied from another environment.
fn add(
    work: &mut Work,
    account: Account,
    draft: &UserDraft,
    wanted: &Assignments,
    letter: LetterKind,
) -> Result<User, Error> {
    let policy = &work.environment.policy;
    let address_as_name = || Name::parse(account.address.as_str());
    let active = draft.active.unwrap_or(false);
    let mut membership = Membership {
        row: 0,
        name: draft.name.clone().map_or_else(address_as_name, Ok)?,
        email: draft.email.clone().unwrap_or_else(|| account.address.clone()),
        language: draft.language.unwrap_or(policy.language),
        locale: draft.locale.unwrap_or(policy.locale),
        theme: draft.theme.unwrap_or(Theme::SystemSettings),
        active,
        inactive_reason: (!active).then_some(InactiveReason::Administrator),
        administrator: draft.administrator.unwrap_or(false),
        banned: false,
        role: wanted.role.clone(),
        external_id: draft.external_id.clone().filter(|id| !id.is_empty()),
        profile: Vec::new(),
        last_opened_at: None,
        created_at: work.now(),
        created_by: work.modifier(),
        modified_at: work.now(),
        modified_by: work.modifier(),
    };
    fill_in(&mut membership.profile, draft);
    membership.row = membership::insert(work, &account, &membership)?;
    let user = User { account, membership };
    let mut changes = properties(&user.membership, draft);
    changes.extend(assign_menus(work, user.membership.row, &wanted.menus, Vec::new())?);
    changes.extend(assign_groups(work, user.membership.row, &wanted.groups, Vec::new())?);
    work.record(effect(work, &user, Action::Added, changes))?;
    if draft.send_invitation.unwrap_or(true) {
        invite(work, &user, letter)?;
    }
    Ok(user)
}

/// Returns the changes that describe a new user. Properties that nobody set are left out.
fn properties(membership: &Membership, draft: &UserDraft) -> Vec<Change> {
    let mut changes = Vec::with_capacity(10);
    changes.push(Change::added(Property::Name, membership.name.to_string()));
    changes.push(Change::added(Property::EnvironmentEmail, membership.email.to_string()));
    changes.push(Change::added(Property::Language, membership.language.written()));
    changes.push(Change::added(Property::Locale, membership.locale.written()));
    changes.push(Change::added(Property::Active, membership.active));
    changes.push(Change::added(Property::Administrator, membership.administrator));
    changes.extend(draft.theme.map(|theme| Change::added(Property::Theme, theme.as_str())));
    changes.extend(membership.role.as_ref().map(|role| Change::added(Property::Role, role.name.to_string())));
    changes.extend(membership.external_id.clone().map(|id| Change::added(Property::ExternalId, id)));
    if !membership.profile.is_empty() {
        changes.push(Change::added(Property::Profile, profile_value(&membership.profile)));
    }
    changes
}

/// Modifies a member. Omitted options keep their value (SPEC R2.3).
fn change(work: &mut Work, mut user: User, draft: &UserDraft, wanted: &Assignments) -> Result<User, Error> {
    let before = user.membership.clone();
    apply(&mut user.membership, draft, wanted);
    if before.banned && draft.active == Some(true) {
        work.warn(vec![Warning {
            code: WarningCode::StaysBanned,
            option: Some("active".into()),
            message: format!("{} is banned from this environment and stays so", user.account.address),
            place: None,
        }]);
    }
    let mut changes = differences(&before, &user.membership);
    let row = user.membership.row;
    if !matches!(wanted.menus, RowChange::AsTheyAre) {
        let present = menu::of_member(work, row)?;
        changes.extend(assign_menus(work, row, &wanted.menus, present)?);
    }
    if !matches!(wanted.groups, RowChange::AsTheyAre) {
        let present = group::of_member(work, row)?;
        changes.extend(assign_groups(work, row, &wanted.groups, present)?);
    }
    if changes.is_empty() {
        return Ok(user);
    }
    changed(work, &mut user, changes)?;
    Ok(user)
}

fn apply(membership: &mut Membership, draft: &UserDraft, wanted: &Assignments) {
    fn take<T: Clone>(field: &mut T, value: &Option<T>) {
        if let Some(value) = value {
            *field = value.clone();
        }
    }
    take(&mut membership.name, &draft.name);
    take(&mut membership.email, &draft.email);
    take(&mut membership.language, &draft.language);
    take(&mut membership.locale, &draft.locale);
    take(&mut membership.theme, &draft.theme);
    take(&mut membership.administrator, &draft.administrator);
    if let Some(active) = draft.active.filter(|active| *active != membership.active) {
        membership.active = active;
        membership.inactive_reason = (!active).then_some(InactiveReason::Administrator);
    }
    if draft.role.is_some() {
        membership.role = wanted.role.clone();
    }
    if let Some(external_id) = &draft.external_id {
        membership.external_id = Some(external_id.clone()).filter(|id| !id.is_empty());
    }
    fill_in(&mut membership.profile, draft);
    membership.profile.sort_by(|left, right| left.0.cmp(&right.0));
}

/// Fills the fields of a draft into a profile; of several values for one field the last counts.
fn fill_in(profile: &mut Vec<(String, Value<'static>)>, draft: &UserDraft) {
    for (key, value) in &draft.profile {
        profile.retain(|(present, _)| present != key);
        if *value != Value::Nothing {
            profile.push((key.clone(), value.clone()));
        }
    }
}

/// Returns the changes between two states of a membership, for the effect.
pub fn differences(before: &Membership, after: &Membership) -> Vec<Change> {
    let role = |membership: &Membership| membership.role.as_ref().map(|role| role.name.to_string());
    [
        Change::between(Property::Name, before.name.to_string(), after.name.to_string()),
        Change::between(Property::EnvironmentEmail, before.email.to_string(), after.email.to_string()),
        Change::between(Property::Language, before.language.written(), after.language.written()),
        Change::between(Property::Locale, before.locale.written(), after.locale.written()),
        Change::between(Property::Active, before.active, after.active),
        Change::between(Property::Administrator, before.administrator, after.administrator),
        Change::between(Property::Theme, before.theme.as_str(), after.theme.as_str()),
        Change::between(Property::Role, role(before), role(after)),
        Change::between(Property::ExternalId, before.external_id.clone(), after.external_id.clone()),
        Change::between(Property::Profile, profile_value(&before.profile), profile_value(&after.profile)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn profile_value(profile: &[(String, Value<'static>)]) -> Value<'static> {
    Value::Map(profile.iter().map(|(key, value)| (key.clone().into(), value.clone())).collect())
}

/// Changes several members in the same way. Each change is recorded as an effect on the user.
pub fn change_each(work: &mut Work, users: Vec<User>, change: impl Fn(&mut Membership)) -> Result<(), Fault> {
    for mut user in users {
        let before = user.membership.clone();
        change(&mut user.membership);
        let changes = differences(&before, &user.membership);
        changed(work, &mut user, changes)?;
    }
    Ok(())
}

/// Stores a changed member and records the changes.
pub fn changed(work: &mut Work, user: &mut User, changes: Vec<Change>) -> Result<(), Fault> {
    user.membership.modified_at = work.now();
    user.membership.modified_by = work.modifier();
    membership::update(work, &user.membership)?;
    work.record(effect(work, user, Action::Changed, changes))
}

fn effect(work: &Work, user: &User, action: Action, changes: Vec<Change>) -> Effect {
    Effect {
        action,
        subject: Subject::User,
        id: user.account.id.clone(),
        label: user.account.address.to_string(),
        changes,
        place: work.place,
    }
}

fn no_address() -> Fault {
    Fault::new("addUser", "an address was neither given nor missed")
}
