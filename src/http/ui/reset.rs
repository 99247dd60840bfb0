//! `/reset`: sets a new password by the link in a letter.

use super::context::PageContext;
use super::cookies::Cookie;
use super::enrol::{NewPassword, is_about_link};
use super::form::general;
use super::links::bad_link;
use super::passwords;
use super::response::PageResponse;
use super::table::{Audience, UiRoute};
use crate::directory::{ForbiddenPasswords, account_of_link, forbidden_passwords, reset_password, trust_device};
use crate::domain::{Error, LinkPurpose, PasswordPurpose, Refusal};
use crate::http::rest::Failure;

pub const ROUTES: &[UiRoute] = &[
    UiRoute::get("/reset", Audience::Anyone, |context| Box::pin(show(context))),
    UiRoute::post("/reset", Audience::Anyone, |context| Box::pin(choose(context))),
];

async fn show(context: PageContext) -> Result<PageResponse, Failure> {
    match forbidden_of_cookie(&context).await {
        Ok(_) => page(&context, None),
        Err(failure) => bad_link(&context, Cookie::Reset, failure),
    }
}

async fn choose(context: PageContext) -> Result<PageResponse, Failure> {
    let forbidden = match forbidden_of_cookie(&context).await {
        Ok(forbidden) => forbidden,
        Err(failure) => return bad_link(&context, Cookie::Reset, failure),
    };
    match passwords::check(&context, &forbidden).await {
        Err(Failure::Refused(refusal)) => return page(&context, Some(&refusal)),
        checked => checked?,
    }
    let hash = context.hash(context.form.text("password").to_owned()).await?;
    let text = context.cookie(Cookie::Reset).unwrap_or_default();
    let set = context.write(move |transaction, key| {
        let account = reset_password(transaction, key, &text, hash.clone())?;
        Ok(trust_device(transaction, &account)?)
    });
    match set.await {
        Ok(device) => {
            let done =
                PageResponse::redirect("/login?note=reset").remove_cookie(Cookie::Reset).remove_cookie(Cookie::Session);
            Ok(done.set_cookie(Cookie::Device, &device.to_text()).without_referrer())
        }
        Err(Failure::Refused(refusal)) if is_about_link(&refusal) => {
            bad_link(&context, Cookie::Reset, Failure::Refused(refusal))
        }
        Err(Failure::Refused(refusal)) => page(&context, Some(&refusal)),
        Err(failure) => Err(failure),
    }
}

/// Returns the passwords that are forbidden for the account of the link in the cookie.
async fn forbidden_of_cookie(context: &PageContext) -> Result<ForbiddenPasswords, Failure> {
    let text = context.cookie(Cookie::Reset).unwrap_or_default();
    let found = context.read(move |transaction, key| {
        let account = account_of_link(&transaction, key, &text, LinkPurpose::Reset)?;
        Ok::<_, Error>(forbidden_passwords(&transaction, &account, PasswordPurpose::Change)?)
    });
    found.await
}

fn page(context: &PageContext, refusal: Option<&Refusal>) -> Result<PageResponse, Failure> {
    let frame = context.frame.clone();
    let problems = refusal.map(|refusal| refusal.problems.as_slice());
    let page = NewPassword {
        title: "reset-title",
        lead: "reset-lead",
        button: "reset-button",
        action: "/reset",
        errors: refusal.map(|refusal| general(&frame, refusal, &["password"])).unwrap_or_default(),
        username: None,
        password: passwords::field(&frame, problems),
        rules: passwords::rules(&frame, context.password_profile(), PasswordPurpose::Change, problems),
        frame,
    };
    let response = PageResponse::page(&page)?.without_referrer();
    Ok(if refusal.is_some() { response.unprocessable() } else { response })
}
