//! `/login/password`: a step of the login in which a person must replace a password that somebody else has set.

use super::context::PageContext;
use super::enrol::NewPassword;
use super::form::general;
use super::logged_in::after_login;
use super::passwords;
use super::response::PageResponse;
use super::table::{Audience, UiRoute};
use crate::directory::{change_password, open_first_environment};
use crate::domain::{PasswordPurpose, Refusal, SessionStep};
use crate::http::rest::Failure;

const AUDIENCE: Audience = Audience::At(SessionStep::PasswordChange);

pub const ROUTES: &[UiRoute] = &[
    UiRoute::get("/login/password", AUDIENCE, |context| Box::pin(show(context))),
    UiRoute::post("/login/password", AUDIENCE, |context| Box::pin(choose(context))),
];

async fn show(context: PageContext) -> Result<PageResponse, Failure> {
    page(&context, None)
}

async fn choose(context: PageContext) -> Result<PageResponse, Failure> {
    let session = context.session()?;
    match passwords::check(&context, &passwords::forbidden(&context, &session).await?).await {
        Err(Failure::Refused(refusal)) => return page(&context, Some(&refusal)),
        checked => checked?,
    }
    let hash = context.hash(context.form.text("password").to_owned()).await?;
    let device = context.device();
    let entered = context.write(move |transaction, _| {
        let entered = change_password(transaction, &session, hash.clone(), device.as_ref())?;
        open_first_environment(transaction, entered)
    });
    Ok(after_login(&entered.await?, None))
}

fn page(context: &PageContext, refusal: Option<&Refusal>) -> Result<PageResponse, Failure> {
    let frame = context.frame.clone();
    let problems = refusal.map(|refusal| refusal.problems.as_slice());
    let page = NewPassword {
        title: "must-title",
        lead: "must-lead",
        button: "must-button",
        action: "/login/password",
        errors: refusal.map(|refusal| general(&frame, refusal, &["password"])).unwrap_or_default(),
        username: None,
        password: passwords::field(&frame, problems),
        rules: passwords::rules(&frame, context.password_profile(), PasswordPurpose::Change, problems),
        frame,
    };
    let response = PageResponse::page(&page)?;
    Ok(if refusal.is_some() { response.unprocessable() } else { response })
}
