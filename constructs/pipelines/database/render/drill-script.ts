import { DUMP_FUNCTIONS, OWN_FOLDER } from "./dump-scripts";
import { clientFunctions } from "./mysql-client";
import { findDump, RESTORE_FUNCTIONS } from "./restore-scripts";

/** What a drill restores. */
export interface DrillParts {
  /** Begins the names of the scheduled dumps. */
  readonly name: string;
  /** A file's name, or `latest`. @default "latest" */
  readonly dump?: string;
  /** Those that the dump must have. */
  readonly databases: readonly string[];
}

/** Nobody reaches it, and none of its events runs; what it holds is lost when it ends. */
const TEMPORARY_SERVER = `
# server [OPTIONS]: in the place of a shell, which is ended with it
server() { exec mysqld --no-defaults --datadir="$work/data" --tmpdir="$work" --secure-file-priv="$work" "$@"; }

# stop_server: before its folder goes
stop_server() {
  [ -n "$server_pid" ] || return 0
  kill "$server_pid" 2> /dev/null || true
  wait "$server_pid" || true
  server_pid=
}

start_server() {
  mkdir "$work/data"
  (server --initialize-insecure) > "$work/log" 2>&1 || fail "a temporary server must be made, got $(tail -n 5 "$work/log")"
  server --skip-networking --socket="$work/socket" --pid-file="$work/pid" --skip-log-bin --event-scheduler=OFF \\
    --performance-schema=OFF --innodb-buffer-pool-size=128M --innodb-flush-log-at-trx-commit=0 --loose-mysqlx=OFF \\
    --max-allowed-packet=1G > "$work/log" 2>&1 &
  server_pid=$!
  printf '[client]\\nsocket=%s\\nuser=root\\nmax_allowed_packet=1G\\n' "$work/socket" > "$work/login.cnf"
  waited=0
  until sql --execute='SELECT 1' > /dev/null 2> "$work/said"; do
    if ! kill -0 "$server_pid" 2> /dev/null || [ "$waited" -ge "\${WAIT_SECONDS:-300}" ]; then
      fail "a temporary server must answer, got $(cat "$work/said" "$work/log" | tail -n 5)"
    fi
    sleep 1
    waited=$((waited + 1))
  done
}

# definers FILE: a view of somebody who is not there could not be read
definers() {
  gzip -dc "$1" | LC_ALL=C sed -nE -e '/^INSERT INTO /d' \\
    -e 's/^.*DEFINER=(\`[^\`]+\`@\`[^\`]+\`).*$/CREATE USER IF NOT EXISTS \\1; GRANT ALL ON *.* TO \\1;/p' | LC_ALL=C sort -u
}

# rows_sum: of the rows in a dump, as it has them
rows_sum() { gzip -dc | LC_ALL=C sed -n '/^INSERT INTO /p' | sha256sum | cut -c -64; }

# count_rows DATABASES…: of all their tables
count_rows() {
  tables=0 rows=0
  for each in "$@"; do
    sql --execute="SELECT table_name FROM information_schema.tables WHERE table_schema = '$each' AND table_type = 'BASE TABLE'" > "$work/tables"
    while read -r table; do
      tables=$((tables + 1))
      rows=$((rows + $(sql --execute="SELECT COUNT(*) FROM \\\`$each\\\`.\\\`$table\\\`" < /dev/null)))
    done < "$work/tables"
  done
}
`;

/**
 * A script that restores a dump of a folder into a temporary server, dumps that again, and compares the rows: what a restore would bring back
 * is what the dump says.
 */
export function drillScript({ name, dump = "latest", databases }: DrillParts): string {
  return `${clientFunctions({ host: "localhost", port: 0 })}${RESTORE_FUNCTIONS}${DUMP_FUNCTIONS}${OWN_FOLDER}${TEMPORARY_SERVER}
server_pid=
part=
trap 'stop_server; rm -rf "$work"' EXIT
begin=$(date +%s)
${findDump({ name, dump }, "--dump")}check_dump "$found"
for each in ${databases.join(" ")}; do
  grep -q -x -e "$each" "$work/named" || fail "\${found##*/} must hold $each, got $(echo $(cat "$work/named")); make another dump"
done
set -- $(cat "$work/named")
start_server
definers "$found" | sql
read_packed < "$found"
part=$work/again.sql.gz
dump_databases "$work/login.cnf" "$@"
[ "$(rows_sum < "$found")" = "$(rows_sum < "$part")" ] || fail "\${found##*/} must restore to the rows that it has, got others"
count_rows "$@"
echo "\${found##*/}: restored in $(($(date +%s) - begin)) s, $tables tables with $rows rows, all equal"
`;
}
