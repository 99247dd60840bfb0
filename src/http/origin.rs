//! Where a request comes from: the address of the client and the id of the request. REST and pages find them once for each
//! request and hand them to the code that begins a transaction.

use super::log::request_id;
use super::peer::client_address;
use axum::http::request::Parts;
use std::net::IpAddr;

/// Where a request comes from.
#[derive(Debug, Clone)]
pub struct RequestOrigin {
    /// The network address of the client, as far as trusted proxies name it.
    pub address: Option<IpAddr>,
    /// The id of the request, as in the log and the header `x-request-id`.
    #[expect(dead_code, reason = "the audit will keep it")]
    pub request: Option<String>,
}

impl RequestOrigin {
    /// Returns the origin of a request. Only `proxies` are believed when they name their clients.
    pub fn of(parts: &Parts, proxies: &[IpAddr]) -> RequestOrigin {
        RequestOrigin { address: client_address(parts, proxies), request: request_id(&parts.extensions) }
    }
}
