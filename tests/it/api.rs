//! What others rely on, as two readable files in `tests/it/snapshots`: what scripts, the command line and its callers see, and
//! the public items of the crate. A change of either is seen in review; `INSTA_UPDATE=always` writes them anew.

use super::world::{Shell, root};
use enlist::cli::Exit;
use enlist::directory::Required;
use enlist::domain::{Code, Grant, Grants, WarningCode};
use enlist::script::Limits;
use enlist::script::api::{self, Functions};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn compare(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn the_api_for_scripts_and_callers_is_as_it_was() {
    let mut text = String::new();
    functions(&mut text);
    section(
        &mut text,
        "Variables",
        api::VARIABLES.iter().map(|variable| format!("{}: {}", variable.name, variable.kind)),
    );
    section(&mut text, "Keywords", [api::KEYWORDS.join(" ")]);
    let granted = |grant: &Grant| if Grants::default().holds(*grant) { "" } else { ", not at the start" };
    section(&mut text, "Grants", Grant::ALL.iter().map(|grant| format!("{}{}", grant.as_str(), granted(grant))));
    let limits = Limits::for_administrators().listed().into_iter().zip(Limits::for_everybody().listed());
    section(&mut text, "Limits", limits.map(|((name, most), (_, other))| format!("{name}: {most}; {other}")));
    section(&mut text, "Warnings", WarningCode::TEXTS.iter().map(|code| (*code).to_owned()));
    section(&mut text, "Errors", Code::ALL.iter().map(|code| format!("{code} {}", code.title())));
    section(&mut text, "Exit codes", Exit::ALL.iter().map(|exit| format!("{} {}", *exit as u8, exit.meaning())));
    commands(&Shell::new().out(&["manual"]), &mut text);
    compare("script_api", &text);
}

fn section(text: &mut String, title: &str, lines: impl IntoIterator<Item = String>) {
    writeln!(text, "\n# {title}").unwrap();
    lines.into_iter().for_each(|line| writeln!(text, "{line}").unwrap());
}

fn functions(text: &mut String) {
    text.push_str("# Functions");
    for function in Functions::default().iter() {
        let parameters = function.parameters.iter().map(|parameter| {
            let mark = if parameter.is_optional { "?" } else { "" };
            format!("{}{mark}: {}", parameter.name, parameter.kind.title())
        });
        let parameters = parameters.collect::<Vec<_>>().join(", ");
        write!(text, "\n{}({parameters}) -> {}", function.path(), function.returns).unwrap();
        for about in function.options.map(|options| options()).unwrap_or_default() {
            write!(text, "\n    {}: {}", about.name, about.kind.as_str()).unwrap();
            text.push_str(match about.required {
                Required::Always => ", always required",
                Required::WhenAdding => ", required for a new account",
                Required::No => "",
            });
            if about.extension {
                text.push_str(", extension");
            }
            if !about.values.is_empty() {
                write!(text, ", one of {}", about.values.join(" ")).unwrap();
            }
        }
    }
    text.push('\n');
}

/// The commands with their arguments and flags, and the settings, as the manual lists them.
fn commands(manual: &str, text: &mut String) {
    let from = manual.find("\n## Commands").expect("the commands");
    let to = manual.find("\n## Exit codes").expect("the exit codes");
    text.push_str("\n# Commands\n");
    for line in manual[from..to].lines() {
        if let Some(command) = line.strip_prefix("### ") {
            writeln!(text, "{}", command.replace('`', "")).unwrap();
        } else if line == "## Settings" {
            text.push_str("\n# Settings\n");
        } else if let Some(row) = line.strip_prefix("| `") {
            // What a word is for is no part of the API.
            let cells: Vec<&str> = row.trim_end_matches(" |").split(" | ").collect();
            let facts = cells[..cells.len() - 1].join(" ").replace('`', "");
            writeln!(text, "    {}", facts.trim_end()).unwrap();
        }
    }
}

#[test]
fn the_public_items_of_the_crate_are_as_they_were() {
    let crate_of = Crate::read();
    let mut text = String::new();
    crate_of.list("enlist", Path::new("src/lib.rs"), &mut text);
    assert!(text.contains("pub fn with_functions(mut self, own:"), "{text}");
    compare("rust_api", &text);
}

/// The items of the crate as its sources, which are formatted, declare them. Items that a macro makes are listed by name.
#[derive(Default)]
struct Crate {
    /// The items of each file, in order, by name; functions of `impl` blocks are not among them.
    items: BTreeMap<PathBuf, Vec<(String, Vec<String>)>>,
    /// What `impl` blocks add, by the name of their type.
    added: BTreeMap<String, Vec<String>>,
}

impl Crate {
    fn read() -> Crate {
        let mut all = Crate::default();
        let mut folders = vec![root().join("src")];
        let mut files = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { folders.push(path) } else { files.push(path) }
            }
        }
        files.sort();
        for path in files.iter().filter(|path| path.extension().is_some_and(|end| end == "rs")) {
            let text = std::fs::read_to_string(path).unwrap();
            all.file(path.strip_prefix(root()).unwrap(), &text);
        }
        all
    }

    fn file(&mut self, path: &Path, text: &str) {
        let code = text.split("\n#[cfg(test)]").next().unwrap_or_default();
        let mut items = Vec::new();
        let mut lines = code.lines();
        let mut derives = String::new();
        while let Some(line) = lines.next() {
            if line.starts_with("#[derive(") {
                derives = format!("  {line}");
            }
            let is_block = line.starts_with("impl");
            if !line.starts_with("pub ") && !is_block {
                if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
                    derives.clear();
                }
                continue;
            }
            let head = whole(line, &mut lines);
            let mut members = Vec::new();
            if head.ends_with('{') && !head.starts_with("pub fn") && !head.starts_with("pub const fn") {
                let is_enum = head.starts_with("pub enum");
                let is_open = is_enum || head.starts_with("pub trait");
                while let Some(line) = lines.next().filter(|line| !line.starts_with('}')) {
                    let Some(inside) = line.strip_prefix("    ") else { continue };
                    let is_word = inside.starts_with(|c: char| c.is_ascii_alphabetic());
                    if inside.starts_with("pub ") || (is_open && is_word) {
                        let mut member = whole(inside, &mut lines);
                        while is_enum && member.contains('{') && !member.ends_with("},") {
                            let field = lines.next().expect("a variant is closed").trim();
                            if !field.starts_with("//") {
                                write!(member, " {field}").unwrap();
                            }
                        }
                        members.push(format!("    {}", cut(&member)));
                    }
                }
            }
            if is_block {
                let of = head.rsplit(" for ").next().unwrap_or_default();
                let of = without_generics(of.trim_start_matches("impl")).trim();
                let name = of.split(['<', ' ']).next().unwrap_or_default().to_owned();
                let added = self.added.entry(name).or_default();
                if head.contains(" for ") {
                    added.push(format!("    {}", cut(&head)));
                }
                added.extend(members);
                continue;
            }
            let item = cut(&head);
            let name = name_of(&item);
            items.push((name, [vec![format!("{item}{derives}")], members].concat()));
            derives.clear();
        }
        self.items.insert(path.to_owned(), items);
    }

    /// Lists a public module and the public modules in it.
    fn list(&self, name: &str, file: &Path, text: &mut String) {
        writeln!(text, "\nmod {name}").unwrap();
        let mut below = Vec::new();
        for (item, lines) in &self.items[file] {
            if let Some(module) = lines[0].strip_prefix("pub mod ") {
                below.push(module);
            } else if let Some(used) = lines[0].strip_prefix("pub use ") {
                for path in paths(used) {
                    self.used(file, &path, text);
                }
            } else {
                self.item(item, lines, text);
            }
        }
        for module in below {
            self.list(&format!("{name}::{module}"), &self.inside(file, module).expect("a module has a file"), text);
        }
    }

    /// Lists what `pub use` of a path makes public.
    fn used(&self, file: &Path, path: &[String], text: &mut String) {
        match path {
            [name] => match self.items[file].iter().find(|(item, _)| item == name) {
                Some((item, lines)) if !lines[0].starts_with("pub use") => self.item(item, lines, text),
                _ => {
                    let again = self.items[file].iter().filter_map(|(_, lines)| lines[0].strip_prefix("pub use "));
                    match again.flat_map(paths).find(|path| path.last() == Some(name)) {
                        Some(path) => self.used(file, &path, text),
                        None => self.item(name, &[format!("pub {name}, made by a macro")], text),
                    }
                }
            },
            [module, rest @ ..] => match self.inside(file, module) {
                Some(file) => self.used(&file, rest, text),
                None => writeln!(text, "  pub use {}", path.join("::")).unwrap(),
            },
            [] => {}
        }
    }

    fn item(&self, name: &str, lines: &[String], text: &mut String) {
        lines.iter().for_each(|line| writeln!(text, "  {line}").unwrap());
        let is_type = ["struct", "enum", "trait", "made by"].iter().any(|kind| lines[0].contains(kind));
        for line in self.added.get(name).into_iter().flatten().filter(|_| is_type) {
            writeln!(text, "  {line}").unwrap();
        }
    }

    /// The file of a module that a file declares.
    fn inside(&self, file: &Path, module: &str) -> Option<PathBuf> {
        let folder = match file.file_stem().and_then(|stem| stem.to_str()) {
            Some("mod" | "lib") => file.parent()?.to_owned(),
            _ => file.with_extension(""),
        };
        let files = [folder.join(format!("{module}.rs")), folder.join(module).join("mod.rs")];
        files.into_iter().find(|path| self.items.contains_key(path))
    }
}

