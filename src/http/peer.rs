//! The network address of a client: the peer of the connection, or the address that a trusted proxy names (SECURITY 3).

use axum::extract::ConnectInfo;
use axum::http::HeaderName;
use axum::http::request::Parts;
use std::net::{IpAddr, SocketAddr};

/// The header to which each proxy appends the address of its client.
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Returns the network address of the client of a request. The header counts only as far as trusted proxies wrote it: the
/// result is its last address that is no proxy. A client can invent everything before that.
pub fn client_address(parts: &Parts, proxies: &[IpAddr]) -> Option<IpAddr> {
    let ConnectInfo(peer) = parts.extensions.get::<ConnectInfo<SocketAddr>>()?;
    let peer = peer.ip().to_canonical();
    let is_proxy = |address: &IpAddr| proxies.contains(address);
    if !is_proxy(&peer) {
        return Some(peer);
    }
    let values = parts.headers.get_all(FORWARDED_FOR).iter().filter_map(|value| value.to_str().ok());
    let forwarded: Vec<&str> = values.flat_map(|value| value.split(',')).map(str::trim).collect();
    let parse = |text: &str| text.parse::<IpAddr>().ok().map(|address| address.to_canonical());
    // No proxy writes a text that is no address, so nothing before it counts.
    let addresses = forwarded.iter().rev().map_while(|text| parse(text));
    addresses.into_iter().find(|address| !is_proxy(address)).or(Some(peer))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    fn client(peer: &str, forwarded: &[&str], proxies: &[&str]) -> String {
        let mut request = Request::builder();
        for value in forwarded {
            request = request.header(FORWARDED_FOR, *value);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        parts.extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 4_711)));
        let proxies: Vec<IpAddr> = proxies.iter().map(|proxy| proxy.parse().unwrap()).collect();
        client_address(&parts, &proxies).unwrap().to_string()
    }

    #[test]
    fn only_addresses_from_trusted_proxies_count() {
        assert_eq!(client("192.0.2.1", &["203.0.113.9"], &[]), "192.0.2.1", "no proxy is trusted");
        assert_eq!(client("192.0.2.1", &["203.0.113.9"], &["192.0.2.2"]), "192.0.2.1", "another proxy is trusted");
        assert_eq!(client("192.0.2.1", &["203.0.113.9"], &["192.0.2.1"]), "203.0.113.9");
        assert_eq!(
            client("192.0.2.1", &["198.51.100.7, 203.0.113.9"], &["192.0.2.1"]),
            "203.0.113.9",
            "the first address is invented"
        );
        assert_eq!(
            client("192.0.2.1", &["198.51.100.7", "203.0.113.9"], &["192.0.2.1"]),
            "203.0.113.9",
            "in two headers"
        );
        let both = ["192.0.2.1", "192.0.2.2"];
        assert_eq!(client("192.0.2.1", &["203.0.113.9, 192.0.2.2"], &both), "203.0.113.9", "one proxy behind another");
        assert_eq!(client("192.0.2.1", &[], &both), "192.0.2.1", "no header");
        assert_eq!(client("192.0.2.1", &["203.0.113.9, unknown"], &both), "192.0.2.1");
        assert_eq!(client("::ffff:192.0.2.1", &["2001:db8::9"], &both), "2001:db8::9");
    }
}
