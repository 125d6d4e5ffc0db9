import { TestProject } from "../../support/project";
import { slipwayIn } from "../../support/warm-process";

const OSLO = `export default {
  name: "quetzal-oslo", profile: "parity", region: "ca-central-1", accountId: "123456789012",
  compute: { lambda: { memoryMiB: 512, timeoutSeconds: 60, storageMiB: 512 } },
};\n`;
const ACCESS = `export default {
  kind: "access", name: "lab-access", region: "ca-central-1", accountId: "123456789012",
  userPoolId: "ca-central-1_Lab000001", groups: { guests: { roleName: "guests" } },
};\n`;
const LAB = `export default {
  name: "lab", region: "us-east-1", bucket: { name: "plugins", store: { endpoint: "http://localhost:1" } },
  collections: [{ prefix: "dioptra_builtins", folder: "plugins" }],
};\n`;

describe("slipway permissions", () => {
  const project = new TestProject({
    "environments/model/quetzal-oslo.ts": OSLO,
    "environments/model/lab-access.ts": ACCESS,
    "environments/plugins/lab.ts": LAB,
    "plugins/a.py": "",
  });
  afterAll(() => project.remove());
  const slipway = (...args: string[]) => slipwayIn({ cwd: project.folder, env: process.env }, "permissions", ...args);
  const actions = (...args: string[]) => {
    const { status, stdout, stderr } = slipway(...args);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const { Version, Statement } = JSON.parse(stdout) as { Version: string; Statement: { Action: string[] }[] };
    expect(Version).toBe("2012-10-17");
    return Statement.flatMap(({ Action }) => Action);
  };

  test("prints what a deployer needs, or another role", () => {
    expect(actions("quetzal-oslo")).toContain("iam:CreateRole");
    expect(actions("quetzal-oslo")).not.toContain("states:StartExecution");
    expect(actions("quetzal-oslo", "--role", "builder")).toContain("states:StartExecution");
    expect(actions("quetzal-oslo", "--role", "builder")).not.toContain("iam:CreateRole");
    expect(actions("quetzal-oslo", "--role", "admin")).toEqual(
      expect.arrayContaining(["iam:CreateRole", "states:StartExecution"]),
    );
    expect(actions("lab-access")).toEqual(expect.arrayContaining(["cognito-idp:CreateGroup", "iam:PassRole"]));
  });

  test.each([
    [
      ["quetzal-oslo", "--role", "boss"],
      '--role must be builder, deployer, admin, got "boss"; a builder deploys nothing, an admin does both',
    ],
    [["quetzal-oslo", "--role", "admn"], '--role must be builder, deployer, admin, got "admn"; did you mean "admin"?'],
    [
      ["lab-access", "--role", "builder"],
      'environments/model/lab-access.ts: --role must be deployer or admin, got "builder"; nothing is built there, and nothing runs',
    ],
    [
      ["lab"],
      "environments/plugins/lab.ts: the workspace must be in AWS, got one that makes nothing there; nobody needs rights of IAM for it",
    ],
    [
      ["quetzal-osl"],
      'workspace must be one of lab-access, quetzal-oslo, lab, got "quetzal-osl"; did you mean "quetzal-oslo"?',
    ],
  ])("refuses %j", (args, message) => {
    expect(slipway(...args)).toEqual({ status: 1, stdout: "", stderr: `${message}\n` });
  });

  test("says what is wrong with the file", () => {
    project.write("environments/model/quetzal-oslo.ts", OSLO.replace("ca-central-1", "moon"));
    expect(slipway("quetzal-oslo").stderr).toMatch(
      /^environments\/model\/quetzal-oslo.ts: region must be a region of AWS/,
    );
    project.write("environments/model/quetzal-oslo.ts", OSLO);
  });
});
