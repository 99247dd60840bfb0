//! Lists of users: sorted, in pages, filtered by text and status.
//!
//! There are two ways. Where an index yields few candidates, these are compared and sorted. Otherwise an index is followed in
//! the requested order until the page is full. Both return the same result; only the time differs.

use super::condition::{TEXT, pattern, with_environment};
use super::membership::with_rows;
use super::search;
use crate::domain::{Fault, User, UserFilter, UserQuery, UserSort, name_key};
use crate::store::transaction::Work;
use std::collections::HashMap;

/// The most candidates that are sorted. To sort this many takes about as long as to follow the order for one page among a
/// million users, of whom one in 500 has the text.
const FEW: usize = 2_000;

/// Returns the page of users of a query, in its order.
pub fn list(work: &Work, query: &UserQuery) -> Result<Vec<User>, Fault> {
    let place = match &query.after {
        None => None,
        Some(after) => match Place::of(work, query, after)? {
            None => return Ok(Vec::new()),
            place => place,
        },
    };
    let rows = match few(work, query)? {
        Some(few) => sorted(work, query, place, &few)?,
        None => followed(work, query, place)?,
    };
    let places: HashMap<i64, usize> = rows.iter().enumerate().map(|(place, row)| (*row, place)).collect();
    let mut users = with_rows(work, &rows)?;
    users.sort_by_key(|user| places.get(&user.membership.row).copied());
    Ok(users)
}

/// Returns the number of users that match a query, without its limit.
pub fn count(work: &Work, query: &UserQuery) -> Result<i64, Fault> {
    let mut conditions = Conditions::of(query);
    let among = match few(work, query)? {
        Some(few) => conditions.among(&few),
        None => "m.environment_id = ?1".to_owned(),
    };
    let account = if conditions.account { "JOIN account a ON a.id = m.account_id" } else { "" };
    let statement = format!("SELECT count(*) FROM membership m {account} WHERE {among}{}", conditions.text);
    Ok(rows(work, &statement, &conditions.values)?.first().copied().unwrap_or(0))
}

