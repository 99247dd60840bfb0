//! The door for programs: HTTP. Async lives here alone; what a request asks for is done by the workers.

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
use axum::extract::{DefaultBodyLimit, Request};
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

/// How many hashes of passwords may wait: so many that the last waits some seconds.
const HASHES_WAITING: usize = 64;

/// The most connections to the address of the metrics: few programs read them.
const METRICS_CONNECTIONS: usize = 64;

/// What every request needs: the settings, the workers, the limits, and who came a moment ago.
pub struct Server {
    config: Config,
    workers: Workers,
    limits: Limits,
    known: TokenCache,
    hashers: Hashers,
    connections: Arc<Connections>,
}

/// Serves a directory until the program is told to stop; then everything that was taken on is answered first.
///
/// `listener` listens at the address of the settings; `open` opens the directory on each of the threads; `mailer` hands letters
/// over, which wait if there is none; `told` gets the addresses once it answers.
///
/// # Errors
/// What opening the directory says; a fault if it cannot listen.
pub fn serve(
    config: Config,
    listener: std::net::TcpListener,
    mailer: Option<Mailer>,
    open: impl Fn() -> Result<App, Error> + Clone + Send + 'static,
    told: impl FnOnce(SocketAddr, Option<SocketAddr>),
) -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Fault::new("cannot start the server", error))?;
    let handle = metrics::recorder()?;
    let workers = Workers::start(config.sizes, open.clone())?;
    // One core is left to everybody else while people log in; who comes when too many wait is told to come again.
    let cores = std::thread::available_parallelism().map_or(1, |count| count.get());
    let hashers = Hashers::start(cores.saturating_sub(1).max(1), HASHES_WAITING)?;
    let limits = Limits::new(config.rate);
    let most = connections_within_limits(config.connections);
    let connections = Arc::new(Connections::new(most, config.connections_per_address, config.proxies.clone()));
    let server = Arc::new(Server { limits, known: TokenCache::default(), hashers, workers, config, connections });
    let postmen = match mailer {
        Some(mailer) => Some(DeliveryThreads::start(&server, Arc::new(mailer), open)?),
        None => {
            tracing::info!("letters wait: neither --smtp nor --mail-folder says where they go");
            None
        }
    };
    let served: Result<(), Error> = runtime.block_on(async {
        let listener = take_over(listener)?;
        let figures = server.config.metrics.map(bind).transpose()?;
        told(server.config.listen, figures.as_ref().map(address_of).transpose()?);
        if let Some(figures) = figures {
            let figures = take_over(figures)?;
            let figures_router = metrics::router(Arc::clone(&server), handle);
            let connections = Arc::new(Connections::new(METRICS_CONNECTIONS, None, Vec::new()));
            tokio::spawn(connections.serve(figures, figures_router, std::future::pending()));
        }
        tokio::spawn(scheduler::forget_visitors(Arc::clone(&server)));
        tokio::spawn(scheduler::look_for_what_is_due(Arc::clone(&server)));
        Arc::clone(&server.connections).serve(listener, router(Arc::clone(&server)), told_to_stop()).await;
        Ok(())
    });
    server.hashers.stop();
    postmen.into_iter().for_each(DeliveryThreads::stop);
    server.workers.stop();
    served
}

/// All routes, and what every answer goes through.
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
        let answer = move |request: Request| rest::answer(Arc::clone(&state), route, request);
        router = router.route(&route.full_path(), on(filter, answer));
    }
    let ready = Arc::clone(&server);
    router = router
        .route(api_page::PAGE, get(api_page::page))
        .route(&format!("{}/", api_page::PAGE), get(api_page::elsewhere))
        .route(api_page::STYLE, get(api_page::style))
        .route(api_page::DOCUMENT, get(api_page::document))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(move || health::ready(ready)))
        .merge(ui::router(&server))
        .fallback(async |request: Request| {
            let problem = Problem::new(Code::NotFound, "there is no such path");
            not_served(&request, StatusCode::NOT_FOUND, problem)
        })
        .method_not_allowed_fallback(async |request: Request| {
            let problem = Problem::new(Code::NoSuchMethod, "this path does not know the method");
            not_served(&request, StatusCode::METHOD_NOT_ALLOWED, problem)
        });
    let fixed = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    if server.config.public_url.starts_with("https://") {
        // Whoever came once by a way that nobody can listen at comes by no other for two years.
        router = router.layer(fixed(header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains"));
    }
    // The last layer is the outermost.
    router
        .layer(DefaultBodyLimit::disable())
        .layer(CatchPanicLayer::custom(|_| Failure::Fault("a request broke off".to_owned()).into_response()))
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

/// What is said of a path or a method that is not served: a page to people, JSON to programs. Nobody reads what came with the
/// request, so the connection ends with the answer; whoever asks next is told so, and takes another one (RFC 9112, 9.6).
fn not_served(request: &Request, status: StatusCode, problem: Problem) -> Response {
    let path = request.uri().path();
    let accepts = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_program = ["/api", "/health"].iter().any(|start| path.starts_with(start));
    let mut answer = match accepts.contains("text/html") && !is_program {
        true => ui::no_page(request.headers(), path, status),
        false => Failure::from(problem).into_response(),
    };
    if !request.body().is_end_stream() {
        answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    answer
}

/// Which pages may ask by a browser: none, unless the settings name them. Cookies are never asked for.
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

/// Listens at an address; port 0 takes a free one.
///
/// # Errors
/// Refuses an address where nobody can listen.
pub fn bind(address: SocketAddr) -> Result<std::net::TcpListener, Error> {
    std::net::TcpListener::bind(address).map_err(|error| {
        Problem::new(Code::InUse, format!("cannot listen at {address}: {error}"))
            .help("`--listen` names another address; port 0 takes a free one")
            .into()
    })
}

/// Where a listener listens.
///
/// # Errors
/// A fault of the system.
pub fn address_of(listener: &std::net::TcpListener) -> Result<SocketAddr, Error> {
    listener.local_addr().map_err(|error| Fault::new("cannot tell where the server listens", error).into())
}

fn take_over(listener: std::net::TcpListener) -> Result<TcpListener, Error> {
    let taken = listener.set_nonblocking(true).and_then(|()| TcpListener::from_std(listener));
    taken.map_err(|error| Fault::new("cannot listen", error).into())
}

/// Waits for the signal to stop: Ctrl-C, or what a service manager sends.
async fn told_to_stop() {
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
