//! The origin of a change: the interface, the client and the request.
//!
//! The audit stores an origin with each entry. Its text is compact JSON, and the entry's hash covers the text. The text is
//! therefore written by hand here, always in the same order. [`Origin::from_text`] returns a value with exactly that text.

use super::PublicId;
use serde_json::Value as Json;
use std::fmt::{self, Write};
use std::net::IpAddr;

/// The origin of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A command of the operator.
    CommandLine,
    /// A request over REST.
    Rest {
        /// The id of the token.
        token: PublicId,
        /// The address of the client.
        address: IpAddr,
        /// The id of the request, as in the log and the header `X-Request-Id`.
        request: String,
    },
    /// A form of a page.
    Page {
        /// The public id of the session, from which nobody can derive its secret. `None` before login.
        session: Option<PublicId>,
        /// The address of the client.
        address: IpAddr,
        /// The id of the request.
        request: String,
    },
    /// A script.
    Script {
        /// The id of the run.
        run: PublicId,
        /// The origin of the run, such as a request over REST.
        trigger: Option<Box<Origin>>,
    },
    /// A job of the program.
    Job {
        /// The name of the job, such as `sweep`.
        name: String,
    },
    /// The text of an origin that a later version of the program wrote.
    Unknown(String),
}

impl Origin {
    /// Every kind that this version writes.
    pub const KINDS: &'static [&'static str] = &["commandLine", "rest", "page", "script", "job"];

    /// Returns the kind as a word for programs, or `unknown`.
    pub fn kind(&self) -> &str {
        match self {
            Origin::CommandLine => "commandLine",
            Origin::Rest { .. } => "rest",
            Origin::Page { .. } => "page",
            Origin::Script { .. } => "script",
            Origin::Job { .. } => "job",
            Origin::Unknown(_) => "unknown",
        }
    }

    /// Returns the origin of the changes of a run. `trigger` is the origin of the run itself.
    pub fn of_run(run: PublicId, trigger: Option<Origin>) -> Origin {
        Origin::Script { run, trigger: trigger.map(Box::new) }
    }

    /// Returns the text for the audit.
    pub fn to_text(&self) -> String {
        let mut text = String::with_capacity(160);
        self.write(&mut text);
        text
    }

    /// Reads a text of the audit. Returns [`Origin::Unknown`] with the whole text if this version would write it differently: a
    /// kind or property of a later version is not an error.
    pub fn from_text(text: &str) -> Origin {
        let read = serde_json::from_str(text).ok().and_then(|json| read(&json));
        read.filter(|origin| origin.to_text() == text).unwrap_or_else(|| Origin::Unknown(text.to_owned()))
    }

    fn write(&self, text: &mut String) {
        if let Origin::Unknown(known) = self {
            return text.push_str(known);
        }
        text.push_str("{\"kind\":\"");
        text.push_str(self.kind());
        text.push('"');
        match self {
            Origin::CommandLine | Origin::Unknown(_) => {}
            Origin::Rest { token, address, request } => {
                property(text, "token", token.as_str());
                property(text, "address", &address.to_string());
                property(text, "request", request);
            }
            Origin::Page { session, address, request } => {
                if let Some(session) = session {
                    property(text, "session", session.as_str());
                }
                property(text, "address", &address.to_string());
                property(text, "request", request);
            }
            Origin::Script { run, trigger } => {
                property(text, "run", run.as_str());
                if let Some(trigger) = trigger {
                    text.push_str(",\"trigger\":");
                    trigger.write(text);
                }
            }
            Origin::Job { name } => property(text, "name", name),
        }
        text.push('}');
    }
}

fn property(text: &mut String, name: &str, value: &str) {
    // Writing into a text cannot fail.
    let _ = write!(text, ",\"{name}\":{}", Json::from(value));
}

