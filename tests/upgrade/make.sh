#!/usr/bin/env bash
# Makes the test files of a schema version: `version-N.db`, `version-N.key`, `version-N.sql` and `version-N.toml` beside this
# script. Everything in them is written by the program itself, over its commands, its REST interface and its pages.
#
#     tests/upgrade/make.sh [PROGRAM]      default: target/debug/enlist
#
# Needs cc, curl, jq, python3, sqlite3 and PostgreSQL. See README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
program=$(realpath "${1:-$here/../../target/debug/enlist}")
unset ENLIST_DATABASE ENLIST_ENVIRONMENT ENLIST_KEY_FILE ENLIST_PUBLIC_URL
folder=$(mktemp -d)
database=$folder/enlist.db
password=Seven-Green-Lanterns-9
pids=()
trap 'kill "${pids[@]}" 2> /dev/null || true; rm -rf "$folder"' EXIT
day=86400

main() {
    make_clock
    at $((-210 * day)); before_months
    at $((-20 * day)); sweep_announces
    at $((-3 * day)); sweep_deactivates
    events
    at 0; people
    start_server
    enrolments
    second_factor
    account_changes
    wrong_passwords
    impersonations
    programs
    stop_server
    afterwards
    check_that_no_table_is_empty
    store
}

# --- the surroundings -----------------------------------------------------------------------------------------------------

# A clock that can be set: a library that is loaded before the system's and adds an offset to the time of day.
make_clock() {
    cat > "$folder/clock.c" <<'CLOCK'
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
int clock_gettime(clockid_t clock, struct timespec *now) {
    int failed = syscall(SYS_clock_gettime, clock, now);
    if (!failed && clock == CLOCK_REALTIME) now->tv_sec += atol(getenv("CLOCK_OFFSET"));
    return failed;
}
CLOCK
    cc -shared -fPIC -o "$folder/clock.so" "$folder/clock.c"
}

# Sets the clock of the program, in seconds from now.
at() { offset=$1; }

enlist() { LD_PRELOAD=$folder/clock.so CLOCK_OFFSET=$offset "$program" --database "$database" "$@"; }

# A command that must succeed and whose output nobody needs.
does() { enlist "$@" > "$folder/out" 2>&1 || { cat "$folder/out" >&2; echo "failed: enlist $*" >&2; exit 1; }; }

# A command that must be refused.
fails() { if enlist "$@" > "$folder/out" 2>&1; then echo "did not fail: enlist $*" >&2; exit 1; fi; }

start_server() {
    if [ ! -s "$folder/port" ]; then
        mkdir "$folder/mail"
        python3 "$here/helper.py" smtp "$folder/mail" "$folder/port" &
        pids+=($!)
        until [ -s "$folder/port" ]; do sleep 0.1; done
    fi
    rm -f "$folder/listening"
    LD_PRELOAD=$folder/clock.so CLOCK_OFFSET=$offset "$program" --database "$database" serve --json --listen 127.0.0.1:0 --rate 0 --mail-from no-reply@people.example \
        --smtp "smtp://127.0.0.1:$(cat "$folder/port")" > "$folder/listening" 2> "$folder/log" &
    server=$!
    pids+=("$server")
    until [ -s "$folder/listening" ]; do sleep 0.1; done
    url=http://$(jq -r .listening "$folder/listening")
}

# Waits until every letter was sent or given up.
letters_are_sent() {
    local environment
    for environment in acme globex initech; do
        for _ in $(seq 600); do
            [ "$(enlist outbox list -e "$environment" --status waiting --json --limit 10000 | jq length)" = 0 ] && break
            sleep 0.5
        done
    done
}

stop_server() {
    kill "$server"
    wait "$server" || true
}

