//! `/address`: confirms another global address by a link from a letter to it (SPEC R4.6).

use super::answer::Answer;
use super::cookies::Cookie;
use super::frame::Frame;
use super::links::bad_link;
use super::table::{UiRoute, Who};
use super::visit::Visit;
use crate::directory::{confirm_address_change, show_address_change};
use crate::http::rest::Failure;
use askama::Template;

pub const ROUTES: &[UiRoute] = &[
    UiRoute::get("/address", Who::Anyone, |visit| Box::pin(show(visit))),
    UiRoute::post("/address", Who::Anyone, |visit| Box::pin(confirm(visit))),
];

#[derive(Template)]
#[template(path = "http/ui/address.html")]
struct Page {
    frame: Frame,
    address: String,
}

async fn show(visit: Visit) -> Result<Answer, Failure> {
    let text = visit.cookie(Cookie::Address).unwrap_or_default();
    match visit.read(move |transaction, key| show_address_change(&transaction, key, &text)).await {
        Ok((_, address)) => {
            let page = Page { frame: visit.frame, address: address.to_string() };
            Ok(Answer::page(&page)?.without_referrer())
        }
        Err(failure) => bad_link(&visit, Cookie::Address, failure),
    }
}

async fn confirm(visit: Visit) -> Result<Answer, Failure> {
    let text = visit.cookie(Cookie::Address).unwrap_or_default();
    match visit.write(move |transaction, key| confirm_address_change(transaction, key, &text)).await {
        Ok(_) => {
            let to = if visit.standing.is_some() { "/profile" } else { "/login" };
            let done = Answer::to(&format!("{to}?note=address-changed"));
            Ok(done.remove(Cookie::Address).without_referrer())
        }
        Err(failure) => bad_link(&visit, Cookie::Address, failure),
    }
}
