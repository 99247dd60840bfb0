//! The OpenAPI document of REST. It is generated from the table of routes, so it has every route that is served.

use super::rest::{Handler, Method, PATH_PARAMETERS, PREFIX, RequestBody, ResponseShape, Route, routes};
use crate::directory::{AboutOption, Required};
use crate::json::{ErrorAnswer, Run, Shapes, shape};
use crate::manual::{described, example, of_option_in_query, of_options};
use serde_json::{Map, Value, json};

/// The description of the whole API.
const ABOUT: &str = "A user directory that scripts can drive.\n\n\
    Every request needs a token: `Authorization: Bearer TOKEN`. If the token is valid in several environments, the header \
    `environment-id` must name one, by id or name.\n\n\
    A successful response is an object with `\"status\": \"ok\"`. An error response has `\"status\": \"error\"`, a code whose \
    meaning never changes, a description, and every problem with a hint. `enlist explain CODE` explains a code.\n\n\
    A page of a list has `next`: pass it as `cursor` to get the next page. It is null on the last page. Every response has the \
    header `x-request-id`; the operator can find the request in the log by this id.";

/// Returns the document.
pub fn document() -> Value {
    let mut shapes = Shapes::at("/components/schemas");
    let paths = paths(&mut shapes);
    let error = shape::<ErrorAnswer>(&mut shapes);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "enlist",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": { "name": "MIT or Apache 2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": PREFIX, "description": "The server of this document." }],
        "security": [{ "token": [] }],
        "tags": topics().map(|topic| json!({ "name": title(topic) })).collect::<Value>(),
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token from `enlist token add` or `addToken`.",
                },
            },
            "parameters": HEADERS.iter().map(|header| (header.name.to_owned(), header.parameter())).collect::<Map<_, _>>(),
            "headers": {
                "ETag": { "description": "The version of the response.", "schema": { "type": "string" } },
                "Retry-After": {
                    "description": "The number of seconds after which to retry.",
                    "schema": { "type": "integer", "minimum": 0 },
                },
                "WWW-Authenticate": { "description": "The authentication scheme: `Bearer`.", "schema": { "type": "string" } },
                "x-request-id": { "description": "The id of the request.", "schema": { "type": "string" } },
            },
            "responses": REFUSALS.iter().map(|refusal| (refusal.name.to_owned(), refusal.response(&error))).collect::<Map<_, _>>(),
            "schemas": shapes.named(),
        },
    })
}

/// Returns the topics of the routes, each once, in order.
pub fn topics() -> impl Iterator<Item = &'static str> {
    let mut topics: Vec<&str> = Vec::new();
    for route in routes() {
        if !topics.contains(&route.topic()) {
            topics.push(route.topic());
        }
    }
    topics.into_iter()
}

/// Returns the title of a topic.
pub fn title(topic: &str) -> String {
    let mut letters = topic.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect::<String>().replace('-', " ")
}

fn paths(shapes: &mut Shapes) -> Map<String, Value> {
    let mut paths = Map::new();
    for route in routes() {
        let path = paths.entry(route.path).or_insert_with(|| {
            let parameters = route.path_parameters().map(path_parameter).collect::<Vec<_>>();
            if parameters.is_empty() { json!({}) } else { json!({ "parameters": parameters }) }
        });
        path[route.method.as_str().to_ascii_lowercase()] = operation(route, shapes);
    }
    paths
}

fn operation(route: &'static Route, shapes: &mut Shapes) -> Value {
    let permission = route.permission;
    let headers = HEADERS.iter().filter(|header| (header.is_for)(route));
    let headers = headers.map(|header| json!({ "$ref": format!("#/components/parameters/{}", header.name) }));
    let query = (route.query)();
    let mut operation = json!({
        "tags": [title(route.topic())],
        "operationId": route.name,
        "summary": route.doc.split(['.', ';', ':']).next().unwrap_or_default(),
        "description": format!("{}\n\nThe token needs the permission `{}`.", route.doc, permission.as_str()),
        "x-permission": permission.as_str(),
        "parameters": query.iter().map(|about| query_parameter(about)).chain(headers).collect::<Value>(),
    });
    if let Some(options) = route.body.options() {
        let example = example_of(&options);
        operation["requestBody"] = json!({
            "required": true,
            "content": { "application/json": { "schema": of_options(&options), "example": example } },
        });
    }
    operation["responses"] = responses(route, shapes);
    operation
}

