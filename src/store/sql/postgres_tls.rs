//! The connection to a PostgreSQL server: encrypted and verified, unless the address says otherwise.

use super::postgres_failure::{causes, not_connected};
use crate::domain::{Code, Error, Fault, Problem};
use crate::store::location::ServerAddress;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Client, Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

/// The longest time to connect.
const LONGEST: Duration = Duration::from_secs(10);

/// Connects to the server. The connection lives in the runtime. A connection to another machine uses TLS: the certificate
/// must name the host, and an authority that the system trusts or that `sslrootcert` names must have signed it.
/// `sslmode=disable` in the address connects without TLS.
///
/// # Errors
/// Refuses an address that cannot be read, and a server that cannot be reached or does not let the user in.
pub(super) fn connect(runtime: &Runtime, address: &ServerAddress) -> Result<Client, Error> {
    let mut config: Config = address.url.parse().map_err(|error: tokio_postgres::Error| {
        Problem::new(Code::NoDatabase, format!("cannot read the address {address}: {}", causes(&error)))
            .help("write `postgres://USER:PASSWORD@HOST/DATABASE`")
    })?;
    config.application_name("enlist");
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(LONGEST);
    }
    let is_local = is_local(&config);
    let encrypts = match config.get_ssl_mode() {
        SslMode::Disable => false,
        SslMode::Require => true,
        _ => !is_local,
    };
    let connected = if encrypts {
        let tls = MakeRustlsConnect::new(trust(address.authority.as_deref())?);
        let connected = runtime.block_on(config.ssl_mode(SslMode::Require).connect(tls));
        connected.map(|(client, connection)| (client, runtime.spawn(connection)))
    } else {
        let connected = runtime.block_on(config.ssl_mode(SslMode::Disable).connect(NoTls));
        connected.map(|(client, connection)| (client, runtime.spawn(connection)))
    };
    let (client, _) = connected.map_err(|error| not_connected(address, &error))?;
    Ok(client)
}

/// Returns whether the connection stays on this machine, where nobody can read it: by the host name, and by `hostaddr` if
/// the address has one.
fn is_local(config: &Config) -> bool {
    let is_local = |host: &Host| match host {
        Host::Tcp(name) => name == "localhost" || name.parse().is_ok_and(|ip: IpAddr| ip.is_loopback()),
        #[cfg(unix)]
        Host::Unix(_) => true,
    };
    config.get_hosts().iter().all(is_local) && config.get_hostaddrs().iter().all(IpAddr::is_loopback)
}

/// Returns the TLS settings with the trusted authorities.
fn trust(authority: Option<&Path>) -> Result<ClientConfig, Error> {
    let mut roots = RootCertStore::empty();
    match authority {
        Some(file) => {
            let unreadable = |error: &dyn std::fmt::Display| {
                Problem::new(Code::NoDatabase, format!("cannot read `sslrootcert`: {}: {error}", file.display()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_connection_to_this_machine_does_without_tls() {
        for (address, here) in [
            ("postgres://ada@localhost/people", true),
            ("postgres://ada@127.0.0.1/people", true),
            ("postgres://ada@[::1]/people", true),
            ("postgres://ada@%2Fvar%2Frun%2Fpostgresql/people", true),
            ("postgres://ada@db.example.com/people", false),
            ("postgres://ada@localhost.example.com/people", false),
            ("postgres://ada@192.0.2.7/people", false),
            ("postgres://ada@localhost,db.example.com/people", false),
            ("postgres://ada@localhost/people?hostaddr=192.0.2.7", false),
        ] {
            assert_eq!(is_local(&address.parse().unwrap()), here, "{address}");
        }
    }
}
