/** The stack of somebody who takes parts of the package into their own: own.ts. */
export const OWN_STACK = `import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import {
  Model,
  ModelAccess,
  type ModelAccessSettings,
  ModelBucket,
  ModelFunction,
  ModelRepository,
  ModelWorkflow,
} from "cdktf-slipway/model";
import { type Backend, type Grantee, serviceTrust, stackBackend } from "cdktf-slipway/shared";

const backend: Backend = { s3: { bucket: "states", key: "own.tfstate", region: "ca-central-1" } };
const settings: ModelAccessSettings = { identityPoolId: "ca-central-1:00000000-1111-2222-3333-444444444444" };

export class Own extends TerraformStack {
  constructor(scope: Construct) {
    super(scope, "own");
    stackBackend(this, { workspace: "own", backend, stateFolder: __dirname });
    new AwsProvider(this, "Aws", { region: "ca-central-1" });
    const assumeRolePolicy = serviceTrust("ecs-tasks.amazonaws.com");
    const role: Grantee = new IamRole(this, "Backend", { name: "backend", assumeRolePolicy });
    const model = new Model(this, "Model", { name: "quetzal-oslo" });
    model.bucket.grantReadWrite(role);

    const name = "quetzal-bergen";
    const bucket = new ModelBucket(this, "Bucket", { name });
    const repository = new ModelRepository(this, "Repository", { name, firstImage: "none" });
    const fn = new ModelFunction(this, "Function", { name, repository, bucket, image: { tag: "v1" } });
    const workflow = new ModelWorkflow(this, "Workflow", { name, function: fn });
    const access = new ModelAccess(this, "Access", { ...settings, name, bucket });
    bucket.grantRead(role);
    repository.grantPullPush(role);
    fn.grantInvoke(role);
    fn.grantUpdateImage(role);
    workflow.grantStartExecution(role);
    access.grantUse(role);
  }
}
`;

/** The stack of somebody who takes parts of the domains of Docker: lab.ts. */
export const LAB_STACK = `import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { Container, DockerNetwork, stackDockerProvider } from "cdktf-slipway/container";
import { type Hub, ObservatorySite, type ObservatorySiteProps, OcsAgent } from "cdktf-slipway/observatory";

const ocs = "simonsobs/ocs:v0.12.1";
const site: ObservatorySiteProps = {
  name: "lab",
  images: { ocs, crossbar: "crossbario/crossbar:cpy3-20.8.1" },
  hosts: [{ hostname: "lab-docker", agents: [{ instanceId: "fake-data1", agentClass: "FakeDataAgent" }] }],
};
const hub: Hub = {
  wampServer: "ws://10.0.0.9:8001/ws",
  wampHttp: "http://10.0.0.9:8001/call",
  wampRealm: "test_realm",
  addressRoot: "observatory",
};

export class Lab extends TerraformStack {
  constructor(scope: Construct) {
    super(scope, "lab");
    stackDockerProvider(this);
    new ObservatorySite(this, "Site", site);
    const network = new DockerNetwork(this, "Network", { name: "other" });
    const agent = new OcsAgent(this, "Agent", {
      name: "other-registry",
      hostname: "other-docker",
      instanceId: "registry",
      agentClass: "RegistryAgent",
      image: ocs,
      hub,
      network,
    });
    const dependsOn = [agent.container.resource];
    new Container(this, "Proxy", { name: "other-proxy", image: "caddy:2.8.4", network: [{ network }], dependsOn });
  }
}
`;

/** The stack of somebody who takes a bucket and its collections: testbed.ts. */
export const TESTBED_STACK = `import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { PluginBucket, PluginCollection, stackAwsProvider, type WorkerEnvironment } from "cdktf-slipway/plugins";
import { stackDockerProvider, TestbedWorkers } from "cdktf-slipway/workers";

export class Testbed extends TerraformStack {
  constructor(scope: Construct) {
    super(scope, "testbed");
    stackAwsProvider(this, { region: "us-east-1" });
    stackDockerProvider(this);
    const bucket = new PluginBucket(this, "Bucket", { name: "testbed-plugins", region: "us-east-1" });
    const builtins = new PluginCollection(this, "Builtins", { bucket, prefix: "dioptra_builtins", folder: "plugins" });
    const plugins: WorkerEnvironment = bucket.workerEnvironment({ builtins });
    new TestbedWorkers(this, "Workers", {
      name: "testbed",
      plugins,
      networks: ["backend"],
      redisUri: "redis://redis:6379/0",
      trackingUri: "http://mlflow-tracking:5000",
      pools: [{ kind: "tensorflow-cpu", image: "dioptra/tensorflow2-cpu:0.5.0", count: 2 }],
      dependsOn: [builtins.resource],
    });
  }
}
`;

