import { COMPLETED, inServerScript, OWN_FOLDER } from "./dump-scripts";
import { clientFunctions, type DatabaseAddress } from "./mysql-client";

const BLANKS = "[ \t]";
const END = "[ \t\r]*$";
const BEGIN = `^${BLANKS}*(/[*]![0-9]*${BLANKS}*)?`;
const MAKING = [
  `(CREATE|ALTER|DROP)${BLANKS}+(DATABASE|SCHEMA)${BLANKS}+`,
  `((/[*][^*]*[*]/|IF${BLANKS}+(NOT${BLANKS}+)?EXISTS)${BLANKS}*)*`,
].join("");

/**
 * Lines of a dump that name a database, with the group of its name: it would be made, changed, taken away or written to. What
 * mysqldump writes stands in backquotes; another name counts where the line is that statement alone, or the texts in routines
 * would have some. For `sed -E` as for here; letters of either case.
 */
export const NAMING: readonly { readonly pattern: string; readonly group: number }[] = [
  { pattern: `${BEGIN}USE${BLANKS}+(\`[^\`]+\`).*$`, group: 2 },
  { pattern: `${BEGIN}USE${BLANKS}+([A-Za-z0-9_$]+)${BLANKS}*;?${END}`, group: 2 },
  { pattern: `${BEGIN}${MAKING}(\`[^\`]+\`).*$`, group: 7 },
  { pattern: `${BEGIN}${MAKING}([A-Za-z0-9_$]+)(${BLANKS}[^;\`]*)?;${END}`, group: 7 },
];
const NAMES = NAMING.map(({ pattern, group }) => `-e 's~${pattern}~\\${group}~Ip'`).join(" ");

/** The one way in which a dump is read back: whole, where it belongs, and over no tables unless that is said. */
export const RESTORE_FUNCTIONS = `
# check_dump FILE: it must be as it was written, and whole; the databases that it names go to $work/named
check_dump() {
  if [ -e "$1.sha256" ] && [ "$(sha256sum < "$1" | cut -c -64)" != "$(cut -c -64 "$1.sha256")" ]; then
    fail "\${1##*/} must be as it was written, got another checksum than \${1##*/}.sha256 has; take another dump"
  fi
  rm -f "$work/unpacked"
  { gzip -dc "$1" && touch "$work/unpacked"; } | LC_ALL=C sed -nE ${NAMES} -e '$p' > "$work/told"
  if ! [ -e "$work/unpacked" ] || ! tail -n 1 "$work/told" | grep -q -e '^${COMPLETED}'; then
    fail "\${1##*/} must be a whole dump, whose last line begins with '${COMPLETED}', got a part; take another one"
  fi
  sed '$d' "$work/told" | tr -d '\`' | LC_ALL=C sort -u > "$work/named"
}

# check_named DATABASES…: it is restored into those that it names
check_named() {
  unknown=
  while read -r each; do
    case " $* " in
      *" $each "*) ;;
      *) unknown="$unknown\${unknown:+, }$each" ;;
    esac
  done < "$work/named"
  [ -s "$work/named" ] || fail "the dump must name its databases, got none; make it with --databases"
  [ -z "$unknown" ] || fail "the dump must hold databases of the server, $(echo "$*" | sed 's/ /, /g'), got $unknown; name them in databases, and deploy"
}

# spare_tables DATABASES…: what is there is not written over unasked
spare_tables() {
  full=
  for each in "$@"; do
    count=$(tables_of "$each")
    if [ "$count" != 0 ] && [ "$overwrite" != yes ]; then
      echo "$each must have no tables, got $count; add --overwrite to replace those that the dump has too" >&2
      full=yes
    fi
  done
  [ -z "$full" ] || exit 1
}

# read_packed [DATABASE]: from the standard input; in its binary mode the client runs no commands of its own, such as system
read_packed() {
  rm -f "$work/unpacked"
  { gzip -dc && touch "$work/unpacked"; } | sql --binary-mode "$@" || fail "the dump must be read to its end, got the error above; a part of it may be there"
  [ -e "$work/unpacked" ] || fail "the dump must be whole, got a part"
}

tell_tables() { for each in "$@"; do echo "$each has $(tables_of "$each") tables"; done; }
`;

/** A script for the server's pod that fails where databases, its arguments, have tables. */
export function serverSpareScript(): string {
  return `${inServerScript()}${RESTORE_FUNCTIONS}overwrite=no
spare_tables "$@"
`;
}

/** How a dump is read in the server's pod. */
export interface ServerRestore {
  readonly packed: boolean;
  /** Whether the dump names its databases, which are the arguments; else it goes into the only one. */
  readonly named: boolean;
}

/** A script for the server's pod that reads a dump from the standard input. */
export function serverRestoreScript({ packed, named }: ServerRestore): string {
  return `${inServerScript()}${RESTORE_FUNCTIONS}
${packed ? "read_packed" : "sql --binary-mode"}${named ? "" : ' "$1"'}
tell_tables "$@"
`;
}

/** Lines that find a dump in the folder `$dumps`, which an option of a command has named. */
export function findDump({ name, dump }: Pick<RestoreParts, "name" | "dump">, option: string): string {
  return `found=
for each in "$dumps"/${dump === "latest" ? `${name}-[0-9]*T[0-9]*Z.sql.gz` : dump}; do
  # One without its checksum was not finished.
  [ ! -e "$each${dump === "latest" ? ".sha256" : ""}" ] || found=$each
done
[ -n "$found" ] || fail "${option} must be a dump of the volume, got ${dump}; slipway pipelines db dumps lists them"
`;
}

/** A dump of a folder, and where it may go. */
export interface RestoreParts extends DatabaseAddress {
  /** Begins the names of the scheduled dumps. */
  readonly name: string;
  /** A file's name, or `latest`. */
  readonly dump: string;
  /** Those of the server. */
  readonly databases: readonly string[];
  /** Whether tables that are there are replaced. */
  readonly overwrite: boolean;
}

/** A script that reads a dump of a folder into the databases that it names. */
export function restoreScript({ name, dump, databases, overwrite, ...address }: RestoreParts): string {
  return `${clientFunctions(address)}${RESTORE_FUNCTIONS}${OWN_FOLDER}overwrite=${overwrite ? "yes" : "no"}
${findDump({ name, dump }, "--from-dumps")}check_dump "$found"
check_named ${databases.join(" ")}
connect root mysql-root-password
set -- $(cat "$work/named")
spare_tables "$@"
echo "reading \${found##*/} into $*"
read_packed < "$found"
tell_tables "$@"
`;
}
