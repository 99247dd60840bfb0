//! All integration tests, in one binary. The comment at each module says what belongs there; no case depends on another.

// A failed `unwrap` fails the test, with the reason.
#![allow(clippy::unwrap_used)]

mod account_command; // The commands `account` and `sessions`.
mod add_user; // What addUser does to a directory: adding, linking, modifying, menus, groups, letters.
mod address_change; // Changing the global address: requested, confirmed, never taken over by somebody else.
mod api; // Public interfaces as snapshots: the script API, codes, commands, the Rust API.
mod attacks; // Hostile scripts, each with its verdict, run by the real program.
mod audit; // The history: the chain and its verification, the list, the export, blame.
mod bans; // Bans: who may ban, what a ban prevents, and what is refused.
mod browser; // Builders: people on a real server, and a browser that keeps cookies and sends forms.
mod capture; // A recorded run becomes a fixture.
mod check; // What the static check finds in scripts, and what it proves impossible.
mod check_command; // The commands `check` and `explain`.
mod chromium; // A real browser: Debian's Chromium with its driver.
mod ci; // The recipes for CI in `docs/ci.md`.
mod cli; // Commands as a person types them: output, JSON, exit codes.
mod connections; // Connections: how many, how long they may be slow or idle, and a process without file descriptors.
mod coverage; // What scripts reach: every point of a script, and the same runs as without.
mod coverage_reports; // Reports of coverage.
mod dates; // Dates and moments in scripts: now, today, calculations, formats.
mod delivery; // Sending letters: by SMTP with every fault, to a folder, and again.
mod deployed; // Deployed scripts: deploying, who may trigger them, runs by name, keys.
mod diagnostics; // Messages about wrong scripts, character for character.
mod disk; // A small disk that is really full, and a program that survives it.
mod editor; // Files for editors: schemas, definitions, completion data.
mod engine; // Which database the tests run on.
mod events; // Delivery of events to scripts: at least once, each as a run, with bounded chains.
mod example; // The example model in `scripts/`: every script with its sample input.
mod faults; // Full disks, read-only files: nothing acknowledged is lost.
mod field_matrix; // Attack 2: who changes which column of a person, over every entry point.
mod fixture_messages; // Messages about failed tests and broken fixtures, character for character.
mod fixture_reports; // Reports of fixtures for programs: JUnit, TAP, GitHub, JSON, also with hostile names.
mod fixture_runs; // Selection, order, snapshots and exit codes of fixtures.
mod fixture_tools; // Tools for fixtures: mutation, coverage, watching.
mod fixtures; // Fixtures: worlds, variants, inputs, leaks.
mod flips; // Flipped bits in the database and its log: refused, never read.
mod functions; // The functions besides addUser and the queries: effects, letters, refusals.
mod grants; // Grants of an environment to scripts, and refusals without them.
mod impersonation; // Acting as another user: who may, how it is shown, and what it never reaches.
mod kills; // Killed programs, at random and at named points, with an outside oracle.
mod last_administrator; // The last-administrator rule: only administrators who can log in count.
mod leaks; // Memory over many runs in one process.
mod limits; // The limits that stop a script.
mod links; // Links in letters: altered, used twice, used in parallel; the stored rows open nothing.
mod login; // Enrolment, login, sessions, forgotten and changed passwords, by calls of `directory`.
mod login_attacks; // Attacks on logging in: pre-hijack, enumeration, parallel guesses, lockout, collisions.
mod manual; // The manual: its examples run, and the commands that it names exist.
mod migrate; // Moving a directory between databases: complete, interrupted at every step, refused where it must be.
mod migrate_at_once; // Two migrations into one target at the same time.
mod mistakes; // Mistakes about files: refused with a way out.
mod mutants; // Scripts with one small mistake each.
mod notation; // The published JavaScript notation.
mod old_database; // Builders: the databases of earlier versions in `tests/upgrade`.
mod openapi; // The OpenAPI document, the page about it, and a third-party program that tests the server against it.
mod organizations; // Administrators of organizations: who appoints them, and what only they may do.
mod origins; // From where each change came: REST, pages, scripts, jobs, the command line.
mod outbox_command; // The command `outbox`, and letters in `jobs`.
mod own_functions; // Functions of an embedding program: checks, errors, manual.
mod own_profile; // What people change about themselves, and nobody else changes, field by field.
mod page_attacks; // Attacks on pages: forged requests, stolen sessions, redirects to other sites, false hosts.
mod page_passwords; // Passwords and second factors on pages: chosen, forgotten, changed, verified.
mod pages; // The pages for people over HTTP: every step, who may open which page, and rules for every page.
mod people; // Builders: people who are invited, enrol, log in and open environments, with real hashes.
mod pg_bouncer; // Builders: a connection pooler in front of a PostgreSQL server.
mod pg_server; // Builders: a temporary PostgreSQL server, and a replica of it.
mod pg_wire; // Builders: a connection to a server that a test can cut.
mod postgres; // A server with many clients: contention, jobs, refusals, its audit.
mod postgres_faults; // Faults of a server and of its connections: nothing lost, nothing done twice.
mod postgres_mistakes; // Wrong addresses and passwords of a server, and poolers: refused with a way out.
mod postgres_replica; // Reads from a replica return what was just written.
mod postgres_tls; // Connections to a server on another machine: encrypted and verified, or refused.
mod processes; // Several real processes on one file.
mod profile_fields; // Profile fields: commands, rules, and required fields.
mod raw_connection; // A connection that bypasses the rules of the program, on both databases.
mod readme; // The README: every command in it runs and prints what it says.
mod recovery; // Backup, restore, doctor.
mod rest; // REST by a real client: users, groups, invalid requests, entity tags, paging.
mod rest_attacks; // Attacks over REST: other environments, permissions, fields.
mod rest_flood; // Attacks over REST by size and number, and isolation under load.
mod rest_routes; // REST by a real client: roles, fields, tokens, scripts, schedules, events, bans, the organization.
mod rest_tokens; // Attacks over REST with tokens, headers and texts: guesses, odd headers, the log, scripts.
mod retention; // Deleting the content of old runs and letters, and changes of the policy.
mod retries; // Retries after a conflict: workers, runs, requests, forms, commands.
mod roles; // Roles: commands, rules, and their permissions.
mod schedules; // Schedules: time zones, missed times, pauses, one run for each time.
mod script; // Everything else of the script API: queries, log, actionInfo, input, results, caught errors.
mod search; // Lists of users at any size: the index compared with a full scan.
mod second_factor; // Second factors: set up, verified, lost.
mod serve_command; // The command `serve`: settings, refusals, health, metrics, and its documentation.
mod server; // Builders: a real server, and a client that speaks to it.
mod server_kills; // Killed servers under load, and several servers on one file.
mod smtp; // Builders: a mail server that fails on request, and third-party programs for tests.
mod smtp_password; // A mail server that requires a user and a password: right, wrong, and never shown.
mod sources; // Script texts with a byte-order mark, CRLF line ends, or a first line `#!`.
mod status_routes; // Attack 10: each account status against each page before login.
mod store; // The database file: creation, versions, foreign files, several processes.
mod sweep; // Inactive users: notified, deactivated, exempt; wrong clocks.
mod tidy; // Rules of the source tree: dependencies of modules, one crate one room, plain prose.
mod token_command; // The command `token`, for people and programs.
mod token_rights; // Who may add and revoke tokens, and which permissions a token can get.
mod tokens; // Tokens of programs: secrets, expiry, reach.
mod upgrade; // Upgrades of old databases: complete or not at all, killed, in parallel; pages and REST afterwards.
mod upgrade_commands; // Every command on a database of an earlier version.
mod whole_way; // A person from the first letter to an unlocked account, in a real browser.
mod workers; // The workers: group commit, and isolation of each piece of work.
mod world; // Builders: a directory in memory, a shell on a temporary folder.

/// As in the program: a script's memory is counted by its allocator.
#[global_allocator]
static ALLOCATOR: enlist::memory::Counting = enlist::memory::Counting;
