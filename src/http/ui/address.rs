//! `/address`: confirms a new global address by the link in a letter to it (SPEC R4.6).

use super::context::PageContext;
use super::cookies::Cookie;
use super::frame::Frame;
use super::links::bad_link;
use super::response::PageResponse;
use super::table::{Audience, UiRoute};
use crate::directory::{confirm_address_change, show_address_change};
use crate::http::rest::Failure;
use askama::Template;

pub const ROUTES: &[UiRoute] = &[
    UiRoute::get("/address", Audience::Anyone, |context| Box::pin(show(context))),
    UiRoute::post("/address", Audience::Anyone, |context| Box::pin(confirm(context))),
];

#[derive(Template)]
#[template(path = "http/ui/address.html")]
struct Page {
    frame: Frame,
    address: String,
}

async fn show(context: PageContext) -> Result<PageResponse, Failure> {
    let text = context.cookie(Cookie::Address).unwrap_or_default();
    match context.read(move |transaction, key| show_address_change(&transaction, key, &text)).await {
        Ok((_, address)) => {
            let page = Page { frame: context.frame, address: address.to_string() };
            Ok(PageResponse::page(&page)?.without_referrer())
        }
        Err(failure) => bad_link(&context, Cookie::Address, failure),
    }
}

async fn confirm(context: PageContext) -> Result<PageResponse, Failure> {
    let text = context.cookie(Cookie::Address).unwrap_or_default();
    match context.write(move |transaction, key| confirm_address_change(transaction, key, &text)).await {
        Ok(_) => {
            let to = if context.login_state.is_some() { "/profile" } else { "/login" };
            let done = PageResponse::redirect(&format!("{to}?note=address-changed"));
            Ok(done.remove_cookie(Cookie::Address).without_referrer())
        }
        Err(failure) => bad_link(&context, Cookie::Address, failure),
    }
}
