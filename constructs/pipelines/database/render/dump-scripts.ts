import { clientFunctions, type DatabaseAddress, MYSQL_PORT } from "./mysql-client";

/** The user who dumps, and who may do nothing else. */
export const DUMP_USER = { name: "slipway_dump", passwordKey: "mysql-dump-password" } as const;

/** How the last line of a whole dump begins. */
export const COMPLETED = "-- Dump completed";

/** The one way in which a dump is made: whole databases as one text, which names them, and which any later version reads. */
export const DUMP_FUNCTIONS = `
supports() { mysqldump --help 2> /dev/null | grep -q -e "--$1"; }

# dump_text LOGIN DATABASES…
dump_text() {
  options="--single-transaction --quick --routines --triggers --events --hex-blob --default-character-set=utf8mb4"
  if supports no-tablespaces; then options="$options --no-tablespaces"; fi
  if supports set-gtid-purged; then options="$options --set-gtid-purged=OFF"; fi
  if supports column-statistics; then options="$options --column-statistics=0"; fi
  dump_login=$1
  shift
  mysqldump --defaults-file="$dump_login" $options --databases "$@"
}

# dump_packed LOGIN DATABASES…: a pipe tells nothing of a failure before its end
dump_packed() {
  rm -f "$work/dumped"
  { dump_text "$@" && touch "$work/dumped"; } | gzip
  [ -e "$work/dumped" ] || fail "the dump must be whole, got a part; mysqldump says why above"
  rm -f "$work/dumped"
}

# dump_databases LOGIN DATABASES…: to the file $part
dump_databases() {
  part=\${part:-$work/part.sql.gz}
  dump_packed "$@" > "$part"
  gzip -dc "$part" | tail -n 1 | grep -q -e '^${COMPLETED}' || fail "the dump must end as one, got a part"
}
`;

/** Dumps lie in the folder of the job; passwords, and what is not finished, in another one that goes with the script. */
export const OWN_FOLDER = `
dumps=$work
work=$(mktemp -d)
trap 'rm -rf "$work" "\${part:-}"' EXIT
trap 'exit 143' HUP INT TERM
`;

/** What a script begins with that runs in the server's own pod, as root; the password stays there, in a file. */
export function inServerScript(): string {
  return `${clientFunctions({ host: "127.0.0.1", port: MYSQL_PORT })}${OWN_FOLDER}
login "$work/login.cnf" root "\${MYSQL_ROOT_PASSWORD_FILE:?}" "$host" "$port"
`;
}

/** A script for the server's pod that prints a dump of the databases that are its arguments. */
export function serverDumpScript({ packed }: { readonly packed: boolean }): string {
  return `${inServerScript()}${DUMP_FUNCTIONS}
${packed ? "dump_packed" : "dump_text"} "$work/login.cnf" "$@"
`;
}

/** What is dumped, and how many dumps stay. */
export interface DumpParts extends DatabaseAddress {
  /** Begins the names of the files. */
  readonly name: string;
  readonly databases: readonly string[];
  /** @default - all */
  readonly keep?: number;
}

/** A script that dumps databases into a file with the time in its name, and takes the oldest away. */
export function dumpScript({ name, databases, keep, ...address }: DumpParts): string {
  const old = `ls -1 "$dumps" | grep '^${name}-[0-9TZ]*\\.sql\\.gz$' | sort -r | tail -n +${(keep ?? 0) + 1}`;
  return `${clientFunctions(address)}${DUMP_FUNCTIONS}${OWN_FOLDER}
# Two at a time have files of their own; what one left that was killed goes after a day.
find "$dumps/." ! -name . -prune \\( -name 'part-??????' -o -name part.sql.gz \\) -mtime +0 -exec rm -f {} +
part=$(mktemp "$dumps/part-XXXXXX")
connect ${DUMP_USER.name} ${DUMP_USER.passwordKey}
dump_databases "$work/login.cnf" ${databases.join(" ")}
file=${name}-$(date -u +%Y%m%dT%H%M%SZ).sql.gz
mv "$part" "$dumps/$file"
(cd "$dumps" && sha256sum "$file" > "$file.sha256")
printf '%s\\n' "$file" > "$dumps/latest"
echo "$file holds ${databases.join(", ")}"
${keep === undefined ? "" : `${old} | while read -r each; do rm -f "$dumps/$each" "$dumps/$each.sha256"; done\n`}`;
}

/** Where dumps are sent. */
export interface DumpBucket {
  readonly bucket: string;
  /** @default - none */
  readonly prefix?: string;
  /** Another store than Amazon S3. @default - Amazon S3 */
  readonly endpoint?: string;
}

/** The address of a bucket's folder, with a slash at its end. */
export function bucketAddress({ bucket, prefix = "" }: DumpBucket): string {
  return `s3://${bucket}/${prefix === "" ? "" : `${prefix}/`}`;
}

/** A script that sends the latest dump to a bucket. */
export function uploadScript({ endpoint, ...bucket }: DumpBucket): string {
  const place = bucketAddress(bucket);
  const options = `--only-show-errors${endpoint === undefined ? "" : ` --endpoint-url ${endpoint}`}`;
  return `set -eu
work=\${WORK_FOLDER:-/work}
file=$(cat "$work/latest")
# The checksum last: where it is, the dump is whole.
for each in "$file" "$file.sha256"; do aws s3 cp ${options} "$work/$each" "${place}$each"; done
echo "$file is in ${place}"
`;
}
