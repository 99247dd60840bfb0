//! The cookies: few, each with the prefix that binds it to this very host, and none that a script of a page could read.

use axum::http::{HeaderMap, HeaderValue, header};

/// A cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cookie {
    /// The secret of a session; it ends with the browser, and on the server in any case.
    Session,
    /// The secret of a browser that somebody has logged in with.
    Device,
    /// The link of a welcome letter, on its way from the address to the form.
    Enrol,
    /// The link of a letter about a forgotten password, likewise.
    Reset,
    /// The link that confirms an address, likewise.
    Address,
    /// The language of pages for those who are not logged in.
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

    /// How many seconds the browser keeps it; as long as it runs if nothing is said.
    const fn seconds(self) -> Option<u32> {
        const YEAR: u32 = 365 * 86_400;
        match self {
            Cookie::Session => None,
            Cookie::Device | Cookie::Language => Some(YEAR),
            Cookie::Enrol | Cookie::Reset | Cookie::Address => Some(1_800),
        }
    }

    /// What the browser sent, if it sent the cookie once and it is of a plausible length.
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

    /// Whether the browser sent it at all, once or more often.
    pub fn is_in(self, headers: &HeaderMap) -> bool {
        let all = headers.get_all(header::COOKIE).iter().flat_map(|value| value.as_bytes().split(|byte| *byte == b';'));
        all.into_iter().any(|pair| pair.trim_ascii_start().starts_with(format!("{}=", self.name()).as_bytes()))
    }

    /// The header that sets it; nothing if the value could not stand in one.
    pub fn set(self, value: &str) -> Option<HeaderValue> {
        if !value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')) {
            return None;
        }
        let age = self.seconds().map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
        let text = format!("{}={value}; Path=/; Secure; HttpOnly; SameSite=Lax{age}", self.name());
        HeaderValue::from_str(&text).ok()
    }

    /// The header that removes it.
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
    fn a_cookie_is_read_if_it_came_once() {
        assert_eq!(Cookie::Session.of(&with("a=b; __Host-enlist=secret")).as_deref(), Some("secret"));
        for bad in ["", "enlist=secret", "__Host-enlist=", "__Host-enlist=a; __Host-enlist=b", "__host-enlist=a"] {
            assert_eq!(Cookie::Session.of(&with(bad)), None, "{bad}");
        }
        assert_eq!(Cookie::Session.of(&with(&format!("__Host-enlist={}", "a".repeat(201)))), None);
    }

    #[test]
    fn a_cookie_is_for_this_host_alone_and_no_script() {
        let set = Cookie::Session.set("enlist_abc-D.1").unwrap();
        assert_eq!(set, "__Host-enlist=enlist_abc-D.1; Path=/; Secure; HttpOnly; SameSite=Lax");
        assert!(Cookie::Device.set("x").unwrap().to_str().unwrap().ends_with("; Max-Age=31536000"));
        assert_eq!(Cookie::Enrol.set("a; Domain=example.com"), None);
        assert_eq!(Cookie::Enrol.set("a\r\nb"), None);
    }
}
