//! The cookies of the pages. Each has the prefix `__Host-`, which binds it to this host, and none can be read by a script.

use axum::http::{HeaderMap, HeaderValue, header};

/// A cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cookie {
    /// The secret of a session. It is deleted when the browser closes; the session also expires on the server.
    Session,
    /// The secret of a browser in which somebody has logged in before.
    Device,
    /// The token of the link in a welcome letter, kept until the form is sent.
    Enrol,
    /// The token of the link for a new password, likewise.
    Reset,
    /// The token of the link that confirms an address, likewise.
    Address,
    /// The language of the pages for people who are not logged in.
    Language,
}

impl Cookie {
    const fn name(self) -> &'static str {
        match self {
            Cookie::Session => "__Host-enlist",
            Cookie::Device => "__Host-enlist-device",
            Cookie::Enrol => "__Host-enlist-enrol",
            Cookie::Reset => "__Host-enlist-reset",
            Cookie::Address => "__Host-enlist-address",
            Cookie::Language => "__Host-enlist-language",
        }
    }

    /// Returns the lifetime in seconds; none if the cookie lasts until the browser closes.
    const fn seconds(self) -> Option<u32> {
        const YEAR: u32 = 365 * 86_400;
        match self {
            Cookie::Session => None,
            Cookie::Device | Cookie::Language => Some(YEAR),
            Cookie::Enrol | Cookie::Reset | Cookie::Address => Some(1_800),
        }
    }

    /// Returns the value that the browser sent, if it sent the cookie once with at most 200 bytes.
    pub fn of(self, headers: &HeaderMap) -> Option<String> {
        const MOST: usize = 200;
        let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut found = all
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(name, _)| *name == self.name());
        let (_, value) = found.next().filter(|_| found.next().is_none())?;
        (!value.is_empty() && value.len() <= MOST).then(|| value.to_owned())
    }

    /// Returns whether the browser sent the cookie, once or more often.
    pub fn is_in(self, headers: &HeaderMap) -> bool {
        let all = headers.get_all(header::COOKIE).iter().flat_map(|value| value.as_bytes().split(|byte| *byte == b';'));
        all.into_iter().any(|pair| pair.trim_ascii_start().starts_with(format!("{}=", self.name()).as_bytes()))
    }

    /// Returns the header that sets the cookie; nothing if the value has characters that a cookie cannot have.
    pub fn set(self, value: &str) -> Option<HeaderValue> {
        if !value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')) {
            return None;
        }
        let age = self.seconds().map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
        let text = format!("{}={value}; Path=/; Secure; HttpOnly; SameSite=Lax{age}", self.name());
        HeaderValue::from_str(&text).ok()
    }

    /// Returns the header that removes the cookie.
    pub fn remove(self) -> HeaderValue {
        let text = format!("{}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0", self.name());
        HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(cookie: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_str(cookie).unwrap())])
    }

    #[test]
    fn a_cookie_is_read_if_it_is_sent_once() {
        assert_eq!(Cookie::Session.of(&with("a=b; __Host-enlist=secret")).as_deref(), Some("secret"));
        for bad in ["", "enlist=secret", "__Host-enlist=", "__Host-enlist=a; __Host-enlist=b", "__host-enlist=a"] {
            assert_eq!(Cookie::Session.of(&with(bad)), None, "{bad}");
        }
        assert_eq!(Cookie::Session.of(&with(&format!("__Host-enlist={}", "a".repeat(201)))), None);
    }

    #[test]
    fn a_cookie_is_for_this_host_alone_and_hidden_from_scripts() {
        let set = Cookie::Session.set("enlist_abc-D.1").unwrap();
        assert_eq!(set, "__Host-enlist=enlist_abc-D.1; Path=/; Secure; HttpOnly; SameSite=Lax");
        assert!(Cookie::Device.set("x").unwrap().to_str().unwrap().ends_with("; Max-Age=31536000"));
        assert_eq!(Cookie::Enrol.set("a; Domain=example.com"), None);
        assert_eq!(Cookie::Enrol.set("a\r\nb"), None);
    }
}
