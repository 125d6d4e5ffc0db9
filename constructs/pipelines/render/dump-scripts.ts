import { clientFunctions, type DatabaseAddress } from "./mysql-client";

/** The user who dumps, and who may do nothing else. */
export const DUMP_USER = { name: "slipway_dump", passwordKey: "mysql-dump-password" } as const;

/** Whole databases as one text that any later version reads: to `$work/part.sql.gz`. */
export const DUMP_FUNCTIONS = `
supports() { mysqldump --help 2> /dev/null | grep -q -e "--$1"; }

# dump_databases LOGIN DATABASES…: a pipe tells nothing of a failure before its end
dump_databases() {
  options="--single-transaction --quick --routines --triggers --events --hex-blob --default-character-set=utf8mb4"
  if supports no-tablespaces; then options="$options --no-tablespaces"; fi
  if supports set-gtid-purged; then options="$options --set-gtid-purged=OFF"; fi
  if supports column-statistics; then options="$options --column-statistics=0"; fi
  login=$1
  shift
  rm -f "$work/dumped"
  { mysqldump --defaults-file="$login" $options --databases "$@" && touch "$work/dumped"; } | gzip > "$work/part.sql.gz"
  [ -e "$work/dumped" ] || fail "the dump must be whole, got a part; mysqldump says why above"
  gzip -dc "$work/part.sql.gz" | tail -n 1 | grep -q '^-- Dump completed' || fail "the dump must end as one, got a part"
  rm -f "$work/dumped"
}
`;

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
  const old = `ls -1 "$work" | grep '^${name}-[0-9TZ]*\\.sql\\.gz$' | sort -r | tail -n +${(keep ?? 0) + 1}`;
  return `${clientFunctions(address)}${DUMP_FUNCTIONS}
connect ${DUMP_USER.name} ${DUMP_USER.passwordKey}
dump_databases "$work/login.cnf" ${databases.join(" ")}
file=${name}-$(date -u +%Y%m%dT%H%M%SZ).sql.gz
mv "$work/part.sql.gz" "$work/$file"
(cd "$work" && sha256sum "$file" > "$file.sha256")
printf '%s\\n' "$file" > "$work/latest"
echo "$file holds ${databases.join(", ")}"
${keep === undefined ? "" : `${old} | while read -r each; do rm -f "$work/$each" "$work/$each.sha256"; done\n`}rm -f "$work/login.cnf" "$work/said"
`;
}

/** Where dumps are sent. */
export interface DumpBucket {
  readonly bucket: string;
  /** @default - none */
  readonly prefix?: string;
  /** Another store than Amazon S3. @default - Amazon S3 */
  readonly endpoint?: string;
}

/** A script that sends the latest dump to a bucket. */
export function uploadScript({ bucket, prefix = "", endpoint }: DumpBucket): string {
  const place = `s3://${bucket}/${prefix === "" ? "" : `${prefix}/`}`;
  const options = `--only-show-errors${endpoint === undefined ? "" : ` --endpoint-url ${endpoint}`}`;
  return `set -eu
work=\${WORK_FOLDER:-/work}
file=$(cat "$work/latest")
# The checksum last: where it is, the dump is whole.
for each in "$file" "$file.sha256"; do aws s3 cp ${options} "$work/$each" "${place}$each"; done
echo "$file is in ${place}"
`;
}

/** A script that reads a dump back, given as DUMP_FILE. Where there are tables already it does so only with REPLACE=yes. */
export function restoreScript({ databases, ...address }: DatabaseAddress & { readonly databases: readonly string[] }) {
  return `${clientFunctions(address)}
connect root mysql-root-password
: "\${DUMP_FILE:?must be the path of a dump}"
if [ -e "$DUMP_FILE.sha256" ]; then
  (cd "$(dirname "$DUMP_FILE")" && sha256sum -c "$(basename "$DUMP_FILE").sha256") || fail "the dump must be as it was written"
fi
gzip -t "$DUMP_FILE" || fail "the dump must be whole, got a part of one"
for database in ${databases.join(" ")}; do
  if [ "$(tables_of "$database")" != 0 ] && [ "\${REPLACE:-no}" != yes ]; then
    fail "database $database must be empty, got $(tables_of "$database") tables; they would be replaced: set REPLACE=yes"
  fi
done
gzip -dc "$DUMP_FILE" | sql
for database in ${databases.join(" ")}; do echo "$database has $(tables_of "$database") tables"; done
rm -f "$work/login.cnf" "$work/said"
`;
}
