//! The environment itself: its policy, and what it grants to scripts.

use super::options::required;
use super::table::{Answers, Does, Method, Route, Takes, nothing};
use super::{AnswerBody, Visit};
use crate::directory::{self, AboutOption, Kind, POLICY_OPTIONS, about};
use crate::domain::{Error, Grant, Permission};
use crate::json;
use crate::store::Work;

/// The routes.
pub const ROUTES: &[Route] = &[
    Route {
        method: Method::Get,
        path: "/environment",
        name: "getEnvironment",
        doc: "Shows the environment with its policy, and how many users, groups and menus it has.",
        permission: Permission::EnvironmentRead,
        query: nothing,
        body: Takes::Nothing,
        answers: Answers::One("environment", json::shape::<json::EnvironmentWithCounts>),
        does: Does::Read(shown),
    },
    Route {
        method: Method::Patch,
        path: "/environment",
        name: "changePolicy",
        doc: "Changes the policy of the environment; what is not given stays as it is.",
        permission: Permission::EnvironmentWrite,
        query: nothing,
        body: Takes::OptionsOfVerb(|| about(POLICY_OPTIONS)),
        answers: Answers::One("environment", json::shape::<json::EnvironmentWithCounts>),
        does: Does::Write(|visit| {
            directory::change_policy_by(&mut visit.work, &visit.asked.body)?;
            shown(visit)
        }),
    },
    Route {
        method: Method::Post,
        path: "/environment/grants",
        name: "addGrants",
        doc: "Lets scripts of the environment do something.",
        permission: Permission::EnvironmentWrite,
        query: nothing,
        body: Takes::Options(|| vec![&GRANTS]),
        answers: Answers::One("environment", json::shape::<json::EnvironmentWithCounts>),
        does: Does::Write(|visit| change(visit, directory::grant)),
    },
    Route {
        method: Method::Post,
        path: "/environment/grants/remove",
        name: "removeGrants",
        doc: "Lets scripts of the environment do something no longer; runs that have begun are not touched.",
        permission: Permission::EnvironmentWrite,
        query: nothing,
        body: Takes::Options(|| vec![&GRANTS]),
        answers: Answers::One("environment", json::shape::<json::EnvironmentWithCounts>),
        does: Does::Write(|visit| change(visit, directory::revoke)),
    },
];

const GRANTS: AboutOption = AboutOption {
    values: Grant::TEXTS,
    ..required("grants", Kind::Strings, "[\"users.add\"]", "What scripts may do, by name; the manual explains each.")
};

fn change(visit: &mut Visit, verb: fn(&mut Work, &[Grant]) -> Result<(), Error>) -> Result<AnswerBody, Error> {
    let texts = visit.asked.texts(GRANTS.name).unwrap_or_default();
    let grants = texts.iter().map(|text| Grant::parse(text)).collect::<Result<Vec<_>, _>>();
    verb(&mut visit.work, &grants.map_err(|problem| problem.of(GRANTS.name))?)?;
    shown(visit)
}

fn shown(visit: &mut Visit) -> Result<AnswerBody, Error> {
    let details = directory::show_environment(&mut visit.work)?;
    Ok(AnswerBody::of("environment", json::environment_details(&details)))
}
