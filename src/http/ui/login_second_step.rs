//! `/login/second`: the second step of the login, with a code from an app or a recovery code.

use super::context::PageContext;
use super::form::{Field, sentence};
use super::frame::Frame;
use super::logged_in::after_login;
use super::response::PageResponse;
use super::table::{Audience, UiRoute};
use crate::directory::{
    Proof, SecondFactorResult, check_second_factor, open_first_environment, renew_session, step_after_second_factor,
};
use crate::domain::{Code, SessionStep};
use crate::http::rest::Failure;
use askama::Template;

const AUDIENCE: Audience = Audience::At(SessionStep::SecondFactor);

pub const ROUTES: &[UiRoute] = &[
    UiRoute::get("/login/second", AUDIENCE, |context| Box::pin(show(context))),
    UiRoute::post("/login/second", AUDIENCE, |context| Box::pin(prove(context))),
];

#[derive(Template)]
#[template(path = "http/ui/second.html")]
struct Page {
    frame: Frame,
    errors: Vec<String>,
    code: Field,
}

async fn show(context: PageContext) -> Result<PageResponse, Failure> {
    PageResponse::page(&page(&context, Vec::new()))
}

/// Checks the code. The transaction commits in any case, because wrong codes are counted.
async fn prove(context: PageContext) -> Result<PageResponse, Failure> {
    let (session, proof) = (context.session()?, proof(&context));
    let proven = context.write(move |transaction, key| {
        let SecondFactorResult::Right(()) = check_second_factor(transaction, key, &session, proof.clone())? else {
            return Ok(None);
        };
        let step = step_after_second_factor(transaction, session.account.row)?;
        let renewed = renew_session(transaction, &session, step, None)?;
        open_first_environment(transaction, renewed).map(Some)
    });
    match proven.await {
        Ok(Some(entered)) => Ok(after_login(&entered, None)),
        Ok(None) => {
            let refused = context.frame.say("second-refused");
            Ok(PageResponse::page(&page(&context, vec![refused]))?.unprocessable())
        }
        Err(Failure::Refused(refusal)) if refusal.code() == Code::TryLater => {
            let later = sentence(&context.frame, Code::TryLater);
            Ok(PageResponse::page(&page(&context, vec![later]))?.too_many_requests(refusal.retry_after().unwrap_or(60)))
        }
        Err(failure) => Err(failure),
    }
}

/// Returns the code of a form, with the device and the address for the throttle.
pub fn proof(context: &PageContext) -> Proof {
    Proof { code: context.form.text("code").to_owned(), device: context.device(), from: context.client_address() }
}

fn page(context: &PageContext, errors: Vec<String>) -> Page {
    // The login is not complete, so the page does not show the person.
    let frame = Frame { person: None, ..context.frame.clone() };
    Page { code: Field::text(&frame, "code", "one-time-code", "").focused(), frame, errors }
}
