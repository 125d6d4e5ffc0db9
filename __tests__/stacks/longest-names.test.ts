import { join } from "node:path";
import { type TerraformStack, Testing } from "cdktf";
import { isSound, loadEnvironments, type Workspace } from "../../app/load";
import { stackMaker } from "../../app/stack-maker";
import { TestProject } from "../support/project";

const long = (start: string, length: number) => start.padEnd(length, "x");

const LAMBDA = { memoryMiB: 128, timeoutSeconds: 60, storageMiB: 512 };
const POOL = "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671";

/** The longest names that the rules of settings let pass. */
const ENVIRONMENTS = {
  model: {
    ...{ name: long("m", 43), profile: "parity", region: "ca-central-1", compute: { lambda: LAMBDA } },
    access: { identityPoolId: POOL, rolePrefix: long("r", 21), adminRoleName: long("a", 64) },
  },
  plugins: {
    ...{ name: long("t", 41), region: "us-east-1", bucket: { name: long("b", 63) } },
    access: { readers: [long("r", 64)], writers: [long("w", 64)] },
    collections: [{ prefix: "dioptra_builtins", folder: "examples/task-plugins/dioptra_builtins" }],
  },
  services: {
    ...{ name: long("p", 9), front: { image: "caddy:2.11.2", certificates: "none", httpPort: 8080 } },
    services: { [long("s", 30)]: { image: "traefik/whoami:v1.11.0", port: 80, hosts: ["docs.localhost"] } },
  },
  observatory: {
    ...{
      name: long("o", 31),
      images: { ocs: "ocs:v1", crossbar: "crossbar:v1" },
      crossbar: { port: 8001 },
      client: {},
    },
    hosts: [{ hostname: long("h", 63), agents: [{ instanceId: long("i", 31), agentClass: "RegistryAgent" }] }],
  },
  pipelines: {
    ...{ name: long("p", 31), cluster: { context: "t" }, namespace: long("n", 63) },
    pachyderm: { version: "2", namespace: long("q", 63) },
    secrets: { [long("s", 253)]: { keys: ["key"], values: { key: { variable: "value" } } } },
    manager: { name: long("m", 40), image: "pharmbio/manager-pod:pctl-2.11.6", nodeSelector: { [long("l", 63)]: "v" } },
    database: {
      ...{ name: long("d", 30), databases: [long("b", 64)], users: { [long("u", 32)]: {} }, storage: "8Gi" },
      loads: {
        [long("f", 10)]: { database: "c", url: "https://x.org/a.sql", sha256: long("0", 64).replaceAll("x", "0") },
      },
      dump: { schedule: "1 1 * * *", to: { storage: "8Gi" } },
    },
    deletes: [long("e", 63)],
    workflows: {
      [long("w", 31)]: {
        repositories: [long("r", 63)],
        pipelines: {
          [long("k", 19)]: { input: { repo: long("r", 63), glob: "/" }, image: "debian:12-slim", script: ["true"] },
        },
        results: [long("k", 19)],
      },
    },
  },
};

/** The longest that the services take. */
const LONGEST: readonly (readonly [types: RegExp, attribute: string, most: number])[] = [
  [/^aws_s3_bucket$/, "bucket", 63],
  [/^aws_iam_role$/, "name", 64],
  [/^aws_iam_(role_)?policy$/, "name", 128],
  [/^aws_lambda_function$/, "function_name", 64],
  [/^aws_sfn_state_machine$/, "name", 80],
  [/^aws_ecr_repository$/, "name", 256],
  [/^aws_cloudwatch_log_group$/, "name", 512],
  // It is the host's name on a network, too.
  [/^docker_container$/, "name", 63],
  [/^docker_container$/, "hostname", 63],
  [/^kubernetes_(service|job|stateful_set|deployment|namespace)_v1$/, "metadata.name", 63],
  [/^kubernetes_cron_job_v1$/, "metadata.name", 52],
  [/^kubernetes_/, "metadata.name", 253],
];

interface Found {
  readonly type: string;
  readonly value: unknown;
}

function resourcesOf(found: Workspace, project: string): Found[] {
  if (!isSound(found)) return [];
  const app = Testing.app({ outdir: join(project, "cdktf.out"), fakeCdktfJsonPath: true });
  stackMaker(found.domain)(app, found, join(project, "terraform.tfstate.d"));
  return app.node.children.flatMap((stack) => {
    const { resource } = JSON.parse(Testing.synth(stack as TerraformStack)) as { resource: Record<string, object> };
    return Object.entries(resource).flatMap(([type, all]) => Object.values(all).map((value) => ({ type, value })));
  });
}

function partOf(value: unknown, path: string): unknown {
  return path.split(".").reduce((part, key) => (part as Record<string, unknown> | undefined)?.[key], value);
}

/** A container that is made beside the one before has the time of the plan in its name. */
function nameIn(value: unknown): string {
  return String(value ?? "").replace(/^\$\{join\("-", \["([^"]+)", formatdate\(.*$/, "$1-20260101000000");
}

/** The labels of Kubernetes, at every depth. */
function labelsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    const labels = /^(labels|match_labels|node_selector)$/.test(key) ? Object.entries(part as object).flat() : [];
    return [...labels.map((each) => String(each).replace(/^.*\//, "")), ...labelsIn(part)];
  });
}

describe("the longest names that environment files may have", () => {
  const project = new TestProject({});
  let workspaces: Workspace[];
  beforeAll(() => {
    for (const [domain, environment] of Object.entries(ENVIRONMENTS)) {
      project.write(`environments/${domain}/${environment.name}.ts`, `export default ${JSON.stringify(environment)};`);
    }
    workspaces = loadEnvironments(join(project.folder, "environments"), project.folder);
  });
  afterAll(() => project.remove());

  test.each(Object.keys(ENVIRONMENTS))("give none that is too long for what has it: %s", (domain) => {
    const found = workspaces.find((each) => each.domain === domain) as Workspace;
    expect(found.problems).toEqual([]);
    const resources = resourcesOf(found, project.folder);
    const names = LONGEST.flatMap(([types, attribute, most]) =>
      resources
        .filter(({ type }) => types.test(type))
        .flatMap(({ type, value }) => ({ type, most, name: nameIn(partOf(value, attribute)) })),
    );
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter(({ name, most }) => name.length > most)).toEqual([]);
    const labels = resources
      .filter(({ type }) => type.startsWith("kubernetes_"))
      .flatMap(({ value }) => labelsIn(value));
    expect(labels.filter((label) => !/^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/.test(label))).toEqual([]);
  });
});
