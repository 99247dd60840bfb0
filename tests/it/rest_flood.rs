//! Attacks over REST by size and number: whatever comes, others are answered meanwhile (SECURITY 1); and many runs at once in two
//! environments keep apart (SECURITY 4.22). `ENLIST_LONG` makes it 10,000 runs in each.

use super::server::{Client, Server};
use super::world::ACME;
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

#[test]
fn what_is_too_much_is_refused_and_the_server_answers_others() {
    let server = Server::with(&[ACME]);
    let client = server.client("acme");
    let long = json!({ "name": "x".repeat(1 << 20) }).to_string();
    let large = client.try_ask("POST", "/groups", Some(long));
    assert!(large.is_err() || large.unwrap().refusal() == "413 E0706");
    for open in ["[", "{\"a\":"] {
        let deep = open.repeat(100_000);
        assert_eq!(client.ask("POST", "/groups", Some(deep)).refusal(), "400 E0705");
    }
    let deep = format!("{}1{}", "[".repeat(120), "]".repeat(120));
    assert_eq!(client.ask("POST", "/groups", Some(format!("{{\"name\": {deep}}}"))).status, 422);
    let options: serde_json::Map<String, Value> =
        (0..1_000).map(|number| (format!("o{number}"), Value::Null)).collect();
    for path in ["/users", "/groups", "/roles"] {
        let answer = client.post(path, options.clone().into());
        assert_eq!(answer.status, 422);
        assert!(answer.body["problems"].as_array().unwrap().len() <= 100, "{path}");
        assert!(answer.body.to_string().len() < 100_000, "{path}");
    }
    let query: String = (0..10_000).map(|number| format!("{}=1&", number % 10)).collect();
    let answer = client.get(&format!("/users?{query}"));
    assert_eq!(answer.refusal(), "400 E0705");
    let many: String = (0..60).map(|number| format!("a{number}=1&")).collect();
    assert_eq!(client.get(&format!("/users?{many}")).refusal(), "400 E0705");
    let source = format!("{}1{}", "(".repeat(20_000), ")".repeat(20_000));
    let scripts = [source, "a.".repeat(100_000), "\"".repeat(100_001), "x".repeat(500_000)];
    for source in scripts {
        assert!(matches!(client.post("/scripts/check", json!({ "source": source })).status, 200 | 422));
    }
    client.get("/users").ok();
}

#[test]
fn who_sends_slowly_keeps_nobody_waiting() {
    let server = Server::with(&[ACME]);
    let client = server.client("acme");
    let head = format!(
        "POST /api/v1/groups HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
         Connection: close\r\nContent-Length: 16\r\n\r\n",
        client.token()
    );
    let mut slow: Vec<_> = (0..50).map(|_| server.connect()).collect();
    slow.iter_mut().for_each(|stream| stream.write_all(head.as_bytes()).unwrap());
    slow.iter_mut().for_each(|stream| stream.write_all(b"{").unwrap());
    let began = Instant::now();
    for number in 0..20 {
        client.post("/groups", json!({ "name": format!("group {number}") })).ok();
    }
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    // The rest of a body comes in time, or nobody waits for it any more.
    let mut last = slow.pop().unwrap();
    last.write_all(b"\"name\": \"slow\"}").unwrap();
    let mut answer = String::new();
    last.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("slow"), "{answer}");
    drop(slow);
    client.get("/groups/slow").ok();
}

#[test]
fn attack_22_runs_of_one_script_in_two_environments_do_not_cross() {
    let server = Server::with_flags(&[ACME, "[environment]\nname = \"Globex\"\nid = \"globex\"\n"], &[]);
    let runs = if std::env::var_os("ENLIST_LONG").is_some() { 10_000 } else { 1_000 };
    let source = r#"
        let who = bizzStream.findUsers(#{}).map(|user| user.username);
        console.log(`${input.mark} sees ${who[0]}`);
        bizzStream.addUser(#{ globalEmailAddress: `${input.mark}@example.com`, profile: #{}, externalId: `${input.number}` });
        #{ mark: input.mark, who: who, number: input.number }
    "#;
    let clients: Vec<(&str, Client)> = ["acme", "globex"].map(|name| (name, server.client(name))).into();
    for (mark, client) in &clients {
        let user = json!({
            "globalEmailAddress": format!("{mark}@example.com"), "name": format!("Only {mark}"), "administrator": false,
            "active": true, "locale": "en", "language": "en",
        });
        client.post("/users", user).ok();
        client.post("/scripts", json!({ "name": "same.rhai", "source": source, "who": ["tokens"] })).ok();
    }
    let next = Arc::new(AtomicUsize::new(0));
    let threads: Vec<_> = (0..16)
        .map(|_| {
            let (clients, next) = (clients.clone(), Arc::clone(&next));
            std::thread::spawn(move || {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= 2 * runs {
                        return;
                    }
                    let (mark, client) = &clients[number % 2];
                    let input = json!({ "input": { "mark": mark, "number": number } });
                    let ran = client.post("/scripts/same.rhai/run", input).ok();
                    let only = format!("{mark}@example.com");
                    assert_eq!(ran["run"]["result"], json!({ "mark": mark, "who": [only], "number": number }));
                    assert_eq!(ran["run"]["log"], json!([format!("{mark} sees {only}")]));
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    for (mark, client) in &clients {
        let users = client.get("/users").ok()["users"].clone();
        assert_eq!((users.as_array().unwrap().len(), &users[0]["name"]), (1, &json!(format!("Only {mark}"))));
        let figures = client.get("/runs?limit=1").ok();
        assert!(figures["runs"][0]["result"]["mark"] == *mark, "{figures}");
    }
}
