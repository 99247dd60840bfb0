//! The codes of refusals. They are stable, and each has a page in the manual.

macro_rules! codes {
    ($($(#[doc = $title:literal])+ $variant:ident = $code:literal, $page:literal;)*) => {
        /// The stable code of a problem. A number never changes its meaning, and has a page in the manual.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $title])+ $variant,)*
        }

        impl Code {
            /// Every code, in the order of the manual.
            pub const ALL: &'static [Code] = &[$(Code::$variant),*];

            /// Returns the printed code, such as `E0101`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $code,)* }
            }

            /// Returns the title of the code's page.
            pub fn title(self) -> &'static str {
                match self { $(Code::$variant => concat!($($title),+).trim(),)* }
            }

            /// Returns the code's page: when it occurs and what to do.
            pub const fn page(self) -> &'static str {
                match self { $(Code::$variant => $page,)* }
            }
        }
    };
}

codes! {
    /// Unknown option
    UnknownOption = "E0101", "A call names an option that the function does not have. Option names are case-sensitive; the message names the nearest one.";
    /// Wrong type
    WrongType = "E0102", "An option or argument has a value of another type than it takes, such as the string `\"true\"` where a boolean `true` is expected. Values are never converted silently.";
    /// Missing option
    Missing = "E0103", "An option that is required was not given. `globalEmailAddress` is required always; `name`, `administrator`, `locale` and `language` are required when the account does not exist yet. Profile fields that the environment requires are asked for when somebody is added by hand or by a program, and cannot be emptied so; scripts are not asked. `enlist field list` shows which they are.";
    /// Invalid e-mail address
    InvalidAddress = "E0104", "The text is not an address that a letter can be sent to. Quoted local parts, IP addresses in brackets, domains without a dot and control characters are not accepted.";
    /// Value not in the list
    NotInList = "E0105", "The option takes one of a few values, and this is none of them. Languages and locales are `en`, `nl`, `de`, `fr`, `es` (or `sp`) and `pl`; themes are `light`, `dark` and `systemSettings`.";
    /// Value too long
    TooLong = "E0106", "The value is over its limit; the message tells the limit and what was found.";
    /// Empty value
    Empty = "E0107", "The option was given an empty string. Leave the option out if nothing is to change.";
    /// Unknown menu
    UnknownMenu = "E0108", "The environment has no menu of this name or id. `enlist menu list` shows those that exist; names ignore case and surrounding blanks, ids do not.";
    /// Unknown member group
    UnknownGroup = "E0109", "The environment has no member group of this name or id. `enlist group list` shows those that exist; names ignore case and surrounding blanks, ids do not.";
    /// Unknown role
    UnknownRole = "E0110", "The environment has no role of this name. `enlist role list` shows those that exist, `enlist role add NAME` adds one.";
    /// Replace and add together
    ReplaceAndAdd = "E0111", "A call gives an option that replaces menus (or groups) together with one that adds to them, so it is not clear what is meant. Use `menuNames` or `addMenuNames`, `memberGroupNames` or `addMemberGroupNames`, not both.";
    /// Named twice
    Duplicate = "E0112", "A list names the same menu or group twice. Name each once.";
    /// Unknown profile field
    UnknownField = "E0113", "The environment does not define this profile field, or the value is not of the field's type. `enlist field list` shows those that exist, `enlist field add KEY` adds one.";
    /// Character that is not allowed
    BadCharacter = "E0114", "Names stand on one line: line breaks, tabs, other control characters and invisible marks that turn the direction of writing are refused, because they could forge a line of a letter or a log.";
    /// Invalid id
    InvalidId = "E0115", "Ids, and the keys of profile fields, have 1 to 64 letters, digits, `-`, `_` or `.`.";
    /// Wrong number of arguments
    WrongArguments = "E0116", "The function was called with too few or too many arguments; the help shows how it is called.";
    /// Invalid date
    InvalidDate = "E0117", "The text is neither a date such as `2026-12-01` nor a moment such as `2026-12-01T09:30:00.000Z`, or the result of a calculation is outside the calendar. A moment names its time zone: `Z` for UTC, or an offset such as `+01:00`.";
    /// Last administrator
    LastAdministrator = "E0201", "The change would leave the environment without an active administrator, so that nobody could administer it. Make somebody else an administrator first, then repeat the change.";
    /// More than one match
    Ambiguous = "E0202", "The query matches more than one user (or environment), and the function returns one. Make the query narrower: `globalEmailAddress` and `_id` are unique.";
    /// Not found
    NotFound = "E0203", "There is no user, group, menu, role, profile field, environment, run, letter or token of this name or id here. What belongs to another environment is not found either.";
    /// Already exists
    Exists = "E0204", "Something of this name or id exists already; names are unique in their environment, ignoring case and surrounding blanks.";
    /// Address in use
    AddressInUse = "E0205", "The address cannot be used for an account, because it serves as somebody's login name.";
    /// Not confirmed
    NotConfirmed = "E0206", "The command removes something for good and wants to be confirmed with `--yes`.";
    /// May not trigger
    MayNotTrigger = "E0207", "Who triggers a run is an active user of the environment and not banned from it; a deployed script says besides who may trigger it. `enlist script show NAME` tells who that is, `enlist script change NAME --who WHO` opens it to others.";
    /// Still in use
    InUse = "E0208", "The menu, role or profile field is still in use: users or groups have it, users have a value of it, or a profile field is required for it. Take it from them first, or confirm with `--yes` where the help says so. A field keeps its type, and the choices that users have, as long as there are such users. Of a database: another process has it open, or it is named where another file is wanted.";
    /// Not granted
    NotGranted = "E0209", "The environment does not grant to scripts what the call needs; the message names the grant. `enlist env show` lists what is granted, `enlist env grant NAME` grants more. The manual has a table of all grants.";
    /// Nothing to send again
    NotInvited = "E0210", "An invitation is sent again only while the person has not come yet. This one has opened the environment already.";
    /// Not permitted
    NotPermitted = "E0211", "Whoever asked may not do this. The message names the permission that is missing: a token has those that it was given, an administrator all, another user those of the role. A role that allows more than one may do oneself cannot be added, changed or given. Tokens are added and revoked by the operator, by administrators for their own environment, and by programs whose token allows `tokens.write`: those give and revoke only what their own token allows and where it reaches, and give nothing for longer than it lasts.";
    /// Chain of events too long
    EventChain = "E0220", "Scripts that listen to events emit events themselves, and so on: a chain of them ends after 8 runs and after 1,000 events. Most likely a script listens to what it causes itself; let it stop by a condition, or listen to another type.";
    /// Schedule that never comes due
    BadSchedule = "E0221", "A schedule has a cron expression of five fields: minute, hour, day of month, month, day of week, such as `0 6 * * 1-5` for six o'clock on working days, and a time zone by its name in the IANA database, such as `Europe/Amsterdam`. Its days must exist: the 30th of February never comes.";
    /// Clock that moved
    ClockMoved = "E0222", "The machine's clock stands more than a day before, or more than 31 days behind, the last moment at which it was right. What depends on how long ago something was is not done then: a wrong clock would make everybody inactive and remove every log at once. If the clock is right, because nothing ran for so long, `enlist sweep --clock-is-right` says so; otherwise set the clock.";
    /// Too many at once
    TooManyAtOnce = "E0223", "More than 5 % of the active users of an environment, and more than 5, would be made inactive for not having come. That may be a mistake in what was imported or recorded, so nobody is. `enlist sweep --plan` lists them; `enlist sweep --environment NAME --confirm` does it.";
    /// Syntax error
    Syntax = "E0301", "The script cannot be read. The caret stands where the reader could not go on; the mistake is there or just before it.";
    /// Script failed
    ScriptFailed = "E0302", "The script ended with an error of its own: a `throw` that nothing caught, a missing property, an index out of bounds, a wrong calculation. Everything the run had changed is rolled back.";
    /// Unknown function
    UnknownFunction = "E0303", "There is no function of this name that takes these arguments. The message names the nearest one; `enlist manual` lists all of them.";
    /// Unknown variable
    UnknownVariable = "E0304", "There is no variable of this name here. A function sees only its parameters and `bizzStream`, `console`, `actionInfo` and `input`, not the variables around it.";
    /// JavaScript that Rhai reads differently
    OldNotation = "E0305", "Scripts may use the notation of the published JavaScript examples where it has one meaning. Some pieces mean something else in Rhai: after `=` and `return`, `{` opens a block of statements, so a map must be written `#{ … }` there.";
    /// Limit reached
    Limit = "E0306", "The run reached one of its limits, which the message names: operations, time, call depth, nesting, variables, functions, sizes of strings, arrays and maps, source, log, effects, letters or result. Scripts cannot catch it; everything the run had changed is rolled back. Of tokens: an environment, or an organization, has at most 100 in force at a time; revoke those that are not needed.";
    /// Not available
    Forbidden = "E0307", "Scripts have no files, network, modules, timers or `eval`. What a script may use is in the manual.";
    /// Result that is no data
    BadResult = "E0308", "The value of the script's last line is its result, and results are plain data: text, numbers, booleans, arrays and maps, nested at most 32 deep.";
    /// Cannot read the file
    Unreadable = "E0401", "The file does not exist or cannot be read as text.";
    /// Input is not JSON
    BadInput = "E0402", "Input is JSON in which no object has a key twice and every whole number fits 64 bits; send a larger number as text. `--input` takes JSON, `@FILE` for a file that holds JSON, or `-` for JSON on standard input; `--items` takes JSON or `@FILE`, an array of menu items.";
    /// Model is not valid
    BadModel = "E0403", "`model.toml` does not describe a model; the message says what was expected there.";
    /// No database
    NoDatabase = "E0404", "There is no database at this path. `enlist init` creates one; `enlist run` creates one from a model.";
    /// No environment
    NoEnvironment = "E0405", "The command works inside an environment and none was named: give `--environment`, or set `ENLIST_ENVIRONMENT`.";
    /// Newer database
    NewerDatabase = "E0406", "The database was written by a newer version of enlist. Use that version; an older one could damage it.";
    /// Not an enlist database
    NotADatabase = "E0407", "The file is not a database of enlist, or it is damaged. Nothing was changed in it.";
    /// Damaged database
    Damaged = "E0408", "The file is a database of enlist, and something in it cannot be read any more: a disk failed, or another program wrote into it. Nothing was changed in it. `enlist doctor` tells what is damaged; `enlist restore FILE --yes` puts a backup in its place and keeps the damaged file beside it.";
    /// Audit not intact
    AuditBroken = "E0501", "The audit is not as it was written: the message names the first entry that was altered, removed, swapped or put in. Everything before that entry is intact. Compare with a backup or an earlier `enlist audit export`.";
    /// Fixture is not valid
    BadFixture = "E0601", "The file does not describe fixtures: a key that there is not, a value of another type, a script or an included file that is missing, two cases of one name, a world that cannot be made. The message says what was expected at that place.";
    /// Run cannot be captured
    CannotCapture = "E0602", "The run cannot be made into a fixture: it looked at too many users, or in the fixture it does not do the same, because it depends on data that was replaced, on something that has changed since, or on another environment. The message says what differs.";
    /// Not authenticated
    NotAuthenticated = "E0701", "The request came without a token, or with one that is unknown, revoked or expired. `enlist token add` makes one; it is sent as `Authorization: Bearer TOKEN`.";
    /// Too many requests
    TooMany = "E0702", "The token asks more often than it may, or too many wrong tokens came from an address. The header `Retry-After` says after how many seconds to come again.";
    /// Busy
    Busy = "E0703", "More work waits than the program takes on, or the program is about to stop. Nothing was done. The header `Retry-After` says after how many seconds to come again.";
    /// Changed meanwhile
    Changed = "E0704", "What the request wants to change is not any more as the header `If-Match` names it: somebody else has changed it. Get it again, and decide again.";
    /// Request not understood
    NotUnderstood = "E0705", "The request is not as the route expects it: a body that is no JSON, a body where none is expected, a header or path that cannot be read. The message says which.";
    /// Body too large
    TooLarge = "E0706", "The body of the request has more bytes than the program takes, or it broke off before its end.";
    /// Not JSON
    NotJson = "E0707", "The body of a request is a JSON object, and the header `Content-Type: application/json` says so.";
    /// Unknown method
    NoSuchMethod = "E0708", "The path exists and does not know the method of the request. The header `Allow` lists those that it knows.";
    /// Link that is not good
    BadLink = "E0710", "The link was not written by this installation, is for something else, was used already, or a newer one has taken its place. The newest letter has the link that counts; a page of the installation asks for another.";
    /// Link that is too old
    LinkExpired = "E0711", "Links in letters live for two weeks to enrol, for an hour to choose a new password, and for a day to confirm an address. Ask for a new one.";
    /// Key that cannot be read
    BadKey = "E0712", "The installation's key stands in a file beside the database, `DATABASE.key`, or where `--key-file` says. The file is there and holds no key: 43 characters of base64url. Put back the file that was there; links in letters that were sent, and what is sealed with the key, are good with that one alone. If it is lost, remove the file, and a new one is made.";
    /// Letter that is not sent again
    NotResendable = "E0713", "A letter is sent again if it could not be delivered: its status is `dead`. One that was delivered, one that waits, one whose content the policy keeps no longer, and one with a link that was used or replaced is not: write another in its place, such as a new invitation.";
    /// Try later
    TryLater = "E0720", "Too many wrong passwords or codes were tried of late: for a name, whether or not somebody has it, from a network address, or by everybody together. The message says after how many seconds to try again. A browser that the person has logged in with before is not held up by what others try.";
    /// Password too short
    PasswordTooShort = "E0721", "A password has at least 8 characters, or 15 where the installation follows the rules `modern`.";
    /// Password too long
    PasswordTooLong = "E0722", "A password has at most 128 characters, and at most 1,024 bytes.";
    /// Kinds of characters missing
    PasswordKinds = "E0723", "A password that is chosen at enrolment has a digit, a capital letter, a small letter and a special character; one that is chosen later has three of the four. Where the installation follows the rules `modern`, any characters do.";
    /// Common password
    PasswordCommon = "E0724", "The password is a word, or one of those that many people have: whoever guesses tries them first. Capital letters and digits in the place of letters do not help.";
    /// Password too easy to guess
    PasswordGuessable = "E0725", "The password would be guessed in few tries: it is made of a word and a number, a date, a row of keys or something repeated. Several words that do not belong together are hard to guess and easy to keep in mind.";
    /// Password with something of one's own
    PasswordOwn = "E0726", "The password contains the username, the address or a name of the person, which others know.";
    /// Password used before
    PasswordFormer = "E0727", "The password is the present one, or among the last ten. Whoever knew one of them would know it.";
    /// Username taken
    UsernameTaken = "E0728", "Somebody has this username already, or it differs from another only in case or in the form of its letters.";
    /// Username with an address
    UsernameIsAddress = "E0729", "A username with `@` in it must be the address that the account has verified: nobody's username is somebody else's address.";
    /// Session ended
    SessionEnded = "E0730", "The session has ended: by its person, by a new password, by its age, or because nothing was done with it for 12 hours. Log in again.";
    /// Wrong password
    WrongPassword = "E0731", "The present password is asked for before it is changed, and what was given is another.";
    /// Status does not fit
    WrongStatus = "E0732", "The account is not in the status that the act is for: `unlock` is for those that are denied after wrong passwords, a link for a new password for those that have one, `ban` for those that are not banned yet. `sendMail` is for users who are active; `includeInactive: true` adds inactive ones. `enlist account show ADDRESS` shows the status.";
    /// Acting as somebody else
    ActingAsAnother = "E0745", "An administrator who acts as another user sees and changes what belongs to the environment, and nothing that belongs to the person alone: no password, second factor, username, global address, session or setting of the account, and no other environment. End acting as the other first.";
    /// Wrong code
    WrongCode = "E0746", "The code is not the one that the app shows at this moment, it was used before, or it is no recovery code that is left. Codes of the app are good for about a minute and once each; if they never are, the clock of the phone may be wrong. Recovery codes are good once each.";
    /// Second factor required
    SecondFactorRequired = "E0747", "The environment is opened only by people who log in with a second factor. Set one up on the page of your account, then open the environment; as long as you belong to such an environment, the second factor stays.";
    /// No second factor, or one already
    SecondFactorState = "E0748", "A second factor is set up in two steps: the secret is shown, then a code of the app confirms that it arrived. Whoever has one already removes it first; whoever has none cannot be asked for a code.";
    /// May not act as another
    MayNotImpersonate = "E0750", "An administrator of an organization (`enlist org appoint`) may act as another user of an environment of it that both can open, where the policy of the environment allows it (`enlist env set --impersonation true`). The other must be an active user who administers neither the environment nor the organization.";
    /// Same address
    SameAddress = "E0751", "The new address is the one that the account has already.";
    /// May not set the password of another
    MayNotSetPassword = "E0760", "A password opens an account as a whole. So an administrator of an organization sets it only for somebody else, who belongs to environments of that organization and to no others, and whom no external directory feeds; the person chooses another one at the next login. For everybody else there is a letter with a link. The operator may for all whom no external directory feeds: `enlist account set-password ADDRESS`.";
    /// Database on a server
    OnServer = "E0790", "The command works on the file of a database, and the database is on a server. Backups of a server are made with its own tools, such as `pg_dump`; `enlist migrate` copies everything from one into the other.";
    /// No replica
    NoReplica = "E0797", "`--read-database` names a replica of the PostgreSQL server that `--database` names: the same data, read-only, kept up by streaming. So that everybody reads what they have just written, a commit waits until the replica has it; `synchronous_standby_names` on the primary says which replicas those are.";
    /// No key for a server
    NoKey = "E0791", "The installation's key seals links in letters. Beside a database file it stands in `DATABASE.key`; a database on a server has no such place. Name a file with `--key-file` or `ENLIST_KEY_FILE`, the same content on every machine; it is made if it is missing.";
    /// Only partly copied
    Unfinished = "E0792", "A migration writes into this database, or was interrupted in it: not everything is there. Wait for it, or give the same `enlist migrate` again: it goes on where it stopped. With `--anew` it begins again, and throws away what was written.";
    /// Target not empty
    TargetNotEmpty = "E0793", "`enlist migrate` writes into a file that is not there, or into a database of a server in which nothing of enlist is, or goes on with a migration from the same source. It never mixes two directories and never removes one: `--anew` empties a target that a migration did not finish with, and no other.";
    /// Source was changed
    SourceChanged = "E0794", "A migration copies the directory as it was at one moment, and what is changed afterwards would be lost. Stop the servers and jobs that work with the source, then begin anew: the same `enlist migrate` with `--anew`, which empties the target first.";
    /// NUL characters
    NulCharacters = "E0795", "A PostgreSQL server does not store the character NUL (U+0000), and texts in the source have it: most likely what a script wrote to its log. `--replace-nul` puts U+FFFD in its place and tells in how many rows. Entries of the audit are bound to each other by hashes and are never changed: with NUL in one of them, a directory stays in a file.";
    /// Target is not the same
    NotTheSame = "E0796", "After a migration everything is read back from the target and compared with the source by counts and hashes; something differs. Either somebody else writes into the target, or what was written there is not what is read: then look at its disk and memory before you begin anew with `--anew`.";
    /// Mail settings that cannot be used
    BadMail = "E0714", "`--smtp` takes `smtps://HOST`, `smtp://HOST?tls=required` or, on the machine itself, `smtp://HOST`, with a port and a user if there are any; the password stands in `ENLIST_SMTP_PASSWORD`. It is never sent in the clear. `--mail-from` is the address that letters come from; without it, they come from `no-reply` at the host of `--public-url`, which must be a domain then. `--public-url` begins with `https://` or `http://`.";
    /// Settings that cannot be used
    BadSetting = "E0715", "A setting of `enlist serve` has a value that the server cannot work with: an origin is a scheme and a host such as `https://intranet.example.com`, a proxy is an IP address, and a folder for letters is a folder or does not exist yet. All such settings are named at once, before the server starts; `enlist serve --show-config` checks them too.";
    /// No connection to the database server
    NoConnection = "E0782", "The database server cannot be used: it does not answer, does not let the user in, has no connection left, or its certificate does not fit. Or the address names something that cannot be worked with: a replica, or a pooler such as PgBouncer in transaction mode, which gives each transaction another session. The message says which of these it is, the help says the way out.";
    /// Too many others at the same time
    Contended = "E0780", "Others changed the same at the same time and were first, at every one of ten tries. Nothing was done. Try again in a moment; a request is told by the header `Retry-After` after how many seconds. It happens only where several processes or threads write at once.";
    /// The database is away
    Unreachable = "E0781", "The connection to the database server was lost and could not be made again within 30 seconds. Nothing was done. Once the server is back, everything goes on by itself: try again then; a request is told by the header `Retry-After` after how many seconds. What the connection fails at stands in the log.";
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn codes_are_unique_and_each_has_a_page() {
        let mut seen = std::collections::BTreeSet::new();
        for code in Code::ALL {
            assert!(seen.insert(code.as_str()), "{code} stands twice");
            assert!(!code.title().is_empty() && code.page().ends_with('.'), "{code}");
        }
    }
}
