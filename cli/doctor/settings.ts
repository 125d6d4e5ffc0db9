import { accessSync, constants, existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { join } from "node:path";
import type { Workspace } from "../../app/load";
import { lonelyState } from "../../engine/lonely-state";
import { programHere } from "../../engine/program";
import { Project } from "../../engine/project";
import { strayLocalStates, workspacesOf } from "../../engine/states/local-states";
import { whoAnswers } from "../../sandbox/identity";
import { runningSandbox } from "../../sandbox/server";
import { type Finding, type Surroundings, toldBy } from "./finding";

/** Unpacked, hashicorp/aws alone takes three quarters of it. */
const LEAST_GIGABYTES = 1;

/** What a project's files say, or why they say nothing; absent outside of a project. */
export type ProjectFiles = { readonly workspaces: readonly Workspace[] } | { readonly error: unknown } | undefined;

export function projectFiles({ folder }: Surroundings): ProjectFiles {
  if (!existsSync(join(folder, "cdktf.json"))) return undefined;
  try {
    return { workspaces: Project.at(folder).workspaces() };
  } catch (error) {
    return { error };
  }
}

/** The project, and which of its files are wrong. */
export function project({ folder }: Surroundings, files: ProjectFiles): Finding {
  const name = "project";
  if (files === undefined) {
    const remedy = "go to the project's folder, or make a project of this one: slipway init";
    return { name, state: "warning", found: `no project here: ${folder} has no cdktf.json`, remedy };
  }
  if ("error" in files) return { name, state: "problem", ...toldBy(files.error) };
  const { length } = files.workspaces;
  const found = `${length} ${length === 1 ? "workspace" : "workspaces"}`;
  const wrong = files.workspaces.filter(({ problems }) => problems.length > 0).map(({ workspace }) => workspace);
  if (wrong.length === 0) return { name, state: "ok", found };
  return { name, state: "problem", found: `${found}, of which wrong: ${wrong.join(", ")}`, remedy: "slipway check" };
}

/** Whether the folder can be written to, and whether a provider fits on its disk. */
export async function disk({ folder }: Surroundings, free: (folder: string) => Promise<number> = freeBytes) {
  const name = "disk";
  const gigabytes = (await free(folder)) / 1e9;
  const found = `${gigabytes.toFixed(1)} GB free in ${folder}`;
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    const remedy = "work in a folder of your own: stacks, states and plugins are written below it";
    return { name, state: "problem", found: `${folder} cannot be written to`, remedy } satisfies Finding;
  }
  if (gigabytes >= LEAST_GIGABYTES) return { name, state: "ok", found } satisfies Finding;
  const remedy = `make room: ${programHere().product}'s providers take about ${LEAST_GIGABYTES} GB`;
  return { name, state: "warning", found, remedy } satisfies Finding;
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Whether the project's sandbox runs. */
export async function sandbox({ environment, folder }: Surroundings): Promise<Finding> {
  const name = "sandbox";
  const running = await runningSandbox(folder);
  const used = environment.AWS_ENDPOINT_URL;
  if (running !== undefined) {
    const uses = used === running.url ? "uses" : "does not use";
    return { name, state: "ok", found: `${running.url}, which this shell ${uses}` };
  }
  if (used && environment.AWS_ACCESS_KEY_ID === "sandbox") {
    const other = await whoAnswers(used);
    const found = `stopped, but this shell uses ${other ? "that of another folder" : "one"} at ${used}`;
    return {
      name,
      state: other ? "warning" : "problem",
      found,
      remedy: "slipway sandbox up and its env, or a new shell for AWS",
    };
  }
  return { name, state: "unneeded", found: "stopped" };
}

/** Workspaces whose states are on this machine alone, though others can deploy the same, and those without a file. */
export function states({ environment, folder }: Surroundings, files: ProjectFiles): Finding[] {
  const name = "states";
  // What else there is to say of the files, the project's own finding says.
  if (files === undefined || "error" in files) return [{ name, state: "unneeded", found: "no workspaces" }];
  const { workspaces } = files;
  const lonely = workspaces.filter((each) => lonelyState(each, environment) !== undefined);
  const gone = withoutFile(Project.at(folder), environment);
  const found: Finding[] = [];
  if (lonely.length > 0) {
    const alone = `kept on this machine alone: ${lonely.map(({ workspace }) => workspace).join(", ")}`;
    found.push({
      name,
      state: "warning",
      found: alone,
      remedy: "if others deploy them too, set backend in their files",
    });
  }
  if (gone.length > 0) {
    const remedy = "put their files back, or run slipway rename or slipway destroy; slipway list shows them";
    found.push({ name, state: "warning", found: `deployed, but without a file: ${gone.join(", ")}`, remedy });
  }
  if (found.length > 0) return found;
  if (workspaces.length === 0) return [{ name, state: "unneeded", found: "no workspaces" }];
  return [{ name, state: "ok", found: "nobody else deploys the same with another state" }];
}

/** What is deployed according to states on this machine, and has no file. */
function withoutFile(project: Project, environment: NodeJS.ProcessEnv): string[] {
  const orphans = project.orphans().map(({ workspace }) => workspace);
  return [...new Set([...orphans, ...workspacesOf(project, strayLocalStates(project, environment))])];
}
