//! The settings of a server. Each has a flag and an environment variable, and nothing else sets it.

use crate::domain::PasswordProfile;
use crate::workers::Sizes;
use std::net::{IpAddr, SocketAddr};
use std::num::{NonZeroU32, NonZeroUsize};

/// The settings of a server.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where it listens.
    pub listen: SocketAddr,
    /// Where people reach it, such as `https://people.example.com`, without a slash at the end: links in letters begin so.
    pub public_url: String,
    /// Where it tells Prometheus its figures; nowhere if none.
    pub metrics: Option<SocketAddr>,
    /// How many workers there are and how much may wait for them.
    pub sizes: Sizes,
    /// Requests a second for each token; no limit if none.
    pub rate: Option<NonZeroU32>,
    /// The most connections at the same time.
    pub connections: usize,
    /// The most connections of one network address at the same time; no limit if none. Proxies have none.
    pub connections_per_address: Option<NonZeroUsize>,
    /// The most bytes of a body.
    pub body: usize,
    /// The rules that passwords follow.
    pub passwords: PasswordProfile,
    /// The proxies that are believed when they say from whom a request comes.
    pub proxies: Vec<IpAddr>,
    /// The origins whose pages may ask by a browser.
    pub origins: Vec<String>,
}
