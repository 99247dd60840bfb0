//! The layers of every page: they refuse forged requests (CSRF) and set the content security policy (SECURITY 3).

use super::cookies::Cookie;
use super::request::error_page_for;
use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use tower_http::csrf::{CsrfLayer, ProtectionError};
use tower_http::set_header::SetResponseHeaderLayer;

/// The content security policy of pages: resources of this server only, and nothing inline.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The header in which a browser names the relation of a request to this site.
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Adds the layers to the pages.
pub fn guarded(pages: Router, public_url: &str) -> Router {
    let csrf = CsrfLayer::new();
    // Behind a proxy, the origin of the pages may be the public URL rather than the host of the request.
    let csrf = match csrf.clone().add_trusted_origin(origin_of(public_url)) {
        Ok(with_origin) => with_origin,
        Err(_) => csrf,
    };
    let policy = HeaderValue::from_static(POLICY);
    pages
        .layer(csrf)
        .layer(from_fn(refuse_without_origin))
        .layer(SetResponseHeaderLayer::if_not_present(header::CONTENT_SECURITY_POLICY, policy))
}

/// Returns the origin of a URL as browsers send it: without path and trailing slash.
fn origin_of(public_url: &str) -> &str {
    let host = public_url.find("://").map_or(0, |at| at + 3);
    public_url[host..].find('/').map_or(public_url, |end| &public_url[..host + end])
}

/// Refuses a request with a session that is not safe and does not name its origin: browsers do that, and programs use tokens.
/// A request that is refused as forged gets a page.
async fn refuse_without_origin(request: Request, next: Next) -> Response {
    let (headers, path) = (request.headers().clone(), request.uri().path().to_owned());
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let names_origin = [FETCH_SITE, header::ORIGIN].iter().any(|name| headers.get(name).is_some_and(|v| !v.is_empty()));
    if !is_safe && !names_origin && Cookie::Session.is_in(&headers) {
        return error_page_for(&headers, &path, StatusCode::FORBIDDEN);
    }
    let response = next.run(request).await;
    match response.extensions().get::<ProtectionError>() {
        Some(_) => error_page_for(&headers, &path, StatusCode::FORBIDDEN),
        None => response,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_no_path() {
        assert_eq!(origin_of("https://enlist.example/people/"), "https://enlist.example");
        assert_eq!(origin_of("http://127.0.0.1:8080"), "http://127.0.0.1:8080");
    }
}