# Asks over REST: METHOD PATH TOKEN [JSON]; prints the response.
rest() {
    local body=()
    [ $# -lt 4 ] || body=(-H 'content-type: application/json' -d "$4")
    curl -sS --fail-with-body -X "$1" -H "authorization: Bearer $3" "${body[@]}" "${@:5}" "$url/api/v1$2" ||
        { echo "failed: $1 $2" >&2; exit 1; }
}

# Asks for a page as a browser: BROWSER METHOD PATH [NAME=VALUE…]. Cookies are kept in a file; prints where the response leads,
# the page is in `page`.
browse() {
    local jar=$folder/$1.cookies method=$2 path=$3 form=()
    touch "$jar"
    for field in "${@:4}"; do form+=(--data-urlencode "$field"); done
    [ "$method" = GET ] || [ ${#form[@]} -gt 0 ] || form=(-d '')
    curl -sS -X "$method" -H 'sec-fetch-site: same-origin' -H "cookie: $(paste -sd ';' "$jar")" \
        -A 'Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0' "${form[@]}" -D "$folder/head" -o "$folder/page" "$url$path"
    # A cookie that is set replaces the one that is there; one with Max-Age=0 removes it.
    while IFS= read -r line; do
        local pair=${line%%;*}
        grep -v "^${pair%%=*}=" "$jar" > "$jar.new" || true
        [[ $line == *Max-Age=0* ]] || echo "$pair" >> "$jar.new"
        mv "$jar.new" "$jar"
    done < <(tr -d '\r' < "$folder/head" | sed -n 's/^set-cookie: //Ip')
    tr -d '\r' < "$folder/head" | sed -n 's/^location: //Ip'
}

# The same, and it must lead there.
leads() {
    local expected=$1 found
    shift
    found=$(browse "$@")
    [[ $found == $expected ]] || { echo "expected $expected, found $found: $*" >&2; cat "$folder/head" "$folder/page" >&2; exit 1; }
}

# Prints the path of the link in the newest letter to an address, once it has arrived.
link() {
    for _ in $(seq 100); do
        python3 "$here/helper.py" link "$folder/mail" "$1" "$2" 2> /dev/null && return
        sleep 0.2
    done
    echo "no letter to $1" >&2
    exit 1
}

# Somebody enrols: ADDRESS USERNAME.
enrol() {
    local path
    path=$(link "$1" enrol)
    leads /enrol "$2" GET "$path"
    leads '/login*' "$2" POST /enrol "username=$2" "password=$password"
}

# Somebody logs in: USERNAME [BROWSER].
log_in() { leads '/*' "${2:-$1}" POST /login "name=$1" "password=$password"; }

# Notes something that the test needs: NAME VALUE.
note() { printf '%s = "%s"\n' "$1" "$2" >> "$folder/notes"; }

# --- what happened --------------------------------------------------------------------------------------------------------

# Seven months ago: the organizations, their environments, and five users of Initech who never come: the administrator is
# spared by the sweep. All letters are sent.
before_months() {
    does init
    mkdir "$folder/acme" "$folder/globex" "$folder/initech"
    cat > "$folder/acme/model.toml" <<'MODEL'
[organization]
name = "Acme Holding"
id = "holding"
[environment]
name = "Acme"
id = "acme"
[policy]
inactivityMonths = 0
impersonation = true
tokenDays = 3650
runDays = 0
timeZone = "Europe/Amsterdam"
mailSender = "Acme people"
grants = ["users.add", "users.link", "users.modify", "users.deactivate", "users.grantAdministrator", "groups.assign",
    "groups.manage", "menus.assign", "menus.manage", "mail.send", "events.emit"]
[[menus]]
name = "office"
id = "2345"
label = "Office"
items = [{ label = "Orders", target = "/orders", items = [{ label = "Open orders", target = "/orders/open" }] }]
[[menus]]
name = "reports"
[[groups]]
name = "planning"
id = "12345"
menus = ["reports"]
[[groups]]
name = "managers"
label = "Managers"
[[groups]]
name = "sales"
menus = ["office"]
[[roles]]
name = "planner"
permissions = ["users.read", "groups.read", "scripts.run"]
[[roles]]
name = "clerk"
permissions = ["users.read", "users.write"]
[[profileFields]]
key = "jobTitle"
label = "Job title"
[[profileFields]]
key = "site"
type = "choice"
choices = ["north", "south"]
required = ["planner"]
[[profileFields]]
key = "skills"
type = "choices"
choices = ["rust", "sql"]
[[profileFields]]
key = "desk"
type = "number"
[[profileFields]]
key = "remote"
type = "boolean"
[[profileFields]]
key = "manager"
type = "email"
MODEL
    cat > "$folder/globex/model.toml" <<'MODEL'
[organization]
name = "Acme Holding"
[environment]
name = "Globex"
id = "globex"
[policy]
language = "de"
locale = "de"
inactivityMonths = 0
tokenDays = 3650
[[menus]]
name = "start"
[[groups]]
name = "everyone"
menus = ["start"]
MODEL
    cat > "$folder/initech/model.toml" <<'MODEL'
[organization]
name = "Initech"
[environment]
name = "Initech"
id = "initech"
[policy]
inactivityMonths = 6
runDays = 30
MODEL
    cat > "$folder/initech/start.rhai" <<'SCRIPT'
for at in 0..5 {
    bizzStream.addUser(#{ globalEmailAddress: `sleeper${at}@initech.example`, name: `Sleeper ${at}`,
        administrator: at == 0, active: true, locale: "en", language: "en" });
}
console.log("five who will not come");
#{ added: 5 }
SCRIPT
    cat > "$folder/acme/start.rhai" <<'SCRIPT'
bizzStream.addUser(#{ globalEmailAddress: "founder@example.com", name: "Founder", administrator: true, active: true,
    locale: "en", language: "en", menuNames: ["office"] });
SCRIPT
    cat > "$folder/globex/start.rhai" <<'SCRIPT'
bizzStream.addUser(#{ globalEmailAddress: "founder@example.com", name: "Founder", administrator: true, active: true,
    locale: "de", language: "de" });
SCRIPT
    for environment in acme globex initech; do
        does run "$folder/$environment/start.rhai" -e "$environment" --input '{ "first": true }'
    done
    does token add yesterday --may users.read --expires 1d -e acme
    start_server
    letters_are_sent
    stop_server
}

