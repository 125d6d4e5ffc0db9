import { DeployedProject } from "../support/deployed";
import { Account } from "./account";

/** A stack of somebody else's project that imports one construct. */
const MAIN = `
import { App, LocalBackend, TerraformStack } from "cdktf";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { IamGroup } from "@cdktf/provider-aws/lib/iam-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { Model, ModelBucket, ModelFunction, ModelRepository } from "../../constructs/model";

class Lab extends TerraformStack {
  constructor(app: App) {
    super(app, "lab");
    new LocalBackend(this, { path: "terraform.tfstate" });
    new AwsProvider(this, "aws", { region: "ca-central-1" });
    this.addOverride("terraform.required_providers.aws", { source: "hashicorp/aws", version: ">= 5.100.0" });
    const model = new Model(this, "Model", { name: "quetzal-oslo" });
    if (process.env.GRANTS !== "yes") return;
    const trust = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
    const api = new IamRole(this, "Api", {
      name: "api",
      assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
    });
    model.workflow.grantStartExecution(api);
    model.bucket.grantRead(new IamUser(this, "Ada", { name: "ada" }));
    const lab = new IamGroup(this, "Lab", { name: "lab" });
    model.bucket.grantReadWrite(lab);
    // As a stack of its own would find them.
    ModelBucket.fromName(this, "Bucket", "quetzal-oslo").grantRead(lab);
    ModelRepository.fromName(this, "Repository", "quetzal-oslo").grantPull(lab);
    ModelFunction.fromName(this, "Function", "quetzal-oslo").grantInvoke(lab);
    model.bucket.grantRead(api);
    model.bucket.grantReadWrite(api);
    model.repository.grantPull(api);
    model.repository.grantPullPush(api);
    model.function.grantInvoke(api);
    model.function.grantUpdateImage(api);
  }
}

const app = new App();
new Lab(app);
app.synth();
`;

describe("a model in an account that holds nothing", () => {
  const deployed = new DeployedProject({ "main.ts": MAIN });
  /** Synthesizes, and has Terraform do it, as `cdktf deploy` does. */
  const terraform = (action: "apply" | "destroy") => {
    expect(deployed.project.synthesize(deployed.environment).code).toBe(0);
    const run = (...args: string[]) => deployed.run("terraform", [...args, "-input=false"], "cdktf.out/stacks/lab");
    expect(run("init")).toMatchObject({ status: 0 });
    const { stdout, stderr } = run(action, "-auto-approve", "-no-color");
    return `${stdout}${stderr}`;
  };
  beforeAll(() => deployed.start({}));
  afterAll(() => deployed.stop());

  test("needs nothing but its name", () => {
    expect(terraform("apply")).toContain("Apply complete! Resources: 12 added, 0 changed, 0 destroyed.");
    expect(deployed.plan("lab").code).toBe(0);
  });

  test("gives every right that it can give, and keeps it", async () => {
    deployed.environment.GRANTS = "yes";
    expect(terraform("apply")).toContain("Apply complete! Resources: 15 added, 0 changed, 0 destroyed.");
    expect(deployed.plan("lab").code).toBe(0);
    const { inline } = await new Account(deployed.client).role("api");
    expect(Object.keys(inline).sort()).toEqual([
      "Invoke-quetzal-oslo",
      "Pull-quetzal-oslo",
      "PullPush-quetzal-oslo",
      "Read-quetzal-oslo",
      "ReadWrite-quetzal-oslo",
      "StartExecution-quetzal-oslo",
      "UpdateImage-quetzal-oslo",
    ]);
    const states = "arn:aws:states:ca-central-1:123456789012";
    expect(inline["StartExecution-quetzal-oslo"]).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["states:StartExecution", "states:ListExecutions", "states:DescribeStateMachine"],
          Resource: `${states}:stateMachine:quetzal-oslo`,
        },
        {
          Effect: "Allow",
          Action: ["states:DescribeExecution", "states:GetExecutionHistory", "states:StopExecution"],
          Resource: `${states}:execution:quetzal-oslo:*`,
        },
      ],
    });
  });

  test("goes without a trace", () => {
    expect(terraform("destroy")).toContain("Destroy complete! Resources: 27 destroyed.");
  });
});
