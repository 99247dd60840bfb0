//! `/enrol`: an invited person chooses a username and a password (SPEC R4.1).

use super::context::PageContext;
use super::cookies::Cookie;
use super::form::{Field, general};
use super::frame::Frame;
use super::links::{bad_link, notice};
use super::passwords::{self, Rule};
use super::response::PageResponse;
use super::table::{Audience, UiRoute};
use crate::directory::{ForbiddenPasswords, account_of_link, ask_new_link, enrol, forbidden_passwords, trust_device};
use crate::domain::{Account, Code, Error, LinkPurpose, PasswordPurpose, Problem, Refusal};
use crate::http::rest::Failure;
use askama::Template;

pub const ROUTES: &[UiRoute] = &[
    UiRoute::get("/enrol", Audience::Anyone, |context| Box::pin(show(context))),
    UiRoute::post("/enrol", Audience::Anyone, |context| Box::pin(choose(context))),
    UiRoute::post("/enrol/again", Audience::Anyone, |context| Box::pin(resend(context))),
];

/// The page with the form for a new password, and for a username when the person enrols.
#[derive(Template)]
#[template(path = "http/ui/new_password.html")]
pub(super) struct NewPassword {
    pub frame: Frame,
    pub title: &'static str,
    pub lead: &'static str,
    pub button: &'static str,
    pub action: &'static str,
    pub errors: Vec<String>,
    pub username: Option<Field>,
    pub password: Field,
    pub rules: Vec<Rule>,
}

async fn show(context: PageContext) -> Result<PageResponse, Failure> {
    match account_of_cookie(&context).await {
        Ok((account, _)) => Ok(PageResponse::page(&page(&context, account.address.as_str(), None))?.without_referrer()),
        Err(failure) => bad_link(&context, Cookie::Enrol, failure),
    }
}

async fn choose(context: PageContext) -> Result<PageResponse, Failure> {
    let forbidden = match account_of_cookie(&context).await {
        Ok((_, forbidden)) => forbidden,
        Err(failure) => return bad_link(&context, Cookie::Enrol, failure),
    };
    let (username, password) = (context.form.text("username").to_owned(), context.form.text("password").to_owned());
    match passwords::check(&context, &forbidden.with_username(&username)).await {
        Err(Failure::Refused(refusal)) => return refused_page(&context, &username, &refusal),
        checked => checked?,
    }
    let hash = context.hash(password).await?;
    let text = context.cookie(Cookie::Enrol).unwrap_or_default();
    let chosen = username.clone();
    let enrolled = context.write(move |transaction, key| {
        let account = enrol(transaction, key, &text, &chosen, hash.clone())?;
        Ok(trust_device(transaction, &account)?)
    });
    match enrolled.await {
        Ok(device) => {
            let done = PageResponse::redirect("/login?note=enrolled")
                .remove_cookie(Cookie::Enrol)
                .remove_cookie(Cookie::Session);
            Ok(done.set_cookie(Cookie::Device, &device.to_text()).without_referrer())
        }
        Err(Failure::Refused(refusal)) if is_about_link(&refusal) => {
            bad_link(&context, Cookie::Enrol, Failure::Refused(refusal))
        }
        Err(Failure::Refused(refusal)) => refused_page(&context, &username, &refusal),
        Err(failure) => Err(failure),
    }
}

/// Sends a new letter for an expired link. The response is always the same, so that it reveals nothing.
async fn resend(context: PageContext) -> Result<PageResponse, Failure> {
    let text = context.cookie(Cookie::Enrol).unwrap_or_default();
    context.write(move |transaction, key| ask_new_link(transaction, key, &text)).await?;
    Ok(notice(&context, "link-asked", "link-asked-text")?.remove_cookie(Cookie::Enrol).without_referrer())
}

/// Returns the account of the link in the cookie, and the passwords that are forbidden for it.
async fn account_of_cookie(context: &PageContext) -> Result<(Account, ForbiddenPasswords), Failure> {
    let text = context.cookie(Cookie::Enrol).unwrap_or_default();
    let found = context.read(move |transaction, key| {
        let account = account_of_link(&transaction, key, &text, LinkPurpose::Enrol)?;
        let forbidden = forbidden_passwords(&transaction, &account, PasswordPurpose::Enrolment)?;
        Ok::<_, Error>((account, forbidden))
    });
    found.await
}

pub(super) fn is_about_link(refusal: &Refusal) -> bool {
    matches!(refusal.code(), Code::BadLink | Code::LinkExpired)
}

fn refused_page(context: &PageContext, username: &str, refusal: &Refusal) -> Result<PageResponse, Failure> {
    Ok(PageResponse::page(&page(context, username, Some(refusal)))?.unprocessable().without_referrer())
}

fn page(context: &PageContext, username: &str, refusal: Option<&Refusal>) -> NewPassword {
    let frame = context.frame.clone();
    let problems: Option<&[Problem]> = refusal.map(|refusal| refusal.problems.as_slice());
    let of_password: Option<Vec<Problem>> = problems
        .map(|all| all.iter().filter(|problem| problem.option.as_deref() == Some("password")).cloned().collect());
    let of_password = of_password.as_deref().filter(|problems| !problems.is_empty());
    let field = Field::text(&frame, "username", "username", username).hint(frame.say("enrol-username-hint"));
    NewPassword {
        title: "enrol-title",
        lead: "enrol-lead",
        button: "enrol-button",
        action: "/enrol",
        errors: refusal.map(|refusal| general(&frame, refusal, &["username", "password"])).unwrap_or_default(),
        username: Some(field.with_problems(&frame, problems.unwrap_or_default(), &["username"])),
        password: passwords::field(&frame, of_password),
        rules: passwords::rules(&frame, context.password_profile(), PasswordPurpose::Enrolment, of_password),
        frame,
    }
}
