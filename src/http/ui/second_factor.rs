//! `/second-factor`: sets up a second factor, shows the recovery codes once, removes it (SPEC R4.5).

use super::answer::Answer;
use super::entering::{open_first, with_secrets};
use super::form::{Field, sentence};
use super::frame::Frame;
use super::second::proof;
use super::table::{UiRoute, Who};
use super::visit::Visit;
use crate::directory::{
    Enrolling, Proven, begin_second_factor, confirm_second_factor, remove_second_factor, renew_session, show_profile,
    show_second_factor,
};
use crate::domain::{Code, Refusal, Session, SessionStep};
use crate::http::rest::Failure;
use askama::Template;

const WHO: Who = Who::At(SessionStep::Open);

pub const ROUTES: &[UiRoute] = &[
    UiRoute::get("/second-factor", WHO, |visit| Box::pin(show(visit))),
    UiRoute::post("/second-factor/begin", WHO, |visit| Box::pin(begin(visit))),
    UiRoute::post("/second-factor/confirm", WHO, |visit| Box::pin(confirm(visit))),
    UiRoute::post("/second-factor/remove", WHO, |visit| Box::pin(remove(visit))),
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
    /// It was confirmed just now.
    Codes(Vec<String>),
    /// There is one.
    On { left: u32, code: Field, errors: Vec<String> },
}

async fn show(visit: Visit) -> Result<Answer, Failure> {
    let state = state(&visit, Vec::new()).await?;
    Answer::page(&Page { frame: visit.frame, state })
}

/// What is so: nothing, or a second factor. The secret of one that was begun is shown where it was asked for, never here.
async fn state(visit: &Visit, errors: Vec<String>) -> Result<State, Failure> {
    let session = Session { environment: None, ..visit.session()? };
    let profile = visit.read(move |transaction, _| show_profile(transaction, &session)).await?;
    let account = profile.account.ok_or_else(|| Failure::Fault("a profile without an account".to_owned()));
    let account = account?;
    Ok(match account.second_factor {
        Some(left) => State::On { left, code: code(visit), errors },
        None => State::Off {
            is_required: account.environments.iter().any(|choice| choice.environment.policy.second_factor),
        },
    })
}

async fn begin(visit: Visit) -> Result<Answer, Failure> {
    let (session, issuer) = (visit.session()?, visit.issuer());
    let begun = visit.write(move |transaction, key| begin_second_factor(transaction, key, &session, &issuer));
    let state = begun_state(&visit, begun.await?, Vec::new());
    Answer::page(&Page { frame: visit.frame, state })
}

async fn confirm(visit: Visit) -> Result<Answer, Failure> {
    let (session, code) = (visit.session()?, visit.form.text("code").to_owned());
    let confirmed = visit.write(move |transaction, key| {
        let codes = confirm_second_factor(transaction, key, &session, &code)?;
        let renewed = renew_session(transaction, &session, SessionStep::Open, session.environment.clone())?;
        // Whoever was kept out for want of it goes on to where the way led.
        let entered = match renewed.session.environment {
            Some(_) => renewed,
            None => open_first(transaction, renewed)?,
        };
        Ok((codes, entered))
    });
    match confirmed.await {
        Ok((codes, entered)) => {
            let page = Answer::page(&Page { frame: visit.frame, state: State::Codes(codes) })?;
            Ok(with_secrets(page, &entered))
        }
        Err(Failure::Refused(refusal)) if refusal.code() == Code::WrongCode => {
            let (session, issuer) = (visit.session()?, visit.issuer());
            let begun = visit.write(move |transaction, key| show_second_factor(transaction, key, &session, &issuer));
            let state = begun_state(&visit, begun.await?, said(&visit.frame, &refusal));
            Ok(Answer::page(&Page { frame: visit.frame, state })?.refused())
        }
        Err(failure) => Err(failure),
    }
}

async fn remove(visit: Visit) -> Result<Answer, Failure> {
    let (session, proof) = (visit.session()?, proof(&visit));
    let removed = visit.write(move |transaction, key| remove_second_factor(transaction, key, &session, proof.clone()));
    let errors = match removed.await {
        Ok(Proven::Right(())) => return Ok(Answer::to("/profile?note=second-factor-off")),
        Ok(Proven::Wrong) => vec![visit.frame.say("second-refused")],
        Err(Failure::Refused(refusal)) => said(&visit.frame, &refusal),
        Err(failure) => return Err(failure),
    };
    let state = state(&visit, errors).await?;
    Ok(Answer::page(&Page { frame: visit.frame, state })?.refused())
}

fn begun_state(visit: &Visit, begun: Enrolling, errors: Vec<String>) -> State {
    State::Begun { secret: begun.text, picture: begun.image, code: code(visit), errors }
}

fn code(visit: &Visit) -> Field {
    Field::text(&visit.frame, "code", "one-time-code", "")
}

fn said(frame: &Frame, refusal: &Refusal) -> Vec<String> {
    refusal.problems.iter().map(|problem| sentence(frame, problem.code)).collect()
}
