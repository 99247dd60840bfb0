//! HTTP: the interface for programs (REST), the pages for people, health checks and metrics.
//!
//! In here: accepting connections, routing, tokens and sessions of requests, the shape of responses, the OpenAPI document, and
//! the background tasks of a server. Not in here: rules. A rule is a verb in `directory/`, which knows nothing of HTTP; the
//! threads that carry verbs out are in `workers/`. Async code is in this folder alone.
//!
//! Start with [`serve`], then read `rest/request.rs`: it follows a request from its token to its response. A page does the
//! same in `ui/request.rs`. In both, a table of routes names the handler; the handler calls one verb of `directory/` inside a
//! transaction that a worker has begun (`dispatch.rs`).
//!
//! ```text
//! connections.rs    accepts connections, limits them, closes slow and idle ones
//! rest/             REST below /api/v1
//! ui/               pages
//! openapi.rs        the OpenAPI document, generated from the routes of REST
//! api_page.rs       the same documentation as a page
//! dispatch.rs       hands work to a worker and waits for its result
//! scheduler.rs      background tasks: due jobs, clean-up
//! delivery.rs       threads that send letters
//! limits.rs         rate limits of tokens
//! token_cache.rs    tokens that were looked up a moment ago
//! peer.rs           the network address of a client behind proxies
//! origin.rs         where a request comes from, for the audit
//! log.rs, metrics.rs, health.rs, config.rs
//! ```

mod api_page;
mod config;
mod connections;
mod delivery;
mod dispatch;
mod health;
mod limits;
mod log;
mod metrics;
mod openapi;
mod origin;
mod peer;
mod rest;
mod scheduler;
mod token_cache;
mod ui;

pub use config::Config;
pub use log::{LogFormat, log_to};
pub use openapi::document;
pub use rest::{ServedRoute, served_routes};
pub use ui::{Audience, ServedPage, served_pages};

use crate::app::App;
use crate::domain::{Code, Error, Fault, Problem};
use crate::jobs::Mailer;
use crate::workers::{Hashers, Workers};
use axum::Router;
use axum::body::HttpBody;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, get, on};
use connections::{Connections, connections_within_limits};
use delivery::DeliveryThreads;
use limits::Limits;
use rest::Failure;
use std::net::SocketAddr;
use std::sync::Arc;
use token_cache::TokenCache;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;

/// The most passwords that wait to be hashed. The last of them waits some seconds.
const HASHES_WAITING: usize = 64;

/// The most connections to the address of the metrics: few programs read them.
const METRICS_CONNECTIONS: usize = 64;

/// The state that all requests share.
pub struct Server {
    config: Config,
    workers: Workers,
    limits: Limits,
    tokens: TokenCache,
    hashers: Hashers,
    connections: Arc<Connections>,
}

/// Serves a directory until the process gets the signal to stop (Ctrl-C or SIGTERM). Then every request that has arrived still
/// gets its response.
///
/// `listener` listens at the address of the settings. `open` opens the directory on each thread. `mailer` sends letters;
/// without one they stay in the outbox. `on_listening` gets the addresses of the server and of the metrics before the first
/// request.
///
/// # Errors
/// Returns a refusal if the address of the metrics cannot be used, or if opening the directory is refused; a fault of the
/// system.
pub fn serve(
    config: Config,
    listener: std::net::TcpListener,
    mailer: Option<Mailer>,
    open: impl Fn() -> Result<App, Error> + Clone + Send + 'static,
    on_listening: impl FnOnce(SocketAddr, Option<SocketAddr>),
) -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Fault::new("cannot start the server", error))?;
    let handle = metrics::recorder()?;
    let workers = Workers::start(config.sizes, open.clone())?;
    // Hashing leaves one core to everything else while people log in.
    let cores = std::thread::available_parallelism().map_or(1, |count| count.get());
    let hashers = Hashers::start(cores.saturating_sub(1).max(1), HASHES_WAITING)?;
    let limits = Limits::new(config.rate);
    let most = connections_within_limits(config.connections);
    let connections = Arc::new(Connections::new(most, config.connections_per_address, config.proxies.clone()));
    let server = Arc::new(Server { limits, tokens: TokenCache::default(), hashers, workers, config, connections });
    let delivery = match mailer {
        Some(mailer) => Some(DeliveryThreads::start(&server, Arc::new(mailer), open)?),
        None => {
            tracing::info!("letters stay in the outbox: neither --smtp nor --mail-folder is set");
            None
        }
    };
    let served: Result<(), Error> = runtime.block_on(async {
        let listener = take_over(listener)?;
        let metrics_listener = server.config.metrics.map(bind).transpose()?;
        on_listening(server.config.listen, metrics_listener.as_ref().map(address_of).transpose()?);
        if let Some(listener) = metrics_listener {
            let router = metrics::router(Arc::clone(&server), handle);
            let connections = Arc::new(Connections::new(METRICS_CONNECTIONS, None, Vec::new()));
            tokio::spawn(connections.serve(take_over(listener)?, router, std::future::pending()));
        }
        tokio::spawn(scheduler::remove_idle_limits(Arc::clone(&server)));
        tokio::spawn(scheduler::run_due_jobs(Arc::clone(&server)));
        Arc::clone(&server.connections).serve(listener, router(Arc::clone(&server)), stop_signal()).await;
        Ok(())
    });
    server.hashers.stop();
    delivery.into_iter().for_each(DeliveryThreads::stop);
    server.workers.stop();
    served
}

