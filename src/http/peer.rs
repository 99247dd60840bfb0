//! Where a request comes from: the other end of the connection, or what a proxy that is known says of it (SECURITY 3).

use axum::extract::ConnectInfo;
use axum::http::HeaderName;
use axum::http::request::Parts;
use std::net::{IpAddr, SocketAddr};

/// Where proxies write from whom a request came to them, the last of them at the end.
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The network address that a request comes from. What the header says counts only as far as known proxies wrote it: read from
/// its end, the first address that is none of theirs. Everything before that anybody may have made up.
pub fn peer_of(parts: &Parts, proxies: &[IpAddr]) -> Option<IpAddr> {
    let ConnectInfo(peer) = parts.extensions.get::<ConnectInfo<SocketAddr>>()?;
    let peer = peer.ip().to_canonical();
    let is_proxy = |address: &IpAddr| proxies.contains(address);
    if !is_proxy(&peer) {
        return Some(peer);
    }
    let all = parts.headers.get_all(FORWARDED_FOR).iter().filter_map(|value| value.to_str().ok());
    let named: Vec<&str> = all.flat_map(|value| value.split(',')).map(str::trim).collect();
    let read = |text: &str| text.parse::<IpAddr>().ok().map(|address| address.to_canonical());
    // What is no address was not written by a proxy: whoever came to it is not known any further.
    let known = named.iter().rev().map_while(|text| read(text));
    known.into_iter().find(|address| !is_proxy(address)).or(Some(peer))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    fn peer(from: &str, forwarded: &[&str], proxies: &[&str]) -> String {
        let mut request = Request::builder();
        for value in forwarded {
            request = request.header(FORWARDED_FOR, *value);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        parts.extensions.insert(ConnectInfo(SocketAddr::new(from.parse().unwrap(), 4_711)));
        let proxies: Vec<IpAddr> = proxies.iter().map(|proxy| proxy.parse().unwrap()).collect();
        peer_of(&parts, &proxies).unwrap().to_string()
    }

    #[test]
    fn only_what_known_proxies_wrote_counts() {
        assert_eq!(peer("192.0.2.1", &["203.0.113.9"], &[]), "192.0.2.1", "nobody is a proxy");
        assert_eq!(peer("192.0.2.1", &["203.0.113.9"], &["192.0.2.2"]), "192.0.2.1", "another is");
        assert_eq!(peer("192.0.2.1", &["203.0.113.9"], &["192.0.2.1"]), "203.0.113.9");
        assert_eq!(peer("192.0.2.1", &["198.51.100.7, 203.0.113.9"], &["192.0.2.1"]), "203.0.113.9", "made up before");
        assert_eq!(
            peer("192.0.2.1", &["198.51.100.7", "203.0.113.9"], &["192.0.2.1"]),
            "203.0.113.9",
            "in two headers"
        );
        let both = ["192.0.2.1", "192.0.2.2"];
        assert_eq!(peer("192.0.2.1", &["203.0.113.9, 192.0.2.2"], &both), "203.0.113.9", "one behind the other");
        assert_eq!(peer("192.0.2.1", &[], &both), "192.0.2.1", "it says nothing");
        assert_eq!(peer("192.0.2.1", &["203.0.113.9, unknown"], &both), "192.0.2.1");
        assert_eq!(peer("::ffff:192.0.2.1", &["2001:db8::9"], &both), "2001:db8::9");
    }
}
