import { copyFileSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { engineAway } from "../../constructs/shared/render/engine-away";
import type { AskEngine } from "../docker-engine";
import { dataFolder } from "../folders";
import type { Change, Changes } from "../plan/changes";
import { withPlanFolder } from "../plan-folder";
import { outputOf } from "../process";
import type { Project } from "../project";
import { ofTerraform } from "../secret-commands/kept";
import { eventOf, foundByImport } from "../terraform-events";
import { awsPlace } from "./aws-place";
import { digitalOceanIds } from "./digitalocean-ids";
import { dockerIds } from "./docker-ids";
import { type DeclaredStack, importBlocks, importIds } from "./import-ids";

/** A plan of a stack, as far as it is read here. */
interface Planned {
  readonly stack: string;
  /** Of the stack's AWS provider, if it has one. */
  readonly region?: string;
  /** What it would create. @default - all that the stack declares */
  readonly created?: readonly Change[];
}

/** Those that are imported by something, by their addresses. */
export type Existing = ReadonlyMap<string, string>;

/**
 * Those of the resources that a plan would create which exist already: no state has them. The stack's own providers say it: a
 * plan that would only import them, in a folder and with a state of its own. Nothing is changed, and no resource waits for another.
 *
 * @returns what they are imported by, by their addresses
 */
export async function existing(
  project: Project,
  { stack, created, region }: Planned,
  environment: NodeJS.ProcessEnv,
): Promise<Existing> {
  if (created?.length === 0) return new Map();
  const place = region === undefined ? undefined : await awsPlace(region, environment);
  const declared = project.declared(stack);
  const docker = answering(project, stack, environment);
  const wantedOf = created ?? allOf(declared);
  const all = new Map([
    ...importIds(declared, place),
    ...(await dockerIds(declared, wantedOf, docker)),
    ...(await digitalOceanIds(declared, wantedOf, environment)),
  ]);
  const ids = wanted(all, wantedOf);
  if (ids.size === 0) return new Map();
  return withPlanFolder(async (folder) => {
    const { terraform, provider, variable } = declared;
    const required_providers = terraform?.required_providers;
    const config = { terraform: { required_providers }, provider, variable, import: importBlocks(ids) };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(config));
    linkPlugins(project.stackFolder(stack), folder, environment);
    const { TF_DATA_DIR: _, TF_WORKSPACE: __, ...env } = ofTerraform(environment);
    const generated = `-generate-config-out=${join(folder, "generated.tf")}`;
    const command = [project.terraform, "plan", "-json", "-input=false", "-lock=false", generated];
    const { stdout } = await outputOf(command, { cwd: folder, environment: env });
    const found = new Set(foundByImport(stdout.split("\n").map(eventOf)));
    return new Map([...ids].filter(([address]) => found.has(address)));
  });
}

/** Of an engine that does not answer nobody knows what it has. */
function answering(project: Project, stack: string, environment: NodeJS.ProcessEnv): AskEngine {
  const docker = project.dockerEngine(stack, environment);
  const host = project.declared(stack).provider?.docker?.[0]?.host ?? environment.DOCKER_HOST;
  return async (args) => {
    const output = await docker(args);
    const away = output.status === 0 ? undefined : engineAway(output.stderr, host);
    if (away !== undefined) throw new Error(`${stack}: ${away}`);
    return output;
  };
}

/** Whether plans of a recovery import anything, or take away a container whose name is taken. */
export function isAnythingLeft(plans: readonly Pick<Changes, "created" | "imported">[]): boolean {
  return plans.some(({ created, imported }) => imported.length > 0 || created.some(({ inTheWay }) => inTheWay));
}

/** All that a stack declares, as a plan of nothing but that would create it. */
function allOf({ resource = {} }: DeclaredStack): Pick<Change, "address" | "type">[] {
  return Object.entries(resource).flatMap(([type, all]) =>
    Object.keys(all).map((name) => ({ type, address: `${type}.${name}` })),
  );
}

/** What every bucket has before it is declared: AWS blocks public access to it, and its versions are disabled. */
const OF_EACH_BUCKET = /^aws_s3_bucket_(public_access_block|versioning)\./;

/** The ids of what is created. */
export function wanted(all: Existing, created: readonly Pick<Change, "address">[]): Existing {
  const addresses = new Set(created.map(({ address }) => address));
  const ids = [...all].filter(([address]) => addresses.has(address));
  const buckets = ids.flatMap(([address, id]) => (address.startsWith("aws_s3_bucket.") ? [id] : []));
  return new Map(ids.filter(([address, id]) => !OF_EACH_BUCKET.test(address) || buckets.includes(id)));
}

/** What `terraform init` has installed for the stack serves here too. */
function linkPlugins(stackFolder: string, folder: string, environment: NodeJS.ProcessEnv): void {
  const lock = join(stackFolder, ".terraform.lock.hcl");
  if (existsSync(lock)) copyFileSync(lock, join(folder, ".terraform.lock.hcl"));
  mkdirSync(join(folder, ".terraform"));
  const plugins = join(dataFolder(stackFolder, environment), "providers");
  if (existsSync(plugins)) symlinkSync(plugins, join(folder, ".terraform", "providers"), "junction");
}
