//! `enlist serve`: serves the directory over HTTP. The server itself is in `http`; here are its settings and their checks.

use crate::app::{App, System};
use crate::cli::Exit;
use crate::cli::input::settings::{Context, Settings};
use crate::cli::output::terminal::QUIET;
use crate::domain::{Code, Error, PasswordProfile, Problem, Problems, PublicUrl, parse_web_origin};
use crate::http::{self, Config, LogFormat};
use crate::jobs::{self, MailSettings, MailTransport, Mailer};
use crate::store::Location;
use crate::workers::Sizes;
use clap::{Args, ValueEnum};
use serde_json::json;
use std::net::{IpAddr, SocketAddr};
use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;

/// Serve the directory over HTTP: REST for programs, and pages for people.
#[derive(Debug, Clone, Args)]
#[command(
    after_help = "All settings are options or environment variables. The server stops at Ctrl-C or SIGTERM, after it has \
                  responded to the requests that it has accepted."
)]
pub struct ServeCommand {
    /// The address to listen at; port 0 for a free port
    #[arg(long, value_name = "ADDRESS:PORT", env = "ENLIST_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,

    /// The address of the metrics for Prometheus, at /metrics
    #[arg(long, value_name = "ADDRESS:PORT", env = "ENLIST_METRICS")]
    metrics: Option<SocketAddr>,

    /// Number of threads that read
    #[arg(long, value_name = "NUMBER", env = "ENLIST_READERS", default_value_t = Sizes::default().readers, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=64))]
    readers: usize,

    /// Number of threads that write to a database on a server; a file has one
    #[arg(long, value_name = "NUMBER", env = "ENLIST_WRITERS", default_value_t = 4, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=64))]
    writers: usize,

    /// A replica of the database server to read from, as `--database`
    #[arg(long, value_name = "DATABASE", env = "ENLIST_READ_DATABASE", hide_env_values = true)]
    read_database: Option<Location>,

    /// Maximum number of requests in the queue for writing, and in that for reading
    #[arg(long, value_name = "NUMBER", env = "ENLIST_QUEUE", default_value_t = Sizes::default().queue, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(2..=1_000_000))]
    queue: usize,

    /// Maximum number of requests that are committed together
    #[arg(long, value_name = "NUMBER", env = "ENLIST_GROUP", default_value_t = Sizes::default().group, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=10_000))]
    group: usize,

    /// Requests a second for each token, ten times as many at once; 0 for no limit
    #[arg(long, value_name = "NUMBER", env = "ENLIST_RATE", default_value_t = 100)]
    rate: u32,

    /// Maximum number of connections at the same time; others wait
    #[arg(long, value_name = "NUMBER", env = "ENLIST_CONNECTIONS", default_value_t = 4_096, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(2..=1_000_000))]
    connections: usize,

    /// Maximum number of connections of one network address, except a proxy; 0 for no limit
    #[arg(long, value_name = "NUMBER", env = "ENLIST_CONNECTIONS_PER_ADDRESS", default_value_t = 256)]
    connections_per_address: usize,

    /// Maximum size of a request's body in bytes
    #[arg(long, value_name = "BYTES", env = "ENLIST_BODY", default_value_t = 1 << 20)]
    body: usize,

    /// The rules for passwords
    #[arg(long, value_name = "RULES", env = "ENLIST_PASSWORDS", default_value = "seed")]
    passwords: Passwords,

    /// The URL of the installation for people, such as https://people.example.com; links in letters begin with it
    #[arg(long, value_name = "URL", env = "ENLIST_PUBLIC_URL")]
    public_url: Option<String>,

    /// The mail server for letters, such as smtps://USER@HOST; the password is in ENLIST_SMTP_PASSWORD
    #[arg(long, value_name = "URL", env = "ENLIST_SMTP", hide_env_values = true, conflicts_with = "mail_folder")]
    smtp: Option<String>,

    /// A folder to write letters to as files, instead of a mail server
    #[arg(long, value_name = "DIR", env = "ENLIST_MAIL_FOLDER")]
    mail_folder: Option<PathBuf>,

    /// The sender address of letters; without it, no-reply at the host of the public URL
    #[arg(long, value_name = "ADDRESS", env = "ENLIST_MAIL_FROM")]
    mail_from: Option<String>,

    /// A trusted proxy, whose header X-Forwarded-For names the address of the client
    #[arg(long, value_name = "IP", env = "ENLIST_PROXIES", value_delimiter = ',')]
    proxy: Vec<String>,