# The sweep tells the five, who were not seen for months. The clock has moved since nothing ran.
sweep_announces() { does sweep -e initech --clock-is-right; }

# It makes them inactive, and what is kept no longer is emptied.
sweep_deactivates() {
    does sweep -e initech --clock-is-right --confirm
    does jobs run
}

# Events: one that a script takes, one that a script never takes, and a schedule that has come due.
events() {
    cat > "$folder/acme/count.rhai" <<'SCRIPT'
let number = (input?.number ?? 0) + 1;
console.log(`counted to ${number}`);
if input?.mail ?? false {
    bizzStream.sendMail(#{ to: ["founder@example.com"], subject: "Counted", text: `It is ${number} now.` });
}
if input?.emit ?? false {
    bizzStream.emitEvent("counted", #{ number: number });
}
#{ number: number }
SCRIPT
    echo 'throw `it cannot be done: ${input.number}`;' > "$folder/acme/refuse.rhai"
    echo 'console.log(`heard ${input.number}`);' > "$folder/acme/listen.rhai"
    echo '// The first version.
console.log("first");' > "$folder/acme/versions.rhai"
    does script add "$folder/acme/versions.rhai" -e acme
    echo '// The second version.
console.log("second");' > "$folder/acme/versions.rhai"
    does script add "$folder/acme/versions.rhai" -e acme --who role:planner --who group:managers
    does script add "$folder/acme/count.rhai" -e acme --who everybody --who tokens
    does script add "$folder/acme/listen.rhai" -e acme --listen counted
    does script add "$folder/acme/refuse.rhai" -e acme --listen counted
    does script run count.rhai -e acme --input '{ "number": 1, "emit": true, "mail": true }' --key first
    # The one that refuses is tried after a minute, ten minutes and an hour, and then given up.
    for minutes in 0 2 15 90; do
        at $((-3 * day + minutes * 60))
        does jobs run
    done
    does schedule add count.rhai '0 6 * * *' -e acme --time-zone Europe/Berlin --input '{ "number": 41 }'
    at $((-1 * day))
    does jobs run
    does schedule add versions.rhai '30 2 1 1 *' -e acme
    does schedule pause "$(enlist schedule list -e acme --json | jq -r '.[] | select(.script == "versions.rhai") | ._id')" -e acme
}

# A thousand users in every state that a script can give them.
people() {
    cat > "$folder/acme/people.rhai" <<'SCRIPT'
let languages = ["en", "nl", "de", "fr", "sp", "es", "pl"];
for at in input.from..input.to {
    let options = #{
        globalEmailAddress: `user${at}@example.com`,
        name: `User ${at} Ålström`,
        administrator: at % 100 == 7,
        active: at % 10 != 3,
        locale: languages[at % 7],
        language: languages[at % 7],
        sendInvitation: at % 10 == 4,
        theme: if at % 3 == 0 { "dark" } else { "light" },
        memberGroupNames: if at % 4 == 0 { ["planning"] } else if at % 4 == 1 { ["sales"] } else { [] },
        menuNames: if at % 5 == 0 { ["office", "reports"] } else { [] },
        profile: #{ jobTitle: `Job ${at % 9}`, site: if at % 2 == 0 { "north" } else { "south" }, skills: ["rust"],
            desk: at, remote: at % 2 == 1, manager: "grace@example.com" },
    };
    if at % 6 == 0 { options.role = "planner"; }
    if at % 8 == 0 { options.externalId = `hr-${at}`; }
    if at % 9 == 0 { options.environmentEmail = `user${at}@office.example`; }
    bizzStream.addUser(options);
}
console.log(`from ${input.from} to ${input.to}`);
SCRIPT
    cat > "$folder/globex/people.rhai" <<'SCRIPT'
for at in input.from..input.to {
    bizzStream.addUser(#{ globalEmailAddress: `user${at}@example.com`, name: `Globex ${at}`, administrator: false,
        active: true, sendInvitation: false, memberGroupNames: ["everyone"], locale: "de", language: "de" });
}
SCRIPT
    for from in $(seq 0 50 650); do
        does run "$folder/acme/people.rhai" -e acme --input "{ \"from\": $from, \"to\": $((from + 50)) }"
    done
    # The first two hundred are members of Acme already.
    for from in $(seq 500 50 950); do
        does run "$folder/globex/people.rhai" -e globex --input "{ \"from\": $from, \"to\": $((from + 50)) }"
    done
    cat > "$folder/acme/named.rhai" <<'SCRIPT'
