//! The way to a PostgreSQL server: the connection, encrypted and verified where the address does not say otherwise.

use crate::domain::{Code, Error, Fault, Problem};
use crate::store::location::ServerAddress;
use postgres::config::{Host, SslMode};
use postgres::{Client, Config, NoTls};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio_postgres_rustls::MakeRustlsConnect;

/// How long a connection may take to come about.
const LONGEST: Duration = Duration::from_secs(10);

/// Connects to the server. To another machine only with TLS, whose certificate must be that of the host and signed by an
/// authority that the system trusts or that `sslrootcert` names; `sslmode=disable` in the address does without.
///
/// # Errors
/// Refuses an address that cannot be read; a fault if the server cannot be reached.
pub(super) fn connect(address: &ServerAddress) -> Result<Client, Error> {
    let mut config: Config = address.url.parse().map_err(|error: postgres::Error| {
        Problem::new(Code::NoDatabase, format!("the address {address} cannot be read: {}", because(&error)))
            .help("write `postgres://USER:PASSWORD@HOST/DATABASE`")
    })?;
    config.application_name("enlist");
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(LONGEST);
    }
    let is_here = config.get_hosts().iter().all(is_here);
    let encrypts = match config.get_ssl_mode() {
        SslMode::Disable => false,
        SslMode::Require => true,
        _ => !is_here,
    };
    let connected = if encrypts {
        config.ssl_mode(SslMode::Require);
        config.connect(MakeRustlsConnect::new(trust(address.authority.as_deref())?))
    } else {
        config.ssl_mode(SslMode::Disable);
        config.connect(NoTls)
    };
    connected.map_err(|error| {
        Fault::passing(format!("cannot connect to {address}"), because(&error)).into()
    })
}

/// Whether a host is this machine: nobody listens on the way.
fn is_here(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => name == "localhost" || name.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback()),
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

/// Whom we believe that a server is the one it says it is.
fn trust(authority: Option<&Path>) -> Result<ClientConfig, Error> {
    let mut roots = RootCertStore::empty();
    match authority {
        Some(file) => {
            let unreadable = |error: &dyn std::fmt::Display| {
                Problem::new(Code::NoDatabase, format!("`sslrootcert` cannot be read: {}: {error}", file.display()))
                    .help("name a file of certificates in PEM form")
            };
            for certificate in CertificateDer::pem_file_iter(file).map_err(|error| unreadable(&error))? {
                let certificate = certificate.map_err(|error| unreadable(&error))?;
                roots.add(certificate).map_err(|error| unreadable(&error))?;
            }
        }
        None => {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Fault::new("cannot encrypt", error))?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

/// What a failure to connect says, with what lies below it.
fn because(error: &postgres::Error) -> String {
    let mut text = error.to_string();
    let mut below = std::error::Error::source(error);
    while let Some(next) = below {
        text.push_str(&format!(": {next}"));
        below = next.source();
    }
    text
}