    /// An origin whose pages may send requests from a browser (CORS); without it, no page may
    #[arg(long, value_name = "ORIGIN", env = "ENLIST_ORIGINS", value_delimiter = ',')]
    origin: Vec<String>,

    /// The format of the log on standard error
    #[arg(long, value_name = "FORMAT", env = "ENLIST_LOG", default_value = "human")]
    log: Log,

    /// Check and print the settings, then exit
    #[arg(long)]
    show_config: bool,
}

/// Rules for passwords.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Passwords {
    /// At least 8 characters of several kinds
    Seed,
    /// At least 15 characters of any kind
    Modern,
}

/// The format of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Log {
    /// For people
    Human,
    /// A JSON object on each line
    Json,
}

/// The settings that are parsed by [`ServeCommand::check`], so that all problems are reported at once.
struct CheckedSettings {
    /// The URL of the installation, if it is set.
    public_url: Option<PublicUrl>,
    /// The addresses of the trusted proxies.
    proxies: Vec<IpAddr>,
    /// The origins whose pages may call REST.
    origins: Vec<String>,
}

fn parse_proxy(text: &str) -> Result<IpAddr, Problem> {
    let address = text.parse::<IpAddr>().map(|address| address.to_canonical());
    address.map_err(|_| {
        Problem::new(Code::BadSetting, format!("expected an IP address, found {text:?}"))
            .help("give the address from which the proxy connects, such as 10.0.0.5")
    })
}

impl Passwords {
    /// Returns the rules.
    pub fn profile(self) -> PasswordProfile {
        match self {
            Passwords::Seed => PasswordProfile::Seed,
            Passwords::Modern => PasswordProfile::Modern,
        }
    }
}

impl ServeCommand {
    pub fn execute(mut self, context: &mut Context) -> Result<Exit, Error> {
        let checked = self.check(&context.settings)?;
        if self.show_config {
            self.show(&checked, context);
            return Ok(Exit::Done);
        }
        let database = context.settings.database.clone();
        // A database or key that cannot be used is reported before the server takes a request.
        let app = context.open()?;
        let app = match &self.read_database {
            Some(replica) => app.reading_from(replica)?,
            None => app,
        };
        jobs::start(&app)?;
        let listener = http::bind(self.listen)?;
        // For port 0 the system has chosen a port, which the default public URL contains.
        self.listen = http::address_of(&listener)?;
        let mailer = match self.mail(self.public_url(&checked)) {
            Some(mail) => Some(Mailer::new(&mail, app.key()?)?),
            None => None,
        };
        drop(app);
        let key_file = context.settings.key_file.clone();
        let has_mailer = mailer.is_some();
        http::log_to(match self.log {
            Log::Human => LogFormat::Human,
            Log::Json => LogFormat::Json,
        });
        let json = context.settings.json;
        let terminal = &mut *context.terminal;
        let print_start = |address: SocketAddr, metrics: Option<SocketAddr>| {
            if json {
                terminal
                    .json(&json!({ "listening": address.to_string(), "metrics": metrics.map(|at| at.to_string()) }));
                return;
            }
            terminal.print(&format!("listening at http://{address}"));
            if let Some(metrics) = metrics {
                terminal.print(&format!("metrics at http://{metrics}/metrics"));
            }
            if !has_mailer {
                terminal.print("letters stay in the outbox; set `--smtp` or `--mail-folder` to send them");
            }
            terminal.print(&terminal.paint(QUIET, "press Ctrl-C to stop"));
        };
        let replica = self.read_database.clone();
        let open = move || {
            let app = App::open(&database, System::real()?)?.with_key_file(key_file.clone());
            match &replica {
                Some(replica) => app.reading_from(replica),
                None => Ok(app),
            }
        };
        // A server that has started is not retried as a command.
        http::serve(
            self.config(checked, context.settings.database.file().is_none()),
            listener,
            mailer,
            open,
            print_start,
        )
        .map_err(Error::given_up)?;
        Ok(Exit::Done)
    }

