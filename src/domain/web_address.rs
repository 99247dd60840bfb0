//! Web addresses in settings: the URL of the installation, and origins of other sites.

use super::{Code, Problem};
use std::fmt;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// The URL under which people reach the installation, such as `https://people.example.com`. Links in letters begin with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    url: String,
    host: String,
}

impl PublicUrl {
    /// Parses a URL with the scheme `http` or `https`, a host, and optionally a port and a path. Removes slashes at its end.
    ///
    /// # Errors
    /// Returns a problem if the scheme is another, if there is no host, or if there is a user, a query, a fragment or a
    /// character that a URL cannot contain.
    pub fn parse(text: &str) -> Result<PublicUrl, Problem> {
        let bad = |why: &str| {
            Problem::new(Code::BadMail, format!("expected a public URL, found {text:?}: {why}"))
                .help("give a URL such as https://people.example.com")
        };
        let site = Site::parse(text).map_err(|why| bad(&why))?;
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/%:@!$&'()*+,;=".contains(&byte);
        match site.rest.bytes().find(|byte| !is_plain(*byte)) {
            Some(b'?') => return Err(bad("it has a query")),
            Some(b'#') => return Err(bad("it has a fragment")),
            Some(_) => return Err(bad("its path has a character that a URL cannot contain")),
            None => {}
        }
        let path = site.rest.trim_end_matches('/');
        Ok(PublicUrl { url: format!("{}{path}", site.origin()), host: site.host })
    }

    /// Returns the URL of a server that listens at an address.
    pub fn of_address(address: SocketAddr) -> PublicUrl {
        let host = match address.ip() {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("[{ip}]"),
        };
        PublicUrl { url: format!("http://{address}"), host }
    }

    /// Returns the URL without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.url
    }

    /// Returns the host without the port.
    pub fn host(&self) -> &str {
        &self.host
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url)
    }
}

/// Parses the origin of a web site: scheme, host and optionally a port, as browsers send it in the header `Origin`
/// (RFC 6454), such as `https://intranet.example.com`.
///
/// # Errors
/// Returns a problem if it is not an origin.
pub fn parse_web_origin(text: &str) -> Result<String, Problem> {
    let bad = |why: &str| {
        Problem::new(Code::BadSetting, format!("expected an origin, found {text:?}: {why}"))
            .help("give scheme and host, such as https://intranet.example.com")
    };
    let site = Site::parse(text).map_err(|why| bad(&why))?;
    match site.rest {
        "" => Ok(site.origin()),
        _ => Err(bad("an origin ends after the host or the port")),
    }
}

/// The beginning of a URL.
struct Site<'a> {
    scheme: &'static str,
    host: String,
    port: Option<u16>,
    /// The text after host and port.
    rest: &'a str,
}

impl Site<'_> {
    fn parse(text: &str) -> Result<Site<'_>, String> {
        let Some((scheme, after)) = text.split_once("://") else {
            return Err("it does not begin with https:// or http://".to_owned());
        };
        let scheme = match scheme.to_ascii_lowercase().as_str() {
            "https" => "https",
            "http" => "http",
            _ => return Err("it does not begin with https:// or http://".to_owned()),
        };
        let end = after.find(['/', '?', '#', '\\']).unwrap_or(after.len());
        let (authority, rest) = after.split_at(end);
        if authority.contains('@') {
            return Err("it has a user".to_owned());
        }
        // The colons of an IPv6 address are in brackets.
        let colon = authority.rfind(':').filter(|at| authority.rfind(']').is_none_or(|bracket| bracket < *at));
        let (host, port) = match colon {
            Some(at) => (&authority[..at], Some(&authority[at + 1..])),
            None => (authority, None),
        };
        let port = match port {
            Some(port) => Some(port.parse().ok().filter(|port| *port != 0).ok_or("its port is not a number to 65535")?),
            None => None,
        };
        if !is_host(host) {
            return Err("it has no host".to_owned());
        }
        Ok(Site { scheme, host: host.to_ascii_lowercase(), port, rest })
    }

    /// Returns scheme, host and port; browsers leave out the default port of the scheme.
    fn origin(&self) -> String {
        match (self.scheme, self.port) {
            ("https", Some(443)) | ("http", Some(80)) | (_, None) => format!("{}://{}", self.scheme, self.host),
            (_, Some(port)) => format!("{}://{}:{port}", self.scheme, self.host),
        }
    }
}

/// Returns whether a text is a domain name in ASCII or an IP address, IPv6 in brackets.
fn is_host(host: &str) -> bool {
    match host.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(']').is_some_and(|address| address.parse::<Ipv6Addr>().is_ok()),
        None => host.split('.').all(|label| {
            !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_has_scheme_and_host_and_perhaps_a_port_and_a_path() {
        for (text, url, host) in [
            ("https://people.example.com/", "https://people.example.com", "people.example.com"),
            ("HTTP://127.0.0.1:8080/enlist//", "http://127.0.0.1:8080/enlist", "127.0.0.1"),
            ("http://[::1]:8080", "http://[::1]:8080", "[::1]"),
            ("https://localhost:443", "https://localhost", "localhost"),
        ] {
            let parsed = PublicUrl::parse(text).unwrap();
            assert_eq!((parsed.as_str(), parsed.host()), (url, host), "{text}");
        }
    }

    #[test]
    fn other_urls_are_refused() {
        for (text, why) in [
            ("people.example.com", "begin with"),
            ("ftp://x", "begin with"),
            ("javascript:alert(1)", "begin with"),
            ("javascript://%0aalert(1)", "begin with"),
            ("https://", "no host"),
            ("https://:8080", "no host"),
            ("https://a..b", "no host"),
            ("https://bücher.example", "no host"),
            ("https://h:99999", "port"),
            ("https://ann@h", "user"),
            ("https://h/?q", "query"),
            ("https://h?q", "query"),
            ("https://h#top", "fragment"),
            ("https://h/ x", "character"),
            ("https://h/\n", "character"),
            ("https://h/\"", "character"),
            ("https://h\\@evil", "character"),
        ] {
            let problem = PublicUrl::parse(text).unwrap_err();
            assert!(problem.message.ends_with(why) || problem.message.contains(why), "{text}: {}", problem.message);
        }
    }

    #[test]
    fn an_origin_ends_after_the_host() {
        assert_eq!(parse_web_origin("https://Intranet.example.com:443").unwrap(), "https://intranet.example.com");
        assert_eq!(parse_web_origin("http://localhost:3000").unwrap(), "http://localhost:3000");
        for text in ["*", "null", "intranet.example.com", "https://h/", "https://h/path", "https://h?q", "file:///x"] {
            assert!(parse_web_origin(text).is_err(), "{text}");
        }
    }
}
