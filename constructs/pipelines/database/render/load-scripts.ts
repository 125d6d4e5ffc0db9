import { quotedWord } from "../../../shared/render/shell-word";
import { DUMP_FUNCTIONS } from "./dump-scripts";
import { clientFunctions, type DatabaseAddress, RECORDS } from "./mysql-client";

/** What is loaded into a database of its own. */
export interface LoadParts extends DatabaseAddress {
  readonly name: string;
  readonly database: string;
  readonly url: string;
  readonly sha256: string;
  readonly revision: string;
  /** The file in an archive. */
  readonly member?: string;
}

const MARKS = `
# mark STATE
mark() {
  sql --execute="REPLACE INTO ${RECORDS}.loads (name, target, revision, state) VALUES ('$name', '$target', '$revision', '$1')"
}

# What somebody else has put there is not ours to take away.
check_target() {
  owned=$(sql --execute="SELECT COUNT(*) FROM ${RECORDS}.loads WHERE target = '$target'")
  if [ "$owned" = 0 ] && [ "$(tables_of "$target")" != 0 ]; then
    fail "database $target must be empty, or one that a load has made, got $(tables_of "$target") tables; take them out, or load into another"
  fi
}

is_done() {
  [ "$(sql --execute="SELECT state FROM ${RECORDS}.loads WHERE name = '$name' AND revision = '$revision'")" = done ]
}
`;

function head({ name, database, revision, sha256, ...address }: LoadParts): string {
  return `${clientFunctions(address)}${MARKS}
name=${name} target=${database} revision=${revision}:${sha256}
`;
}

/** Whether there is anything to load: `$work/done` says that there is not. */
export function checkLoadScript(parts: LoadParts): string {
  return `${head(parts)}
connect root mysql-root-password
records
rm -f "$work/done"
if is_done; then
  touch "$work/done"
  echo "${parts.database} has revision ${parts.revision} already"
else
  check_target
fi
rm -f "$work/login.cnf" "$work/said"
`;
}

/** Fetches the file, holds it against its checksum, and leaves the text in `$work/data.sql`. */
export function fetchScript({ url, sha256, member }: LoadParts): string {
  return `set -eu
work=\${WORK_FOLDER:-/work}
[ ! -e "$work/done" ] || exit 0
# What breaks off goes on where it was.
curl --fail --silent --show-error --location --retry 5 --continue-at - --output "$work/fetched" ${quotedWord(url)}
if ! printf '%s  %s\\n' ${sha256} "$work/fetched" | sha256sum -c - > /dev/null; then
  echo "${url} must have sha256 ${sha256}, got $(sha256sum "$work/fetched" | cut -d ' ' -f 1); is it another file by now?" >&2
  rm -f "$work/fetched"
  exit 1
fi
${unpack(url, member)}
rm -f "$work/fetched"
`;
}

function unpack(url: string, member = ""): string {
  if (/\.(tar\.gz|tgz)$/.test(url)) return `tar -xzOf "$work/fetched" ${quotedWord(member)} > "$work/data.sql"`;
  if (url.endsWith(".gz")) return `gzip -dc "$work/fetched" > "$work/data.sql"`;
  return `mv "$work/fetched" "$work/data.sql"\ntouch "$work/fetched"`;
}

/** Loads it: a load that was interrupted, or another revision, begins with an empty database. */
export function loadScript(parts: LoadParts): string {
  return `${head(parts)}
[ ! -e "$work/done" ] || exit 0
connect root mysql-root-password
check_target
mark loading
sql --execute="DROP DATABASE IF EXISTS \\\`$target\\\`; CREATE DATABASE \\\`$target\\\`"
sql --binary-mode --init-command='SET SESSION foreign_key_checks = 0, unique_checks = 0' "$target" < "$work/data.sql"
[ "$(tables_of "$target")" != 0 ] || fail "$target must have tables after the load, got none; does the file name another database?"
mark done
echo "$target has $(tables_of "$target") tables of revision ${parts.revision}"
rm -f "$work/data.sql" "$work/login.cnf" "$work/said"
`;
}

/** Databases of another server, such as an older version, that are copied. */
export interface CopyParts extends DatabaseAddress {
  readonly source: DatabaseAddress & { readonly user: string };
  readonly databases: readonly string[];
}

/** The key of the other server's password, in a folder of its own. */
export const SOURCE_FOLDER = "/source";

/** Copies databases by a dump, once, and counts the rows of each table on both sides. */
export function copyScript({ source, databases, ...address }: CopyParts): string {
  return `${clientFunctions(address)}${DUMP_FUNCTIONS}${MARKS}
source_folder=\${SOURCE_FOLDER:-${SOURCE_FOLDER}}
connect root mysql-root-password
records
login "$work/source.cnf" ${source.user} "$source_folder/password" ${source.host} ${source.port}
source_sql() { mysql --defaults-file="$work/source.cnf" --batch --skip-column-names "$@"; }

# rows COMMAND DATABASE: each table with the number of its rows
rows() {
  $1 --execute="SELECT table_name FROM information_schema.tables WHERE table_schema = '$2' AND table_type = 'BASE TABLE' ORDER BY table_name" > "$work/tables"
  while read -r table; do
    count=$($1 --execute="SELECT COUNT(*) FROM \\\`$2\\\`.\\\`$table\\\`" < /dev/null)
    printf '%s %s\\n' "$table" "$count"
  done < "$work/tables"
}

# only ONE OTHER: its first lines that the other one has not; the image has no diff
only() { grep -v -x -F -f "$work/$2" "$work/$1" | head -n 3 | tr '\\n' ';'; }

revision=${source.host}
for target in ${databases.join(" ")}; do
  name=copy-$target
  if is_done; then
    echo "$target is copied already"
    continue
  fi
  check_target
  mark loading
  dump_databases "$work/source.cnf" "$target"
  sql --execute="DROP DATABASE IF EXISTS \\\`$target\\\`"
  gzip -dc "$work/part.sql.gz" | sql --init-command='SET SESSION foreign_key_checks = 0, unique_checks = 0'
  rm -f "$work/part.sql.gz"
  rows source_sql "$target" > "$work/before"
  rows sql "$target" > "$work/after"
  [ "$(cat "$work/before")" = "$(cat "$work/after")" ] || fail "$target must have all rows of ${source.host}, got other numbers: there $(only before after), here $(only after before); was it written to meanwhile?"
  mark done
  echo "$target has all rows of $(wc -l < "$work/before") tables"
done
rm -f "$work/login.cnf" "$work/source.cnf" "$work/said" "$work/before" "$work/after" "$work/tables"
`;
}
