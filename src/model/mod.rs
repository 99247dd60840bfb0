//! Models: folders with scripts and a `model.toml`, which names the environment of the scripts and describes its content.

mod policy;
mod profile;
mod text;

pub use policy::PolicyModel;
pub use profile::{FieldModel, KindModel, RequiredModel, RoleModel};
pub use text::{FromText, NameOr, Text, misread};

use crate::directory::{
    EnvironmentDraft, EnvironmentOutline, GroupDraft, MenuDraft, add_environment, add_group, add_menu,
    add_organization, add_profile_field, add_role, find_organization,
};
use crate::domain::{
    Catalogue, Code, Error, Group, Menu, MenuItem, Name, Named, Permissions, Place, Problem, PublicId, Role, read_text,
};
use crate::store::{Transaction, Work};
use schemars::JsonSchema;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Name of the file that makes a folder a model.
pub const FILE: &str = "model.toml";

/// The content of a `model.toml`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// The organization that owns the environment. Default: one with the name of the environment.
    pub organization: Option<OrganizationModel>,
    /// The environment.
    pub environment: EnvironmentModel,
    /// Its policy.
    #[serde(default)]
    pub policy: PolicyModel,
    /// Its menus.
    #[serde(default)]
    pub menus: Vec<NameOr<MenuModel>>,
    /// Its member groups.
    #[serde(default)]
    pub groups: Vec<NameOr<GroupModel>>,
    /// Its roles.
    #[serde(default)]
    pub roles: Vec<RoleModel>,
    /// Its profile fields.
    #[serde(default, rename = "profileFields")]
    pub profile_fields: Vec<FieldModel>,
}

/// The organization of a model.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganizationModel {
    /// The name, unique in the installation.
    pub name: Text<Name>,
    /// The id. Default: a new one.
    pub id: Option<Text<PublicId>>,
}

/// The environment of a model.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnvironmentModel {
    /// The name, unique in its organization.
    pub name: Text<Name>,
    /// The id. Default: made from the name.
    pub id: Option<Text<PublicId>>,
}

/// A menu of a model.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MenuModel {
    /// The name, unique in the environment.
    name: Text<Name>,
    /// The id. Default: a new one.
    id: Option<Text<PublicId>>,
    /// The label that people see. Default: the name.
    label: Option<String>,
    /// The items, in order.
    #[serde(default)]
    items: Vec<ItemModel>,
}

/// An item of a menu.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemModel {
    /// The label that people see.
    label: String,
    /// The page that the item opens. Default: none.
    #[serde(default)]
    target: String,
    /// The items below it. Menus have two levels.
    #[serde(default)]
    items: Vec<ItemModel>,
}

/// A member group of a model.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupModel {
    /// The name, unique in the environment.
    name: Text<Name>,
    /// The id. Default: a new one.
    id: Option<Text<PublicId>>,
    /// The label that people see. Default: the name.
    label: Option<String>,
    /// Names or ids of the menus of its members.
    #[serde(default)]
    menus: Vec<String>,
}

/// A file with a mistake, and its text, so that the place can be shown.
#[derive(Debug)]
pub struct BadFile {
    /// Path of the file.
    pub path: PathBuf,
    /// Text of the file.
    pub source: String,
    /// The mistake.
    pub problem: Problem,
    /// Place of the mistake.
    pub place: Option<Place>,
}

impl Model {
    /// Returns the model of a script: the nearest `model.toml` in the folder of the script or above it.
    ///
    /// # Errors
    /// Returns the file if it exists but is not a valid model.
    pub fn of_script(script: &Path) -> Result<Option<Model>, Box<BadFile>> {
        let folders = script.parent().into_iter().flat_map(Path::ancestors);
        let mut files = folders.map(|folder| folder.join(FILE));
        match files.find(|file| file.is_file()) {
            Some(file) => Model::read(&file).map(Some),
            None => Ok(None),
        }
    }

