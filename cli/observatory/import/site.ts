import { didYouMean } from "../../../constructs/shared/did-you-mean";
import { shown } from "../../../constructs/shared/shown";
import type { Tell } from "../../import/findings";
import { TYPE_NAMES } from "../../import/python-words";
import { itemsOf, type MapPart, type Part, partAt, readYaml, type WordPart, wordOf } from "../../import/yaml-parts";
import type { ArgumentWord } from "./arguments";

/** A site configuration file of OCS: what OCS reads of it. */
export interface OldSite {
  /** As it was named. */
  readonly file: string;
  readonly tell: Tell;
  readonly hub: OldHub;
  readonly hosts: readonly OldHost[];
}

interface OldHub {
  readonly line: number;
  readonly server: WordPart | undefined;
  readonly http: WordPart | undefined;
  readonly realm: WordPart | undefined;
  readonly root: WordPart | undefined;
  readonly policy: WordPart | undefined;
}

export interface OldHost {
  readonly name: string;
  readonly line: number;
  readonly server: WordPart | undefined;
  readonly http: WordPart | undefined;
  readonly realm: WordPart | undefined;
  readonly logDir: WordPart | undefined;
  readonly timeout: WordPart | undefined;
  readonly crossbar: MapPart | undefined;
  readonly agents: readonly OldAgent[];
}

export interface OldAgent {
  readonly line: number;
  readonly host: string;
  readonly instanceId: string;
  readonly agentClass: string;
  readonly words: readonly ArgumentWord[];
  readonly manage: WordPart | undefined;
}

const HUB = ["wamp_server", "wamp_http", "wamp_realm", "address_root", "access_policy"];
const OF_HUB = ["address_root", "access_policy", "registry_address"];
const HOST = ["agent-instances", "crossbar", "log-dir", "crossbar_timeout", "wamp_server", "wamp_http", "wamp_realm"];
const AGENT = ["instance-id", "agent-class", "arguments", "manage"];

/** Reads a site configuration; tells what OCS does not read of it. */
export function readSite(file: string, text: string, tell: Tell): OldSite {
  const site = readYaml(file, text);
  const missing = (key: string, line: number) => {
    const message = `${key} is required, got no such block; name a site configuration of OCS`;
    return new Error(`${file}:${line}: ${message}`);
  };
  if (site.kind !== "map") throw missing("hub", site.line);
  const [hub, hosts] = [partAt(site, "hub"), partAt(site, "hosts")];
  if (hub?.kind !== "map") throw missing("hub", hub?.line ?? site.line);
  if (hosts?.kind !== "map" || hosts.entries.length === 0) throw missing("hosts", hosts?.line ?? site.line);
  tellUnread(site, "", ["hub", "hosts"], tell);
  tellTwins(hosts, "hosts", tell);
  return {
    file,
    tell,
    hub: readHub(hub, site, tell),
    hosts: hosts.entries.map(({ key, value }) => readHost(key, value, tell)),
  };
}

function readHub(hub: MapPart, site: MapPart, tell: Tell): OldHub {
  const line = site.entries.find(({ value }) => value === hub)?.key.line ?? hub.line;
  tellUnread(hub, "hub", HUB, tell);
  for (const key of ["wamp_server", "wamp_realm", "address_root"]) {
    if (wordOf(hub, key) === undefined)
      tell(line, `hub.${key} is missing, without which OCS starts no agent; write it`);
  }
  const [server, http, realm, root, policy] = HUB.map((key) => wordOf(hub, key));
  return { line, server, http, realm, root, policy };
}

function readHost(key: WordPart, value: Part, tell: Tell): OldHost {
  const path = `hosts.${key.text}`;
  const name = nameOf(key, "the name of a host", tell);
  const host: MapPart = value.kind === "map" ? value : { kind: "map", line: value.line, entries: [], lost: [] };
  const instances = partAt(host, "agent-instances");
  if (instances?.kind !== "list") {
    tell(key.line, `${path} has no list agent-instances, without which OCS reads no file; write agent-instances: []`);
  }
  tellUnread(host, path, HOST, tell);
  const word = (name: string) => wordOf(host, name);
  return {
    name,
    line: key.line,
    server: word("wamp_server"),
    http: word("wamp_http"),
    realm: word("wamp_realm"),
    logDir: word("log-dir"),
    timeout: timeoutOf(host, path, tell),
    crossbar: crossbarOf(host, path, tell),
    agents: itemsOf(instances).flatMap((item) => readAgent(item, name, tell)),
  };
}

