import { BlockList, isIP } from "node:net";
import { posix } from "node:path";
import { complaint } from "../shared/rules";
import { type Word, type Words, wordsOf } from "./caddy-words";
import { RESERVED_PORTS } from "./render/caddy-ports";
import { FOLDER } from "./render/driver";

/** What is wrong with a line. */
export interface LineProblem {
  readonly line: number;
  readonly message: string;
}

/** Options that the front itself sets, or cannot do with: each with what to do. */
const OWN_OPTIONS: Readonly<Record<string, string>> = {
  admin: "the front is reloaded by it",
  persist_config: "the front begins with its files",
  http_port: "set httpPort",
  https_port: "set httpsPort",
  auto_https: "set certificates",
  default_bind: "set ip",
  servers: "a second block would replace the front's own",
  grace_period: "set drainSeconds of each service",
  shutdown_delay: "set drainSeconds of each service",
  storage: "keys and certificates are on the front's volume",
  email: "set certificates",
  acme_ca: "set certificates",
  acme_ca_root: "set certificates",
  local_certs: 'set certificates to "internal"',
  on_demand_tls: "hosts have certificates as set in certificates",
};

/** Directives with which no request would come to a site, or with lines that nobody has checked. */
const OWN_DIRECTIVES: Readonly<Record<string, string>> = {
  bind: "only the front listens; its address is ip",
};

/** In their blocks stand directives. */
const BLOCKS_OF_DIRECTIVES = ["handle", "handle_path", "handle_errors", "handle_response", "route"];

/** What is wrong with lines for the global options. */
export function optionProblems(lines: readonly string[]): LineProblem[] {
  const read = wordsOf(lines);
  const options = read.words.filter(({ isFirst, within, isBrace }) => isFirst && within.length === 0 && !isBrace);
  return inOrder([
    ...blockProblems(lines, read),
    ...ownFileProblems(lines, read.words),
    ...options.flatMap(({ text, line }) => {
      if (Object.hasOwn(OWN_OPTIONS, text)) {
        return problem(lines, line, `must leave ${text} to the front`, OWN_OPTIONS[text] as string);
      }
      return /^[a-z]\w*$/.test(text)
        ? []
        : problem(lines, line, "must begin with the name of an option", "hosts belong to a service");
    }),
  ]);
}

/** What is wrong with lines for the part of a service. */
export function directiveProblems(lines: readonly string[]): LineProblem[] {
  const read = wordsOf(lines);
  const directives = read.words.filter(
    ({ isFirst, within, isBrace }) =>
      isFirst && !isBrace && (within.length === 0 || BLOCKS_OF_DIRECTIVES.includes(within.at(-1) as string)),
  );
  return inOrder([
    ...blockProblems(lines, read),
    ...directives.flatMap(({ text, line }) => {
      if (Object.hasOwn(OWN_DIRECTIVES, text)) {
        return problem(lines, line, `must leave ${text} to the front`, OWN_DIRECTIVES[text] as string);
      }
      // Also the one that every Caddy answers.
      return /^(@.+|[a-z]\w*)$/.test(text) && text !== "localhost"
        ? []
        : problem(lines, line, "must begin with a directive or a matcher, not open a site", "name hosts in hosts");
    }),
    ...passwordProblems(read.words),
    ...ownPortProblems(lines, read.words),
    ...ownFileProblems(lines, read.words),
  ]);
}

/** Blocks that are not whole would close the front's own, or swallow it. */
function blockProblems(lines: readonly string[], { words, closing, opening, unended }: Words): LineProblem[] {
  const lone = words.filter(({ text, isFirst, isBrace }) => text === "{" && isFirst && isBrace).map(({ line }) => line);
  return [
    ...closing.flatMap((line) => problem(lines, line, "must close a block of its own", "take the } out")),
    ...lone.flatMap((line) =>
      problem(lines, line, "must open a block behind a name", "write { at the end of its line"),
    ),
    ...opening
      .filter((line) => !lone.includes(line))
      .flatMap((line) => problem(lines, line, "must open a block that is closed", "write } below it")),
    ...(unended === undefined
      ? []
      : problem(lines, unended, "must end what it begins", "close the quotes, or take the \\ out")),
    ...words
      .filter(({ text, isFirst }) => isFirst && text === "import")
      .flatMap(({ line }) => problem(lines, line, "must not import", "write the imported lines here")),
  ];
}

