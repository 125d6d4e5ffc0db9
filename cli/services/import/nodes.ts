import { RETIRED_REGIONS, RETIRED_SIZES, regionSlug } from "../../../constructs/services/render/retired-slugs";
import type { DigitalOceanSettings, DropletSettings, NodeSettings } from "../../../constructs/services/schema";
import type { Note } from "./note";
import type { OldService } from "./service-file";

/** Machines of a new platform. */
export interface NewNodes {
  readonly settings: {
    /** What no old file says is missing. */
    readonly digitalocean?: Partial<DigitalOceanSettings>;
    readonly nodes?: Readonly<Record<string, NodeSettings>>;
  };
  /** By the files that they are about. */
  readonly notes: readonly (Note & { readonly file: string })[];
  /** What makes a file wrong. */
  readonly wrong: readonly (Note & { readonly file: string })[];
}

interface Machine {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly size: string | undefined;
  readonly region: string | undefined;
}

/** The machines that services name; one with a size is a droplet. */
export function newNodes(services: readonly OldService[]): NewNodes {
  const notes: NewNodes["notes"][number][] = [];
  const wrong: NewNodes["wrong"][number][] = [];
  const machines = new Map<string, Machine>();
  for (const service of services) {
    const { file, node, size, region } = service;
    const name = nodeOf(service);
    if (name === undefined) {
      if (region !== undefined) notes.push(regionNote(file, region.line));
      continue;
    }
    const of = { file, line: (node ?? size)?.line ?? 1 };
    const machine = { ...of, name, size: currentSize(service, notes), region: currentRegion(service, notes) };
    const before = machines.get(name);
    for (const key of ["size", "region"] as const) {
      const [first, second] = [before?.[key], machine[key]];
      if (first === undefined || second === undefined || first === second) continue;
      const text = `${key} of node ${name} must be one, got ${second} here and ${first} in ${before?.file}; correct one`;
      wrong.push({ ...of, text });
    }
    machines.set(name, { ...machine, size: before?.size ?? machine.size, region: before?.region ?? machine.region });
  }
  const all = [...machines.values()];
  const droplets = all.filter(({ size }) => size !== undefined);
  const region = droplets.find((each) => each.region !== undefined)?.region;
  const dropletOf = (each: Machine): DropletSettings => ({
    size: each.size as string,
    ...(each.region !== undefined && each.region !== region && { region: each.region }),
  });
  const nodes = all.map((each): [string, NodeSettings] => [each.name, each.size ? { droplet: dropletOf(each) } : {}]);
  for (const { file, line, name, region: idle } of all.filter(({ size }) => size === undefined)) {
    if (idle !== undefined) notes.push(regionNote(file, line));
    const text = `node ${name} is imported as this machine's engine, because no file says its address or size; write dockerHost or droplet`;
    notes.push({ file, line, text, toDo: `write dockerHost or droplet of ${name}` });
  }
  return {
    settings: {
      ...(droplets.length > 0 && { digitalocean: region === undefined ? {} : { region } }),
      ...(nodes.length > 0 && { nodes: Object.fromEntries(nodes) }),
    },
    notes,
    wrong,
  };
}

function regionNote(file: string, line: number) {
  const text = `region is not imported, because no file says the size of that droplet; write both, or dockerHost of the node`;
  return { file, line, text };
}

/** The node of a service; a machine without a name has the service's. */
export function nodeOf({ name, node, size }: OldService): string | undefined {
  return node?.source ?? (size === undefined ? undefined : name);
}

/** `512mb`, or as `node list` shows it: `512`. */
function currentSize({ size, file }: OldService, notes: NewNodes["notes"][number][]): string | undefined {
  if (size === undefined) return undefined;
  const { source, line } = size;
  const megabytes = /^\d+$/.test(source) ? Number(source) : undefined;
  const shown = megabytes === undefined ? source : megabytes < 1024 ? `${megabytes}mb` : `${megabytes / 1024}gb`;
  const next = RETIRED_SIZES[shown.toLowerCase()];
  if (next !== undefined)
    notes.push({ file, line, text: `size ${source} is retired at DigitalOcean; ${next} takes its place` });
  return next ?? shown;
}

function currentRegion({ region, file }: OldService, notes: NewNodes["notes"][number][]): string | undefined {
  if (region === undefined) return undefined;
  const { source, line } = region;
  const slug = regionSlug(source);
  const next = RETIRED_REGIONS[slug];
  if (next !== undefined) {
    notes.push({ file, line, text: `region ${source} takes no new droplets; ${next} takes its place` });
  }
  return next ?? slug;
}
