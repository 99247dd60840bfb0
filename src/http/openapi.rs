//! The OpenAPI document: what programs, and those who write them, read about REST. It is folded out of the table of routes, so
//! a route that is served is in it.

use super::rest::{Handler, Method, PLACES, PREFIX, RequestBody, ResponseShape, Route, routes};
use crate::directory::{AboutOption, Required};
use crate::json::{ErrorAnswer, Run, Shapes, shape};
use crate::manual::{described, example, of_option_in_query, of_options};
use serde_json::{Map, Value, json};

/// What the document says about all routes.
const ABOUT: &str = "A user directory that scripts can drive.\n\n\
    Every request brings a token: `Authorization: Bearer TOKEN`. A token that reaches several environments names one in the \
    header `environment-id`, by id or name.\n\n\
    A good answer is an object with `\"status\": \"ok\"`. A refusal has `\"status\": \"error\"`, a code that never changes its \
    meaning, a description, and every problem with its way out; `enlist explain CODE` tells more.\n\n\
    A page of a list ends with `next`, which is the `cursor` of the page after it; it is null on the last one. Every answer has \
    an `x-request-id`, by which the operator finds it in the log.";

/// The document.
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
        "servers": [{ "url": PREFIX, "description": "The server that this document comes from." }],
        "security": [{ "token": [] }],
        "tags": topics().map(|topic| json!({ "name": title(topic) })).collect::<Value>(),
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token that `enlist token add` has made.",
                },
            },
            "parameters": HEADERS.iter().map(|header| (header.name.to_owned(), header.parameter())).collect::<Map<_, _>>(),
            "headers": {
                "ETag": { "description": "The tag of what is shown.", "schema": { "type": "string" } },
                "Retry-After": {
                    "description": "After how many seconds to try again.",
                    "schema": { "type": "integer", "minimum": 0 },
                },
                "WWW-Authenticate": { "description": "Asks for a token.", "schema": { "type": "string" } },
                "x-request-id": { "description": "The id of the request.", "schema": { "type": "string" } },
            },
            "responses": REFUSALS.iter().map(|refusal| (refusal.name.to_owned(), refusal.answer(&error))).collect::<Map<_, _>>(),
            "schemas": shapes.named(),
        },
    })
}

/// What routes are about, each once, in their order.
pub fn topics() -> impl Iterator<Item = &'static str> {
    let mut topics: Vec<&str> = Vec::new();
    for route in routes() {
        if !topics.contains(&route.topic()) {
            topics.push(route.topic());
        }
    }
    topics.into_iter()
}

/// A topic as people read it.
pub fn title(topic: &str) -> String {
    let mut letters = topic.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect::<String>().replace('-', " ")
}

