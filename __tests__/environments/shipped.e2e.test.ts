import { cpSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { ListRolesCommand } from "@aws-sdk/client-iam";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { Account } from "../model/account";
import { DeployedProject } from "../support/deployed";

const ROOT = resolve(__dirname, "../..");

/** What is shipped, and what `slipway new` makes of it, deployed with credentials of somebody's own account. */
describe("an environment file that is shipped, with credentials of another account", () => {
  const deployed = new DeployedProject({});
  const { folder } = deployed.project;
  const refusal = (file: string) =>
    `environments/${file}: accountId must be the account of your credentials, got "123456789012" with credentials of ` +
    "111122223333; nothing was changed: use credentials of 123456789012, or change accountId to deploy to 111122223333\n";

  beforeAll(async () => {
    for (const shipped of ["environments", "examples"]) {
      mkdirSync(join(folder, shipped), { recursive: true });
      cpSync(join(ROOT, shipped), join(folder, shipped), { recursive: true });
    }
    await deployed.start({}, ["hashicorp/aws"], "111122223333");
    deployed.succeed("new", "model", "my-model");
    deployed.succeed("new", "plugins", "my-testbed");
  });
  afterAll(() => deployed.stop());

  test.each(["model/quetzal-paris", "model/my-model", "plugins/dioptra-lab", "plugins/my-testbed"])(
    "is refused before anything is made: %s",
    async (path) => {
      const [, workspace = ""] = path.split("/");
      const said = { status: 1, stderr: expect.stringContaining(refusal(`${path}.ts`)) };
      expect(deployed.slipway("plan", workspace)).toMatchObject(said);
      expect(deployed.slipway("deploy", workspace, "--auto-approve")).toMatchObject(said);
      const { s3, iam } = new Account(deployed.client);
      expect((await s3.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
      expect((await iam.send(new ListRolesCommand({}))).Roles).toEqual([]);
    },
  );

  test("is planned once its file names that account", async () => {
    deployed.project.write(
      "environments/model/my-model.ts",
      deployed.project.read("environments/model/my-model.ts").replace("123456789012", "111122223333"),
    );
    expect(deployed.slipway("plan", "my-model", "--expect-add", "12").status).toBe(0);
  });
});
