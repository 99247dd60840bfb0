//! `/login/second`: the code of an app, or a recovery code, after the password.

use super::answer::Answer;
use super::entering::{let_in, open_first};
use super::form::{Field, sentence};
use super::frame::Frame;
use super::table::{UiRoute, Who};
use super::visit::Visit;
use crate::directory::{Proof, Proven, check_second_factor, renew_session, step_after_second_factor};
use crate::domain::{Code, SessionStep};
use crate::http::rest::Failure;
use askama::Template;

const WHO: Who = Who::At(SessionStep::SecondFactor);

pub const ROUTES: &[UiRoute] = &[
    UiRoute::get("/login/second", WHO, |visit| Box::pin(show(visit))),
    UiRoute::post("/login/second", WHO, |visit| Box::pin(prove(visit))),
];

#[derive(Template)]
#[template(path = "http/ui/second.html")]
struct Page {
    frame: Frame,
    errors: Vec<String>,
    code: Field,
}

async fn show(visit: Visit) -> Result<Answer, Failure> {
    Answer::page(&page(&visit, Vec::new()))
}

/// A wrong code is counted too: so the transaction stands whatever came of it.
async fn prove(visit: Visit) -> Result<Answer, Failure> {
    let (session, proof) = (visit.session()?, proof(&visit));
    let proven = visit.write(move |transaction, key| {
        let Proven::Right(()) = check_second_factor(transaction, key, &session, proof.clone())? else {
            return Ok(None);
        };
        let step = step_after_second_factor(transaction, session.account.row)?;
        let renewed = renew_session(transaction, &session, step, None)?;
        open_first(transaction, renewed).map(Some)
    });
    match proven.await {
        Ok(Some(entered)) => Ok(let_in(&entered, None)),
        Ok(None) => {
            let refused = visit.frame.say("second-refused");
            Ok(Answer::page(&page(&visit, vec![refused]))?.refused())
        }
        Err(Failure::Refused(refusal)) if refusal.code() == Code::TryLater => {
            let later = sentence(&visit.frame, Code::TryLater);
            Ok(Answer::page(&page(&visit, vec![later]))?.later(refusal.retry_after().unwrap_or(60)))
        }
        Err(failure) => Err(failure),
    }
}

/// The code of a form, and what counts beside it.
pub fn proof(visit: &Visit) -> Proof {
    Proof { code: visit.form.text("code").to_owned(), device: visit.device(), from: visit.from() }
}

fn page(visit: &Visit, errors: Vec<String>) -> Page {
    // Whoever is on the way in sees no page of who is inside.
    let frame = Frame { person: None, ..visit.frame.clone() };
    Page { code: Field::text(&frame, "code", "one-time-code", "").focused(), frame, errors }
}
