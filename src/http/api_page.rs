//! The documentation of REST for people, at `/api`: the content of the OpenAPI document as a page that needs neither the
//! network nor JavaScript.

use super::openapi::{self, HEADERS, REFUSALS, example_of, title, topics};
use super::rest::{Failure, Method, PATH_PARAMETERS, RequestBody, ResponseShape, Route, json_response, routes};
use crate::directory::{AboutOption, Required};
use askama::Template;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::Value;
use std::fmt::Write;
use std::sync::LazyLock;

/// The path of the page.
pub const PAGE: &str = "/api";

/// The path of its style sheet.
pub const STYLE: &str = "/api/page.css";

/// The path of the OpenAPI document.
pub const DOCUMENT: &str = "/api/v1/openapi.json";

/// The content security policy of the page: its own style sheet, and nothing else.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

static SHAPES: LazyLock<Value> = LazyLock::new(openapi::document);

/// Returns the page.
pub async fn page() -> Result<Response, Failure> {
    static TEXT: LazyLock<Result<String, String>> = LazyLock::new(|| Page::new().render().map_err(|e| e.to_string()));
    let text = TEXT.as_deref().map_err(|error| Failure::Fault(error.clone()))?;
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    let policy = (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    Ok(([kind, policy], text).into_response())
}

/// Returns the style sheet of the page.
pub async fn style() -> Response {
    let kind: (HeaderName, _) = (header::CONTENT_TYPE, "text/css; charset=utf-8");
    ([kind], include_str!("page.css")).into_response()
}

/// Redirects from the path with a slash at the end to the path without.
pub async fn redirect() -> Redirect {
    Redirect::permanent(PAGE)
}

/// Returns the OpenAPI document.
pub async fn document() -> Response {
    json_response(StatusCode::OK, &SHAPES)
}

#[derive(Template)]
#[template(path = "http/page.html")]
struct Page {
    version: &'static str,
    topics: Vec<Topic>,
    headers: Vec<Row>,
    refusals: Vec<(&'static str, String)>,
    shapes: Vec<Shape>,
}

/// The routes of one topic.
struct Topic {
    name: &'static str,
    title: String,
    entries: Vec<Entry>,
}

/// A route on the page. Its texts are HTML.
struct Entry {
    name: &'static str,
    method: &'static str,
    full_path: String,
    doc: String,
    permission: &'static str,
    permission_doc: String,
    parameters: Vec<Row>,
    body: Vec<Row>,
    has_body: bool,
    answer: Vec<Property>,
    curl: String,
}

/// A parameter, an option or a header.
struct Row {
    name: &'static str,
    place: &'static str,
    kind: &'static str,
    required: &'static str,
    example: String,
    doc: String,
}

/// A named shape of responses.
struct Shape {
    name: String,
    doc: String,
    properties: Vec<Property>,
}

/// A property of a response. Its type may be a named shape.
struct Property {
    name: String,
    kind: String,
    doc: String,
}

impl Page {
    fn new() -> Page {
        let topic = |name| Topic {
            name,
            title: title(name),
            entries: routes().filter(|route| route.topic() == name).map(Entry::of).collect(),
        };
        let shapes = SHAPES["components"]["schemas"].as_object();
        Page {
            version: env!("CARGO_PKG_VERSION"),
            topics: topics().map(topic).collect(),
            headers: HEADERS.iter().map(Row::of_header).collect(),
            refusals: REFUSALS.iter().map(|refusal| (refusal.status, marked(refusal.doc))).collect(),
            shapes: shapes.into_iter().flatten().map(|(name, schema)| Shape::of(name, schema)).collect(),
        }
    }
}

impl Entry {
    fn of(route: &'static Route) -> Entry {
        let path_parameters = route.path_parameters().map(Row::of_path_parameter);
        let query = (route.query)();
        let query = query.iter().map(|about| Row::of_option(about, "query"));
        let headers = HEADERS.iter().filter(|header| (header.is_for)(route)).map(Row::of_header);
        let path = &SHAPES["paths"][route.path][route.method.as_str().to_ascii_lowercase()];
        let response = &path["responses"]["200"]["content"]["application/json"]["schema"];
        let body = route.body.options().unwrap_or_default();
        Entry {
            name: route.name,
            method: route.method.as_str(),
            full_path: route.full_path(),
            doc: marked(route.doc),
            permission: route.permission.as_str(),
            permission_doc: marked(route.permission.doc()),
            parameters: path_parameters.chain(query).chain(headers).collect(),
            body: body.iter().map(|about| Row::of_option(about, "body")).collect(),
            has_body: !matches!(route.body, RequestBody::Nothing),
            answer: Property::all(response).into_iter().filter(|property| property.name != "status").collect(),
            curl: curl(route),
        }
    }

    /// Returns whether the response has nothing besides its status.
    fn is_plain(&self) -> bool {
        self.answer.is_empty()
    }
}

/// Returns a `curl` command for a route. `SERVER` and `TOKEN` are variables of the shell.
fn curl(route: &Route) -> String {
    let mut path = route.full_path();
    for (name, _, example) in PATH_PARAMETERS {
        path = path.replace(&format!("{{{name}}}"), example);
    }
    let query = (route.query)();
    let is_list = matches!(route.response, ResponseShape::Page(..) | ResponseShape::List(..));
    let first = query.first().filter(|_| is_list).map(|about| about.name);
    let shown = query.iter().filter(|about| about.required == Required::Always || Some(about.name) == first);
    for (at, about) in shown.enumerate() {
        let value = crate::manual::example(about).unwrap_or_default();
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let _ = write!(path, "{}{}={value}", if at == 0 { '?' } else { '&' }, about.name);
    }
    let method = match route.method {
        Method::Get => String::new(),
        other => format!("-X {} ", other.as_str()),
    };
    let mut command = format!("curl {method}\"$SERVER{path}\" \\\n  -H \"Authorization: Bearer $TOKEN\"");
    if let Some(options) = route.body.options() {
        let body = format!("{:#}", example_of(&options)).replace('\'', "'\\''");
        let _ = write!(command, " \\\n  -H 'Content-Type: application/json' \\\n  -d '{body}'");
    }
    command
}

impl Row {
    fn of_path_parameter(name: &'static str) -> Row {
        let parameter = PATH_PARAMETERS.iter().find(|(known, ..)| *known == name);
        let (doc, example) = parameter.map_or(("", ""), |(_, doc, example)| (*doc, *example));
        Row { name, place: "path", kind: "String", required: "always", example: example.to_owned(), doc: marked(doc) }
    }

    fn of_option(about: &AboutOption, place: &'static str) -> Row {
        let required = match about.required {
            Required::Always => "always",
            Required::WhenAdding => "for a new account",
            Required::No => "",
        };
        // A text in a query has no quotes.
        let example = crate::manual::example(about).unwrap_or_default();
        let example = match example.as_str() {
            Some(text) if place == "query" => text.to_owned(),
            _ => example.to_string(),
        };
        Row { name: about.name, place, kind: about.kind.title(), required, example, doc: marked(about.doc) }
    }

    fn of_header(header: &openapi::Header) -> Row {
        let example = header.example.to_owned();
        Row { name: header.name, place: "header", kind: "String", required: "", example, doc: marked(header.doc) }
    }
}

impl Shape {
    fn of(name: &str, schema: &Value) -> Shape {
        let doc = marked(schema["description"].as_str().unwrap_or_default());
        Shape { name: name.to_owned(), doc, properties: Property::all(schema) }
    }
}

impl Property {
    fn all(schema: &Value) -> Vec<Property> {
        let one = |(name, schema): (&String, &Value)| {
            let mut doc = marked(schema["description"].as_str().unwrap_or_else(|| doc_of_shape(schema)));
            if let Some(texts) = schema["enum"].as_array() {
                let texts = texts.iter().filter_map(Value::as_str).map(|text| marked(&format!("`{text}`")));
                let _ = write!(doc, " One of {}.", texts.collect::<Vec<_>>().join(", "));
            }
            Property { name: name.clone(), kind: kind(schema), doc }
        };
        schema["properties"].as_object().into_iter().flatten().map(one).collect()
    }
}

/// Returns the type of a schema as HTML, with links to named shapes.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
        return format!("<a href=\"#shape-{name}\">{name}</a>");
    }
    if let Some(several) = schema["anyOf"].as_array() {
        return several.iter().map(kind).collect::<Vec<_>>().join(" or ");
    }
    let word = |kind: &str| match kind {
        "array" => format!("Array of {}", kind_of_items(schema)),
        "null" => "nothing".to_owned(),
        "object" => "Map".to_owned(),
        other => title(other),
    };
    match &schema["type"] {
        Value::String(kind) => word(kind),
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).map(word).collect::<Vec<_>>().join(" or "),
        _ => "Any".to_owned(),
    }
}

/// Returns the description of the named shape that a schema, or the schema of its items, refers to.
fn doc_of_shape(schema: &Value) -> &'static str {
    let reference = schema["$ref"].as_str().or_else(|| schema["items"]["$ref"].as_str()).unwrap_or_default();
    let reference = reference.strip_prefix('#').unwrap_or_default();
    SHAPES.pointer(reference).and_then(|shape| shape["description"].as_str()).unwrap_or_default()
}

fn kind_of_items(schema: &Value) -> String {
    schema.get("items").map_or_else(|| "anything".to_owned(), kind)
}

/// Returns a text as HTML. Text between backticks becomes code.
fn marked(text: &str) -> String {
    let mut html = String::new();
    for (at, part) in text.split('`').enumerate() {
        let part = part.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        match at % 2 {
            0 => html.push_str(&part),
            _ => {
                let _ = write!(html, "<code>{part}</code>");
            }
        }
    }
    html
}