/// A declaration on one line, up to where its body, its value or the next one begins.
fn whole<'a>(first: &str, lines: &mut impl Iterator<Item = &'a str>) -> String {
    let mut text = first.to_owned();
    let ends: &[char] = if first.starts_with("pub use ") { &[';'] } else { &['{', ';', ',', '}'] };
    let is_value = !first.contains("fn ") && first.contains(" =");
    let ended = |text: &str| is_value || (text.ends_with(ends) && count(text, "([") == count(text, ")]"));
    while !ended(&text) {
        let Some(next) = lines.next() else { break };
        write!(text, " {}", next.trim()).unwrap();
    }
    text
}

fn count(text: &str, brackets: &str) -> usize {
    text.chars().filter(|c| brackets.contains(*c)).count()
}

/// What stands behind `<…>` at the beginning, if that is there.
fn without_generics(text: &str) -> &str {
    let closed = |(at, _): &(usize, &str)| count(&text[..=*at], "<") == count(&text[..=*at], ">");
    match text.match_indices('>').find(closed) {
        Some((end, _)) if text.starts_with('<') => &text[end + 1..],
        _ => text,
    }
}

/// A declaration without its body or value; what a type or `use` stands for is no value.
fn cut(text: &str) -> String {
    let is_value = !["fn ", "pub use ", "pub type "].iter().any(|word| text.contains(word));
    let text = if is_value { text.split(" = ").next().unwrap_or_default() } else { text };
    let text = text.trim_end_matches(['{', ';', ',', ' ', '=']).trim_end_matches(" {}");
    text.replace("( ", "(").replace(", )", ")")
}

/// `pub const fn name(…)` has the name `name`.
fn name_of(item: &str) -> String {
    let words = item.split([' ', '(', '<', ':', ';']).filter(|word| !word.is_empty());
    let kinds = ["pub", "const", "fn", "struct", "enum", "trait", "type", "static", "unsafe", "mod", "use"];
    words.into_iter().find(|word| !kinds.contains(word)).unwrap_or_default().to_owned()
}

/// The paths of a `pub use`: `a::{B, C}` is `a::B` and `a::C`.
fn paths(used: &str) -> Vec<Vec<String>> {
    let split = |path: &str| path.split("::").map(|part| part.trim().to_owned()).collect::<Vec<_>>();
    match used.split_once("::{") {
        None => vec![split(used)],
        Some((before, names)) => {
            let names = names.trim_end_matches(['}', ' ']).split(',').map(str::trim).filter(|name| !name.is_empty());
            names.map(|name| [split(before), split(name)].concat()).collect()
        }
    }
}
