import { stackName } from "../../constructs/services/render/layout";
import type { ServicesEnvironment } from "../../constructs/services/schema";
import { visible } from "../../constructs/shared/shown";
import { surroundings, synthesize } from "../../engine/preparation";
import type { Project } from "../../engine/project";
import type { Stray } from "../../engine/strays/stray";
import { removeStrays } from "../../engine/strays/strays";
import { ask } from "../plan/approval";
import { tableText } from "../table";
import { audited } from "./audit";
import { straysForSure } from "./strays";

/** How containers are removed that no state has. */
export interface RepairOptions {
  /** Whether nobody is asked. @default false */
  readonly autoApprove?: boolean;
  /** Whether standard output is for programs. @default false */
  readonly json?: boolean;
}

/** A container in no state, and where it is. */
interface Row extends Omit<Stray, "isAsked"> {
  readonly node: string;
  /** Whether it is gone now. */
  readonly removed: boolean;
}

/** Shows the containers of a platform that no state has, and removes those that get nothing. */
export async function repair(project: Project, platform: ServicesEnvironment, options: RepairOptions): Promise<void> {
  const { autoApprove = false, json = false } = options;
  const { name: workspace } = platform;
  const print = (line: string) => (json ? console.error(line) : console.log(line));
  await synthesize(project, workspace, { environment: process.env, print });
  const environment = await surroundings(project, workspace, process.env);
  const all = [...(await straysForSure(project, platform, { environment, print }))];
  const left = all.flatMap(([node, strays]) => rowsOf(node, strays, true));
  const found = all.flatMap(([node, strays]) => rowsOf(node, strays, false));
  const gone = new Set<string>();
  const tell = () => {
    const rows = found.map((row) => ({ ...row, removed: gone.has(row.id) }));
    if (json) console.log(JSON.stringify({ workspace, containers: rows }, null, 2));
  };
  for (const { name } of left) {
    print(`${name} stays, because it may get requests; no state has it: run slipway deploy ${workspace}`);
  }
  if (found.length === 0) {
    print(`${workspace}: nothing to repair`);
    tell();
    return;
  }
  print(tableText(["container", "node", "image", "status", "created"], found.map(cells)));
  try {
    const what = found.length === 1 ? "this container" : `these ${found.length} containers`;
    if (!autoApprove) await ask({ workspace, what: `Remove ${what}, which no state has?` });
    await audited(project, platform, { action: "repair" }, async (begin) => {
      await begin();
      for (const [node, strays] of all) {
        const removal = { workspace, stack: stackName(workspace, node), action: "deploy", strays } as const;
        for (const { id, name } of await removeStrays(project, removal, environment)) {
          gone.add(id);
          print(`${node}: removed ${name}`);
        }
      }
    });
  } finally {
    tell();
  }
  const kept = found.filter(({ id }) => !gone.has(id)).map(({ name }) => name);
  if (kept.length > 0) print(`${kept.join(", ")}: not removed, got changed meanwhile`);
}

function rowsOf(node: string, strays: readonly Stray[], isWanted: boolean): Row[] {
  return strays.flatMap(({ isAsked, ...stray }) => (isAsked === isWanted ? [{ node, ...stray, removed: false }] : []));
}

function cells({ name, node, image, status, created }: Row): string[] {
  return [name, node, image, status, created].map(visible);
}
