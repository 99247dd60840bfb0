//! The style sheet and the icon of the pages. Browsers cache the style sheet for a year, because its path contains its version.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use std::sync::LazyLock;

const SHEET: &str = include_str!("style.css");

/// The path of the style sheet.
pub static STYLE: LazyLock<String> = LazyLock::new(|| {
    let version = crate::script::version_of(SHEET);
    format!("/style-{}.css", &version[..12])
});

/// Returns the style sheet.
pub async fn style() -> Response {
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8"));
    let kept = (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    ([kind, kept], SHEET).into_response()
}

/// The path of the icon.
pub const ICON: &str = "/icon.svg";

/// Returns the icon.
pub async fn icon() -> Response {
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml"));
    let kept = (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400"));
    ([kind, kept], include_str!("icon.svg")).into_response()
}