/// Returns the rows of the candidates, from the first index that yields at most [`FEW`]; `None` if no index does.
fn few(work: &Work, query: &UserQuery) -> Result<Option<Vec<i64>>, Fault> {
    if let Some(text) = &query.text
        && let Some(found) = search::candidates(work, &name_key(text), FEW)?
    {
        return Ok(Some(found));
    }
    let mut sources: Vec<(&str, Vec<String>)> = Vec::new();
    if let Some(group) = &query.group {
        sources.push((
            "SELECT x.membership_id FROM member_group g JOIN group_member x ON x.group_id = g.id
             WHERE g.environment_id = ?1 AND (g.name_key = ?2 OR g.public_id = ?3)",
            vec![name_key(group), group.clone()],
        ));
    }
    let by_standing = match query.filter {
        UserFilter::All | UserFilter::Active => None,
        UserFilter::Inactive => Some("SELECT id FROM membership WHERE environment_id = ?1 AND active = 0"),
        UserFilter::Administrators => Some("SELECT id FROM membership WHERE environment_id = ?1 AND administrator = 1"),
        UserFilter::Denied => Some(
            "SELECT m.id FROM account a INDEXED BY account_denied CROSS JOIN membership m
             ON m.account_id = a.id AND m.environment_id = ?1 WHERE a.status = 'denied'",
        ),
        UserFilter::Banned => Some(
            "SELECT id FROM membership WHERE environment_id = ?1 AND banned = 1
             UNION ALL
             SELECT m.id FROM account a INDEXED BY account_banned CROSS JOIN membership m
             ON m.account_id = a.id AND m.environment_id = ?1 WHERE a.status = 'banned'",
        ),
    };
    sources.extend(by_standing.map(|source| (source, Vec::new())));
    if query.sort == UserSort::Address {
        // The index by address spans all environments, so the users of a small environment are sorted.
        sources.push(("SELECT id FROM membership WHERE environment_id = ?1", Vec::new()));
    }
    for (source, values) in sources {
        let found = rows(work, &format!("{source} LIMIT {}", FEW + 1), &values)?;
        if found.len() <= FEW {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Returns the page of a query from few candidates, by sorting them.
fn sorted(work: &Work, query: &UserQuery, place: Option<Place>, few: &[i64]) -> Result<Vec<i64>, Fault> {
    let order = Order::of(query);
    let Order { column, direction, sign, .. } = order;
    let mut conditions = Conditions::of(query);
    let among = conditions.among(few);
    let mut beyond = String::new();
    if let Some(place) = place {
        let (key, row) = (order.place(conditions.value(place.key)), place.row);
        beyond = format!(" AND ({column} {sign} {key} OR ({column} = {key} AND m.id {sign} {row}))");
    }
    let statement = format!(
        "SELECT m.id FROM membership m JOIN account a ON a.id = m.account_id WHERE {among}{}{beyond}
         ORDER BY +{column} {direction}, +m.id {direction} LIMIT {} OFFSET {}",
        conditions.text, query.limit, query.skip
    );
    rows(work, &statement, &conditions.values)
}

/// Returns the page of a query by following the index of its order: first the users whose key equals that of the user before
/// the page, then those beyond. One condition for both would scan all users with an equal key, and all users that one run added
/// have the same moment.
fn followed(work: &Work, query: &UserQuery, place: Option<Place>) -> Result<Vec<i64>, Fault> {
    let order = Order::of(query);
    let Order { from, key, direction, sign, .. } = order;
    let conditions = Conditions::of(query);
    let account = match conditions.account && query.sort != UserSort::Address {
        true => "CROSS JOIN account a ON a.id = m.account_id",
        false => "",
    };
    // No two users have the same address, so no keys are equal there.
    let by_row = if query.sort == UserSort::Address { String::new() } else { format!(", m.id {direction}") };
    let beginning = format!("SELECT m.id FROM {from} {account} WHERE m.environment_id = ?1{}", conditions.text);
    let ending = format!("ORDER BY {key} {direction}{by_row} LIMIT");
    let Some(place) = place else {
        let statement = format!("{beginning} {ending} {} OFFSET {}", query.limit, query.skip);
        return rows(work, &statement, &conditions.values);
    };
    let wanted = query.limit as usize + query.skip as usize;
    let mut values = conditions.values;
    values.push(place.key);
    let at = order.place(format!("?{}", values.len() + 1));
    let mut found = Vec::new();
    if !by_row.is_empty() {
        let level = format!("{key} = {at} AND m.id {sign} {}", place.row);
        found = rows(work, &format!("{beginning} AND {level} {ending} {wanted}"), &values)?;
    }
    if found.len() < wanted {
        let rest = wanted - found.len();
        found.extend(rows(work, &format!("{beginning} AND {key} {sign} {at} {ending} {rest}"), &values)?);
    }
    Ok(found.split_off(found.len().min(query.skip as usize)))
}

/// The order of a query.
struct Order {
    /// The tables and the index that are followed.
    from: &'static str,
    /// The key that is followed.
    key: &'static str,
    /// The same key of a user.
    column: &'static str,
    direction: &'static str,
    /// How the keys beyond a user compare with the key of that user.
    sign: char,
    /// Whether the key is a number.
    is_number: bool,
}

impl Order {
    fn of(query: &UserQuery) -> Order {
        let (from, key, column) = match query.sort {
            UserSort::Name => ("membership m INDEXED BY membership_by_name", "m.name_key", "m.name_key"),
            UserSort::CreatedOn => ("membership m INDEXED BY membership_by_creation", "m.created_at", "m.created_at"),
            UserSort::LastModifiedOn => {
                ("membership m INDEXED BY membership_by_change", "m.modified_at", "m.modified_at")
            }
            UserSort::Address => (
                "login_name l CROSS JOIN account a ON a.id = l.account_id AND a.address_key = l.key
                 CROSS JOIN membership m ON m.account_id = a.id",
                "l.key",
                "a.address_key",
            ),
        };
        let (direction, sign) = if query.descending { ("DESC", '<') } else { ("ASC", '>') };
        let is_number = matches!(query.sort, UserSort::CreatedOn | UserSort::LastModifiedOn);
        Order { from, key, column, direction, sign, is_number }
    }

    /// Returns the parameter that a key is compared with. Its value is a text.
    fn place(&self, parameter: String) -> String {
        match self.is_number {
            true => format!("CAST({parameter} AS INTEGER)"),
            false => parameter,
        }
    }
}

/// The beginning of a page: after the user with this key and row.
struct Place {
    key: String,
    row: i64,
}

impl Place {
    fn of(work: &Work, query: &UserQuery, after: &str) -> Result<Option<Place>, Fault> {
        let statement = format!(
            "SELECT CAST({} AS TEXT), m.id FROM account a CROSS JOIN membership m ON m.account_id = a.id
             WHERE a.public_id = ?2 AND m.environment_id = ?1",
            Order::of(query).column
        );
        let values = [after.to_owned()];
        let found = work.sql().query(&statement, &with_environment(work, &values), |row| {
            Ok(Place { key: row.text(0)?, row: row.int(1)? })
        })?;
        Ok(found.into_iter().next())
    }
}

/// The conditions of a query besides the environment; parameters from `?2` on.
struct Conditions {
    text: String,
    values: Vec<String>,
    /// Whether a condition is about the account.
    account: bool,
}

impl Conditions {
    fn of(query: &UserQuery) -> Conditions {
        let standing = match query.filter {
            UserFilter::All => "",
            UserFilter::Active => " AND m.active = 1 AND m.banned = 0",
            UserFilter::Inactive => " AND m.active = 0",
            UserFilter::Banned => " AND (m.banned = 1 OR a.status = 'banned')",
            UserFilter::Denied => " AND a.status = 'denied'",
            UserFilter::Administrators => " AND m.administrator = 1",
        };
        let account = query.text.is_some() || matches!(query.filter, UserFilter::Banned | UserFilter::Denied);
        let mut conditions = Conditions { text: standing.to_owned(), values: Vec::new(), account };
        if let Some(text) = &query.text {
            let at = conditions.value(pattern(&name_key(text)));
            conditions.text.push_str(" AND ");
            conditions.text.push_str(&TEXT.replace('?', &at));
        }
        if let Some(group) = &query.group {
            let (key, id) = (conditions.value(name_key(group)), conditions.value(group.clone()));
            conditions.text.push_str(&format!(
                " AND EXISTS (SELECT 1 FROM group_member x JOIN member_group g ON g.id = x.group_id
                              WHERE x.membership_id = m.id AND g.environment_id = ?1
                                  AND (g.name_key = {key} OR g.public_id = {id}))"
            ));
        }
        conditions
    }

    /// Adds a value. Returns its parameter.
    fn value(&mut self, value: String) -> String {
        self.values.push(value);
        format!("?{}", self.values.len() + 1)
    }

    /// Returns the condition that a user has one of these rows and belongs to the environment.
    fn among(&mut self, few: &[i64]) -> String {
        let at = self.value(serde_json::Value::from(few).to_string());
        // The plus keeps SQLite from using an index of the environment, which it would scan completely.
        format!("+m.environment_id = ?1 AND m.id IN (SELECT CAST(value AS INTEGER) FROM json_each({at}))")
    }
}

fn rows(work: &Work, statement: &str, values: &[String]) -> Result<Vec<i64>, Fault> {
    work.sql().query(statement, &with_environment(work, values), |row| row.int(0))
}
