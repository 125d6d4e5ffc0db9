import { setTimeout as sleep } from "node:timers/promises";
import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateInstanceProfileCommand,
  CreatePolicyVersionCommand,
  CreateUserCommand,
  DeletePolicyCommand,
  DeleteRolePolicyCommand,
  GetInstanceProfileCommand,
  ListAttachedUserPoliciesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { Account } from "../../model/account";
import { DeployedProject } from "../../support/deployed";
import { modelFile } from "../../support/project";

const ACCESS = 'access: { identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671" },';
const USERS = "users-quetzal-oslo";
const POLICY = "arn:aws:iam::123456789012:policy/s3_read_put_quetzal-oslo";
const READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const PolicyDocument = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }],
});
const ON_ROLE =
  "3 attachments that this workspace did not make (policy ReadOnlyAccess, inline policy debug, instance profile lab)";
const OF_POLICY = "1 attachment that this workspace did not make (user ada)";

describe("slipway destroy, where somebody has attached policies by hand", () => {
  const deployed = new DeployedProject({ "environments/model/quetzal-oslo.ts": modelFile("quetzal-oslo", ACCESS) });
  let account: Account;

  const destroy = (...options: string[]) =>
    deployed.slipway("destroy", "quetzal-oslo", "--yes-destroy", "quetzal-oslo", ...options);
  const policiesOfAda = async () => {
    const { AttachedPolicies = [] } = await account.iam.send(new ListAttachedUserPoliciesCommand({ UserName: "ada" }));
    return AttachedPolicies.map(({ PolicyName }) => PolicyName);
  };
  const rolesOfLab = async () => {
    const wanted = new GetInstanceProfileCommand({ InstanceProfileName: "lab" });
    return ((await account.iam.send(wanted)).InstanceProfile?.Roles ?? []).map(({ RoleName }) => RoleName);
  };

  beforeAll(async () => {
    await deployed.start();
    account = new Account(deployed.client);
    expect(await deployed.deploy("quetzal-oslo")).toMatchObject({ added: 15 });
    const { iam } = account;
    await iam.send(new AttachRolePolicyCommand({ RoleName: USERS, PolicyArn: READ_ONLY }));
    await iam.send(new PutRolePolicyCommand({ RoleName: USERS, PolicyName: "debug", PolicyDocument }));
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: "lab" }));
    await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: "lab", RoleName: USERS }));
    await iam.send(new CreateUserCommand({ UserName: "ada" }));
    await iam.send(new AttachUserPolicyCommand({ UserName: "ada", PolicyArn: POLICY }));
    // Terraform deletes older versions itself.
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn: POLICY, PolicyDocument }));
  });
  afterAll(() => deployed.stop());

  test("names what is attached, and changes nothing", async () => {
    const { status, stdout, stderr } = destroy();
    expect(stdout).toContain(`  ${USERS} has ${ON_ROLE}\n`);
    expect(stderr).toBe(
      "quetzal-oslo: what is destroyed must be empty and detached, got " +
        `s3_read_put_quetzal-oslo with ${OF_POLICY}; ${USERS} with ${ON_ROLE}; ` +
        "nothing was changed: --empty deletes or detaches that too, --retain keeps it\n",
    );
    expect(status).toBe(1);
    deployed.expectNothingToDo("quetzal-oslo");
    // Which is what Terraform would have met in the middle.
    await expect(account.iam.send(new DeletePolicyCommand({ PolicyArn: POLICY }))).rejects.toThrow(
      "Cannot delete a policy attached to entities.",
    );
  });

  test("--retain keeps the role and the policy, and a deployment brings the rest back", async () => {
    const { status, stdout, stderr } = destroy("--retain");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^ {2}= keep {6}aws_iam_role\.Model_Access_Role_\w+: has 3 attachments that .*$/m);
    expect(stdout).toMatch(/^ {2}= keep {6}aws_s3_bucket\.\w+: may hold data$/m);
    expect(stdout).toMatch(/^ {2}= keep {6}aws_iam_policy\.Model_Access_Policy_\w+: has 1 attachment that .*$/m);
    expect(stdout).toMatch(
      /^quetzal-oslo destroyed: 0 added, 0 changed, 9 destroyed; what it kept is still in the state$/m,
    );
    expect(await account.role(USERS)).toMatchObject({ attached: ["ReadOnlyAccess"], inline: { debug: {} } });
    expect([await policiesOfAda(), await rolesOfLab()]).toEqual([["s3_read_put_quetzal-oslo"], [USERS]]);
    const outputs = Object.keys(JSON.parse(deployed.succeed("output", "quetzal-oslo", "--json")));
    expect(outputs).toContain("bucket");
    expect(outputs.filter((name) => /function|state_machine/.test(name))).toEqual([]);
    expect(destroy("--retain").stdout).toMatch(/^quetzal-oslo: nothing is left to destroy but what --retain keeps$/m);
    expect(await deployed.deploy("quetzal-oslo")).toEqual({ added: 9, changed: 0, destroyed: 0 });
    deployed.expectNothingToDo("quetzal-oslo");
  });

  test("--empty takes away nothing that has come since the plan was shown", async () => {
    const late = { RoleName: USERS, PolicyName: "late" };
    const approve = async () => {
      await account.iam.send(new PutRolePolicyCommand({ ...late, PolicyDocument }));
      // A plan is looked at again when it has stood for three seconds.
      await sleep(3_100);
    };
    const deployment = await deployed.deployment("quetzal-oslo", { empty: true, approve });
    await expect(deployment.run("destroy")).rejects.toThrow(
      /what is destroyed must hold what the plan shows, got .*inline policy debug, inline policy late, .* by now; nothing was changed: run it again/,
    );
    await account.iam.send(new DeleteRolePolicyCommand(late));
    deployed.expectNothingToDo("quetzal-oslo");
  });

  test("--empty detaches it, and leaves what belongs to others", async () => {
    const { status, stdout, stderr } = destroy("--empty");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain(`  ${USERS} has ${ON_ROLE}: --empty detaches or deletes that\n`);
    expect(stdout).toMatch(/^aws_iam_policy\.\w+: detaching s3_read_put_quetzal-oslo: 1 attachment .*user ada\)$/m);
    expect(stdout).toMatch(/^aws_iam_role\.\w+: detaching from users-quetzal-oslo: 3 attachments/m);
    expect(stdout).toMatch(/^quetzal-oslo destroyed: 0 added, 0 changed, 15 destroyed$/m);
    expect([await policiesOfAda(), await rolesOfLab()]).toEqual([[], []]);
    await expect(account.role(USERS)).rejects.toThrow("not found");
    await expect(account.policy(POLICY)).rejects.toThrow("not found");
    expect((await account.policy(READ_ONLY)).document).toBeDefined();
  });
});
