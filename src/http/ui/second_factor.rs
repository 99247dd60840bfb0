//! `/second-factor`: sets up and removes a second factor, shows its recovery codes once, and renews them (SPEC R4.5).

use super::context::PageContext;
use super::form::{Field, sentence};
use super::frame::Frame;
use super::logged_in::with_session_cookies;
use super::login_second_step::proof;
use super::response::PageResponse;
use super::table::{Audience, UiRoute};
use crate::directory::{
    PendingSecondFactor, SecondFactorResult, begin_second_factor, confirm_second_factor, open_first_environment,
    remove_second_factor, renew_recovery_codes, renew_session, show_profile, show_second_factor,
};
use crate::domain::{Code, Problem, Refusal, Session, SessionStep};
use crate::http::rest::Failure;
use askama::Template;

const AUDIENCE: Audience = Audience::At(SessionStep::Open);

pub const ROUTES: &[UiRoute] = &[
    UiRoute::get("/second-factor", AUDIENCE, |context| Box::pin(show(context))),
    UiRoute::post("/second-factor/begin", AUDIENCE, |context| Box::pin(begin(context))),
    UiRoute::post("/second-factor/confirm", AUDIENCE, |context| Box::pin(confirm(context))),
    UiRoute::post("/second-factor/renew", AUDIENCE, |context| Box::pin(renew(context))),
    UiRoute::post("/second-factor/remove", AUDIENCE, |context| Box::pin(remove(context))),
];

#[derive(Template)]
#[template(path = "http/ui/second_factor.html")]
struct Page {
    frame: Frame,
    state: State,
}

/// The state of the second factor on the page.
enum State {
    /// No second factor.
    Off { is_required: bool },
    /// The secret is shown; the first code confirms it.
    Begun { secret: String, picture: String, code: Field, errors: Vec<String> },
    /// New recovery codes.
    Codes(Vec<String>),
    /// A second factor, with the number of unused recovery codes.
    On { left: u32, code: Field, errors: Vec<String> },
}

async fn show(context: PageContext) -> Result<PageResponse, Failure> {
    let state = state(&context, Vec::new()).await?;
    PageResponse::page(&Page { frame: context.frame, state })
}

/// Returns the stored state: on or off. The secret of a pending second factor is shown only in the response to `begin`.
async fn state(context: &PageContext, errors: Vec<String>) -> Result<State, Failure> {
    let session = Session { environment: None, ..context.session()? };
    let profile = context.read(move |transaction, _| show_profile(transaction, &session)).await?;
    let another = || Problem::new(Code::ActingAsAnother, "a second factor can be changed only by its owner");
    let account = profile.account.ok_or_else(another)?;
    Ok(match account.second_factor {
        Some(left) => {
            let code = code(context).hint(context.frame.say("factor-proof-hint"));
            State::On { left, code, errors }
        }
        None => State::Off {
            is_required: account.environments.iter().any(|choice| choice.environment.policy.second_factor),
        },
    })
}

async fn begin(context: PageContext) -> Result<PageResponse, Failure> {
    let (session, issuer) = (context.session()?, context.issuer());
    let begun = context.write(move |transaction, key| begin_second_factor(transaction, key, &session, &issuer));
    let state = pending_state(&context, begun.await?, Vec::new());
    PageResponse::page(&Page { frame: context.frame, state })
}

async fn confirm(context: PageContext) -> Result<PageResponse, Failure> {
    let (session, code) = (context.session()?, context.form.text("code").to_owned());
    let confirmed = context.write(move |transaction, key| {
        let codes = confirm_second_factor(transaction, key, &session, &code)?;
        let renewed = renew_session(transaction, &session, SessionStep::Open, session.environment.clone())?;
        // A person whom an environment did not admit without a second factor now enters it.
        let entered = match renewed.session.environment {
            Some(_) => renewed,
            None => open_first_environment(transaction, renewed)?,
        };
        Ok((codes, entered))
    });
    match confirmed.await {
        Ok((codes, entered)) => {
            let page = PageResponse::page(&Page { frame: context.frame, state: State::Codes(codes) })?;
            Ok(with_session_cookies(page, &entered))
        }
        Err(Failure::Refused(refusal)) if refusal.code() == Code::WrongCode => {
            let (session, issuer) = (context.session()?, context.issuer());
            let begun = context.write(move |transaction, key| show_second_factor(transaction, key, &session, &issuer));
            let state = pending_state(&context, begun.await?, errors_of(&context.frame, &refusal));
            Ok(PageResponse::page(&Page { frame: context.frame, state })?.unprocessable())
        }
        Err(failure) => Err(failure),
    }
}

/// Renews the recovery codes. They are in this response alone, and no other page can show them again.
async fn renew(context: PageContext) -> Result<PageResponse, Failure> {
    let (session, proof) = (context.session()?, proof(&context));
    match context.write(move |transaction, key| renew_recovery_codes(transaction, key, &session, proof.clone())).await {
        Ok(SecondFactorResult::Right(codes)) => {
            PageResponse::page(&Page { frame: context.frame, state: State::Codes(codes) })
        }
        Ok(SecondFactorResult::Wrong) => not_proven(context, None).await,
        Err(Failure::Refused(refusal)) => not_proven(context, Some(refusal)).await,
        Err(failure) => Err(failure),
    }
}

async fn remove(context: PageContext) -> Result<PageResponse, Failure> {
    let (session, proof) = (context.session()?, proof(&context));
    match context.write(move |transaction, key| remove_second_factor(transaction, key, &session, proof.clone())).await {
        Ok(SecondFactorResult::Right(())) => Ok(PageResponse::redirect("/profile?note=second-factor-off")),
        Ok(SecondFactorResult::Wrong) => not_proven(context, None).await,
        Err(Failure::Refused(refusal)) => not_proven(context, Some(refusal)).await,
        Err(failure) => Err(failure),
    }
}

/// Returns the page again after a wrong code or a refusal.
async fn not_proven(context: PageContext, refusal: Option<Refusal>) -> Result<PageResponse, Failure> {
    let errors = match &refusal {
        Some(refusal) => errors_of(&context.frame, refusal),
        None => vec![context.frame.say("second-refused")],
    };
    let state = state(&context, errors).await?;
    let response = PageResponse::page(&Page { frame: context.frame, state })?;
    Ok(match refusal.and_then(|refusal| refusal.retry_after()) {
        Some(seconds) => response.too_many_requests(seconds),
        None => response.unprocessable(),
    })
}

fn pending_state(context: &PageContext, pending: PendingSecondFactor, errors: Vec<String>) -> State {
    State::Begun { secret: pending.text, picture: pending.image, code: code(context), errors }
}

fn code(context: &PageContext) -> Field {
    Field::text(&context.frame, "code", "one-time-code", "")
}

fn errors_of(frame: &Frame, refusal: &Refusal) -> Vec<String> {
    refusal.problems.iter().map(|problem| sentence(frame, problem.code)).collect()
}