function timeoutOf(host: MapPart, path: string, tell: Tell): WordPart | undefined {
  const value = partAt(host, "crossbar_timeout");
  if (value === undefined || (value.kind === "word" && value.type === "int")) return value;
  tell(value.line, `${path}.crossbar_timeout must be a number of seconds; it is left out, OCS's own is 10`);
  return undefined;
}

function crossbarOf(host: MapPart, path: string, tell: Tell): MapPart | undefined {
  const value = partAt(host, "crossbar");
  if (value?.kind === "map") {
    tellUnread(value, `${path}.crossbar`, ["config-dir", "bin"], tell);
    return value;
  }
  if (value !== undefined && !(value.kind === "word" && value.type === "None")) {
    tell(value.line, `${path}.crossbar must be a block or null; it is left out`);
  }
  return undefined;
}

function readAgent(item: Part, host: string, tell: Tell): OldAgent[] {
  const agent = item.kind === "map" ? item : undefined;
  const [id, agentClass] = [agent && wordOf(agent, "instance-id"), agent && wordOf(agent, "agent-class")];
  if (agent === undefined || id === undefined || agentClass === undefined) {
    const what = id === undefined ? "instance-id" : `agent-class (instance-id ${shown(id.text)})`;
    tell(item.line, `an agent of host ${host} has no ${what}, without which OCS does not find it; it is left out`);
    return [];
  }
  const instanceId = nameOf(id, "an instance-id", tell);
  const subject = subjectOf(instanceId);
  tellUnread(agent, subject, AGENT, tell, ": ");
  const words = argumentWords(partAt(agent, "arguments"), subject, tell);
  const manage = wordOf(agent, "manage");
  return [{ line: agent.line, host, instanceId, agentClass: agentClass.text, words, manage }];
}

/** An agent as messages name it. */
export function subjectOf(instanceId: string): string {
  return `instance-id ${shown(instanceId)}`;
}

function argumentWords(part: Part | undefined, subject: string, tell: Tell): ArgumentWord[] {
  if (part === undefined) return [];
  if (part.kind !== "list") {
    tell(part.line, `${subject} has arguments that are no list, which OCS cannot read; they are left out: write [ ]`);
    return [];
  }
  return part.items.flatMap((item) => {
    if (item.kind === "list") return argumentWords(item, subject, tell);
    if (item.kind === "word") return [item];
    tell(item.line, `${subject} has a block among its arguments, which OCS takes for one word; it is left out`);
    return [];
  });
}

/** OCS compares names with texts: what YAML 1.1 takes for something else it never finds. What was meant is told. */
function nameOf(word: WordPart, subject: string, tell: Tell): string {
  if (word.type === "str") return word.text;
  tell(
    word.line,
    `${subject} must be a text, got ${word.source}, which YAML 1.1 takes for ${TYPE_NAMES[word.type]}, and OCS never finds; quote it`,
  );
  return word.source;
}

function tellTwins(map: MapPart, path: string, tell: Tell, dot = "."): void {
  for (const { key, value, by } of map.lost) {
    const where = path === "" ? key.text : `${path}${dot}${key.text}`;
    const agents = path === "hosts" && value.kind === "map" ? itemsOf(partAt(value, "agent-instances")) : [];
    const ids = agents.flatMap((agent) => (agent.kind === "map" ? (wordOf(agent, "instance-id")?.text ?? []) : []));
    const gone = ids.length === 0 ? "this one is lost" : `this one is lost with its agents ${ids.join(", ")}`;
    tell(key.line, `${where} comes again in line ${by}, and YAML keeps the last: ${gone}; put them into one`);
  }
}

/** What OCS does not read, which the new file does not have either. */
function tellUnread(map: MapPart, path: string, known: readonly string[], tell: Tell, dot = "."): void {
  tellTwins(map, path, tell, dot);
  for (const { key, value } of map.entries) {
    if (known.includes(key.text)) continue;
    const where = path === "" ? key.text : `${path}${dot}${key.text}`;
    tell(key.line, `${where} is not read by OCS; ${adviceFor(key.text, value, known)}`);
  }
}

function adviceFor(key: string, value: Part, known: readonly string[]): string {
  if (known === HOST && key === "crossbar-timeout") {
    const seconds = value.kind === "word" ? value.text : "so many";
    return `it knows crossbar_timeout, and waits 10 s: set crossbarTimeoutSeconds if ${seconds} is meant`;
  }
  if (known === HOST && key === "working-dir") return "give --working-dir to the program that starts the agents";
  if (known === HOST && OF_HUB.includes(key)) return "it is the whole site's: take it out of the host";
  return didYouMean(key, known) ?? "take it out";
}