    /// Checks the settings whose values are more than numbers, and changes nothing.
    fn check(&self, settings: &Settings) -> Result<CheckedSettings, Error> {
        let mut problems = Problems::default();
        let public_url = self.public_url.as_deref().map(|url| problems.check("--public-url", PublicUrl::parse(url)));
        let proxies = self.proxy.iter().filter_map(|text| problems.check("--proxy", parse_proxy(text))).collect();
        let origins =
            self.origin.iter().filter_map(|text| problems.check("--origin", parse_web_origin(text))).collect();
        let checked = CheckedSettings { public_url: public_url.clone().flatten(), proxies, origins };
        // Without a public URL that can be used, the host of the default would be refused as well, by mistake.
        let stand_in = || PublicUrl::parse("https://enlist.invalid").ok();
        let url = match public_url {
            Some(None) => stand_in(),
            _ => Some(self.public_url(&checked)),
        };
        let mail = url.and_then(|url| self.mail(url)).map_or(Ok(()), |mail| mail.check());
        let key = settings.key_file.as_deref().map_or(Ok(()), App::check_key_file);
        for found in [mail.map_err(Error::from), key] {
            match found {
                Ok(()) => {}
                Err(Error::Refused(refusal)) => refusal.problems.into_iter().for_each(|problem| problems.add(problem)),
                Err(Error::Fault(fault)) => match fault.way_out() {
                    Some(problem) => problems.add(problem.clone()),
                    None => return Err(fault.into()),
                },
            }
        }
        problems.refuse()?;
        Ok(checked)
    }

    fn config(&self, checked: CheckedSettings, is_on_server: bool) -> Config {
        Config {
            listen: self.listen,
            public_url: self.public_url(&checked).to_string(),
            metrics: self.metrics,
            sizes: match is_on_server {
                true => Sizes { readers: self.readers, writers: self.writers, queue: self.queue, group: 1 },
                false => Sizes { readers: self.readers, writers: 1, queue: self.queue, group: self.group },
            },
            rate: NonZeroU32::new(self.rate),
            connections: self.connections,
            connections_per_address: NonZeroUsize::new(self.connections_per_address),
            body: self.body,
            passwords: self.passwords.profile(),
            proxies: checked.proxies,
            origins: checked.origins,
        }
    }

    fn public_url(&self, checked: &CheckedSettings) -> PublicUrl {
        checked.public_url.clone().unwrap_or_else(|| PublicUrl::of_address(self.listen))
    }

    /// Returns where letters are sent; `None` if they stay in the outbox.
    #[allow(clippy::disallowed_methods)] // There is no option for the password: every user of the machine can read command lines.
    fn mail(&self, public_url: PublicUrl) -> Option<MailSettings> {
        let way = match (&self.smtp, &self.mail_folder) {
            (Some(url), _) => MailTransport::Smtp(url.clone(), std::env::var("ENLIST_SMTP_PASSWORD").ok()),
            (None, Some(folder)) => MailTransport::Folder(folder.clone()),
            (None, None) => return None,
        };
        Some(MailSettings { public_url, from: self.mail_from.clone(), way })
    }

    /// Prints the settings, without the password of the mail server.
    fn show(&self, checked: &CheckedSettings, context: &mut Context) {
        let settings = [
            ("database", context.settings.database.to_string()),
            ("listen", self.listen.to_string()),
            ("public-url", self.public_url(checked).to_string()),
            ("smtp", self.smtp.as_deref().map(jobs::shown).unwrap_or_default()),
            ("mail-folder", self.mail_folder.as_ref().map(|folder| folder.display().to_string()).unwrap_or_default()),
            ("mail-from", self.mail_from.clone().unwrap_or_default()),
            ("metrics", self.metrics.map(|address| address.to_string()).unwrap_or_default()),
            ("readers", self.readers.to_string()),
            ("writers", self.writers.to_string()),
            ("read-database", self.read_database.as_ref().map(Location::to_string).unwrap_or_default()),
            ("queue", self.queue.to_string()),
            ("group", self.group.to_string()),
            ("rate", self.rate.to_string()),
            ("connections", self.connections.to_string()),
            ("connections-per-address", self.connections_per_address.to_string()),
            ("body", self.body.to_string()),
            ("passwords", format!("{:?}", self.passwords).to_lowercase()),
            ("proxy", checked.proxies.iter().map(IpAddr::to_string).collect::<Vec<_>>().join(", ")),
            ("origin", checked.origins.join(", ")),
            ("log", format!("{:?}", self.log).to_lowercase()),
        ];
        if context.settings.json {
            context.terminal.json(&settings.iter().map(|(name, value)| (*name, value.as_str())).collect());
        } else {
            crate::cli::output::table::pairs(context.terminal, &settings);
        }
    }
}
