//! Who may add and revoke tokens, and how much they may hand on: nobody raises themselves (SPEC R2.9).

use super::tokens::{add, add_for_group, begin_at, caller, draft, group, reader, revoke, said, world};
use super::world::{NOW, World};
use enlist::directory;
use enlist::domain::{Caller, Lifetime, Moment, Permission, Permissions, PublicId, Token};
use enlist::store::{Access, Work};

/// Work in `acme` as somebody.
fn work_as(world: &World, caller: Caller) -> Work {
    let mut work = world.app.enter("acme", Access::Write).unwrap();
    work.transaction.caller = caller;
    work
}

#[test]
fn a_token_hands_on_only_what_it_has() {
    let world = world();
    let own = [Permission::UsersRead, Permission::TokensWrite];
    let (token, _) = add(&world, "acme", draft("root", &own, Some(Lifetime::Days(10))));
    let (weak, _) = add(&world, "acme", draft("weak", &[Permission::UsersRead], None));
    let (strong, _) = add(&world, "acme", draft("strong", &[Permission::UsersBan], None));
    let attempt = |asking: &Token, draft| directory::add_token(&mut work_as(&world, caller(asking)), draft);

    let (child, _) = attempt(&token, reader("child")).unwrap();
    assert_eq!((child.expires_at, child.created_by), (token.expires_at, format!("token:{}", token.id)));
    assert!(attempt(&token, draft("child", &own, Some(Lifetime::Days(10)))).is_ok());

    let more = draft("child", &[Permission::UsersRead, Permission::UsersWrite, Permission::UsersBan], None);
    assert_eq!(
        said(attempt(&token, more)),
        "E0211 `permissions`: the token that asks does not allow `users.write`, `users.ban` itself"
    );
    let longer = Some(Lifetime::Until(Moment(token.expires_at.0 + 1)));
    assert!(
        said(attempt(&token, draft("child", &own, longer)))
            .starts_with("E0211 `expires`: the token that asks is in force until 2023-01-11T00:00:00.000Z itself")
    );
    assert_eq!(said(attempt(&weak, reader("child"))), "E0211 the token that asks does not allow `tokens.write`");

    // A door that forgot what a token allows cannot make it more.
    let forged = Caller::Token { id: token.id.clone(), permissions: Permissions::all() };
    let more = draft("child", &[Permission::UsersBan], None);
    assert!(
        said(directory::add_token(&mut work_as(&world, forged), more)).contains("does not allow `users.ban` itself")
    );

    let mut work = work_as(&world, caller(&token));
    assert_eq!(
        said(directory::revoke_token(&mut work, &strong, true)),
        "E0211 the token allows more than the one that asks"
    );
    assert!(directory::revoke_token(&mut work, &weak, true).is_ok());
    drop(work);

    revoke(&world, "acme", &token);
    assert_eq!(said(attempt(&token, reader("child"))), "E0701 the token is not in force");
}

#[test]
fn a_token_hands_nothing_on_beyond_its_reach() {
    let world = world();
    let (token, _) = add(&world, "acme", draft("root", Permission::ALL, None));
    let (wide, _) = add_for_group(&world, draft("wide", Permission::ALL, None));
    let attempt = |asking: &Token, organization: &str| {
        let mut transaction = begin_at(&world, NOW);
        transaction.caller = caller(asking);
        let organization = directory::find_organization(&transaction, organization).unwrap();
        directory::add_organization_token(&mut transaction, &organization, reader("child"))
    };
    let attempt_in = |asking: &Token, environment: &str| {
        let mut work = world.app.enter(environment, Access::Write).unwrap();
        work.transaction.caller = caller(asking);
        directory::add_token(&mut work, reader("child"))
    };
    let refusal = "E0211 the token that asks does not reach that far";
    assert_eq!(said(attempt(&token, "Group")), refusal);
    assert_eq!(said(attempt(&wide, "Rival")), refusal);
    assert!(attempt(&wide, "Group").is_ok());
    assert_eq!(said(attempt_in(&token, "beta")), refusal);
    assert_eq!(said(attempt_in(&wide, "gamma")), refusal);
    assert!(attempt_in(&wide, "beta").is_ok());

    let mut transaction = begin_at(&world, NOW);
    transaction.caller = caller(&token);
    assert_eq!(said(directory::revoke_organization_token(&mut transaction, &wide, true)), refusal);
    drop(transaction);
    let mut elsewhere = world.app.enter("beta", Access::Write).unwrap();
    for other in [&token, &wide] {
        assert_eq!(
            said(directory::revoke_token(&mut elsewhere, other, true)),
            "E0211 the token does not belong to this environment"
        );
    }
    assert_eq!(said(directory::find_token(&elsewhere, "root")), "E0203 there is no token \"root\"");
    assert_eq!(
        said(directory::find_token(&elsewhere, token.id.as_str())),
        format!("E0203 there is no token {:?}", token.id.as_str())
    );
}

#[test]
fn only_administrators_and_the_operator_add_tokens() {
    let world = world();
    let id = || PublicId::parse("ada").unwrap();
    let member = Caller::Member { id: id(), administrator: false, permissions: Permissions::NONE };
    let administrator = Caller::Member { id: id(), administrator: true, permissions: Permissions::all() };
    let attempt = |caller: Caller| directory::add_token(&mut work_as(&world, caller), reader("child"));
    let (token, _) = attempt(administrator.clone()).unwrap();
    assert_eq!(token.created_by, "member:ada");
    let refused = [member.clone(), Caller::Schedule(id()), Caller::Event(id()), Caller::Job("sweep")];
    for caller in refused {
        assert!(said(attempt(caller.clone())).starts_with("E0211 "), "{caller:?}");
    }
    for caller in [member, administrator] {
        let mut transaction = begin_at(&world, NOW);
        transaction.caller = caller.clone();
        let organization = group(&transaction);
        let added = directory::add_organization_token(&mut transaction, &organization, reader("child"));
        assert!(said(added).starts_with("E0211 "), "{caller:?}");
    }
}
