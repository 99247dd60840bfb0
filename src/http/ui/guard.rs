//! What every page goes through: forged requests are refused, and the headers that tell a browser what a page may do are set
//! (SECURITY 3).

use super::cookies::Cookie;
use super::request::error_page_for;
use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use tower_http::csrf::{CsrfLayer, ProtectionError};
use tower_http::set_header::SetResponseHeaderLayer;

/// What a browser may do with a page: everything from here, nothing from elsewhere, and nothing inline.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The header by which a browser says from where a request came.
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The pages behind everything that they go through.
pub fn guarded(pages: Router, public_url: &str) -> Router {
    let forged = CsrfLayer::new();
    // A proxy may come under another name: then the origin of pages is the public address, not the host that is asked.
    let forged = match forged.clone().add_trusted_origin(origin_of(public_url)) {
        Ok(with_origin) => with_origin,
        Err(_) => forged,
    };
    let policy = HeaderValue::from_static(POLICY);
    pages
        .layer(forged)
        .layer(from_fn(refuse_unmarked))
        .layer(SetResponseHeaderLayer::if_not_present(header::CONTENT_SECURITY_POLICY, policy))
}

/// The origin of an address as browsers send it: without path and trailing slash.
fn origin_of(public_url: &str) -> &str {
    let host = public_url.find("://").map_or(0, |at| at + 3);
    public_url[host..].find('/').map_or(public_url, |end| &public_url[..host + end])
}

/// Refuses an unsafe request with a session that does not say where it came from: browsers do, and programs bring a token.
/// Whatever was refused as forged gets a page.
async fn refuse_unmarked(request: Request, next: Next) -> Response {
    let (headers, path) = (request.headers().clone(), request.uri().path().to_owned());
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let says_where = [FETCH_SITE, header::ORIGIN].iter().any(|name| headers.get(name).is_some_and(|v| !v.is_empty()));
    if !is_safe && !says_where && Cookie::Session.is_in(&headers) {
        return error_page_for(&headers, &path, StatusCode::FORBIDDEN);
    }
    let answer = next.run(request).await;
    match answer.extensions().get::<ProtectionError>() {
        Some(_) => error_page_for(&headers, &path, StatusCode::FORBIDDEN),
        None => answer,
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