for name in ["ada", "hal", "ivo", "jan", "kim", "lea", "max", "mia", "nora", "otto"] {
    bizzStream.addUser(#{ globalEmailAddress: `${name}@example.com`, name: name, administrator: name == "otto",
        active: true, locale: "en", language: "en", menuNames: ["office"], addMemberGroupNames: ["planning"],
        profile: #{ jobTitle: "Named", site: "north" } });
}
bizzStream.addUser(#{ globalEmailAddress: "lost@gone.example", name: "Lost", administrator: false, active: true,
    locale: "en", language: "en" });
SCRIPT
    cat > "$folder/acme/old.rhai" <<'SCRIPT'
bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", name: "Ada Lovelace", jobTitel: 1 });
SCRIPT
    does user add grace@example.com -e acme --name 'Grace Hopper' --administrator true --active true --locale en \
        --language en --menu-names office
    does user add hugo@example.com -e globex --name Hugo --administrator true --active true --locale de --language de
    does run "$folder/acme/named.rhai" -e acme
    does run "$folder/acme/named.rhai" -e acme --as grace@example.com --key named
    fails run "$folder/acme/old.rhai" -e acme
    does user deactivate otto@example.com -e acme
    does user ban nora@example.com -e acme
    does org appoint "Acme Holding" grace@example.com
    does group copy sales "sales abroad" -e acme
    token=$(enlist token add everything -e acme --expires 3650d --may "$(permissions)" --json | jq -r .secret)
    note token "$token"
    organization_token=$(enlist token add everywhere --org "Acme Holding" --expires 3650d --may "$(permissions)" --json |
        jq -r .secret)
    note organization_token "$organization_token"
    note revoked_token "$(enlist token add gone -e acme --may users.read --json | jq -r .secret)"
    does token revoke gone -e acme --yes
}

