import { quotedWord } from "../../../shared/render/shell-word";
import { HEADER, type Probe } from "../../render/driver";
import { script } from "../../render/shell";

/** The status in what wget tells of an answer. */
const WGET_STATUS = "sed -n 's|^ *HTTP/[0-9.]* \\([0-9]*\\).*|\\1|p' | head -n 1";

/** Its own limit is for each part of an answer, and an answer may have parts without end. */
const LIMIT = 'limit() { ! command -v timeout >/dev/null 2>&1 || echo timeout "$1"; }';

/** A function of the shell that prints the status of an answer, 000 for none. */
const STATUS = `status() {
  if command -v curl >/dev/null 2>&1; then
    curl -gsk -o /dev/null -w '%{http_code}' --max-time "$4" -H "Host: $2" -H "${HEADER}: $3" "$1" || true
  else
    answer=$($(limit "$4") wget -t 1 -S -q -O /dev/null -T "$4" --no-check-certificate --header "Host: $2" --header "${HEADER}: $3" "$1" 2>&1 | ${WGET_STATUS})
    printf %s "\${answer:-000}"
  fi
}`;

/**
 * One that asks gRPC's health service: 200 where its answer is SERVING, a message of two bytes that say 1; NOT_SERVING where the
 * call has another; 000 where the answer is cut off; the status of HTTP where there is no call.
 */
const SERVING = `serving() {
  asked=$(mktemp) && said=$(mktemp) && told=$(mktemp) || exit 1
  printf "$5" >"$asked"
  whole=yes
  if command -v curl >/dev/null 2>&1; then
    answer=$(curl -gsk -o "$said" -w '%{http_code}' --max-time "$4" -H "Host: $2" -H "${HEADER}: $3" -H "Content-Type: application/grpc" -H "TE: trailers" --data-binary "@$asked" "$1") || whole=no
  else
    $(limit "$4") wget -t 1 -S -q -O "$said" -T "$4" --header "Host: $2" --header "${HEADER}: $3" --header "Content-Type: application/grpc" --header "TE: trailers" --post-file "$asked" "$1" 2>"$told" || whole=no
    answer=$(cat "$told" | ${WGET_STATUS})
  fi
  if [ "$answer" = 200 ]; then
    if [ $whole = no ]; then answer=000; elif ! base64 <"$said" | grep -q '^AAAAAAIIAQ==$'; then answer=NOT_SERVING; fi
  fi
  printf %s "\${answer:-000}"
  rm -f "$asked" "$said" "$told"
}`;

/** Both functions. */
export const FUNCTIONS = `${LIMIT}\n${STATUS}\n${SERVING}`;

/** Asks once, and prints the status. What the programs of the front do not speak is asked through its proxy. */
export function probeScript(probe: Probe, timeoutSeconds: number): string {
  const { bridge, url } = probe;
  if (bridge === undefined) return script(FUNCTIONS, status(probe, timeoutSeconds));
  const [, address = "", path = ""] = /^(\w+:\/\/[^/]+)(.*)$/.exec(url) ?? [];
  return script(
    FUNCTIONS,
    `bridge() {\n${bridge}\n}`,
    "port=$((30000 + $$ % 30000))",
    `bridge ${quotedWord(address)} $port >/dev/null 2>&1 & bridge=$!`,
    "trap 'kill $bridge' EXIT",
    'listens() { grep -q "0100007F:$(printf %04X $port) 00000000:0000 0A" /proc/net/tcp; }',
    // On a machine with much to do it takes seconds.
    "waited=0; until listens || [ $waited -ge 150 ]; do waited=$((waited + 1)); sleep 0.1; done",
    asked(probe, `"http://127.0.0.1:$port"${quotedWord(path)}`, timeoutSeconds),
  );
}

/** A call that prints the status. */
export function status(probe: Probe, timeoutSeconds: number): string {
  return asked(probe, quotedWord(probe.url), timeoutSeconds);
}

function asked({ host, service, grpc }: Probe, url: string, timeoutSeconds: number): string {
  const words = [url, quotedWord(host), quotedWord(service), timeoutSeconds];
  if (grpc === undefined) return ["status", ...words].join(" ");
  return ["serving", ...words, quotedWord(message(grpc))].join(" ");
}

/** A HealthCheckRequest, for `printf`: uncompressed, its length, and in its first field the name. */
function message(name: string): string {
  const field = name === "" ? "" : `${octal(0x0a, name.length)}${name}`;
  return `${octal(0, 0, 0, 0, name === "" ? 0 : name.length + 2)}${field}`;
}

function octal(...bytes: readonly number[]): string {
  return bytes.map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
}
