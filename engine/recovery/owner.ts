import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "../project";
import type { StackJson } from "../stack-json";
import { searchStates } from "../states/search";
import { resourcesOf, type StateResource } from "../states/state";
import { awsPlace } from "./aws-place";
import type { Existing } from "./existing";

/** A workspace whose state has what another one declares. */
export interface Owner {
  readonly workspace: string;
  /** Whether a file describes it. */
  readonly hasFile: boolean;
  /** Addresses in the other workspace. */
  readonly addresses: readonly string[];
}

/** What was found to exist of a stack. */
interface Found {
  readonly workspace: string;
  readonly stack: string;
  /** Of its AWS provider, if it has one. */
  readonly region?: string;
  readonly found: Existing;
}

/** Where the things of a stack are. */
interface Here {
  readonly declared: StackJson;
  readonly account?: string;
  readonly region?: string;
}

/**
 * The workspace whose state has some of what was found to exist: two states must never have the same thing. A thing of the same name
 * is another one only where it is known to be in another place: an account or a region, an engine, a cluster, a store.
 *
 * @returns undefined where no state of the project has any
 */
export async function ownerOf(
  project: Project,
  { workspace, stack, region, found }: Found,
  environment: NodeJS.ProcessEnv,
): Promise<Owner | undefined> {
  const own = project.stacks(workspace);
  const states = await searchStates(project, environment, (name) => !own.includes(name));
  if (states.found.length === 0) return undefined;
  const account = region === undefined ? undefined : (await awsPlace(region, environment))?.account;
  const here = { declared: project.declared(stack), ...(account && { account }), ...(region && { region }) };
  for (const { stack: name, state } of states.found) {
    const there = existsSync(join(project.stackFolder(name), "cdk.tf.json")) ? project.declared(name) : undefined;
    const resources = resourcesOf(state);
    const addresses = [...found].flatMap(([address, id]) => {
      const type = address.slice(0, address.indexOf("."));
      return resources.some((each) => each.type === type && isIt(each, id, here, there)) ? [address] : [];
    });
    if (addresses.length > 0) return { ...workspaceOf(project, name), addresses };
  }
  return undefined;
}

/** The attributes that say which thing it is; what a resource is imported by is one of them. */
const NAMES = ["id", "arn", "name", "bucket", "function_name"];

function isIt({ type, instances = [] }: StateResource, id: string, here: Here, there: StackJson | undefined): boolean {
  return instances.some(({ attributes = {} }) => {
    if (!NAMES.some((name) => attributes[name] === id)) return false;
    return type.startsWith("aws_") ? isInAccount(attributes, here, there) : isAtPlace(type, here, there);
  });
}

/** Its ARN says where it is, as far as its name is not unique in all of AWS. */
function isInAccount({ arn }: Readonly<Record<string, unknown>>, here: Here, there: StackJson | undefined): boolean {
  const [, , , region = "", account = ""] = String(arn ?? "").split(":");
  const differs = (its: string, ours: string | undefined) => its !== "" && ours !== undefined && its !== ours;
  if (differs(account, here.account) || differs(region, here.region)) return false;
  // Of a bucket it says nothing, and other stores have buckets of the same names.
  return there === undefined || JSON.stringify(storesOf(here.declared)) === JSON.stringify(storesOf(there));
}

function storesOf({ provider = {} }: StackJson): unknown {
  return (provider.aws ?? []).flatMap(({ endpoints = [] }) => endpoints.map(({ s3 }) => s3));
}

const PLACES = { docker: ["host"], kubernetes: ["host", "config_context", "config_path"] } as const;

/** Where the other one was not synthesized, its place is not known, and may be the same. */
function isAtPlace(type: string, here: Here, there: StackJson | undefined): boolean {
  const kind = type.startsWith("docker_") ? "docker" : "kubernetes";
  const placeIn = ({ provider = {} }: StackJson) => {
    const one = (provider[kind]?.[0] ?? {}) as Readonly<Record<string, unknown>>;
    return JSON.stringify(PLACES[kind].map((name) => one[name] ?? null));
  };
  return there === undefined || placeIn(here.declared) === placeIn(there);
}

function workspaceOf(project: Project, stack: string): Pick<Owner, "workspace" | "hasFile"> {
  const all = [
    ...project.workspaces().map(({ workspace }) => ({ workspace, hasFile: true })),
    ...project.leftovers().map(({ workspace }) => ({ workspace, hasFile: false })),
  ];
  const isOf = (workspace: string) => stack === workspace || stack.startsWith(`${workspace}-`);
  const fitting = all.filter(({ workspace }) => isOf(workspace));
  // The longest name is the closest.
  const [closest] = fitting.sort((one, other) => other.workspace.length - one.workspace.length);
  return closest ?? { workspace: stack, hasFile: false };
}