    /// Returns the name of a script file: its path below the folder of its model, with `/` between folders, or its file name
    /// if it belongs to no model.
    pub fn script_name(script: &Path) -> String {
        let name = |path: &Path| {
            let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
            parts.join("/")
        };
        let file = script.canonicalize().unwrap_or_else(|_| script.to_owned());
        let folder = file.ancestors().skip(1).find(|folder| folder.join(FILE).is_file());
        let below = folder.and_then(|folder| file.strip_prefix(folder).ok());
        below.map(name).unwrap_or_else(|| name(Path::new(script.file_name().unwrap_or(script.as_os_str()))))
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// Returns the file if it cannot be read or is not a valid model.
    pub fn read(path: &Path) -> Result<Model, Box<BadFile>> {
        let bad = |source: String, problem, place| {
            let path = path.to_owned();
            Box::new(BadFile { path, source, problem, place })
        };
        let source = read_text(path).map_err(|error| {
            bad(String::new(), Problem::new(Code::Unreadable, format!("cannot read it: {error}")), None)
        })?;
        Model::parse(&source).map_err(|(problem, place)| bad(source.clone(), problem, place))
    }

    /// Parses the text of a model file.
    ///
    /// # Errors
    /// Returns the first mistake and its place.
    pub fn parse(source: &str) -> Result<Model, (Problem, Option<Place>)> {
        let model: Model = toml::from_str(source).map_err(|error| misread(Code::BadModel, &error, source))?;
        model.policy.granted().map_err(|(problem, at)| (problem, Some(Place::at(source, at))))?;
        profile::check(&model).map_err(|(problem, at)| (problem, at.map(|at| Place::at(source, at))))?;
        Ok(model)
    }

    /// Makes a model of an empty environment.
    pub fn of_environment(environment: EnvironmentModel) -> Model {
        Model {
            organization: None,
            environment,
            policy: PolicyModel::default(),
            menus: Vec::new(),
            groups: Vec::new(),
            roles: Vec::new(),
            profile_fields: Vec::new(),
        }
    }

    /// Checks whether this is the name or id of the environment, ignoring the case of a name.
    pub fn is_for(&self, environment: &str) -> bool {
        let id = self.environment.id.as_ref().is_some_and(|id| id.0.as_str() == environment);
        id || self.environment.name.0.key() == crate::domain::name_key(environment)
    }

    /// Returns the id of the environment, or its name if the model gives no id.
    pub fn environment_key(&self) -> &str {
        self.environment.id.as_ref().map_or(self.environment.name.0.as_str(), |id| id.0.as_str())
    }

    /// Returns the content and grants of the new environment. Row numbers and generated ids are placeholders.
    pub fn known(&self) -> EnvironmentOutline {
        let stand_in = || PublicId::from_digits([0; PublicId::LENGTH]);
        let (menus, groups) = (self.menu_drafts(), self.group_drafts());
        let row = |at: usize| at as i64 + 1;
        fn by_name<T: Named>(things: impl Iterator<Item = T>) -> Catalogue<T> {
            let mut things: Vec<T> = things.collect();
            things.sort_by_cached_key(|thing| thing.name().key());
            Catalogue::new(things)
        }
        let menu = |(at, menu): (usize, &MenuDraft)| Menu {
            row: row(at),
            id: menu.id.clone().unwrap_or_else(stand_in),
            name: menu.name.clone(),
            label: String::new(),
            items: Vec::new(),
        };
        let group = |(at, group): (usize, &GroupDraft)| Group {
            row: row(at),
            id: group.id.clone().unwrap_or_else(stand_in),
            name: group.name.clone(),
            label: String::new(),
        };
        let role = |(at, role): (usize, &RoleModel)| Role {
            row: row(at),
            id: role.id.as_ref().map_or_else(stand_in, |id| id.0.clone()),
            name: role.name.0.clone(),
            permissions: role.permissions().unwrap_or(Permissions::NONE),
        };
        EnvironmentOutline {
            menus: by_name(menus.iter().enumerate().map(menu)),
            groups: by_name(groups.iter().enumerate().map(group)),
            roles: by_name(self.roles.iter().enumerate().map(role)),
            fields: self.profile_fields.iter().filter_map(FieldModel::known).collect(),
            grants: self.policy.granted().unwrap_or_default(),
            has_menu_ids: menus.iter().all(|menu| menu.id.is_some()),
            has_group_ids: groups.iter().all(|group| group.id.is_some()),
        }
    }

    /// Creates the environment with all its content. The caller commits.
    ///
    /// # Errors
    /// Refuses names that exist already, and groups with menus that the model does not have.
    pub fn create(&self, mut transaction: Transaction) -> Result<Work, Error> {
        let organization = self.organization(&mut transaction)?;
        let draft = EnvironmentDraft {
            name: self.environment.name.0.clone(),
            id: self.environment.id.as_ref().map(|id| id.0.clone()),
            organization: Some(organization),
            policy: self.policy.policy().map_err(|(problem, _)| problem)?,
        };
        let environment = add_environment(&mut transaction, draft)?;
        let mut work = transaction.enter(environment);
        for draft in self.menu_drafts() {
            add_menu(&mut work, draft)?;
        }
        for draft in self.group_drafts() {
            add_group(&mut work, draft)?;
        }
        for role in &self.roles {
            add_role(&mut work, role.draft()?)?;
        }
        for field in &self.profile_fields {
            add_profile_field(&mut work, field.draft()?)?;
        }
        Ok(work)
    }

    fn menu_drafts(&self) -> Vec<MenuDraft> {
        let draft = |menu: &NameOr<MenuModel>| match menu {
            NameOr::Name(name) => MenuDraft::named(name.0.clone()),
            NameOr::Table(menu) => menu.draft(),
        };
        self.menus.iter().map(draft).collect()
    }

    fn group_drafts(&self) -> Vec<GroupDraft> {
        let draft = |group: &NameOr<GroupModel>| match group {
            NameOr::Name(name) => GroupDraft::named(name.0.clone()),
            NameOr::Table(group) => group.draft(),
        };
        self.groups.iter().map(draft).collect()
    }

    fn organization(&self, transaction: &mut Transaction) -> Result<String, Error> {
        let (name, id) = match &self.organization {
            Some(organization) => (&organization.name.0, organization.id.as_ref().map(|id| id.0.clone())),
            None => (&self.environment.name.0, None),
        };
        match find_organization(transaction, name.as_str()) {
            Ok(present) => Ok(present.id.to_string()),
            Err(Error::Refused(_)) => Ok(add_organization(transaction, name.clone(), id)?.id.to_string()),
            Err(fault) => Err(fault),
        }
    }
}

impl EnvironmentModel {
    /// Makes an environment of a name and an id.
    ///
    /// # Errors
    /// Refuses an invalid name or id.
    pub fn named(name: &str, id: &str) -> Result<EnvironmentModel, Problem> {
        Ok(EnvironmentModel { name: Text(Name::parse(name)?), id: Some(Text(PublicId::parse(id)?)) })
    }
}

impl MenuModel {
    fn draft(&self) -> MenuDraft {
        MenuDraft {
            name: self.name.0.clone(),
            id: self.id.as_ref().map(|id| id.0.clone()),
            label: self.label.clone(),
            items: self.items.iter().map(ItemModel::item).collect(),
        }
    }
}

impl ItemModel {
    fn item(&self) -> MenuItem {
        MenuItem {
            label: self.label.clone(),
            target: self.target.clone(),
            items: self.items.iter().map(ItemModel::item).collect(),
        }
    }
}

impl GroupModel {
    fn draft(&self) -> GroupDraft {
        GroupDraft {
            name: self.name.0.clone(),
            id: self.id.as_ref().map(|id| id.0.clone()),
            label: self.label.clone(),
            menus: self.menus.clone(),
        }
    }
}

/// Returns the JSON Schema of model files, for editors.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Model).to_value()
}
