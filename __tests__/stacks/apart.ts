import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { TerraformStack, Testing } from "cdktf";
import {
  ModelAccess,
  ModelBucket,
  type ModelEnvironment,
  ModelFunction,
  ModelRepository,
  ModelScenarios,
  ModelWorkflow,
  ModelWorkPolicy,
} from "../../constructs/model";
import { CpsignWorkflow } from "../../constructs/pipelines";
import { PluginBucket, PluginsWorkPolicy } from "../../constructs/plugins";
import { Service, ServicePair, stackDockerProvider } from "../../constructs/services";
import { ExistingRole } from "../../constructs/shared";
import { stackAwsProvider } from "../../constructs/shared/aws-provider";
import { stackKubernetesProvider } from "../../constructs/shared/kubernetes-provider";
import { CPSIGN } from "../constructs/pipelines/cpsign-refused";
import { frontIn } from "../constructs/services/made";

const REGION = "ca-central-1";

const OSLO: ModelEnvironment = {
  name: "quetzal-oslo",
  profile: "parity",
  region: REGION,
  compute: { lambda: { memoryMiB: 512, timeoutSeconds: 60, storageMiB: 512 } },
};
const TESTBED = {
  ...{ name: "lab", region: REGION, bucket: { name: "lab-plugins" } },
  collections: [{ prefix: "builtins", folder: "plugins" }],
};

/** Stacks with what the stacks of environment files do not have: grants, what exists, and constructs for stacks of one's own. */
export function apart(): TerraformStack[] {
  const app = Testing.app();
  const stack = (id: string, fill: (stack: TerraformStack) => void) => {
    const made = new TerraformStack(app, id);
    fill(made);
    return made;
  };
  return [
    stack("made-model", (scope) => {
      stackAwsProvider(scope, { region: REGION });
      const name = "quetzal-oslo";
      const bucket = new ModelBucket(scope, "Bucket", { name });
      const repository = new ModelRepository(scope, "Repository", { name });
      const fn = new ModelFunction(scope, "Function", { name, repository, bucket });
      const workflow = new ModelWorkflow(scope, "Workflow", { name, function: fn });
      const access = new ModelAccess(scope, "Access", { name, bucket, identityPoolId: POOL });
      const role = new IamRole(scope, "Role", { name: "lab", assumeRolePolicy: "{}" });
      bucket.grantRead(role);
      bucket.grantReadWrite(role);
      repository.grantPull(role);
      repository.grantPullPush(role);
      fn.grantInvoke(role);
      fn.grantUpdateImage(role);
      workflow.grantStartExecution(role);
      access.grantUse(role);
      const folder = "examples/sample-workflow";
      new ModelScenarios(scope, "Seed", { bucket, folder, scenarios: ["data"], mode: "seed" });
      new ModelScenarios(scope, "Mirror", { bucket, folder, scenarios: ["data"], mode: "mirror" });
    }),
    stack("existing-model", (scope) => {
      stackAwsProvider(scope, { region: REGION });
      const role = ExistingRole.fromName(scope, "Role", "lab");
      ModelBucket.fromName(scope, "Bucket", "quetzal-oslo").grantRead(role);
      ModelRepository.fromName(scope, "Repository", "quetzal-oslo").grantPull(role);
      ModelFunction.fromName(scope, "Function", "quetzal-oslo").grantInvoke(role);
      new ModelWorkPolicy(scope, "Work", { environment: OSLO, role: "deployer" }).grantUse(role);
    }),
    stack("plugins", (scope) => {
      stackAwsProvider(scope, { region: REGION });
      const bucket = new PluginBucket(scope, "Plugins", { name: "lab-plugins", region: REGION });
      const role = ExistingRole.fromName(scope, "Role", "lab");
      bucket.grantRead(role, ["builtins"]);
      bucket.grantReadWrite(role, ["custom"]);
      new PluginsWorkPolicy(scope, "Work", { environment: TESTBED, role: "builder" }).grantUse(role);
    }),
    stack("services", (scope) => {
      stackDockerProvider(scope);
      const front = frontIn(scope);
      const common = { front, port: 8000 };
      new Service(scope, "Docs", { ...common, name: "docs", image: "example/docs:1", hosts: ["docs.example.org"] });
      new ServicePair(scope, "Nmpi", {
        ...common,
        name: "nmpi",
        hosts: ["nmpi.example.org"],
        stagingHosts: ["nmpi-staging.example.org"],
        live: "blue",
        migrate: { command: ["migrate"] },
        blue: { image: "example/nmpi:1" },
        green: { image: "example/nmpi:2" },
      });
    }),
    stack("cpsign", (scope) => {
      stackKubernetesProvider(scope, { context: "kind" });
      new CpsignWorkflow(scope, "LogD", {
        ...CPSIGN,
        namespace: "labinf",
        pachyderm: { version: "1.13" },
        database: { name: "chembl-mysql", databases: ["chembl_24"], users: { chembl_ro: { rights: "read" } } },
        clusterSecrets: {
          "cpsign-license": { keys: ["license"], values: { license: { variable: "license" } } },
          "modelweb-api-info": { keys: ["user", "password", "modelweb-url", "keycloak-url"] },
        },
        manager: { image: "example/manager:2.11.6" },
        commit: "deployed",
      });
    }),
  ];
}

const POOL = "ca-central-1:00000000-1111-2222-3333-444444444444";