# Every permission there is.
permissions() { enlist manual --format openapi | jq -r '[.. | .enum? // empty | select(index("users.read"))][0] | join(",")'; }

enrolments() {
    for name in grace ada hal ivo jan kim lea max; do enrol "$name@example.com" "$name"; done
    enrol hugo@example.com hugo
    note unused_link "$(link mia@example.com enrol)"
    # A wrong password or two, so that a browser and an account have counted some.
    browse hal POST /login name=hal password=wrong > "$folder/out"
    log_in grace
    log_in hal
    log_in max
    log_in hugo
}

second_factor() {
    log_in ada
    browse ada POST /second-factor/begin > "$folder/out"
    secret=$(sed -n 's/.*<code class="secret">\([^<]*\)<.*/\1/p' "$folder/page")
    note second_factor "$secret"
    browse ada POST /second-factor/confirm "code=$(python3 "$here/helper.py" code "$secret")" > "$folder/out"
    codes=$(sed -n '/<ul class="codes">/s/<li>/\n/gp' "$folder/page" | sed -n 's/.*<code>\([^<]*\)<.*/\1/p')
    note recovery_code "$(echo "$codes" | sed -n 2p)"
    # In a second browser with a recovery code, which is used now; in a third, the second factor is awaited.
    leads /login/second ada-2 POST /login name=ada "password=$password"
    leads '/*' ada-2 POST /login/second "code=$(echo "$codes" | sed -n 1p)"
    leads /login/second ada-3 POST /login name=ada "password=$password"
    # One that was begun and not confirmed.
    browse max POST /second-factor/begin > "$folder/out"
}

account_changes() {
    leads '/profile?note=address-asked' hal POST /profile/address address=hal.new@example.com
    note unused_address_link "$(link hal.new@example.com address)"
    leads '/profile?note=saved' hal POST /profile/account username=hal defaultEnvironment=acme releaseMails=yes
    leads '/profile?note=saved' hal POST /profile 'name=Hal the First' theme=dark
    leads '/profile?note=password-changed' max POST /profile/password "current=$password" password=Eight-Green-Lanterns-9
    leads '/profile?note=password-changed' max POST /profile/password current=Eight-Green-Lanterns-9 \
        password=Nine-Green-Lanterns-9
    note max_password Nine-Green-Lanterns-9
    browse lea POST /forgot name=lea > "$folder/out"
    note unused_reset_link "$(link lea@example.com reset)"
    echo "$password-temporary" | does account set-password kim@example.com
    leads '/*' kim POST /login name=kim "password=$password-temporary"
    does account ban jan@example.com
}

# Ten wrong passwords deny an account.
wrong_passwords() {
    for _ in $(seq 10); do browse ivo POST /login name=ivo password=wrong > "$folder/out"; done
    [ "$(enlist account show ivo@example.com --json | jq -r .status)" = denied ]
}

# Grace acts as Hal, changes something and ends it; in another browser she still acts as him.
impersonations() {
    leads / grace POST /impersonate user=hal@example.com
    leads '/profile?note=saved' grace POST /profile 'name=Hal the Second' theme=light
    leads '/?note=impersonation-ended' grace POST /impersonation/end
    log_in grace grace-2
    leads / grace-2 POST /impersonate user=hal@example.com
}