fn path_parameter(name: &str) -> Value {
    let (doc, example) =
        PATH_PARAMETERS.iter().find(|(known, ..)| *known == name).map_or(("", ""), |(_, doc, example)| (doc, example));
    json!({
        "name": name,
        "in": "path",
        "required": true,
        "description": doc,
        "schema": { "type": "string", "minLength": 1 },
        "example": example,
    })
}

fn query_parameter(about: &AboutOption) -> Value {
    let mut schema = of_option_in_query(about);
    if let Some(schema) = schema.as_object_mut() {
        schema.shift_remove("description");
    }
    json!({
        "name": about.name,
        "in": "query",
        "required": about.required == Required::Always,
        "description": described(about),
        "schema": schema,
    })
}

/// Returns an example of a body: the required options, or the first option if none is required.
pub fn example_of(options: &[&AboutOption]) -> Value {
    let mut given: Vec<_> = options.iter().filter(|about| about.required != Required::No).collect();
    if given.is_empty() {
        given.extend(options.first());
    }
    let pairs = given.into_iter().map(|about| (about.name.to_owned(), example(about).unwrap_or_default()));
    Value::Object(pairs.collect())
}

fn responses(route: &'static Route, shapes: &mut Shapes) -> Value {
    let mut success = json!({
        "description": "Success.",
        "headers": { "x-request-id": header("x-request-id") },
        "content": { "application/json": { "schema": body(route.response, shapes) } },
    });
    let mut responses = json!({});
    if route.method == Method::Get {
        success["headers"]["ETag"] = header("ETag");
        responses["304"] =
            json!({ "description": "Not modified: the response still has the `ETag` in `If-None-Match`." });
    }
    let links: Map<_, _> = links(route).collect();
    if !links.is_empty() {
        success["links"] = Value::Object(links);
    }
    responses["200"] = success;
    for refusal in REFUSALS.iter().filter(|refusal| (refusal.is_for)(route)) {
        responses[refusal.status] = json!({ "$ref": format!("#/components/responses/{}", refusal.name) });
    }
    if let Some(responses) = responses.as_object_mut() {
        responses.sort_keys();
    }
    responses
}

/// Returns the links of a response: from a list, or from a new object, to the routes of one such object.
fn links(route: &'static Route) -> impl Iterator<Item = (String, Value)> {
    let object = match route.response {
        ResponseShape::Page(name, _) | ResponseShape::List(name, _) => Some(format!("{name}/0")),
        ResponseShape::One(name, _) if route.method == Method::Post => Some(name.to_owned()),
        ResponseShape::Run => Some("run".to_owned()),
        ResponseShape::One(..) | ResponseShape::Nothing => None,
    };
    let link = move |other: &'static Route| {
        let (object, parameter) = (object.as_deref()?, other.path_parameters().next()?);
        let below = other.path.strip_prefix(route.path)?.strip_prefix(&format!("/{{{parameter}}}"))?;
        let is_alone = other.path_parameters().count() == 1 && (below.is_empty() || below.starts_with('/'));
        let id = match parameter {
            "run" => "run",
            "field" => "key",
            _ => "_id",
        };
        let link = json!({
            "operationId": other.name,
            "parameters": { parameter: format!("$response.body#/{object}/{id}") },
        });
        is_alone.then(|| (other.name.to_owned(), link))
    };
    routes().filter_map(link)
}

fn header(name: &str) -> Value {
    json!({ "$ref": format!("#/components/headers/{name}") })
}

