import { bucketAddress, type DumpBucket } from "./dump-scripts";

/** A script that prints the dumps of a folder, each in a line of {@link readDumps}. */
export function listScript(): string {
  return `set -eu
dumps=\${WORK_FOLDER:-/work}
for file in "$dumps"/*.sql.gz; do
  name=\${file##*/}
  if ! [ -e "$file" ] || [ "$name" = part.sql.gz ]; then continue; fi
  state=unfinished
  [ ! -e "$file.sha256" ] || state=whole
  printf 'dump\\t%s\\t%s\\t%s\\t%s\\n' "$name" "$(wc -c < "$file")" "$(date -u -r "$file" +%Y-%m-%dT%H:%M:%SZ)" "$state"
done
`;
}

/** A dump of a folder. */
export interface ListedDump {
  readonly name: string;
  readonly bytes: number;
  /** When it was written. */
  readonly time: string;
  /** Whether its checksum lies beside it. */
  readonly isWhole: boolean;
}

/** What {@link listScript} has printed, the last one first; other lines are no dumps. */
export function readDumps(lines: readonly string[]): ListedDump[] {
  return lines
    .map((line) => line.split("\t"))
    .filter(([mark, ...rest]) => mark === "dump" && rest.length === 4)
    .map(([, name = "", bytes, time = "", state]) => ({ name, bytes: Number(bytes), time, isWhole: state === "whole" }))
    .sort((a, b) => (a.time === b.time ? (a.name < b.name ? 1 : -1) : a.time < b.time ? 1 : -1));
}

/** Lists a bucket's folder into `$work/listed`: day, time, bytes and name in each line. */
function listBucket({ endpoint, ...bucket }: DumpBucket): string {
  const options = endpoint === undefined ? "" : ` --endpoint-url ${endpoint}`;
  return `set -eu
export TZ=UTC
work=\${WORK_FOLDER:-/work}
code=0
aws s3 ls${options} "${bucketAddress(bucket)}" > "$work/listed" 2> "$work/said" || code=$?
# Of a place without files it says nothing, and ends with 1.
if [ "$code" != 0 ] && [ -s "$work/said" ]; then cat "$work/said" >&2; exit 1; fi
listed=$(cat "$work/listed")
`;
}

/** The same of a bucket, for the image that uploads. */
export function bucketListScript(bucket: DumpBucket): string {
  return `${listBucket(bucket)}while read -r day time bytes name; do
  case $name in *.sql.gz) ;; *) continue ;; esac
  state=unfinished
  case $listed in *" $name.sha256"*) state=whole ;; esac
  printf 'dump\\t%s\\t%s\\t%sT%sZ\\t%s\\n' "$name" "$bytes" "$day" "$time" "$state"
done < "$work/listed"
`;
}

/** A script that fetches the last whole dump of a bucket, with its checksum, into the folder that the next step has too. */
export function bucketFetchScript(bucket: DumpBucket, name: string): string {
  const { endpoint } = bucket;
  const options = `--only-show-errors${endpoint === undefined ? "" : ` --endpoint-url ${endpoint}`}`;
  const place = bucketAddress(bucket);
  return `${listBucket(bucket)}found=
while read -r _day _time _bytes file; do
  case $file in ${name}-[0-9]*T[0-9]*Z.sql.gz) ;; *) continue ;; esac
  case $listed in *" $file.sha256"*) found=$file ;; esac
done < "$work/listed"
[ -n "$found" ] || { echo "${place} must have a dump, got none" >&2; exit 1; }
for each in "$found" "$found.sha256"; do aws s3 cp ${options} "${place}$each" "$work/$each"; done
`;
}