# What programs do over REST.
programs() {
    rest POST /users "$token" '{ "globalEmailAddress": "rest@example.com", "name": "Rest", "administrator": false,
        "locale": "en", "language": "en" }' > "$folder/out"
    rest POST /groups "$token" '{ "name": "night shift", "label": "Night shift" }' > "$folder/out"
    rest POST '/groups/night%20shift/members' "$token" '{ "users": ["rest@example.com"] }' > "$folder/out"
    rest POST /users/user5@example.com/ban "$token" > "$folder/out"
    rest POST /users/user6@example.com/deactivate "$token" > "$folder/out"
    rest POST /scripts/count.rhai/run "$token" '{ "input": { "number": 10 } }' -H 'idempotency-key: ten' > "$folder/out"
    rest POST /scripts/count.rhai/run "$token" '{ "input": { "number": 11, "emit": true } }' > "$folder/out"
    curl -sS -X POST -H "authorization: Bearer $token" -H 'content-type: application/json' \
        -d '{ "input": { "number": "none" } }' "$url/api/v1/scripts/count.rhai/run" > "$folder/out"
    rest GET /environments "$organization_token" > "$folder/out"
    letters_are_sent
    [ "$(enlist outbox list -e acme --status dead --json | jq length)" -gt 0 ]
}

# What is left undone: letters that wait, an event that nobody has taken, a session that is used at the very end.
afterwards() {
    start_server
    browse ada GET /profile > "$folder/out"
    browse grace GET / > "$folder/out"
    note session "$(sed -n 's/^__Host-enlist=//p' "$folder/ada.cookies")"
    note administrator_session "$(sed -n 's/^__Host-enlist=//p' "$folder/grace.cookies")"
    note impersonating_session "$(sed -n 's/^__Host-enlist=//p' "$folder/grace-2.cookies")"
    note device "$(sed -n 's/^__Host-enlist-device=//p' "$folder/ada.cookies")"
    stop_server
    does run "$folder/acme/count.rhai" -e acme --input '{ "number": 99, "emit": true, "mail": true }'
    does user add waits@example.com -e acme --name Waits --administrator false --locale en --language en
    does user add second@example.com -e acme --name Second --administrator false --locale en --language en
}

