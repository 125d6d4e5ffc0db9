import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { DigitaloceanProvider } from "@cdktf/provider-digitalocean/lib/provider";
import { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { type TerraformProvider, TerraformStack, Testing } from "cdktf";
import { Construct } from "constructs";
import * as model from "../../constructs/model";
import * as observatory from "../../constructs/observatory";
import * as pipelines from "../../constructs/pipelines";
import * as plugins from "../../constructs/plugins";
import * as workers from "../../constructs/plugins/workers";
import * as services from "../../constructs/services";
import * as digitalocean from "../../constructs/services/digitalocean";
import * as container from "../../constructs/shared/container";
import { ExistingRole } from "../../constructs/shared/existing-role";
import { Template } from "../../testing";
import { failure } from "../support/synthesized";
import { CPSIGN } from "./pipelines/cpsign-refused";
import { CHEMBL } from "./pipelines/mysql-refused";

const PROVIDERS = {
  aws: (stack: TerraformStack) => new AwsProvider(stack, "Other", { alias: "other", region: "eu-west-1" }),
  docker: (stack: TerraformStack) => new DockerProvider(stack, "Other", { alias: "other", host: "ssh://bob" }),
  kubernetes: (stack: TerraformStack) => new KubernetesProvider(stack, "Other", { alias: "other" }),
  digitalocean: (stack: TerraformStack) => new DigitaloceanProvider(stack, "Other", { alias: "other" }),
};
type Kind = keyof typeof PROVIDERS;
type Provided = { readonly provider: TerraformProvider };
type Build = (stack: TerraformStack, provided: Provided) => unknown;

const name = "quetzal-oslo";
const IMAGE = "example/web:1";
const AGENT = "simonsobs/ocs:v0.12.1";
const HUB = {
  wampServer: "ws://a:8001/ws",
  wampHttp: "http://a:8001/call",
  wampRealm: "test_realm",
  addressRoot: "observatory",
};
const PACHD = { namespace: "labinf", pachyderm: { version: "2" } } as const;
const SAMPLE = {
  pipelines: { count: { image: "a:1", command: ["true"], input: { repo: "texts", glob: "/*" } } },
  repositories: ["texts"],
  results: ["count"],
};
const SERVER = {
  ...{ name: "chembl-mysql", namespace: "labinf", secretName: "chembl-mysql", image: "a:1", toolsImage: "b:1" },
  ...{ address: { host: "chembl-mysql", port: 3306 }, ready: [] },
};
const DROPLET = { size: "s-1vcpu-2gb", region: "ams3" };
const CADDY = { image: "caddy:2.11.2", certificates: "none" } as const;
const FRONT = { name: "lab", ...CADDY };
const PORT = { port: 80, hosts: ["web.example.org"] };
const PAIR = { ...PORT, live: "blue", blue: { image: IMAGE }, green: { image: "example/web:2" } } as const;
const MODEL = {
  name,
  profile: "parity",
  region: "ca-central-1",
  compute: { lambda: { memoryMiB: 512, timeoutSeconds: 60, storageMiB: 512 } },
} as const;
const TESTBED = {
  ...{ name: "lab", region: "eu-west-1", bucket: { name: "lab-plugins" } },
  collections: [{ prefix: "builtins", folder: "plugins" }],
};
const SERVICES = { docs: { image: IMAGE, ...PORT } };

const network = (stack: TerraformStack, provided: Provided) =>
  new container.DockerNetwork(stack, "Net", { name: "net", ...provided });
const agent = (stack: TerraformStack, provided: Provided) => ({
  ...{ name: "agent", hostname: "agent", hub: HUB, image: AGENT, instanceId: "agent" },
  network: network(stack, provided),
  ...provided,
});
const front = (stack: TerraformStack, provided: Provided) =>
  new services.Front(stack, "Front", { ...FRONT, ...provided });

/** What makes resources, by its name, with the least that it needs. */
const MADE: Readonly<Record<string, readonly [Kind, Build]>> = {
  Model: [
    "aws",
    (stack, provided) =>
      new model.Model(stack, "It", {
        ...{ name, corsOrigins: ["https://example.org"], ...provided },
        access: { identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671", sharedPolicies: ["lab"] },
      }),
  ],
  ModelBucket: ["aws", (stack, provided) => new model.ModelBucket(stack, "It", { name, ...provided })],
  ModelRepository: ["aws", (stack, provided) => new model.ModelRepository(stack, "It", { name, ...provided })],
  ModelFunction: [
    "aws",
    (stack, provided) =>
      new model.ModelFunction(stack, "It", { name, repository: { repositoryUrl: "example" }, ...provided }),
  ],
  ModelWorkflow: [
    "aws",
    (stack, provided) => new model.ModelWorkflow(stack, "It", { name, function: { functionArn: "arn" }, ...provided }),
  ],
  ModelAccess: [
    "aws",
    (stack, provided) =>
      new model.ModelAccess(stack, "It", {
        ...{ name, bucket: { bucketArn: "arn" }, ...provided },
        identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671",
      }),
  ],
  ModelScenarios: [
    "aws",
    (stack, provided) => {
      const bucket = new model.ModelBucket(stack, "Bucket", { name, ...provided });
      const files = { bucket, folder: "examples", scenarios: ["sample-workflow"], ...provided };
      new model.ModelScenarios(stack, "It", { ...files, mode: "mirror" });
    },
  ],
  ModelUserGroups: [
    "aws",
    (stack, provided) =>
      new model.ModelUserGroups(stack, "It", {
        ...{ region: "ca-central-1", accountId: "000000000000", userPoolId: "ca-central-1_abcdefghi", ...provided },
        groups: { "quetzal-oslo": { precedence: 3 } },
      }),
  ],
  ModelWorkPolicy: [
    "aws",
    (stack, provided) => new model.ModelWorkPolicy(stack, "It", { environment: MODEL, role: "deployer", ...provided }),
  ],
  PluginsWorkPolicy: [
    "aws",
    (stack, provided) =>
      new plugins.PluginsWorkPolicy(stack, "It", { environment: TESTBED, role: "builder", ...provided }),
  ],
  "ModelBucket.fromName": ["aws", (stack, provided) => model.ModelBucket.fromName(stack, "It", name, provided)],
  "ModelRepository.fromName": ["aws", (stack, provided) => model.ModelRepository.fromName(stack, "It", name, provided)],
  "ModelFunction.fromName": ["aws", (stack, provided) => model.ModelFunction.fromName(stack, "It", name, provided)],
  PluginBucket: [
    "aws",
    (stack, provided) => {
      const bucket = new plugins.PluginBucket(stack, "It", { name, region: "eu-west-1", ...provided });
      new plugins.PluginCollection(stack, "Builtins", {
        ...{ bucket, prefix: "builtins", folder: "examples/task-plugins/dioptra_builtins" },
      });
    },
  ],
  TestbedWorkers: [
    "docker",
    (stack, provided) =>
      new workers.TestbedWorkers(stack, "It", {
        ...{ name: "lab", networks: ["backend"], redisUri: "redis://redis:6379/0", ...provided },
        trackingUri: "http://mlflow-tracking:5000",
        pools: [{ kind: "tensorflow-cpu", image: "dioptra/tensorflow2-cpu:0.5.0", count: 2 }],
        plugins: {
          DIOPTRA_PLUGINS_S3_URI: "s3://plugins/a",
          DIOPTRA_CUSTOM_PLUGINS_S3_URI: "s3://plugins/b",
          MLFLOW_S3_ENDPOINT_URL: "http://minio:9000",
          DIOPTRA_PLUGIN_DIR: "/work/plugins",
        },
      }),
  ],
  Container: [
    "docker",
    (stack, provided) => new container.Container(stack, "It", { name: "web", image: IMAGE, ...provided }),
  ],
  DockerNetwork: ["docker", network],
  DockerVolume: ["docker", (stack, provided) => new container.DockerVolume(stack, "It", { name: "data", ...provided })],
  Front: ["docker", front],
  Postgres: [
    "docker",
    (stack, provided) =>
      new services.Postgres(stack, "It", {
        ...{ name: "lab-db", image: "postgres:17.6", memoryMiB: 512, ...provided },
        roles: { nmpi: { password: { variable: "nmpi_database_password" } } },
        databases: { nmpi: { owner: "nmpi" } },
      }),
  ],
  ExternalNode: [
    "docker",
    (stack, { provider }) => {
      const node = new services.ExternalNode(stack, "Node", { provider: provider as DockerProvider });
      new services.Front(stack, "Front", { ...FRONT, node });
    },
  ],
  PlatformNode: [
    "docker",
    (stack, { provider }) => {
      const node = new services.ExternalNode(stack, "Node", { provider: provider as DockerProvider });
      const here = { name: "local", node };
      new services.PlatformNode(stack, "It", { name: "lab", front: CADDY, services: SERVICES, here });
    },
  ],
  Service: [
    "docker",
    (stack, provided) =>
      new services.Service(stack, "It", { name: "docs", front: front(stack, provided), image: IMAGE, ...PORT }),
  ],
  ServicePair: [
    "docker",
    (stack, provided) => new services.ServicePair(stack, "It", { name: "web", front: front(stack, provided), ...PAIR }),
  ],
  DropletNode: [
    "digitalocean",
    (stack, provided) =>
      new digitalocean.DropletNode(stack, "It", {
        ...{ name: "bob", ...DROPLET, sshKeys: ["1"], adminAddresses: ["203.0.113.0/24"], ...provided },
        network: { id: "5a4981aa-9653-4bd1-bef5-d6bff52042e4", ipRange: "10.10.10.0/24" },
        alertEmail: "lab@example.org",
      }),
  ],
  PlatformDroplets: [
    "digitalocean",
    (stack, provided) =>
      new digitalocean.PlatformDroplets(stack, "It", {
        ...{ name: "lab", front: CADDY, services: SERVICES, ...provided },
        digitalocean: { region: "ams3", sshKeys: ["lab"], adminAddresses: ["203.0.113.0/24"], project: "lab" },
        nodes: { local: { droplet: { size: "s-1vcpu-2gb" } } },
      }),
  ],
  Dns: [
    "digitalocean",
    (stack, provided) =>
      new digitalocean.Dns(stack, "It", {
        ...{ domains: { "example.org": { records: [] } }, hosts: { "www.example.org": "192.0.2.1" }, ...provided },
      }),
  ],
  ClusterNamespace: [
    "kubernetes",
    (stack, provided) => new pipelines.ClusterNamespace(stack, "It", { name: "labinf", ...provided }),
  ],
  ClusterSecret: [
    "kubernetes",
    (stack, provided) =>
      new pipelines.ClusterSecret(stack, "It", {
        ...pipelines.cpsignLicense({ namespaces: ["labinf"], values: { license: { variable: "license" } } }),
        ...provided,
      }),
  ],
  ServiceIdentity: [
    "kubernetes",
    (stack, provided) =>
      new pipelines.ServiceIdentity(stack, "It", {
        ...{ name: "a", namespace: "labinf", ...provided },
        rights: [{ namespace: "labinf", resources: ["pods"], verbs: ["get"] }],
      }),
  ],
  ApplyJob: [
    "kubernetes",
    (stack, provided) =>
      new pipelines.ApplyJob(stack, "It", {
        ...{ name: "a", namespace: "labinf", steps: [{ name: "a", image: "a:1", script: "ls" }], ...provided },
      }),
  ],
  MySql: [
    "kubernetes",
    (stack, provided) =>
      new pipelines.MySql(stack, "It", {
        ...CHEMBL,
        dump: { schedule: "@daily", to: { storage: "20Gi" } },
        ...provided,
      }),
  ],
  DataLoad: [
    "kubernetes",
    (stack, provided) =>
      new pipelines.DataLoad(stack, "It", {
        ...{ name: "chembl", database: "chembl_24", url: "https://example.org/chembl.sql.gz", server: SERVER },
        sha256: "0".repeat(64),
        ...provided,
      }),
  ],
  Dump: [
    "kubernetes",
    (stack, provided) =>
      new pipelines.Dump(stack, "It", {
        ...{ server: SERVER, databases: ["chembl_24"], schedule: "@daily", to: { storage: "20Gi" }, ...provided },
      }),
  ],
  ManagerPod: [
    "kubernetes",
    (stack, provided) =>
      new pipelines.ManagerPod(stack, "It", { namespace: "labinf", image: "a:1", pachyderm: "2", ...provided }),
  ],
  Workflow: [
    "kubernetes",
    (stack, provided) =>
      new pipelines.Workflow(stack, "It", {
        ...{ ...PACHD, name: "LogD", repositories: ["config"], results: ["train"], ...provided },
        pipelines: { train: { input: { repo: "config", glob: "/" }, image: "a:1", script: ["true"] } },
      }),
  ],
  DeletedPipelines: [
    "kubernetes",
    (stack, provided) => new pipelines.DeletedPipelines(stack, "It", { ...PACHD, pipelines: ["old"], ...provided }),
  ],
  Pipelines: [
    "kubernetes",
    (stack, provided) =>
      new pipelines.Pipelines(stack, "It", {
        ...{
          name: "lab",
          ...PACHD,
          workflows: { sample: SAMPLE },
          database: { name: "chembl", databases: ["chembl_24"] },
          ...provided,
        },
      }),
  ],
  CpsignWorkflow: [
    "kubernetes",
    (stack, provided) => {
      const clusterSecrets = {
        "chembl-mysql": { keys: ["mysql-root-password"] },
        "cpsign-license": { keys: ["license"], values: { license: { variable: "license" } } },
        "modelweb-api-info": { keys: ["user", "password", "modelweb-url", "keycloak-url"] },
      };
      new pipelines.CpsignWorkflow(stack, "It", { ...CPSIGN, ...PACHD, clusterSecrets, ...provided });
    },
  ],
  ObservatorySite: [
    "docker",
    (stack, provided) =>
      new observatory.ObservatorySite(stack, "It", {
        ...{ name: "lab", images: { ocs: AGENT, crossbar: "crossbario/crossbar:cpy3-20.8.1" }, ...provided },
        hosts: [{ hostname: "lab-docker", agents: [{ instanceId: "fake-data1", agentClass: "FakeDataAgent" }] }],
      }),
  ],
  OcsAgent: [
    "docker",
    (stack, provided) =>
      new observatory.OcsAgent(stack, "It", { ...agent(stack, provided), agentClass: "FakeDataAgent" }),
  ],
  Registry: ["docker", (stack, provided) => new observatory.Registry(stack, "It", agent(stack, provided))],
  Aggregator: ["docker", (stack, provided) => new observatory.Aggregator(stack, "It", agent(stack, provided))],
  InfluxPublisher: [
    "docker",
    (stack, provided) => new observatory.InfluxPublisher(stack, "It", agent(stack, provided)),
  ],
  AccessDirector: [
    "docker",
    (stack, provided) =>
      new observatory.AccessDirector(stack, "It", {
        ...agent(stack, provided),
        access: { hostFile: "/etc/access.yaml" },
      }),
  ],
  AgentImage: [
    "docker",
    (stack, provided) =>
      new observatory.AgentImage(stack, "It", {
        ...{
          name: "lab/agent",
          folder: "examples/barebones-agent",
          base: AGENT,
          script: { path: "barebones_agent.py" },
          ...provided,
        },
      }),
  ],
  Crossbar: [
    "docker",
    (stack, provided) =>
      new observatory.Crossbar(stack, "It", {
        ...{
          name: "crossbar",
          image: "crossbario/crossbar:cpy3-20.8.1",
          network: network(stack, provided),
          ...provided,
        },
      }),
  ],
  OcsClient: [
    "docker",
    (stack, provided) =>
      new observatory.OcsClient(stack, "It", {
        ...{ name: "client", hub: HUB, image: AGENT, network: network(stack, provided), ...provided },
      }),
  ],
  OcsWeb: [
    "docker",
    (stack, provided) =>
      new observatory.OcsWeb(stack, "It", {
        ...{ name: "web", site: "lab", hub: HUB, image: "a:1", network: network(stack, provided), ...provided },
      }),
  ],
  Monitoring: [
    "docker",
    (stack, provided) =>
      new observatory.Monitoring(stack, "It", {
        ...{ name: "lab", images: { influxdb: "influxdb:1.8" }, network: network(stack, provided), ...provided },
      }),
  ],
};

/** They make resources of no provider, or are made with those of a front or a bucket. */
const WITHOUT = ["PluginCollection", "Route", "Upstream", "WorkflowBuilder", "PipelineReference", "Repository"];

/** Resources and data sources, as `type at name`, with the provider of each. */
function providers(stack: TerraformStack): ReadonlyMap<string, unknown> {
  const { resource = {}, data = {} } = Template.of(stack).json as Record<string, Record<string, object>>;
  const blocks = [...Object.entries(resource), ...Object.entries(data)].flatMap(([type, all]) =>
    Object.entries(all).map(([id, block]) => [`${type} ${id}`, (block as { provider?: string }).provider] as const),
  );
  return new Map(blocks);
}

describe("a provider that is handed to a construct", () => {
  test.each(Object.entries(MADE))("makes all of %s, and no terraform_data", (_name, [kind, build]) => {
    const stack = new TerraformStack(Testing.app(), "test");
    build(stack, { provider: PROVIDERS[kind](stack) });
    const found = [...providers(stack)];
    const own = found.filter(([type]) => type.startsWith(kind === "aws" ? "aws_" : `${kind}_`));
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter(([, provider]) => provider !== `${kind}.other`)).toEqual([]);
    const others = found.filter(([type]) => !own.some(([each]) => each === type));
    expect(others.filter(([, provider]) => provider !== undefined)).toEqual([]);
  });

  test("is tried for every construct that is exported", () => {
    const all = [model, plugins, workers, services, digitalocean, pipelines, observatory, container];
    const classes = all
      .flatMap((index) => Object.entries(index))
      .filter(([, value]) => Object.getPrototypeOf(value) === Construct)
      .map(([each]) => each);
    expect(classes.filter((each) => !(each in MADE) && !WITHOUT.includes(each))).toEqual([]);
  });

  test("of a construct inside wins", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    const outer = new AwsProvider(stack, "Outer", { alias: "outer" });
    const parent = new model.ModelBucket(stack, "Parent", { name, provider: outer });
    new model.ModelBucket(parent, "Child", { name: "quetzal-paris", provider: PROVIDERS.aws(stack) });
    expect(Object.fromEntries(providers(stack))).toEqual({
      "aws_s3_bucket Parent_8B210403": "aws.outer",
      "aws_s3_bucket Parent_Child_4D311881": "aws.other",
    });
  });

  test("is not that of a grantee's policy, which the grantee's provider makes", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    const { bucket, function: fn } = new model.Model(stack, "Model", { name, provider: PROVIDERS.aws(stack) });
    bucket.grantRead(ExistingRole.fromName(stack, "Here", "here"));
    const elsewhere = { provider: new AwsProvider(stack, "Third", { alias: "third" }) };
    bucket.grantRead(ExistingRole.fromName(stack, "There", "there", elsewhere));
    bucket.grantReadWrite(fn.role);
    const policies = [...providers(stack)].filter(([type]) => type.includes("_Grant"));
    expect(policies.map(([, provider]) => provider)).toEqual(["aws.other", undefined, "aws.third"]);
  });

  test.each<readonly [string, Build, string]>([
    [
      "of another kind",
      (stack) => new model.Model(stack, "Model", { name, provider: PROVIDERS.docker(stack) }),
      "[test/Model] provider must be a provider of aws, got docker at test/Other; give one whose resources this construct makes",
    ],
    [
      "that is none",
      (stack) => new container.DockerVolume(stack, "Data", { name: "data", provider: "docker.other" as never }),
      '[test/Data] provider must be a provider of docker, got "docker.other"; give one whose resources this construct makes',
    ],
    [
      "of another stack",
      (stack) => {
        const there = new TerraformStack(stack.node.root, "there");
        return new model.ModelBucket(stack, "Bucket", { name, provider: PROVIDERS.aws(there) });
      },
      "[test/Bucket] provider must be in the stack test, got aws at there/Other; a stack uses no provider of another",
    ],
    [
      "beside a store",
      (stack) =>
        new plugins.PluginBucket(stack, "Bucket", {
          ...{ name, region: "eu-west-1", provider: PROVIDERS.aws(stack), store: { endpoint: "http://minio:9000" } },
        }),
      "[test/Bucket] provider must be left out beside store, got test/Other; a store has a provider of its own",
    ],
    [
      "of another region than the bucket's",
      (stack) =>
        new plugins.PluginBucket(stack, "Bucket", { name, region: "us-east-1", provider: PROVIDERS.aws(stack) }),
      '[test/Bucket] region must be "eu-west-1", as provider says, got "us-east-1"; give the provider of the bucket\'s region',
    ],
    [
      "beside a node",
      (stack) => {
        const node = new services.ExternalNode(stack, "Node");
        return new services.Front(stack, "Front", { ...FRONT, node, provider: PROVIDERS.docker(stack) });
      },
      "[test/Front] provider must be left out beside node, got test/Other; the node has one",
    ],
    [
      "beside a node's host",
      (stack) =>
        new services.ExternalNode(stack, "Node", { provider: PROVIDERS.docker(stack), dockerHost: "ssh://alice" }),
      '[test/Node] dockerHost must be left out beside provider, got "ssh://alice"; it is the provider\'s',
    ],
    [
      "whose engine the programs do not reach",
      (stack) => {
        const provider = new DockerProvider(stack, "Other", { alias: "other", certPath: "/certs" });
        return new services.Front(stack, "Front", { ...FRONT, provider });
      },
      '[test/Front] provider.certPath must be left out for programs that Terraform runs, got a value; reach the engine by host, such as "ssh://user@host"',
    ],
  ])("may not be one %s", (_what, build, says) => {
    expect(failure((stack) => void build(stack, undefined as never))).toBe(says);
  });
});
