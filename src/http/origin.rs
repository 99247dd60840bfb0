//! Where a request comes from: the address of the client and the id of the request. REST and pages find them once for each
//! request and hand them to the code that begins a transaction.

use super::log::request_id;
use super::peer::client_address;
use crate::domain::{Origin, PublicId};
use axum::http::request::Parts;
use std::net::{IpAddr, Ipv4Addr};

/// Where a request comes from.
#[derive(Debug, Clone)]
pub struct RequestOrigin {
    /// The network address of the client, as far as trusted proxies name it.
    pub address: Option<IpAddr>,
    /// The id of the request, as in the log and the header `x-request-id`.
    pub request: Option<String>,
}

impl RequestOrigin {
    /// Returns the origin of a request. Only `proxies` are believed when they name their clients.
    pub fn of(parts: &Parts, proxies: &[IpAddr]) -> RequestOrigin {
        RequestOrigin { address: client_address(parts, proxies), request: request_id(&parts.extensions) }
    }

    /// Returns the origin of changes by a token, as the audit keeps it.
    pub fn by_token(&self, token: PublicId) -> Origin {
        Origin::Rest { token, address: self.known_address(), request: self.request.clone().unwrap_or_default() }
    }

    /// Returns the origin of changes by a page, as the audit keeps it; `session` is `None` before login.
    pub fn by_page(&self, session: Option<PublicId>) -> Origin {
        Origin::Page { session, address: self.known_address(), request: self.request.clone().unwrap_or_default() }
    }

    /// A connection always has a peer; only a router that is called without one has no address.
    fn known_address(&self) -> IpAddr {
        self.address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
    }
}