check_that_no_table_is_empty() {
    local empty=0
    while read -r table; do
        [ "$(sqlite3 "$database" "SELECT EXISTS (SELECT 1 FROM \"$table\")")" = 1 ] || { echo "no row in $table" >&2; empty=1; }
    done < <(sqlite3 "$database" "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
        AND name <> 'user_search'")
    # Every kind of row that the program can write.
    has() { [ "$(sqlite3 "$database" "SELECT EXISTS ($1)")" = 1 ] || { echo "there is none: $1" >&2; empty=1; }; }
    for status in waiting sent dead; do has "SELECT 1 FROM letter WHERE status = '$status'"; done
    for status in waiting done givenUp; do has "SELECT 1 FROM delivery WHERE status = '$status'"; done
    for status in invited validated denied banned; do has "SELECT 1 FROM account WHERE status = '$status'"; done
    for status in committed failed; do has "SELECT 1 FROM run WHERE status = '$status'"; done
    for reason in administrator inactivity; do has "SELECT 1 FROM membership WHERE inactive_reason = '$reason'"; done
    for step in secondFactor passwordChange open; do has "SELECT 1 FROM session WHERE step = '$step'"; done
    for purpose in enrol reset address; do
        has "SELECT 1 FROM link WHERE purpose = '$purpose' AND used_at IS NULL"
    done
    for column in letter.emptied_at run.emptied_at run.run_key run.error run.result letter.link_id letter.body \
        session.impersonator_id session.environment_id token.revoked_at token.last_used_at token.organization_id \
        membership.external_id membership.role_id account.default_environment_id recovery_code.used_at \
        second_factor.confirmed_at link.used_at schedule.last_run_id schedule.next_at event.run_id delivery.run_id \
        upkeep.report audit.run_id audit.line; do
        has "SELECT 1 FROM ${column%.*} WHERE $column IS NOT NULL"
    done
    # Since version 2 the audit tells where each change came from.
    if [ "$(sqlite3 "$database" 'PRAGMA user_version')" -ge 2 ]; then
        for kind in commandLine rest page script job; do
            has "SELECT 1 FROM audit WHERE origin LIKE '{\"kind\":\"$kind\"%'"
        done
    fi
    has "SELECT 1 FROM user_search_reach WHERE last_member > 0"
    has "SELECT 1 FROM schedule WHERE active = 0"
    has "SELECT 1 FROM audit WHERE environment_id IS NULL"
    has "SELECT 1 FROM audit WHERE caller LIKE 'impersonator:%'"
    has "SELECT 1 FROM second_factor WHERE confirmed_at IS NULL"
    has "SELECT 1 FROM password WHERE must_change = 1"
    [ "$empty" = 0 ]
}

# --- the files ------------------------------------------------------------------------------------------------------------

store() {
    local version
    does doctor || true
    does audit verify
    version=$(sqlite3 "$database" 'PRAGMA user_version')
    does backup "$folder/copy.db"
    # Restored, it is in the journal mode of a database that is worked with, without a log beside it.
    "$program" --database "$folder/version.db" restore "$folder/copy.db" > "$folder/out"
    cp "$folder/version.db" "$here/version-$version.db"
    install -m 644 "$database.key" "$here/version-$version.key"
    chmod 644 "$here/version-$version.db"
    dump "$here/version-$version.sql"
    {
        echo "# What the tests of upgrades need to know of version-$version.db. Made by make.sh; the secrets are good there alone."
        echo "made_at = \"$(date -u +%Y-%m-%dT%H:%M:%SZ)\""
        echo "password = \"$password\""
        cat "$folder/notes"
        echo
        echo "# How many rows each table has."
        echo "[rows]"
        sqlite3 "$database" "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
            AND name NOT LIKE 'user_search%' ORDER BY name" |
            while read -r table; do echo "$table = $(sqlite3 "$database" "SELECT count(*) FROM \"$table\"")"; done
    } > "$here/version-$version.toml"
    ls -l "$here"/version-"$version".*
}

# The same directory as PostgreSQL keeps it.
dump() {
    local bin port as_server=()
    bin=$(dirname "$(find /usr/lib/postgresql -name initdb | sort -V | tail -n 1)")
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    mkdir "$folder/server"
    if [ "$(id -u)" = 0 ]; then
        chmod 711 "$folder"
        chown postgres "$folder/server"
        as_server=(runuser -u postgres --)
    fi
    (
        cd "$folder/server"
        "${as_server[@]}" "$bin/initdb" -D data -U enlist -A trust -E UTF8 --locale=C.UTF-8 --no-sync > /dev/null
        exec "${as_server[@]}" "$bin/postgres" -D data -p "$port" -k "$folder/server" -c listen_addresses=127.0.0.1 -c fsync=off \
            > log 2>&1
    ) &
    pids+=($!)
    until "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"; do sleep 0.2; done
    local address=postgres://enlist@127.0.0.1:$port/postgres
    "$program" migrate --from "$folder/copy.db" --to "$address" --key-file "$database.key" > "$folder/out"
    # What is in the schema `public` alone, without words for psql.
    "$bin/pg_dump" --no-owner --no-privileges --inserts --rows-per-insert=200 "$address" |
        grep -v '^\\\|^--$\|^-- ' | cat -s > "$1"
    kill -INT "$(head -n 1 "$folder/server/data/postmaster.pid")"
}

main
