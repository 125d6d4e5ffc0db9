import { environmentOf } from "../../app/load";
import type { Engine } from "../../constructs/services/apply/engine";
import { nodeNames } from "../../constructs/services/render/layout";
import type { ServicesEnvironment } from "../../constructs/services/schema";
import { visible } from "../../constructs/shared/shown";
import { counted } from "../../engine/holdings/holding";
import { surroundings, synthesize } from "../../engine/preparation";
import type { Project } from "../../engine/project";
import { sizeText } from "../../engine/size-text";
import type { Stray } from "../../engine/strays/stray";
import { ask } from "../plan/approval";
import { tableText, visibleCells } from "../table";
import { audited, readAudit } from "./audit";
import {
  declaredImages,
  type EngineImage,
  idsOf,
  imagesInUse,
  imagesOn,
  type Keeping,
  namesOf,
  oldImages,
} from "./images";
import { engineOf } from "./platform";
import { straysForSure } from "./strays";

/** How room is made on the nodes of a platform. */
export interface PruneOptions {
  /** So many older images of each service stay. */
  readonly keep: number;
  /** Whether nobody is asked. @default false */
  readonly autoApprove?: boolean;
}

/** What goes from a node. */
interface Gone {
  readonly node: string;
  readonly engine: Engine;
  readonly images: readonly EngineImage[];
  /** Stopped containers in no state. */
  readonly containers: readonly Stray[];
}

/** Shows old images of a platform's services and stopped containers that no state has, and removes them. */
export async function prune(project: Project, platform: ServicesEnvironment, options: PruneOptions): Promise<void> {
  const { keep, autoApprove = false } = options;
  const { name: workspace } = platform;
  const print = (line: string) => console.log(line);
  await synthesize(project, workspace, { environment: process.env, print });
  const environment = await surroundings(project, workspace, process.env);
  const strays = await straysForSure(project, platform, { environment, print });
  const { entries, silent } = await readAudit(project, platform);
  for (const each of silent) print(`warning: ${each}`);
  const deployed = entries.toReversed().flatMap(({ images }) => Object.values(images));
  const looks = nodeNames(platform).map((node) =>
    goneFrom(project, platform, { node, keep, deployed, strays: strays.get(node) }),
  );
  const all = await Promise.all(looks);
  const rows = all.flatMap(rowsOf);
  if (rows.length === 0) return print(`${workspace}: nothing to prune`);
  print(tableText(["node", "what", "name", "size", "created"], rows));
  const counts = [counted(sum(all, "images"), "image"), counted(sum(all, "containers"), "stopped container")];
  const what = counts.filter((each) => !each.startsWith("0 ")).join(" and ");
  if (!autoApprove) await ask({ workspace, what: `Remove ${what}?` });
  await audited(project, platform, { action: "prune" }, async (begin) => {
    await begin();
    const kept = (await Promise.all(all.map((each) => removed(platform, each, print)))).flat();
    if (kept.length > 0) throw new Error(`${workspace}: all of these must be removable, got:\n${kept.join("\n")}`);
  });
}

async function goneFrom(
  project: Project,
  platform: ServicesEnvironment,
  {
    node,
    keep,
    deployed,
    strays = [],
  }: Pick<Keeping, "keep" | "deployed"> & { readonly node: string; readonly strays: readonly Stray[] | undefined },
): Promise<Gone> {
  const engine = engineOf(platform, node);
  const containers = strays.filter(({ isAsked, state }) => !isAsked && state !== "running");
  const ids = new Set(containers.map(({ id }) => id));
  const declared = declaredImages(platform);
  // Another platform of the project may be on the same node.
  const named = project.workspaces().flatMap((each) => {
    const environment = environmentOf(each, "services");
    return environment === undefined ? [] : [...declaredImages(environment).values()].flat();
  });
  try {
    const used = [...(await imagesInUse(engine))].flatMap(([id, image]) => (ids.has(id) ? [] : [image]));
    const needed = new Set([...used, ...(await idsOf(engine, [...new Set(named)]))]);
    return {
      node,
      engine,
      images: oldImages(await imagesOn(engine), { declared, needed, keep, deployed }),
      containers,
    };
  } catch (error) {
    throw new Error(`${node}: ${(error as Error).message}; start it, or correct nodes in the file`);
  }
}

/** @returns what could not be removed, and why */
async function removed(
  platform: ServicesEnvironment,
  { node, engine, images, containers }: Gone,
  print: (line: string) => void,
): Promise<string[]> {
  if (images.length + containers.length === 0) return [];
  const kept: string[] = [];
  const before = await freeOn(platform, engine);
  const run = async (args: readonly string[]) => {
    const { code, stderr } = await engine.docker(args);
    if (code !== 0 && !/No such (container|image)/i.test(stderr)) kept.push(`${node}: ${visible(stderr.trim())}`);
  };
  for (const { id } of containers) await run(["rm", "--volumes", id]);
  // Without force: one that a container has begun to use meanwhile stays.
  for (const image of images) for (const name of namesOf(image)) await run(["image", "rm", name]);
  const after = await freeOn(platform, engine);
  const most = images.reduce((total, { Size }) => total + Size, 0);
  if (before === undefined || after === undefined || after <= before) {
    print(`${node}: freed at most ${sizeText(most)}: layers that other images share stay`);
  } else print(`${node}: freed ${sizeText(after - before)}; ${sizeText(after)} of its disk are free now`);
  return kept;
}

/** The free bytes of the disk that the engine's data are on, as the front sees it. */
async function freeOn({ name }: ServicesEnvironment, engine: Engine): Promise<number | undefined> {
  const { code, stdout } = await engine.run(`${name}-front`, "df -Pk / | tail -n 1\n");
  const free = Number(stdout.trim().split(/\s+/)[3]);
  return code === 0 && free >= 0 ? free * 1024 : undefined;
}

function rowsOf({ node, images, containers }: Gone): string[][] {
  return [
    ...containers.map(({ name, created }) => [node, "container", name, "", created]),
    ...images.map((image) => [node, "image", namesOf(image).join("\n"), sizeText(image.Size), image.Created]),
  ].map(visibleCells);
}

function sum(all: readonly Gone[], what: "containers" | "images"): number {
  return all.reduce((total, each) => total + each[what].length, 0);
}