/// Returns the router with all routes, and the layers that every request and response passes.
fn router(server: Arc<Server>) -> Router {
    let mut router = Router::new();
    for route in rest::routes() {
        let state = Arc::clone(&server);
        let filter = match route.method {
            rest::Method::Get => MethodFilter::GET,
            rest::Method::Post => MethodFilter::POST,
            rest::Method::Patch => MethodFilter::PATCH,
            rest::Method::Delete => MethodFilter::DELETE,
        };
        let handler = move |request: Request| rest::handle(Arc::clone(&state), route, request);
        router = router.route(&route.full_path(), on(filter, handler));
    }
    let ready = Arc::clone(&server);
    router = router
        .route(api_page::PAGE, get(api_page::page))
        .route(&format!("{}/", api_page::PAGE), get(api_page::redirect))
        .route(api_page::STYLE, get(api_page::style))
        .route(api_page::DOCUMENT, get(api_page::document))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(move || health::ready(ready)))
        .merge(ui::router(&server))
        .fallback(async |request: Request| {
            let problem = Problem::new(Code::NotFound, "there is no such path");
            not_served(&request, StatusCode::NOT_FOUND, problem)
        })
        .method_not_allowed_fallback(async |request: Request| method_not_allowed(&request));
    let fixed = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    if server.config.public_url.starts_with("https://") {
        // After the first visit over TLS, browsers use nothing else for two years.
        router = router.layer(fixed(header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains"));
    }
    // The last layer is the outermost.
    router
        .layer(DefaultBodyLimit::disable())
        .layer(CatchPanicLayer::custom(|_| Failure::Fault("a request panicked".to_owned()).into_response()))
        .layer(cors(&server.config))
        .layer(axum::middleware::from_fn(log::each_request))
        .layer(fixed(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::REFERRER_POLICY, "same-origin"))
        .layer(fixed(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .layer(fixed(HeaderName::from_static("cross-origin-resource-policy"), "same-origin"))
        .layer(fixed(header::CACHE_CONTROL, "no-store"))
        .layer(PropagateRequestIdLayer::new(log::REQUEST_ID))
        .layer(SetRequestIdLayer::new(log::REQUEST_ID, MakeRequestUuid))
        .layer(axum::middleware::from_fn(log::plain_request_id))
}

/// Returns the response for a method that a path does not have, with the header `Allow` (RFC 9110, 15.5.6).
fn method_not_allowed(request: &Request) -> Response {
    let path = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let allowed = methods_of(path).join(", ");
    // A client can send a method of any length.
    let method = Some(request.method().as_str()).filter(|method| method.len() <= 20).unwrap_or("the method");
    let problem = Problem::new(Code::NoSuchMethod, format!("{method} is not allowed here; allowed: {allowed}"));
    let mut response = not_served(request, StatusCode::METHOD_NOT_ALLOWED, problem);
    // Every path with GET has HEAD.
    if let Ok(allowed) = HeaderValue::from_str(&allowed.replace("GET", "GET, HEAD")) {
        response.headers_mut().insert(header::ALLOW, allowed);
    }
    response
}

/// Returns the methods of a path, from the tables of REST and pages. All other paths have only GET.
fn methods_of(path: &str) -> Vec<&'static str> {
    let rest = rest::routes().filter(|route| route.full_path() == path).map(|route| route.method.as_str());
    let pages = served_pages().filter(|page| page.path == path).map(|page| page.method);
    let methods: Vec<&str> = rest.chain(pages).collect();
    if methods.is_empty() { vec!["GET"] } else { methods }
}

/// Returns the response for a path or a method that is not served: a page for people, JSON for programs. Nobody reads the body
/// of such a request, so the connection is closed after the response, which says so (RFC 9112, 9.6).
fn not_served(request: &Request, status: StatusCode, problem: Problem) -> Response {
    let path = request.uri().path();
    let accepts = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_program = ["/api", "/health"].iter().any(|start| path.starts_with(start));
    let mut response = match accepts.contains("text/html") && !is_program {
        true => ui::error_page_for(request.headers(), path, status),
        false => Failure::from(problem).into_response(),
    };
    if !request.body().is_end_stream() {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Returns the layer for CORS: it lets pages of the origins in the settings call REST. Cookies are never allowed.
fn cors(config: &Config) -> CorsLayer {
    let origins: Vec<HeaderValue> = config.origins.iter().filter_map(|origin| origin.parse().ok()).collect();
    if origins.is_empty() {
        return CorsLayer::new();
    }
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods(tower_http::cors::AllowMethods::mirror_request())
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::IF_MATCH,
            header::IF_NONE_MATCH,
            HeaderName::from_static("environment-id"),
            HeaderName::from_static("idempotency-key"),
        ])
        .expose_headers([header::ETAG, header::RETRY_AFTER, HeaderName::from_static("x-request-id")])
}

/// Listens at an address. Port 0 chooses a free port.
///
/// # Errors
/// Returns a refusal if the address cannot be used.
pub fn bind(address: SocketAddr) -> Result<std::net::TcpListener, Error> {
    std::net::TcpListener::bind(address).map_err(|error| {
        Problem::new(Code::InUse, format!("cannot listen at {address}: {error}"))
            .help("choose another address with `--listen`; port 0 chooses a free port")
            .into()
    })
}

/// Returns the address of a listener.
///
/// # Errors
/// Returns a fault of the system.
pub fn address_of(listener: &std::net::TcpListener) -> Result<SocketAddr, Error> {
    listener.local_addr().map_err(|error| Fault::new("cannot read the address of the server", error).into())
}

fn take_over(listener: std::net::TcpListener) -> Result<TcpListener, Error> {
    let taken = listener.set_nonblocking(true).and_then(|()| TcpListener::from_std(listener));
    taken.map_err(|error| Fault::new("cannot listen", error).into())
}

/// Waits for the signal to stop: Ctrl-C, or SIGTERM from a service manager.
async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
        let _ = interrupt.await;
        return;
    };
    tokio::select! {
        _ = interrupt => {}
        _ = terminate.recv() => {}
    }
}
