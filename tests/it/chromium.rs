//! A real browser: Debian's Chromium, led by its driver. Pictures of pages are kept below `target/tmp/screenshots`.

use super::world::root;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// A browser with one window; it ends with the value.
pub struct Chromium {
    client: Client,
    runtime: Runtime,
    driver: Child,
}

impl Chromium {
    /// A browser with a window of this size, in pixels.
    pub fn new(width: u32, height: u32) -> Chromium {
        let missing = "`chromedriver` and `chromium` are needed; on Debian: apt-get install chromium-driver";
        let mut driver = Command::new("chromedriver");
        let mut driver = driver.args(["--port=0"]).stdout(Stdio::piped()).spawn().expect(missing);
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let started =
            lines.find_map(|line| line.unwrap().split_once("successfully on port ").map(|(_, port)| port.to_owned()));
        let port = started.expect("the driver tells its port");
        // What else it says is read, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let size = format!("--window-size={width},{height}");
        let options = json!({ "goog:chromeOptions": { "args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
            "--lang=en-US", size,
        ] } });
        let Value::Object(options) = options else { unreachable!() };
        let url = format!("http://127.0.0.1:{}", port.trim_end_matches('.'));
        let connect = async {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            builder.capabilities(options.into_iter().collect()).connect(&url).await
        };
        let client = runtime.block_on(connect).expect(missing);
        let browser = Chromium { client, runtime, driver };
        browser.resize(width, height);
        browser
    }

    /// Gives the page this size, in pixels; narrower than a window can be.
    pub fn resize(&self, width: u32, height: u32) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics);
    }

    /// Lets the system prefer light or dark pages, and no motion: colours on their way are no colours of the page.
    pub fn prefer(&self, scheme: &str) {
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    /// Opens an address.
    pub fn open(&self, url: &str) {
        self.runtime.block_on(self.client.goto(url)).unwrap();
    }

    /// Writes into the field of this name, in the place of what stands there.
    pub fn fill(&self, name: &str, text: &str) {
        self.runtime.block_on(async {
            let field = self.client.find(Locator::Css(&format!("[name='{name}']"))).await.unwrap();
            field.clear().await.unwrap();
            field.send_keys(text).await.unwrap();
        });
    }

    /// Chooses the entry with this value in the list of this name.
    pub fn choose(&self, name: &str, value: &str) {
        self.click(&format!("select[name='{name}'] option[value='{value}'], input[name='{name}'][value='{value}']"));
    }

    /// Clicks what a selector finds first, and waits for the page that it leads to: a click may answer before that is there.
    pub fn press(&self, selector: &str) {
        self.evaluate("window.left = true");
        self.click(selector);
        let began = Instant::now();
        let arrived = "return !window.left && document.readyState === 'complete'";
        // Between two pages there is nothing that a script could be run in.
        while !self.runtime.block_on(self.client.execute(arrived, Vec::new())).is_ok_and(|arrived| arrived == true) {
            assert!(began.elapsed() < Duration::from_secs(30), "{selector} leads to no page:\n{}", self.text());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn click(&self, selector: &str) {
        self.runtime.block_on(async {
            let found = self.client.find(Locator::Css(selector)).await;
            let found = match found {
                Ok(found) => found,
                Err(error) => panic!("{selector}: {error}\n{}", self.client.source().await.unwrap()),
            };
            found.click().await.unwrap();
        });
    }

    /// How many elements a selector finds.
    pub fn count(&self, selector: &str) -> usize {
        self.runtime.block_on(self.client.find_all(Locator::Css(selector))).unwrap().len()
    }

    /// Fails the test unless a selector finds something.
    pub fn expect(&self, selector: &str) {
        assert!(self.count(selector) > 0, "{selector} is not there:\n{}", self.text());
    }

    /// The path of the page.
    pub fn path(&self) -> String {
        self.runtime.block_on(self.client.current_url()).unwrap().path().to_owned()
    }

    /// What stands on the page, as a person reads it.
    pub fn text(&self) -> String {
        let body = async { self.client.find(Locator::Css("body")).await.unwrap().text().await.unwrap() };
        self.runtime.block_on(body)
    }

    /// What a script answers that is run in the page.
    pub fn evaluate(&self, script: &str) -> Value {
        self.runtime.block_on(self.client.execute(script, Vec::new())).unwrap()
    }

    /// Keeps a picture of the whole page.
    pub fn picture(&self, name: &str) {
        let size = self.evaluate("return [innerWidth, innerHeight, document.documentElement.scrollHeight]");
        let [width, height, whole] = [0, 1, 2].map(|at| size[at].as_u64().unwrap() as u32);
        self.resize(width, whole.max(height));
        let picture = self.runtime.block_on(self.client.screenshot()).unwrap();
        self.resize(width, height);
        let folder = root().join("target/tmp/screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{name}.png")), picture).unwrap();
    }

    /// What axe-core finds on the page that stands seriously in somebody's way, a line for each kind.
    pub fn barriers(&self) -> Vec<String> {
        let script = "const done = arguments[arguments.length - 1]; \
                      axe.run().then(found => done(found.violations), error => done([{ id: String(error) }]));";
        let found = self.runtime.block_on(async {
            self.client.execute(axe(), Vec::new()).await.unwrap();
            self.client.execute_async(script, Vec::new()).await.unwrap()
        });
        let serious = |barrier: &&Value| !matches!(barrier["impact"].as_str(), Some("minor" | "moderate"));
        let line = |barrier: &Value| {
            let places = barrier["nodes"].as_array().into_iter().flatten();
            let places: Vec<String> = places.map(|node| node["html"].to_string()).collect();
            format!("{} ({}): {}", barrier["id"], barrier["impact"], places.join(" "))
        };
        found.as_array().unwrap().iter().filter(serious).map(line).collect()
    }

    /// Whether something stands out of the page's right side, so that one must scroll sideways, or of that of its card.
    pub fn is_too_wide(&self) -> bool {
        let script = "const right = element => element.getBoundingClientRect().right; \
                      const all = [...document.querySelectorAll('.card :not(.unseen)')]; \
                      return document.documentElement.scrollWidth > document.documentElement.clientWidth \
                          || all.some(element => right(element) > right(element.closest('.card')) + 1);";
        self.evaluate(script).as_bool().unwrap()
    }

    /// Forgets all cookies, as another person's browser would have none.
    pub fn forget(&self) {
        self.runtime.block_on(self.client.delete_all_cookies()).unwrap();
    }

    fn devtools(&self, command: &str, parameters: Value) {
        let command = Devtools { command: command.to_owned(), parameters };
        self.runtime.block_on(self.client.issue_cmd(command)).unwrap();
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.runtime.block_on(self.client.clone().close());
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// A command that Chromium's driver has besides those of the standard.
#[derive(Debug)]
struct Devtools {
    command: String,
    parameters: Value,
}

impl WebDriverCompatibleCommand for Devtools {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({ "cmd": self.command, "params": self.parameters }).to_string()))
    }
}

/// The script of axe-core, fetched once below `target`.
fn axe() -> &'static str {
    static SCRIPT: OnceLock<String> = OnceLock::new();
    SCRIPT.get_or_init(|| {
        let folder: PathBuf = root().join("target/tmp/axe");
        let script = folder.join("node_modules/axe-core/axe.min.js");
        if !script.exists() {
            std::fs::create_dir_all(&folder).unwrap();
            let mut npm = Command::new("npm");
            npm.args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]).arg(&folder);
            // The authorities that the system trusts, as for every other program.
            npm.env("NODE_OPTIONS", "--use-openssl-ca");
            let told = npm.arg("axe-core@4.11.0").output().expect("npm is needed; on Debian: apt-get install npm");
            assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
        }
        std::fs::read_to_string(script).unwrap()
    })
}
