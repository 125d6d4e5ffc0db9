/** The folder of the keys of the database's secret in a job. */
export const SECRETS_FOLDER = "/secrets";

/** The database in which the jobs write down what they have done. */
export const RECORDS = "slipway";

/** Where a server answers. */
export const MYSQL_PORT = 3306;

/** Begins what a shell runs as root in the server's pod: the password does not leave it, and is in no list of processes. */
export const AS_ROOT = 'export MYSQL_PWD="$(cat "$MYSQL_ROOT_PASSWORD_FILE")"';

/** Where a database answers. */
export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
}

/** What each script with the database's client begins with. */
export function clientFunctions({ host, port }: DatabaseAddress): string {
  return `set -eu
umask 077
work=\${WORK_FOLDER:-/work}
scripts=\${SCRIPTS_FOLDER:-/scripts}
secrets=\${SECRETS_FOLDER:-${SECRETS_FOLDER}}
host=\${DATABASE_HOST:-${host}}
port=\${DATABASE_PORT:-${port}}

fail() { echo "$1" >&2; exit 1; }

# login FILE USER PASSWORD_FILE HOST PORT: a password among a program's arguments could be seen by others
login() {
  [ -s "$3" ] || fail "the password of $2 must be in $3, got nothing; is the key in the secret?"
  password=$(sed -e 's/\\\\/\\\\\\\\/g' -e 's/"/\\\\"/g' "$3")
  printf '[client]\\nhost=%s\\nport=%s\\nprotocol=tcp\\nuser=%s\\npassword="%s"\\n' "$4" "$5" "$2" "$password" > "$1"
}

sql() { mysql --defaults-file="$work/login.cnf" --batch --skip-column-names --default-character-set=utf8mb4 "$@"; }

# connect USER KEY: waits until the database answers
connect() {
  login "$work/login.cnf" "$1" "$secrets/$2" "$host" "$port"
  waited=0
  until sql --execute='SELECT 1' > /dev/null 2> "$work/said"; do
    [ "$waited" -lt "\${WAIT_SECONDS:-300}" ] || fail "the database must answer at $host:$port, got $(cat "$work/said")"
    sleep 2
    waited=$((waited + 2))
  done
}

# What the jobs have done, beside what they did it to: a restored database knows it too.
records() {
  sql <<'SQL'
CREATE DATABASE IF NOT EXISTS ${RECORDS};
CREATE TABLE IF NOT EXISTS ${RECORDS}.loads (name VARCHAR(64) PRIMARY KEY, target VARCHAR(64) NOT NULL,
  revision VARCHAR(190) NOT NULL, state VARCHAR(16) NOT NULL, changed TIMESTAMP DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE IF NOT EXISTS ${RECORDS}.scripts (name VARCHAR(190) PRIMARY KEY, hash VARCHAR(64) NOT NULL);
CREATE TABLE IF NOT EXISTS ${RECORDS}.users (name VARCHAR(32) PRIMARY KEY);
SQL
}

tables_of() { sql --execute="SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '$1'"; }
`;
}
