import { shown } from "../../../constructs/shared/shown";
import type { Tell } from "../../import/findings";
import { itemsOf, type Part } from "../../import/yaml-parts";
import { kindOf, tellTwins } from "./block";

/** A port that deploy.py publishes. */
export interface OldPort {
  readonly line: number;
  readonly container: number;
  /** Absent where Docker chooses one. */
  readonly node?: number;
}

/** A variable of a container. */
export interface OldVariable {
  readonly line: number;
  readonly name: string;
  /** Absent where deploy.py takes it from the shell. */
  readonly value?: string;
}

/** What deploy.py mounts. */
export interface OldVolume {
  readonly line: number;
  readonly source: string;
  readonly path: string;
  readonly readOnly: boolean;
}

/** `443: 443`: the port in the container, and the node's. */
export function portsOf(part: Part | undefined, wrong: Tell): OldPort[] {
  if (isNothing(part)) return [];
  if (part?.kind !== "map") {
    wrong(part?.line ?? 1, `ports must be a block of ports, got ${kindOf(part as Part)}; for example 443: 443`);
    return [];
  }
  tellTwins(part, wrong);
  return part.entries.flatMap(({ key, value }): OldPort[] => {
    const container = portOf(key, wrong);
    const node = isNothing(value) ? undefined : portOf(value, wrong);
    return container === undefined ? [] : [{ line: key.line, container, ...(node !== undefined && { node }) }];
  });
}

function portOf(part: Part, wrong: Tell): number | undefined {
  const port = part.kind === "word" && /^[1-9]\d{0,4}$/.test(part.source) ? Number(part.source) : 0;
  if (port >= 1 && port <= 65_535) return port;
  const got = part.kind === "word" ? shown(part.source) : kindOf(part);
  wrong(part.line, `ports must be whole numbers from 1 to 65535, got ${got}; for example 443: 443`);
  return undefined;
}

/** Names, names with values, or a block of both. */
export function variablesOf(part: Part | undefined, wrong: Tell): OldVariable[] {
  if (isNothing(part)) return [];
  if (part?.kind === "word") {
    wrong(part.line, `env must be a list of variables, got ${kindOf(part)}; for example [DEBUG]`);
    return [];
  }
  if (part?.kind === "map") tellTwins(part, wrong);
  const pairs: [name: Part, value: Part | undefined][] =
    part?.kind === "map"
      ? part.entries.map(({ key, value }) => [key, isNothing(value) ? undefined : value])
      : itemsOf(part).map((item) => [item, undefined]);
  const all = pairs.flatMap(([name, value]) => variableOf(name, value, wrong));
  for (const [index, { name, line }] of all.entries()) {
    if (all.findIndex((each) => each.name === name) < index) wrong(line, `env has ${name} twice; take one out`);
  }
  return all;
}

function variableOf(part: Part, given: Part | undefined, wrong: Tell): OldVariable[] {
  const [, name, inside] = (part.kind === "word" && /^([A-Za-z_]\w*)(?:=(.*))?$/s.exec(part.source)) || [];
  if (name === undefined) {
    wrong(part.line, `env must name variables, got ${kindOf(part)}; for example [DEBUG]`);
    return [];
  }
  if (given !== undefined && given.kind !== "word") {
    wrong(part.line, `env.${name} must be a text, got ${kindOf(given)}; write it on one line`);
    return [];
  }
  const value = inside ?? given?.source;
  return [{ line: part.line, name, ...(value !== undefined && { value }) }];
}

/** `/data`, which is `/data:/data`; `name:/data`; either with `:ro`. */
export function volumesOf(part: Part | undefined, wrong: Tell): OldVolume[] {
  if (isNothing(part)) return [];
  if (part?.kind !== "list") {
    wrong(part?.line ?? 1, `volumes must be a list, got ${kindOf(part as Part)}; for example ["/etc/letsencrypt"]`);
    return [];
  }
  const all = part.items.flatMap((item): OldVolume[] => {
    const [source, path = source, mode = "rw", ...more] = item.kind === "word" ? item.source.split(":") : [];
    const isRight = more.length === 0 && /^(\/|[a-zA-Z0-9][\w.-]+$)/.test(source ?? "") && path?.startsWith("/");
    if (source !== undefined && path !== undefined && isRight && ["ro", "rw"].includes(mode)) {
      return [{ line: item.line, source, path, readOnly: mode === "ro" }];
    }
    const got = item.kind === "word" ? shown(item.source) : kindOf(item);
    wrong(item.line, `volumes must be paths or named volumes, got ${got}; for example "/data" or "name:/data:ro"`);
    return [];
  });
  for (const [index, { path, line }] of all.entries()) {
    if (all.findIndex((each) => each.path === path) < index)
      wrong(line, `volumes have ${shown(path)} twice; take one out`);
  }
  return all;
}

function isNothing(part: Part | undefined): boolean {
  return part === undefined || (part.kind === "word" && part.type === "None");
}
