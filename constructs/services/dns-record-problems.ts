import { isIP } from "node:net";
import type { Parts, Problem } from "../shared/rules";
import { formIn } from "../shared/secret-forms";
import { secretProblem } from "../shared/secret-problems";
import { shown } from "../shared/shown";
import { APEX } from "./render/dns-records";

/** A record of a file, as far as it may be read. */
export type Declared = Parts & {
  readonly domain: string;
  /** Of its settings. */
  readonly path: string;
  readonly name: string;
  readonly type: string;
  readonly value: string;
};

const HOST = /^(?=.{1,254}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.?$/i;

/** What is wrong with one record whose settings are right by themselves. */
export function recordProblems(record: Declared): Problem[] {
  const { path, type, name } = record;
  const apex =
    type === "CNAME" && name === APEX
      ? [
          {
            path: `${path}.type`,
            message: 'must not be "CNAME" for "@", got "CNAME"; use A and AAAA with its addresses',
          },
        ]
      : [];
  const secret = secretProblem(`${path}.value`, formIn(record.value), "everyone can ask for it: take it out");
  return [...apex, ...secret, ...valueProblems(record), ...neighbourProblems(record)];
}

function valueProblems({ path, type, value, tag }: Declared): Problem[] {
  const rule = ruleOf(type, value, tag);
  if (rule === undefined) return [];
  return [{ path: `${path}.value`, message: `must be ${rule[0]}, got ${shown(value)}; ${rule[1]}` }];
}

/** What the value must be, and advice; undefined where it is right. */
function ruleOf(type: string, value: string, tag: unknown): readonly [rule: string, advice: string] | undefined {
  switch (type) {
    case "A":
      return isIP(value) === 4 ? undefined : ["an IPv4 address", 'a host name takes the type "CNAME"'];
    case "AAAA":
      return isIP(value) === 6 ? undefined : ["an IPv6 address", 'for example "2001:db8::9"'];
    case "CNAME":
    case "MX":
      if (isIP(value) !== 0)
        return ["a host name", `for an address, give a name an A record${type === "MX" ? " and name it here" : ""}`];
      return value === APEX || HOST.test(value)
        ? undefined
        : ['a whole host name, or "@"', 'for example "mx1.example.net"'];
    case "TXT":
      return /^(?!")[\x20-\x5b\x5d-\x7e]+$/.test(value)
        ? undefined
        : ["printable ASCII without quotes around it and without \\", "a long text is split by DigitalOcean"];
    case "CAA":
      return caaRule(value, tag);
    default:
      return undefined;
  }
}

function caaRule(value: string, tag: unknown): readonly [string, string] | undefined {
  if (tag === "iodef") {
    return /^(mailto:[^\s@]+@[^\s@]+|https?:\/\/\S+)$/.test(value)
      ? undefined
      : ["a mailto: or https: address", 'for example "mailto:webmaster@example.org"'];
  }
  // Neither parameters nor ";" come back from the API as they were sent.
  return HOST.test(value) && isIP(value) === 0
    ? undefined
    : ["the domain of a certificate authority", 'for example "letsencrypt.org"'];
}

const NEEDED = { MX: ["priority"], CAA: ["tag"] } as const;
const ONLY = { priority: "MX", flags: "CAA", tag: "CAA" } as const;

/** Settings that a type needs, and those of other types. */
function neighbourProblems(record: Declared): Problem[] {
  const { path, type } = record;
  const needed: readonly string[] = NEEDED[type as keyof typeof NEEDED] ?? [];
  return [
    ...needed
      .filter((key) => record[key] === undefined)
      .map((key) => ({ path: `${path}.${key}`, message: `is required; a record of type ${type} has one` })),
    ...Object.entries(ONLY)
      .filter(([key, owner]) => record[key] !== undefined && owner !== type)
      .map(([key, owner]) => ({
        path: `${path}.${key}`,
        message: `must be left out of a record of type ${type}, got ${shown(record[key])}; only ${owner} has it`,
      })),
  ];
}
