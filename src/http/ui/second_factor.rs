//! `/second-factor`: sets up a second factor, shows the recovery codes once, renews them, removes it (SPEC R4.5).

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

/// How far somebody has come with it.
enum State {
    /// There is none.
    Off { is_required: bool },
    /// The secret is shown, and a code is awaited.
    Begun { secret: String, picture: String, code: Field, errors: Vec<String> },
    /// They were made just now.
    Codes(Vec<String>),
    /// There is one.
    On { left: u32, code: Field, errors: Vec<String> },
}

async fn show(context: PageContext) -> Result<PageResponse, Failure> {
    let state = state(&context, Vec::new()).await?;
    PageResponse::page(&Page { frame: context.frame, state })
}

/// What is so: nothing, or a second factor. The secret of one that was begun is shown where it was asked for, never here.
async fn state(context: &PageContext, errors: Vec<String>) -> Result<State, Failure> {
    let session = Session { environment: None, ..context.session()? };
    let profile = context.read(move |transaction, _| show_profile(transaction, &session)).await?;
    let another = || Problem::new(Code::ActingAsAnother, "a second factor belongs to the person alone");
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
    let state = begun_state(&context, begun.await?, Vec::new());
    PageResponse::page(&Page { frame: context.frame, state })
}

async fn confirm(context: PageContext) -> Result<PageResponse, Failure> {
    let (session, code) = (context.session()?, context.form.text("code").to_owned());
    let confirmed = context.write(move |transaction, key| {
        let codes = confirm_second_factor(transaction, key, &session, &code)?;
        let renewed = renew_session(transaction, &session, SessionStep::Open, session.environment.clone())?;
        // Whoever was kept out for want of it goes on to where the way led.
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
            let state = begun_state(&context, begun.await?, said(&context.frame, &refusal));
            Ok(PageResponse::page(&Page { frame: context.frame, state })?.unprocessable())
        }
        Err(failure) => Err(failure),
    }
}

/// The codes are shown in the answer itself, and nowhere else: nothing that can be asked for again has them.
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

/// The page again: the code was wrong, or nothing was done for another reason.
async fn not_proven(context: PageContext, refusal: Option<Refusal>) -> Result<PageResponse, Failure> {
    let errors = match &refusal {
        Some(refusal) => said(&context.frame, refusal),
        None => vec![context.frame.say("second-refused")],
    };
    let state = state(&context, errors).await?;
    let answer = PageResponse::page(&Page { frame: context.frame, state })?;
    Ok(match refusal.and_then(|refusal| refusal.retry_after()) {
        Some(seconds) => answer.too_many_requests(seconds),
        None => answer.unprocessable(),
    })
}

fn begun_state(context: &PageContext, begun: PendingSecondFactor, errors: Vec<String>) -> State {
    State::Begun { secret: begun.text, picture: begun.image, code: code(context), errors }
}

fn code(context: &PageContext) -> Field {
    Field::text(&context.frame, "code", "one-time-code", "")
}

fn said(frame: &Frame, refusal: &Refusal) -> Vec<String> {
    refusal.problems.iter().map(|problem| sentence(frame, problem.code)).collect()
}