fn read(json: &Json) -> Option<Origin> {
    let text = |name: &str| json[name].as_str().map(str::to_owned);
    let id = |name: &str| json[name].as_str().and_then(|text| PublicId::parse(text).ok());
    let address = || json["address"].as_str()?.parse().ok();
    Some(match json["kind"].as_str()? {
        "commandLine" => Origin::CommandLine,
        "rest" => Origin::Rest { token: id("token")?, address: address()?, request: text("request")? },
        "page" => Origin::Page { session: id("session"), address: address()?, request: text("request")? },
        "script" => {
            let trigger = json.get("trigger").map(|trigger| read(trigger).ok_or(())).transpose().ok()?;
            Origin::of_run(id("run")?, trigger)
        }
        "job" => Origin::Job { name: text("name")? },
        _ => return None,
    })
}

/// Writes the origin for people.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::CommandLine => f.write_str("command line"),
            Origin::Rest { token, address, request } => write!(f, "REST, token {token}, {address}, request {request}"),
            Origin::Page { address, .. } => write!(f, "page, {address}"),
            Origin::Script { run, trigger: None } => write!(f, "run {run}"),
            Origin::Script { run, trigger: Some(trigger) } => write!(f, "{trigger}, run {run}"),
            Origin::Job { name } => write!(f, "job {name}"),
            Origin::Unknown(_) => f.write_str("unknown to this version"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> PublicId {
        PublicId::parse(text).unwrap()
    }

    fn rest() -> Origin {
        let address = "203.0.113.7".parse().unwrap();
        Origin::Rest { token: id("9fQ3kT7mWb2XcRz5H"), address, request: "01\"H".to_owned() }
    }

    #[test]
    fn every_origin_is_read_back_from_its_text() {
        let address = "2001:db8::1".parse().unwrap();
        for (origin, text, shown) in [
            (Origin::CommandLine, r#"{"kind":"commandLine"}"#, "command line"),
            (
                rest(),
                r#"{"kind":"rest","token":"9fQ3kT7mWb2XcRz5H","address":"203.0.113.7","request":"01\"H"}"#,
                "REST, token 9fQ3kT7mWb2XcRz5H, 203.0.113.7, request 01\"H",
            ),
            (
                Origin::Page { session: Some(id("s")), address, request: "r".to_owned() },
                r#"{"kind":"page","session":"s","address":"2001:db8::1","request":"r"}"#,
                "page, 2001:db8::1",
            ),
            (Origin::of_run(id("run1"), None), r#"{"kind":"script","run":"run1"}"#, "run run1"),
            (
                Origin::of_run(id("run1"), Some(Origin::Job { name: "events".to_owned() })),
                r#"{"kind":"script","run":"run1","trigger":{"kind":"job","name":"events"}}"#,
                "job events, run run1",
            ),
        ] {
            assert_eq!(origin.to_text(), text);
            assert_eq!(Origin::from_text(text), origin);
            assert_eq!(origin.to_string(), shown);
            assert!(Origin::KINDS.contains(&origin.kind()), "{shown}");
        }
        let deep = Origin::of_run(id("a"), Some(rest()));
        assert_eq!(Origin::from_text(&deep.to_text()), deep);
    }

    #[test]
    fn a_text_of_a_later_version_is_kept_as_it_is() {
        for text in [
            r#"{"kind":"telegram","number":7}"#,
            r#"{"kind":"job","name":"sweep","host":"b"}"#,
            r#"{"kind":"script","run":"a","trigger":{"kind":"telegram"}}"#,
            r#"{"kind":"rest","token":"a","address":"elsewhere","request":"r"}"#,
            r#"{"kind": "commandLine"}"#,
            "telegram",
            "",
        ] {
            let origin = Origin::from_text(text);
            assert_eq!(origin, Origin::Unknown(text.to_owned()));
            assert_eq!(origin.to_text(), text);
            assert_eq!((origin.kind(), origin.to_string().as_str()), ("unknown", "unknown to this version"));
        }
    }
}