fn body(response: ResponseShape, shapes: &mut Shapes) -> Value {
    let mut properties = Map::new();
    properties.insert("status".to_owned(), json!({ "const": "ok" }));
    let list = |items: Value| json!({ "type": "array", "items": items });
    match response {
        ResponseShape::Nothing => {}
        ResponseShape::One(name, shape) => {
            properties.insert(name.to_owned(), shape(shapes));
        }
        ResponseShape::Run => {
            properties.insert("run".to_owned(), shape::<Run>(shapes));
            let repeated = "Whether this is an earlier run with the same `Idempotency-Key`.";
            properties.insert("repeated".to_owned(), json!({ "type": "boolean", "description": repeated }));
        }
        ResponseShape::List(name, shape) => {
            properties.insert(name.to_owned(), list(shape(shapes)));
        }
        ResponseShape::Page(name, shape) => {
            properties.insert(name.to_owned(), list(shape(shapes)));
            let next = "The `cursor` of the next page; null on the last page.";
            properties.insert("next".to_owned(), json!({ "type": ["string", "null"], "description": next }));
        }
    }
    let required: Vec<String> = properties.keys().cloned().collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

/// An optional header of requests.
pub struct Header {
    /// The name.
    pub name: &'static str,
    /// The description.
    pub doc: &'static str,
    /// An example of a value.
    pub example: &'static str,
    /// Whether a route reads it.
    pub is_for: fn(&Route) -> bool,
}

/// The headers besides `Authorization`.
pub const HEADERS: &[Header] = &[
    Header {
        name: "environment-id",
        doc: "The environment, by id or name. Required if the token is valid in several.",
        example: "acme",
        is_for: |_| true,
    },
    Header {
        name: "Idempotency-Key",
        doc: "Makes the run idempotent: a second request with the same key gets the first run.",
        example: "import-2026-01-31",
        is_for: |route| matches!(route.handler, Handler::Run(_)),
    },
    Header {
        name: "If-None-Match",
        doc: "The `ETag` of an earlier response. If it is still current, the response is `304` without a body.",
        example: "\"0123456789abcdef0123456789abcdef\"",
        is_for: |route| route.method == Method::Get,
    },
    Header {
        name: "If-Match",
        doc: "The `ETag` of the version to change. If it is not current, nothing is changed and the response is `412`. `*` matches \
              any version.",
        example: "*",
        is_for: Route::can_be_conditional,
    },
];

impl Header {
    fn parameter(&self) -> Value {
        json!({
            "name": self.name,
            "in": "header",
            "required": false,
            "description": self.doc,
            "schema": { "type": "string", "maxLength": 200, "pattern": "^[ -~]*$", "examples": [self.example] },
        })
    }
}

/// An error status of a response.
pub struct Refusal {
    /// The status.
    pub status: &'static str,
    /// The description.
    pub doc: &'static str,
    name: &'static str,
    headers: &'static [&'static str],
    is_for: fn(&Route) -> bool,
}

/// The error statuses of responses.
pub const REFUSALS: &[Refusal] = &[
    Refusal::of("400", "NotUnderstood", "Bad request: the path, the query, a header or the body cannot be parsed."),
    Refusal {
        headers: &["WWW-Authenticate"],
        ..Refusal::of("401", "NotAuthenticated", "Unauthorized: the token is missing, wrong, expired or revoked.")
    },
    Refusal::of(
        "403",
        "NotPermitted",
        "Forbidden: the token lacks the permission, or the environment forbids the operation.",
    ),
    Refusal::of("404", "NotFound", "Not found: the object or the environment does not exist."),
    Refusal {
        is_for: |route| route.method != Method::Get,
        ..Refusal::of("409", "Conflict", "Conflict with the present state, or a confirmation is required.")
    },
    Refusal {
        is_for: Route::can_be_conditional,
        ..Refusal::of("412", "Changed", "Precondition failed: `If-Match` names an old version.")
    },
    Refusal::of("413", "TooLarge", "Content too large: the body exceeds the limit of the server."),
    Refusal {
        is_for: |route| !matches!(route.body, RequestBody::Nothing),
        ..Refusal::of("415", "NotJson", "Unsupported media type: the body must be `application/json`.")
    },
    Refusal::of("422", "Refused", "Unprocessable content: a value is wrong. `problems` lists all problems."),
    Refusal {
        headers: &["Retry-After"],
        ..Refusal::of(
            "429",
            "TooMany",
            "Too many requests with this token, or too many wrong tokens from this network address.",
        )
    },
    Refusal::of("500", "Fault", "Internal error: only the operator can fix it."),
    Refusal {
        headers: &["Retry-After"],
        ..Refusal::of(
            "503",
            "Busy",
            "Service unavailable: the server is overloaded, or the database cannot be reached.",
        )
    },
];

impl Refusal {
    const fn of(status: &'static str, name: &'static str, doc: &'static str) -> Refusal {
        Refusal { status, name, doc, headers: &[], is_for: |_| true }
    }

    fn response(&self, error: &Value) -> Value {
        let headers = self.headers.iter().chain(&["x-request-id"]).map(|name| ((*name).to_owned(), header(name)));
        json!({
            "description": self.doc,
            "headers": headers.collect::<Map<_, _>>(),
            "content": { "application/json": { "schema": error } },
        })
    }
}