/** Caddy compares with a hash alone. */
function passwordProblems(words: readonly Word[]): LineProblem[] {
  const inside = words.filter(({ within }) => /^basic_?auth$/.test(within.at(-1) ?? ""));
  return inside
    .filter(({ isFirst, text }, index) => {
      const user = inside[index - 1];
      return !isFirst && user?.isFirst === true && !/^\$|^JDJ|^\{/.test(text);
    })
    .map(({ line }) => ({
      line,
      message: "must be a user and a hash, got a plain password; caddy hash-password makes a hash of it",
    }));
}

/** Directives that name upstreams, also in the lines of their blocks. */
const PROXIES = ["reverse_proxy", "forward_auth", "php_fastcgi", "to"];
/** `tcp/127.0.0.1:80`, `http://a:80-90`. */
const UPSTREAM = /^(?:\w+:\/\/)?(?:(?:tcp|udp)[46]?\/)?(?:\[([^\]]*)\]|([^:/[\]]*)):(\d+)(?:-(\d+))?(?:\/|$)/;

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8);
LOOPBACK.addAddress("0.0.0.0");
LOOPBACK.addAddress("::1", "ipv6");
LOOPBACK.addAddress("::", "ipv6");

function isOwnHost(host: string): boolean {
  const kind = isIP(host);
  if (kind !== 0) return LOOPBACK.check(host, kind === 4 ? "ipv4" : "ipv6");
  return ["", "localhost", "ip6-localhost", "ip6-loopback"].includes(host.toLowerCase().replace(/\.$/, ""));
}

/** Where the routes, the keys, and the notes of what runs lie. */
const OWN_FOLDERS = [FOLDER, "/data", "/dev/shm"];

/** A log that is written there, or a folder that is shown, would break the front or give its keys away. */
function ownFileProblems(lines: readonly string[], words: readonly Word[]): LineProblem[] {
  return lines.flatMap((_, line): LineProblem[] => {
    const [head, ...rest] = words.filter((word) => word.line === line && !word.isBrace).map(({ text }) => text);
    const given = head === "output" && rest[0] === "file" ? rest[1] : head === "root" ? rest.at(-1) : undefined;
    if (given === undefined) return [];
    // What is no whole path begins where the front works.
    const path = posix.resolve(FOLDER, given);
    const isIn = (one: string, other: string) => one === other || one.startsWith(other === "/" ? "/" : `${other}/`);
    if (!OWN_FOLDERS.some((own) => isIn(path, own) || (head === "root" && isIn(own, path)))) return [];
    const advice = head === "root" ? "its routes and keys are there; name another folder" : "write output stdout";
    return problem(lines, line, `must not lead to the front's own files in ${OWN_FOLDERS.join(", ")}`, advice);
  });
}

/** Anyone who reaches the ports at which the front is changed can change the routes. */
function ownPortProblems(lines: readonly string[], words: readonly Word[]): LineProblem[] {
  const [first, last] = RESERVED_PORTS;
  const heads = new Map(words.filter(({ isFirst }) => isFirst).map(({ line, text }) => [line, text]));
  return words.flatMap((word): LineProblem[] => {
    const { text, line, isFirst, isBrace, within } = word;
    const head = heads.get(line) ?? "";
    const isDynamic = isFirst && text === "dynamic" && PROXIES.includes(within.at(-1) ?? "");
    const isUpstream = !isFirst && !isBrace && PROXIES.includes(head) && !/^[@/*]/.test(text);
    if (isDynamic || (isUpstream && (/^unix|\{/.test(text) || text.startsWith("fd")))) {
      return problem(
        lines,
        line,
        "must name upstreams by host and port",
        "a socket or a name that is made up later may be the front's own",
      );
    }
    const [, six, four = "", from, to = from] = UPSTREAM.exec(text) ?? [];
    if (from === undefined || !isOwnHost(six ?? four) || Number(from) > last || Number(to) < first) return [];
    return problem(lines, line, `must not lead to the front's own ports ${first} to ${last}`, "name another container");
  });
}

function problem(lines: readonly string[], line: number, rule: string, advice: string): LineProblem[] {
  return [{ line, message: complaint(rule, lines[line], advice) }];
}

function inOrder(problems: readonly LineProblem[]): LineProblem[] {
  return [...problems].sort((a, b) => a.line - b.line);
}
