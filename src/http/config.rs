//! The settings of a server. Each one has a flag and an environment variable; nothing else sets it.

use crate::domain::PasswordProfile;
use crate::workers::Sizes;
use std::net::{IpAddr, SocketAddr};
use std::num::{NonZeroU32, NonZeroUsize};

/// The settings of a server.
#[derive(Debug, Clone)]
pub struct Config {
    /// The address that the server listens at.
    pub listen: SocketAddr,
    /// The address under which people reach the server, such as `https://people.example.com`, without a slash at the end.
    /// Links in letters begin with it.
    pub public_url: String,
    /// The address of the metrics for Prometheus; none by default.
    pub metrics: Option<SocketAddr>,
    /// The number of workers and the length of their queues.
    pub sizes: Sizes,
    /// The most requests a second for each token; no limit if none.
    pub rate: Option<NonZeroU32>,
    /// The most connections at the same time.
    pub connections: usize,
    /// The most connections of one network address at the same time; no limit if none. The limit does not apply to proxies.
    pub connections_per_address: Option<NonZeroUsize>,
    /// The most bytes of a request's body.
    pub body: usize,
    /// The rules for passwords.
    pub passwords: PasswordProfile,
    /// The trusted proxies: their header `X-Forwarded-For` is believed.
    pub proxies: Vec<IpAddr>,
    /// The origins whose pages may call REST from a browser (CORS).
    pub origins: Vec<String>,
}
