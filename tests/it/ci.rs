//! The recipes for CI in `docs/ci.md`: they are YAML, they have the parts that they promise, and the files that they collect are
//! the files that they write.

use super::world::root;
use yaml_rust2::{Yaml, YamlLoader};

/// The recipes, in order, with the path that each says to put it at.
fn recipes() -> Vec<(String, String)> {
    let page = std::fs::read_to_string(root().join("docs/ci.md")).unwrap();
    let blocks = page.split("\n```yaml ").skip(1).map(|block| {
        let (path, rest) = block.split_once('\n').expect("a block has lines");
        let (text, _) = rest.split_once("\n```").expect("a block is closed");
        (path.to_owned(), text.to_owned())
    });
    blocks.collect()
}

fn read(text: &str) -> Yaml {
    let mut documents = YamlLoader::load_from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(documents.len(), 1);
    documents.remove(0)
}

#[test]
fn the_recipe_for_github_is_a_workflow() {
    let (path, text) = recipes().remove(0);
    assert_eq!(path, ".github/workflows/scripts.yml");
    let workflow = read(&text);
    for (name, job) in workflow["jobs"].as_hash().expect("jobs") {
        assert!(job["runs-on"].as_str().is_some(), "{name:?}");
        for step in job["steps"].as_vec().expect("steps") {
            assert!(step["run"].as_str().is_some() != step["uses"].as_str().is_some(), "{step:?}");
            let action = step["uses"].as_str().unwrap_or("owner/name@v1");
            assert!(action.contains('/') && action.contains("@v"), "{action}");
        }
    }
    for part in ["actions/cache", "upload-sarif", "upload-artifact", "--format github", "--deny-warnings"] {
        assert!(text.contains(part), "{part}");
    }
    collects_what_it_writes(&text);
}

#[test]
fn the_recipe_for_gitlab_is_a_pipeline() {
    let (path, text) = recipes().remove(1);
    assert_eq!(path, ".gitlab-ci.yml");
    let pipeline = read(&text);
    let stages: Vec<&str> = pipeline["stages"].as_vec().expect("stages").iter().filter_map(Yaml::as_str).collect();
    for name in ["check", "test"] {
        let job = &pipeline[name];
        assert!(stages.contains(&job["stage"].as_str().expect("a stage")), "{name}");
        assert!(!job["script"].as_vec().expect("a script").is_empty(), "{name}");
    }
    let reports = &pipeline["test"]["artifacts"]["reports"];
    assert_eq!(reports["junit"].as_str(), Some("reports/junit.xml"));
    assert_eq!(reports["coverage_report"]["coverage_format"].as_str(), Some("cobertura"));
    assert_eq!(reports["coverage_report"]["path"].as_str(), Some("reports/cobertura.xml"));
    assert!(pipeline["default"]["cache"]["paths"].as_vec().is_some());
    collects_what_it_writes(&text);
}

#[test]
fn the_part_about_sharing_out_is_a_job() {
    let recipes = recipes();
    assert_eq!(recipes.len(), 3);
    let job = &read(&recipes[2].1)["test"];
    assert_eq!(job["strategy"]["matrix"]["part"].as_vec().map(Vec::len), Some(2));
    assert!(job["steps"][0]["run"].as_str().unwrap().contains("--shard ${{ matrix.part }}/2"));
}

/// Every report that a recipe collects is one that a command of it writes.
fn collects_what_it_writes(text: &str) {
    let written: Vec<&str> = text
        .split([' ', ',', '\n'])
        .filter_map(|word| word.split_once('='))
        .filter(|(kind, _)| ["junit", "lcov", "cobertura", "html"].contains(kind))
        .map(|(_, path)| path)
        .collect();
    assert!(written.len() >= 4, "{written:?}");
    for path in written {
        assert!(path.starts_with("reports/"), "{path}");
    }
}

#[test]
fn the_recipes_speak_of_no_registry() {
    let page = std::fs::read_to_string(root().join("docs/ci.md")).unwrap();
    let strange = [["crates", ".io"].concat(), "registry".to_owned(), "http://".to_owned()];
    assert!(strange.iter().all(|word| !page.contains(word)));
}
