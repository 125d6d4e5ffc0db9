import type { Who } from "../../../cli/model/who/matrix";
import { rightsOf } from "../../../cli/model/who/rights";
import { bucketForUsers } from "../../../constructs/model/permissions";
import { policyDocument } from "../../../constructs/shared/policy";
import { TestProject } from "../../support/project";
import { slipwayIn } from "../../support/warm-process";

const POOL = "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671";
const model = (name: string, more = "", access = "") => `export default {
  name: "${name}", profile: "parity", region: "ca-central-1", ${more}
  compute: { lambda: { memoryMiB: 512, timeoutSeconds: 60, storageMiB: 512 } },
  access: { identityPoolId: "${POOL}", adminRoleName: "admins", ${access} },
};\n`;
const ACCESS = `export default {
  kind: "access", name: "lab-access", accountId: "123456789012", region: "ca-central-1",
  userPoolId: "ca-central-1_Lab000001",
  groups: {
    "quetzal-oslo": { precedence: 5, users: ["ada"] },
    "quetzal-oslo-dev": { precedence: 6, users: ["ada", "bob"] },
    guests: { roleName: "lab/guests", models: ["quetzal-oslo", "quetzal-rome"] },
    admin: { roleName: "admins", precedence: 1 },
  },
  otherModels: ["quetzal-rome"],
};\n`;

describe("slipway model who", () => {
  const project = new TestProject({
    "environments/model/quetzal-oslo.ts": model("quetzal-oslo", 'sharesRunsWith: ["quetzal-oslo-dev"],'),
    "environments/model/quetzal-oslo-dev.ts": model("quetzal-oslo-dev", "", 'sharedPolicies: ["config"]'),
    "environments/model/lab-access.ts": ACCESS,
  });
  afterAll(() => project.remove());
  const slipway = (...args: string[]) => slipwayIn({ cwd: project.folder, env: process.env }, "model", "who", ...args);
  const who = (name: string, kind: Who["kind"]) => {
    const { stdout, stderr } = slipway(name, "--json");
    expect(stderr).toBe("");
    return (JSON.parse(stdout) as Who[]).find((each) => each.kind === kind);
  };
  const rights = ({ rows }: Pick<Who, "rows"> = { rows: [] }) =>
    rows.map((each) => [each.group ?? each.role, each.model, each.read, each.write, each.base, each.run]);

  test("shows who may do what with a model, also by another one's name", () => {
    const found = who("quetzal-oslo", "model");
    expect(rights(found)).toEqual([
      ["admin", "quetzal-oslo", "yes", "yes", "no", "yes"],
      ["guests", "quetzal-oslo", "yes", "yes", "no", "yes"],
      ["quetzal-oslo", "quetzal-oslo", "yes", "yes", "no", "yes"],
      ["quetzal-oslo-dev", "quetzal-oslo", "unknown", "unknown", "unknown", "yes"],
    ]);
    expect(found?.holes).toEqual([
      "the group quetzal-oslo-dev may run quetzal-oslo, for its name is in quetzal-oslo-dev; sharesRunsWith of its file accepts that",
      "what s3_read_put_quetzal-rome allows is not known, for no file here makes it: the group guests",
      "what config allows is not known, for no file here makes it: the group quetzal-oslo-dev",
    ]);
  });

  test("shows what a group may do, and what is denied whatever else is attached", () => {
    expect(rights(who("quetzal-oslo-dev", "group"))).toEqual([
      ["quetzal-oslo-dev", "quetzal-oslo", "unknown", "unknown", "unknown", "yes"],
      ["quetzal-oslo-dev", "quetzal-oslo-dev", "yes", "yes", "no", "yes"],
    ]);
    expect(rights(who("admin", "group")).map(([, name]) => name)).toEqual(["quetzal-oslo", "quetzal-oslo-dev"]);
  });

  test("shows what a user may do, and which role of several counts", () => {
    const found = who("ada", "user");
    expect(rights(found).map(([group, name]) => [group, name])).toEqual([
      ["quetzal-oslo", "quetzal-oslo"],
      ["quetzal-oslo-dev", "quetzal-oslo"],
      ["quetzal-oslo-dev", "quetzal-oslo-dev"],
    ]);
    expect(found?.holes).toContain(
      "ada is in quetzal-oslo, quetzal-oslo-dev: the role of quetzal-oslo counts, of the lowest precedence, and no other",
    );
    expect(who("bob", "user")?.holes.filter((each) => each.startsWith("bob"))).toEqual([]);
  });

  test("says that nobody may run a model that older code deploys", () => {
    const found = who("quetzal-rome", "model");
    expect(rights(found)).toEqual([]);
    expect(found?.holes[0]).toBe("nobody here may run quetzal-rome");
  });

  test("prints a table for each kind that the name has", () => {
    const { status, stdout } = slipway("quetzal-oslo");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^group quetzal-oslo\n┌/);
    expect(stdout).toMatch(/^│ quetzal-oslo │ users-quetzal-oslo │ ada +│ quetzal-oslo │ yes +│ yes +│ no +│ yes │$/m);
    expect(stdout).toMatch(/\n\nmodel quetzal-oslo\n┌/);
    expect(stdout).toMatch(/^hole: the group quetzal-oslo-dev may run quetzal-oslo,/m);
  });

  test("refuses a name that nobody has, and files that are wrong", () => {
    expect(slipway("quetzal-osl")).toEqual({
      status: 1,
      stdout: "",
      stderr: 'name must be that of a user, a group or a model, got "quetzal-osl"; did you mean "quetzal-oslo"?\n',
    });
    project.write("environments/model/quetzal-oslo.ts", model("quetzal-oslo"));
    expect(slipway("ada").stderr).toMatch(
      /^environments\/model\/quetzal-oslo.ts: name must not be contained in another model's/,
    );
  });
});

describe("the rights of a role", () => {
  const oslo = { name: "quetzal-oslo", partition: "aws" };
  const bucket = "arn:aws:s3:::quetzal-oslo";
  const users = bucketForUsers(bucket);
  const of = (statements: readonly object[]) =>
    rightsOf([{ name: "p", document: policyDocument(statements as never) }], oslo);

  test.each([
    ["as they are made", users, { read: "yes", write: "yes", base: "no", run: "yes" }],
    ["without the denial of the base", users.slice(0, 2), { read: "yes", write: "yes", base: "yes", run: "yes" }],
    // The back end reads the second statement alone.
    ["in one statement", [{ ...users[1], Action: "s3:*" }], { read: "yes", write: "yes", base: "yes", run: "no" }],
    [
      "in another order",
      [...users.slice(1), ...users.slice(0, 1)],
      { read: "yes", write: "yes", base: "no", run: "no" },
    ],
    [
      "in another's name",
      bucketForUsers(`${bucket}-dev`),
      { read: "no", write: "no", base: "no", run: "yes", runsBy: "quetzal-oslo-dev" },
    ],
  ])("%s", (_, statements, found) => {
    expect(of(statements)).toEqual(found);
  });

  test("are unknown where a policy is made elsewhere, but for what is denied", () => {
    const document = policyDocument([users[2] as never]);
    expect(rightsOf([{ name: "p", document }, { name: "q" }], oslo)).toEqual({
      ...{ read: "unknown", write: "unknown", base: "no", run: "unknown" },
    });
  });
});
