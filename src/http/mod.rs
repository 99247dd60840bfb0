//! The door for programs: HTTP. Async lives here alone; what a request asks for is done by the workers.

mod clockwork;
mod config;
mod health;
mod known;
mod limits;
mod log;
mod metrics;
mod openapi;
mod page;
mod postman;
mod rest;

pub use config::Config;
pub use log::{LogFormat, log_to};
pub use openapi::document;
pub use rest::{ServedRoute, served_routes};

use crate::app::App;
use crate::domain::{Code, Error, Fault, Problem};
use crate::jobs::Mailer;
use crate::workers::Workers;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, header};
use axum::routing::{MethodFilter, get, on};
use known::Known;
use limits::Limits;
use postman::Postmen;
use rest::Failure;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;

/// What every request needs: the settings, the workers, the limits, and who came a moment ago.
pub struct Server {
    config: Config,
    workers: Workers,
    limits: Limits,
    known: Known,
}

/// Serves a directory until the program is told to stop; then everything that was taken on is answered first.
///
/// `open` opens the directory on each of the threads; `mailer` hands letters over, which wait if there is none; `told` gets the
/// addresses once it listens.
///
/// # Errors
/// What opening the directory says; a fault if it cannot listen.
pub fn serve(
    config: Config,
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
    let server = Arc::new(Server { limits: Limits::new(config.rate), known: Known::default(), workers, config });
    let postmen = match mailer {
        Some(mailer) => Some(Postmen::start(&server, Arc::new(mailer), open)?),
        None => {
            tracing::info!("letters wait: neither --smtp nor --mail-folder says where they go");
            None
        }
    };
    let served: Result<(), Error> = runtime.block_on(async {
        let listener = listen(server.config.listen).await?;
        let figures = match server.config.metrics {
            Some(address) => Some(listen(address).await?),
            None => None,
        };
        let address = |listener: &TcpListener| {
            listener.local_addr().map_err(|error| Fault::new("cannot tell where the server listens", error))
        };
        told(address(&listener)?, figures.as_ref().map(&address).transpose()?);
        if let Some(figures) = figures {
            let figures_router = metrics::router(Arc::clone(&server), handle);
            tokio::spawn(async move { axum::serve(figures, figures_router).await });
        }
        tokio::spawn(clockwork::forget_visitors(Arc::clone(&server)));
        tokio::spawn(clockwork::look_for_what_is_due(Arc::clone(&server)));
        let router = router(Arc::clone(&server)).into_make_service_with_connect_info::<SocketAddr>();
        let served = axum::serve(listener, router).with_graceful_shutdown(told_to_stop()).await;
        served.map_err(|error| Error::from(Fault::new("the server broke off", error)))
    });
    postmen.into_iter().for_each(Postmen::stop);
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
        .route(page::PAGE, get(page::page))
        .route(&format!("{}/", page::PAGE), get(page::elsewhere))
        .route(page::STYLE, get(page::style))
        .route(page::DOCUMENT, get(page::document))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(move || health::ready(ready)))
        .fallback(async || Failure::from(Problem::new(Code::NotFound, "there is no such path")))
        .method_not_allowed_fallback(async || {
            Failure::from(Problem::new(Code::NoSuchMethod, "this path does not know the method"))
        });
    let fixed = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    // The last layer is the outermost.
    router
        .layer(DefaultBodyLimit::disable())
        .layer(CatchPanicLayer::custom(|_| {
            axum::response::IntoResponse::into_response(Failure::Fault("a request broke off".to_owned()))
        }))
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

async fn listen(address: SocketAddr) -> Result<TcpListener, Error> {
    TcpListener::bind(address).await.map_err(|error| {
        Problem::new(Code::InUse, format!("cannot listen at {address}: {error}"))
            .help("`--listen` names another address; port 0 takes a free one")
            .into()
    })
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