/** The stack of somebody who puts services beside a model: platform.ts. */
export const PLATFORM_STACK = `import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { Model } from "cdktf-slipway/model";
import { Front, type PairSettings, Service, ServicePair, stackDockerProvider } from "cdktf-slipway/services";

const colours: Pick<PairSettings, "blue" | "green" | "live"> = {
  blue: { image: "example/nmpi:1" },
  green: { image: "example/nmpi:2" },
  live: "blue",
};

export class Platform extends TerraformStack {
  constructor(scope: Construct) {
    super(scope, "platform");
    new AwsProvider(this, "Aws", { region: "ca-central-1" });
    stackDockerProvider(this);
    const model = new Model(this, "Model", { name: "quetzal-turku" });
    const front = new Front(this, "Front", { name: "platform", image: "caddy:2.11.2", certificates: "none" });
    new ServicePair(this, "Nmpi", { name: "nmpi", front, port: 8000, hosts: ["nmpi.example.org"], ...colours });
    const environment = { MODEL_BUCKET: model.bucket.bucketName };
    new Service(this, "Docs", {
      name: "docs",
      front,
      image: "example/docs:1",
      port: 80,
      hosts: ["docs.example.org"],
      environment,
    });
  }
}
`;

/** The stack of somebody who puts a database and a workflow beside a model: modelling.ts. */
export const MODELLING_STACK = `import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { Model } from "cdktf-slipway/model";
import { cross, MySql, stackKubernetesProvider, Workflow, WorkflowBuilder } from "cdktf-slipway/pipelines";

const namespace = "labinf";
const flow = new WorkflowBuilder("LogD");
const config = flow.repository("config");
const step = { image: "example/model:1", script: ["true"] };
const ingestion = flow.pipeline("ingestion", { ...step, input: config.files("/") });
const precompute = flow.pipeline("precompute", { ...step, input: ingestion.output("/") });
flow.result("training", { ...step, input: cross(ingestion.output("/training/*"), precompute.output("/")) });

export class Modelling extends TerraformStack {
  constructor(scope: Construct) {
    super(scope, "modelling");
    new AwsProvider(this, "Aws", { region: "ca-central-1" });
    stackKubernetesProvider(this, { context: "kind" });
    new Model(this, "Model", { name: "quetzal-vaasa" });
    const database = new MySql(this, "Database", { name: "chembl-mysql", namespace, databases: ["chembl_24"] });
    new Workflow(this, "LogD", {
      ...flow.settings,
      namespace,
      pachyderm: { version: "2" },
      declared: database.declared,
      dependsOn: database.server.ready,
    });
  }
}
`;

/** What synthesizes them: main.ts. */
export const MAIN = `import { App } from "cdktf";
import { Lab } from "./lab.js";
import { Modelling } from "./modelling.js";
import { Own } from "./own.js";
import { Platform } from "./platform.js";
import { Testbed } from "./testbed.js";

const app = new App();
new Own(app);
new Lab(app);
new Testbed(app);
new Platform(app);
new Modelling(app);
app.synth();
`;

/** A test of it, as a program that prints what a test runner would keep: snapshot.ts. */
export const SNAPSHOT = `import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { Testing } from "cdktf";
import { stackSnapshot, Template } from "cdktf-slipway/testing";
import { Own } from "./own.js";

const template = Template.of(new Own(Testing.app()));
const memory: number | undefined = template.only(LambdaFunction, { functionName: "quetzal-bergen" }).memorySize;
console.log(JSON.stringify({ memory, stack: stackSnapshot(new Own(Testing.app())) }));
`;
