//! The way to a server on another machine: encrypted and verified, or not at all.

use super::pg_server::PgServer;
use super::processes::said;
use super::world::ACME;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, SanType, date_time_ymd,
};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::{Command, Output};
use std::sync::mpsc;
use std::time::Duration;

/// An authority that vouches for servers.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new(name: &str) -> Authority {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, name);
        Authority(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// A certificate and its key for a host, until the end of a year.
    fn vouch(&self, host: SanType, year: i32) -> (String, String) {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.subject_alt_names = vec![host];
        params.not_before = date_time_ymd(2000, 1, 1);
        params.not_after = date_time_ymd(year, 12, 31);
        let key = KeyPair::generate().unwrap();
        let certificate: Certificate = params.signed_by(&key, &self.0).unwrap();
        (certificate.pem(), key.serialize_pem())
    }
}

/// Shows another certificate from now on.
fn show(server: &PgServer, (certificate, key): (String, String)) {
    server.stop();
    server.file("server.crt", &certificate);
    server.file("server.key", &key);
    server.go_on();
}

fn users(address: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_enlist"));
    command.env_clear().args(["--database", address, "--environment", "acme", "user", "list"]).output().unwrap()
}

#[test]
fn a_server_must_be_who_it_says_it_is() {
    let Some(server) = PgServer::start() else { return };
    let authority = Authority::new("The authority of a test");
    let database = server.directory(&[ACME]);
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let trusted = file("authority.pem", &authority.0.pem());
    let stranger = file("stranger.pem", &Authority::new("Somebody else").0.pem());
    let nonsense = file("nonsense.pem", "-----BEGIN CERTIFICATE-----\nbm9uc2Vuc2U=\n-----END CERTIFICATE-----\n");
    let missing = folder.path().join("missing.pem").display().to_string();
    let localhost = || SanType::DnsName("localhost".try_into().unwrap());
    let loopback = || SanType::IpAddress("127.0.0.1".parse().unwrap());
    let by_number = database.display().to_string();
    let by_name = by_number.replacen("127.0.0.1", "localhost", 1);
    let refused = |address: &str, told: &[&str]| {
        let output = users(address);
        assert!(output.status.code() == Some(1), "{address}: {}", said(&output));
        for told in told {
            assert!(said(&output).contains(told), "{address}: {}", said(&output));
        }
    };
    let accepted = |address: &str| {
        let output = users(address);
        assert!(output.status.success(), "{address}: {}", said(&output));
    };

    let required = |address: &str, authority: &str| format!("{address}?sslmode=require&sslrootcert={authority}");
    refused(&required(&by_number, &trusted), &["cannot connect to", "server does not support TLS"]);
    let (certificate, key) = authority.vouch(loopback(), 2999);
    let (certificate, key) = (server.file("server.crt", &certificate), server.file("server.key", &key));
    let mut client = server.client("postgres");
    for (name, file) in [("ssl_cert_file", certificate), ("ssl_key_file", key)] {
        client.batch_execute(&format!("ALTER SYSTEM SET {name} = '{}'", file.display())).unwrap();
    }
    client.batch_execute("ALTER SYSTEM SET ssl = on").unwrap();
    drop(client);
    server.stop();
    server.go_on();

    accepted(&required(&by_number, &trusted));
    refused(&required(&by_number, &stranger), &["cannot connect to", "UnknownIssuer"]);
    refused(&format!("{by_number}?sslmode=require"), &["cannot connect to", "UnknownIssuer"]);
    refused(&required(&by_number, &nonsense), &["cannot read `sslrootcert`", "nonsense.pem"]);
    refused(&required(&by_number, &missing), &["cannot read `sslrootcert`", "missing.pem"]);
    refused(&required(&by_name, &trusted), &["cannot connect to", "not valid for name"]);
    show(&server, authority.vouch(localhost(), 2999));
    accepted(&required(&by_name, &trusted));
    refused(&required(&by_number, &trusted), &["cannot connect to", "not valid for name"]);
    show(&server, authority.vouch(localhost(), 2001));
    refused(&required(&by_name, &trusted), &["cannot connect to", "expired"]);
}

/// What a server that has no TLS hears of somebody who comes; it says that it has none, as PostgreSQL does.
fn heard(address: &str) -> (Vec<u8>, Output) {
    let listener = TcpListener::bind("0.0.0.0:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        let mut heard = vec![0; 8];
        stream.read_exact(&mut heard).unwrap();
        stream.write_all(b"N").unwrap();
        // Whatever comes now comes in the clear.
        let _ = stream.read_to_end(&mut heard);
        tell.send(heard).unwrap();
    });
    let output = users(&address.replace("PORT", &port.to_string()));
    (told.recv_timeout(Duration::from_secs(30)).unwrap(), output)
}

#[test]
fn nothing_goes_to_another_machine_in_the_clear() {
    let name = Command::new("uname").arg("-n").output().unwrap();
    let name = String::from_utf8(name.stdout).unwrap();
    let name = name.trim();
    let ask_for_tls = [0, 0, 0, 8, 4, 210, 22, 47];
    for address in [
        &format!("postgres://ada:secret@{name}:PORT/people"),
        &format!("postgres://ada:secret@{name}:PORT/people?sslmode=prefer"),
        &format!("postgres://ada:secret@{name}:PORT/people?sslmode=require"),
    ] {
        let (heard, output) = heard(address);
        assert_eq!(heard, ask_for_tls, "{address}: {}", said(&output));
        assert_eq!(output.status.code(), Some(1), "{address}: {}", said(&output));
        assert!(said(&output).contains("does not support TLS"), "{address}: {}", said(&output));
        assert!(!said(&output).contains("secret"), "{}", said(&output));
    }
    let (heard, _) = heard(&format!("postgres://ada:secret@{name}:PORT/people?sslmode=disable"));
    assert_ne!(heard, ask_for_tls, "who says so may");
}
