import type { Template } from "../../testing";

/** What the cluster is told. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [part: string]: unknown;
}

/** A resource of a stack as a manifest, and what Terraform alone knows of it. */
export interface Translated {
  readonly manifest: Manifest;
  readonly isProtected: boolean;
  /** Whether Terraform waits until the cluster has done it. */
  readonly isWaitedFor: boolean;
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Block = { readonly [key: string]: Json };

const API_VERSIONS: Readonly<Record<string, string>> = {
  ConfigMap: "v1",
  CronJob: "batch/v1",
  Deployment: "apps/v1",
  Job: "batch/v1",
  Namespace: "v1",
  NetworkPolicy: "networking.k8s.io/v1",
  PersistentVolumeClaim: "v1",
  PodDisruptionBudget: "policy/v1",
  Role: "rbac.authorization.k8s.io/v1",
  RoleBinding: "rbac.authorization.k8s.io/v1",
  Secret: "v1",
  Service: "v1",
  ServiceAccount: "v1",
  StatefulSet: "apps/v1",
};

/** What is Terraform's alone. */
const OF_TERRAFORM = [
  ...["//", "connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner", "timeouts"],
  ...["wait_for_completion", "wait_for_default_service_account", "wait_for_load_balancer", "wait_for_rollout"],
  ...["wait_until_bound", "data_wo_revision"],
];

/** Blocks that may be repeated have the name of one in Terraform. */
const PLURAL: Readonly<Record<string, string>> = {
  container: "containers",
  init_container: "initContainers",
  port: "ports",
  rule: "rules",
  subject: "subjects",
  volume: "volumes",
  volume_mount: "volumeMounts",
};

const LISTS = [...Object.values(PLURAL), "env", "items", "ports", "ingress", "egress", "from", "to"];

/** Whose capitals follow no rule. */
const SPELLED: Readonly<Record<string, string>> = {
  cluster_ip: "clusterIP",
  data_wo: "data",
  host_ipc: "hostIPC",
  host_pid: "hostPID",
  timezone: "timeZone",
};

/** Whose keys are somebody's own. */
const MAPS = ["annotations", "data", "data_wo", "labels", "limits", "match_labels", "node_selector", "requests"];
const OWN_SELECTORS = ["Service"];

/** Numbers that the provider has as texts. */
const NUMBERS = ["fs_group", "replicas", "run_as_group", "run_as_user"];
/** Which are texts of digits, or else of words. */
const NUMBERS_OR_WORDS = ["max_unavailable", "min_available", "port", "target_port"];
const OCTALS = ["default_mode"];

/**
 * The resources of a stack as manifests, in the order in which Terraform makes them. By names alone: it knows none of our
 * constructs, so that it tells what the provider would.
 *
 * @param variables values of the stack's variables
 */
export function manifestsOf(template: Template, variables: Readonly<Record<string, string>> = {}): Translated[] {
  const types = (template.json.resource ?? {}) as Readonly<Record<string, Readonly<Record<string, Block>>>>;
  const entries = Object.entries(types).flatMap(([type, resources]) =>
    Object.entries(resources).map(([name, block]) => ({ address: `${type}.${name}`, type, block })),
  );
  const blocks = new Map(entries.map((each) => [each.address, each]));
  const ordered = new Set<string>();
  const visit = (address: string) => {
    const entry = blocks.get(address);
    if (entry === undefined || ordered.has(address)) return;
    for (const before of (entry.block.depends_on ?? []) as readonly string[]) visit(before);
    ordered.add(address);
  };
  for (const { address } of entries) visit(address);
  return [...ordered].map((address) => {
    const { type, block } = blocks.get(address) as (typeof entries)[number];
    return translated(type, block, variables);
  });
}

function translated(type: string, block: Block, variables: Readonly<Record<string, string>>): Translated {
  const [, words] = /^kubernetes_(\w+)_v1$/.exec(type) ?? [];
  if (words === undefined) throw new Error(`a resource of Kubernetes with a version is expected, got ${type}`);
  const kind = camel(`_${words}`);
  const apiVersion = API_VERSIONS[kind];
  if (apiVersion === undefined) throw new Error(`${kind} must have its version in API_VERSIONS, got none`);
  const parts = Object.entries(block).filter(([key]) => !OF_TERRAFORM.includes(key));
  const body = Object.fromEntries(parts.map(([key, value]) => renamed(kind, key, evaluated(value, variables))));
  const lifecycle = (block.lifecycle ?? {}) as Block;
  return {
    manifest: { apiVersion, kind, ...encoded(block, body) } as unknown as Manifest,
    isProtected: lifecycle.prevent_destroy === true,
    isWaitedFor: block.wait_for_completion === true || block.wait_for_rollout === true,
  };
}

/** The provider takes a secret's values as they are. */
function encoded(block: Block, body: Block): Block {
  if (block.data_wo === undefined) return body;
  const data = Object.entries(body.data as Readonly<Record<string, string>>);
  return {
    ...body,
    data: Object.fromEntries(data.map(([key, value]) => [key, Buffer.from(value).toString("base64")])),
  };
}

function renamed(kind: string, key: string, value: Json): [string, Json] {
  const isList = typeof value === "object" && value !== null;
  const name = (isList ? PLURAL[key] : undefined) ?? SPELLED[key] ?? camel(key);
  if (MAPS.includes(key) || (key === "selector" && OWN_SELECTORS.includes(kind))) return [name, value];
  if (NUMBERS.includes(key)) return [name, Number(value)];
  if (NUMBERS_OR_WORDS.includes(key) && typeof value === "string" && /^\d+$/.test(value)) return [name, Number(value)];
  if (OCTALS.includes(key)) return [name, Number.parseInt(String(value), 8)];
  return [name, blocksOf(kind, name, value)];
}

function blocksOf(kind: string, name: string, value: Json): Json {
  if (Array.isArray(value)) {
    const all = (value as readonly Json[]).map((each) => inner(kind, each));
    const areBlocks = all.every((each) => typeof each === "object" && each !== null);
    if (LISTS.includes(name) || !areBlocks || all.length === 0) return all;
    if (all.length > 1) throw new Error(`${name} must be in LISTS, or one block, got ${all.length}`);
    return all[0] as Json;
  }
  const one = inner(kind, value);
  return LISTS.includes(name) && typeof one === "object" && one !== null ? [one] : one;
}

function inner(kind: string, value: Json): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => renamed(kind, key, part)));
}

/** Texts as Terraform would have them: what it would ask a resource for is not known here. */
function evaluated(value: Json, variables: Readonly<Record<string, string>>): Json {
  if (typeof value === "string") {
    return value.replace(/(\$\$|%%)\{|\$\{var\.([\w-]+)\}|[$%]\{/g, (found, escaped?: string, variable?: string) => {
      if (escaped !== undefined) return `${escaped[0]}{`;
      const known = variable === undefined ? undefined : variables[variable];
      if (known === undefined)
        throw new Error(`an expression must be a variable that is given, got ${found} in ${value}`);
      return known;
    });
  }
  if (Array.isArray(value)) return value.map((part) => evaluated(part as Json, variables));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, evaluated(part, variables)]));
}

function camel(words: string): string {
  return words.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
