import { dirname } from "node:path";
import { shown } from "../../../constructs/shared/shown";
import type { Tell } from "../../import/findings";
import { itemsOf, type MapPart, type Part, partAt, readYaml, type WordPart, wordOf } from "../../import/yaml-parts";

/** A service of a compose file. */
export interface Service {
  readonly name: string;
  readonly line: number;
  readonly tell: Tell;
  /** Where its file lies, absolute. */
  readonly folder: string;
  readonly settings: MapPart;
  /** Of the volumes that the file declares, the names on the engine; undefined where compose makes one up. */
  readonly volumes: ReadonlyMap<string, string | undefined>;
  /** Of the networks that the file only uses, the names on the engine. */
  readonly networks: ReadonlyMap<string, string>;
  readonly environment: ReadonlyMap<string, Variable>;
  readonly image: string | undefined;
  /** The words of its command, each with its line. */
  readonly command: readonly WordPart[];
  /** The agent that it is. */
  readonly instanceId: string | undefined;
  /** The host of the site configuration that the agent looks for. */
  readonly hostname: string | undefined;
  /** The router that the agent looks for, where it has one of its own. */
  readonly hub: string | undefined;
}

/** A variable of a container; its value is unknown where the shell has it. */
interface Variable {
  readonly line: number;
  readonly value: string | undefined;
}

/** Reads a compose file. `path` is absolute, `file` as it was named. */
export function readCompose(file: string, path: string, text: string, tell: Tell): Service[] {
  const compose = readYaml(file, text);
  const services = compose.kind === "map" ? partAt(compose, "services") : undefined;
  if (compose.kind !== "map" || services?.kind !== "map") {
    throw new Error(`${file}:${compose.line}: services is required, got no such block; name a file of docker compose`);
  }
  for (const { key, by } of services.lost) {
    tell(key.line, `service ${shown(key.text)} comes again in line ${by}, and this one is lost; put them into one`);
  }
  const volumes = namesOnEngine(partAt(compose, "volumes"));
  const networks = externalNames(partAt(compose, "networks"));
  return services.entries.flatMap(({ key, value }) =>
    value.kind === "map" ? [readService(key, value, { tell, folder: dirname(path), volumes, networks })] : [],
  );
}

function readService(
  key: WordPart,
  settings: MapPart,
  file: Pick<Service, "tell" | "folder" | "volumes" | "networks">,
): Service {
  const environment = environmentOf(partAt(settings, "environment"));
  const command = commandOf(partAt(settings, "command"));
  const said = (option: string, variable: string) => optionOf(command, option) ?? environment.get(variable)?.value;
  return {
    ...file,
    name: key.source,
    line: key.line,
    settings,
    environment,
    command,
    image: settled(sourceOf(settings, "image")),
    instanceId: said("--instance-id", "INSTANCE_ID"),
    hostname: said("--site-host", "SITE_HOST") ?? settled(sourceOf(settings, "hostname")),
    hub: said("--site-hub", "SITE_HUB"),
  };
}

/** A word of a compose file, which is YAML of today: its text as it stands. */
export function sourceOf(map: MapPart, key: string): string | undefined {
  return wordOf(map, key)?.source;
}

/** A text in which nothing is put in from the shell. */
export function settled(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const bare = text.replaceAll("$$", "");
  return /\$[{A-Za-z_]/.test(bare) ? undefined : text.replaceAll("$$", "$");
}

/** Pairs of a block, or of a list of `name=value`; the first sign between counts. */
export function pairsOf(
  part: Part | undefined,
  between = /=/,
): [name: string, value: string | undefined, line: number][] {
  if (part?.kind === "map") {
    return part.entries.map(({ key, value }) => {
      const isThere = value.kind === "word" && (value.type !== "None" || value.source !== "");
      return [key.source, isThere ? value.source : undefined, key.line];
    });
  }
  return itemsOf(part).flatMap((item): [string, string | undefined, number][] => {
    if (item.kind !== "word") return [];
    const at = item.source.search(between);
    const [name, value] = at < 0 ? [item.source, undefined] : [item.source.slice(0, at), item.source.slice(at + 1)];
    return [[name, value, item.line]];
  });
}

function environmentOf(part: Part | undefined): Map<string, Variable> {
  return new Map(pairsOf(part).map(([name, value, line]) => [name, { line, value: settled(value) }]));
}

export function commandOf(part: Part | undefined): WordPart[] {
  if (part?.kind === "list") return part.items.flatMap((item) => (item.kind === "word" ? [asText(item)] : []));
  if (part?.kind !== "word" || part.type === "None") return [];
  return shellWords(part.source).map((source) => asText({ ...part, source }));
}

function asText(word: WordPart): WordPart {
  return { ...word, type: "str", text: word.source.replaceAll("$$", "$") };
}

/** The words of a line, as a shell takes them. */
export function shellWords(line: string): string[] {
  const words = line.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}

function optionOf(command: readonly WordPart[], option: string): string | undefined {
  const at = command.findIndex(({ text }) => text === option || text.startsWith(`${option}=`));
  const text = command[at]?.text;
  return text === option ? command[at + 1]?.text : text?.slice(option.length + 1);
}

/** The engine's names of external networks or volumes. */
function externalNames(part: Part | undefined): Map<string, string> {
  const entries = part?.kind === "map" ? part.entries : [];
  return new Map(
    entries.flatMap(({ key, value }): [string, string][] => {
      const name = externalName(key.source, value);
      return name === undefined ? [] : [[key.source, name]];
    }),
  );
}

function namesOnEngine(part: Part | undefined): Map<string, string | undefined> {
  const entries = part?.kind === "map" ? part.entries : [];
  return new Map(
    entries.map(({ key, value }) => {
      const named = value.kind === "map" ? settled(sourceOf(value, "name")) : undefined;
      return [key.source, named ?? externalName(key.source, value)];
    }),
  );
}

/** The name for `external: true`, or the old `external: { name: … }`; undefined for what Compose creates. */
function externalName(key: string, value: Part): string | undefined {
  const external = value.kind === "map" ? partAt(value, "external") : undefined;
  if (value.kind !== "map" || external === undefined) return undefined;
  if (external.kind === "map") return settled(sourceOf(external, "name")) ?? key;
  return external.kind === "word" && external.text === "True" ? (settled(sourceOf(value, "name")) ?? key) : undefined;
}
