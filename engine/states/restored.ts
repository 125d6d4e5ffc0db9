import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { didYouMean } from "../../constructs/shared/did-you-mean";
import { shown } from "../../constructs/shared/shown";
import type { Project } from "../project";
import { configurationFrom } from "./configuration";
import { statesNamed } from "./named-states";
import { type Place, placeText, settingsOf } from "./place";

const PROGRAM = "first-image.cjs";
/** In a stack that was written here. */
const NOTE = "written from a state";

/** How stacks are written from their states. */
export interface RestoreOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly print: (line: string) => void;
}

/** Makes the stacks of a workspace without a file ready to be destroyed: where they are gone, they are written from their states. */
export async function withoutFile(project: Project, workspace: string, options: RestoreOptions): Promise<void> {
  if (!project.isOrphan(workspace)) await restore(project, workspace, options);
  const isRestored = project.stacks(workspace).some((stack) => project.declared(stack)["//"] === NOTE);
  if (isRestored) options.print('warning: a state does not say what removal: "refused" protected; read the plan');
}

async function restore(project: Project, workspace: string, { environment, print }: RestoreOptions): Promise<void> {
  const known = project.workspaces().map((each) => each.workspace);
  const found = await statesNamed(project, workspace, environment).catch((error: Error) => {
    const meant = didYouMean(workspace, known);
    if (meant === undefined) throw error;
    throw new Error(`workspace must be one of ${known.join(", ")}, got ${shown(workspace)}; ${meant}`);
  });
  const configurations = found.map((each) => ({ ...each, written: configurationFrom(each, `./${PROGRAM}`) }));
  for (const { stack, place, written } of configurations) {
    const folder = project.stackFolder(stack);
    mkdirSync(folder, { recursive: true });
    if ("resource" in written) copyFileSync(programFile(), join(folder, PROGRAM));
    const terraform = { ...written.terraform, ...settingsOf(relativeTo(folder, place)) };
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ "//": NOTE, ...written, terraform }, null, 2));
    print(`${stack}: no file describes it; read from its state, ${placeText(place)}`);
  }
  project.keepOrphan(
    workspace,
    found.map(({ stack }) => stack),
  );
}

function relativeTo(folder: string, place: Place): Place {
  return "local" in place ? { local: { path: relative(folder, place.local.path) } } : place;
}

/** The package's code is in dist; a checkout's has the bundles there, and nothing else. */
function programFile(): string {
  const root = resolve(__dirname, "../..");
  const bundle = join("constructs/model/apply", PROGRAM);
  const found = [join(root, bundle), join(root, "dist", bundle)].find((each) => existsSync(each));
  if (found === undefined) throw new Error(`${bundle} must be in dist, got no such file; run npm run build`);
  return found;
}