fn paths(shapes: &mut Shapes) -> Map<String, Value> {
    let mut paths = Map::new();
    for route in routes() {
        let path = paths.entry(route.path).or_insert_with(|| {
            let places = route.places().map(place).collect::<Vec<_>>();
            if places.is_empty() { json!({}) } else { json!({ "parameters": places }) }
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
        "description": format!("{}\n\nThe token must allow `{}`.", route.doc, permission.as_str()),
        "x-permission": permission.as_str(),
        "parameters": query.iter().map(|about| in_query(about)).chain(headers).collect::<Value>(),
    });
    if let Some(options) = route.body.options() {
        let example = example_of(&options);
        operation["requestBody"] = json!({
            "required": true,
            "content": { "application/json": { "schema": of_options(&options), "example": example } },
        });
    }
    operation["responses"] = answers(route, shapes);
    operation
}

fn place(name: &str) -> Value {
    let (doc, example) =
        PLACES.iter().find(|(known, ..)| *known == name).map_or(("", ""), |(_, doc, example)| (doc, example));
    json!({
        "name": name,
        "in": "path",
        "required": true,
        "description": doc,
        "schema": { "type": "string", "minLength": 1 },
        "example": example,
    })
}

fn in_query(about: &AboutOption) -> Value {
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

/// What a body looks like: what must be given for something new, or the first option if nothing must be.
pub fn example_of(options: &[&AboutOption]) -> Value {
    let mut given: Vec<_> = options.iter().filter(|about| about.required != Required::No).collect();
    if given.is_empty() {
        given.extend(options.first());
    }
    let pairs = given.into_iter().map(|about| (about.name.to_owned(), example(about).unwrap_or_default()));
    Value::Object(pairs.collect())
}

fn answers(route: &'static Route, shapes: &mut Shapes) -> Value {
    let mut good = json!({
        "description": "It is done.",
        "headers": { "x-request-id": header("x-request-id") },
        "content": { "application/json": { "schema": body(route.answers, shapes) } },
    });
    let mut answers = json!({});
    if route.method == Method::Get {
        good["headers"]["ETag"] = header("ETag");
        answers["304"] = json!({ "description": "It is what `If-None-Match` names." });
    }
    let links: Map<_, _> = links(route).collect();
    if !links.is_empty() {
        good["links"] = Value::Object(links);
    }
    answers["200"] = good;
    for refusal in REFUSALS.iter().filter(|refusal| (refusal.is_for)(route)) {
        answers[refusal.status] = json!({ "$ref": format!("#/components/responses/{}", refusal.name) });
    }
    if let Some(answers) = answers.as_object_mut() {
        answers.sort_keys();
    }
    answers
}

/// Where to go on from an answer: from a list, or from something that was added, to the routes about one such thing.
fn links(route: &'static Route) -> impl Iterator<Item = (String, Value)> {
    let thing = match route.answers {
        ResponseShape::Page(name, _) | ResponseShape::List(name, _) => Some(format!("{name}/0")),
        ResponseShape::One(name, _) if route.method == Method::Post => Some(name.to_owned()),
        ResponseShape::Run => Some("run".to_owned()),
        ResponseShape::One(..) | ResponseShape::Nothing => None,
    };
    let link = move |other: &'static Route| {
        let (thing, place) = (thing.as_deref()?, other.places().next()?);
        let below = other.path.strip_prefix(route.path)?.strip_prefix(&format!("/{{{place}}}"))?;
        let is_alone = other.places().count() == 1 && (below.is_empty() || below.starts_with('/'));
        let id = match place {
            "run" => "run",
            "field" => "key",
            _ => "_id",
        };
        let link = json!({
            "operationId": other.name,
            "parameters": { place: format!("$response.body#/{thing}/{id}") },
        });
        is_alone.then(|| (other.name.to_owned(), link))
    };
    routes().filter_map(link)
}

fn header(name: &str) -> Value {
    json!({ "$ref": format!("#/components/headers/{name}") })
}

fn body(answers: ResponseShape, shapes: &mut Shapes) -> Value {
    let mut properties = Map::new();
    properties.insert("status".to_owned(), json!({ "const": "ok" }));
    let list = |items: Value| json!({ "type": "array", "items": items });
    match answers {
        ResponseShape::Nothing => {}
        ResponseShape::One(name, shape) => {
            properties.insert(name.to_owned(), shape(shapes));
        }
        ResponseShape::Run => {
            properties.insert("run".to_owned(), shape::<Run>(shapes));
            let repeated = "Whether an earlier run with the same key answers.";
            properties.insert("repeated".to_owned(), json!({ "type": "boolean", "description": repeated }));
        }
        ResponseShape::List(name, shape) => {
            properties.insert(name.to_owned(), list(shape(shapes)));
        }
        ResponseShape::Page(name, shape) => {
            properties.insert(name.to_owned(), list(shape(shapes)));
            let next = "The `cursor` of the next page; null on the last one.";
            properties.insert("next".to_owned(), json!({ "type": ["string", "null"], "description": next }));
        }
    }
    let required: Vec<String> = properties.keys().cloned().collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

/// A header that requests may have.
pub struct Header {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub doc: &'static str,
    /// What it can say.
    pub example: &'static str,
    /// Which routes look at it.
    pub is_for: fn(&Route) -> bool,
}

/// The headers besides that of the token.
pub const HEADERS: &[Header] = &[
    Header {
        name: "environment-id",
        doc: "The environment, by id or name, if the token reaches several.",
        example: "acme",
        is_for: |_| true,
    },
    Header {
        name: "Idempotency-Key",
        doc: "Makes a run happen once: the same key is answered with the run that had it first.",
        example: "import-2026-01-31",
        is_for: |route| matches!(route.does, Handler::Run(_)),
    },
    Header {
        name: "If-None-Match",
        doc: "The `ETag` of what is known already; if it is still so, the answer has no body.",
        example: "\"0123456789abcdef0123456789abcdef\"",
        is_for: |route| route.method == Method::Get,
    },
    Header {
        name: "If-Match",
        doc: "The `ETag` of what is to be changed; if it is not so any more, nothing is. `*` names whatever is there.",
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

/// A way in which a request is refused.
pub struct Refusal {
    /// The status of the answer.
    pub status: &'static str,
    /// What it means.
    pub doc: &'static str,
    name: &'static str,
    headers: &'static [&'static str],
    is_for: fn(&Route) -> bool,
}

/// The ways in which requests are refused.
pub const REFUSALS: &[Refusal] = &[
    Refusal::of("400", "NotUnderstood", "The request cannot be read."),
    Refusal {
        headers: &["WWW-Authenticate"],
        ..Refusal::of("401", "NotAuthenticated", "There is no token, or it is not in force.")
    },
    Refusal::of("403", "NotPermitted", "The token does not allow this, or the environment does not."),
    Refusal::of("404", "NotFound", "There is no such thing, or no such environment."),
    Refusal {
        is_for: |route| route.method != Method::Get,
        ..Refusal::of("409", "Conflict", "What is there already is in the way, or it must be confirmed.")
    },
    Refusal {
        is_for: Route::can_be_conditional,
        ..Refusal::of("412", "Changed", "It is not any more what `If-Match` names.")
    },
    Refusal::of("413", "TooLarge", "The body is larger than the server takes."),
    Refusal {
        is_for: |route| !matches!(route.body, RequestBody::Nothing),
        ..Refusal::of("415", "NotJson", "The body is not sent as JSON.")
    },
    Refusal::of("422", "Refused", "It can be read, and something in it is wrong; `problems` says what."),
    Refusal {
        headers: &["Retry-After"],
        ..Refusal::of("429", "TooMany", "The token asks too often, or too many wrong tokens came from this address.")
    },
    Refusal::of("500", "Fault", "Only the operator can do something about it."),
    Refusal { headers: &["Retry-After"], ..Refusal::of("503", "Busy", "Too much waits at the moment.") },
];

impl Refusal {
    const fn of(status: &'static str, name: &'static str, doc: &'static str) -> Refusal {
        Refusal { status, name, doc, headers: &[], is_for: |_| true }
    }

    fn answer(&self, error: &Value) -> Value {
        let headers = self.headers.iter().chain(&["x-request-id"]).map(|name| ((*name).to_owned(), header(name)));
        json!({
            "description": self.doc,
            "headers": headers.collect::<Map<_, _>>(),
            "content": { "application/json": { "schema": error } },
        })
    }
}
