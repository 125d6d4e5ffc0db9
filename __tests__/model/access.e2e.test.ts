import * as iam from "@aws-sdk/client-iam";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { DeployedProject } from "../support/deployed";
import { Account } from "./account";

const POOL = "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671";
const ROLE = "admins";

const model = (name: string, more = "") => `export default {
  name: "${name}", profile: "parity", region: "ca-central-1",
  compute: { lambda: { memoryMiB: 512, timeoutSeconds: 60, storageMiB: 512 } },
  access: { identityPoolId: "${POOL}", adminRoleName: "${ROLE}", ${more} },
};\n`;
const access = (administrators: string) => `export default {
  kind: "access", name: "lab-access", accountId: "123456789012", region: "ca-central-1",
  userPoolId: "ca-central-1_Lab000001",
  groups: {
    "quetzal-oslo": { precedence: 5, users: ["ada"], models: ["quetzal-rome"] },
    admin: { roleName: "${ROLE}", precedence: 1 },
  },
  administrators: { roleName: "${ROLE}", models: ["quetzal-oslo"], ${administrators} },
  registry: { bucket: "lab-config", origin: "adopted" },
  otherModels: ["quetzal-rome"],
};\n`;
const OSLO = "environments/model/quetzal-oslo.ts";
const ACCESS = "environments/model/lab-access.ts";
const REGISTRY = { Bucket: "lab-config", Key: "cognito_group_access.json" };

describe("who may use models, moved from the models' own files", () => {
  const deployed = new DeployedProject({
    [OSLO]: model("quetzal-oslo"),
    [ACCESS]: access('formerPolicies: ["quetzal-oslo"]'),
  });
  const account = () => new Account(deployed.client);
  const inline = async () => (await account().role(ROLE)).inline;
  const registry = async () => {
    const { Body } = await account().s3.send(new GetObjectCommand(REGISTRY));
    return JSON.parse((await Body?.transformToString()) ?? "") as object;
  };

  beforeAll(async () => {
    await deployed.start();
    const { s3, iam: client } = account();
    const Body = JSON.stringify({ "quetzal-rome": ["quetzal-rome"], admin: ["old"] });
    await s3.send(new PutObjectCommand({ ...REGISTRY, Body, ContentType: "application/json" }));
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::quetzal-rome" }],
    });
    await client.send(new iam.CreatePolicyCommand({ PolicyName: "s3_read_put_quetzal-rome", PolicyDocument }));
    await deployed.deploy("quetzal-oslo");
    expect(Object.keys(await inline())).toEqual(["inline_s3_read_put_quetzal-oslo"]);
  });
  afterAll(() => deployed.stop());

  // What follows is one story: each test goes on where the one before it ended.

  test("the one policy is there before the old one goes, which is imported", async () => {
    expect(await deployed.deploy("lab-access")).toMatchObject({ destroyed: 0 });
    expect(Object.keys(await inline()).sort()).toEqual([
      "inline_s3_read_put_models",
      "inline_s3_read_put_quetzal-oslo",
    ]);
    deployed.expectNothingToDo("lab-access");
    deployed.expectNothingToDo("quetzal-oslo");
  });

  test("the registry has the groups' models, and keeps the entries of others", async () => {
    expect(await registry()).toEqual({
      admin: ["quetzal-oslo"],
      "quetzal-oslo": ["quetzal-oslo", "quetzal-rome"],
      "quetzal-rome": ["quetzal-rome"],
    });
  });

  test("what somebody adds to it by hand stays, and what somebody changes of ours is put back", async () => {
    const Body = JSON.stringify({ byHand: ["x"], admin: [] });
    await account().s3.send(new PutObjectCommand({ ...REGISTRY, Body, ContentType: "application/json" }));
    await deployed.deploy("lab-access");
    expect(await registry()).toEqual({
      admin: ["quetzal-oslo"],
      byHand: ["x"],
      "quetzal-oslo": ["quetzal-oslo", "quetzal-rome"],
    });
    deployed.expectNothingToDo("lab-access");
  });

  test("a registry that is no JSON is refused, and stays as it is", async () => {
    const good = JSON.stringify(await registry());
    await account().s3.send(new PutObjectCommand({ ...REGISTRY, Body: "[", ContentType: "application/json" }));
    await expect(deployed.deploy("lab-access")).rejects.toThrow("must hold a JSON object");
    const { Body } = await account().s3.send(new GetObjectCommand(REGISTRY));
    expect(await Body?.transformToString()).toBe("[");
    await account().s3.send(new PutObjectCommand({ ...REGISTRY, Body: good, ContentType: "application/json" }));
  });

  test("the old policy may not go while its model still makes it", () => {
    deployed.project.write(ACCESS, access(""));
    const { status, stderr } = deployed.slipway("check");
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `${ACCESS}: administrators.formerPolicies must name "quetzal-oslo" until access.adminPolicy of that model is "released", got []; add it\n`,
    });
    deployed.project.write(ACCESS, access('formerPolicies: ["quetzal-oslo"]'));
  });

  test("the model lets go of it without deleting it, and the access file deletes it", async () => {
    deployed.project.write(OSLO, model("quetzal-oslo", 'adminPolicy: "released"'));
    expect(await deployed.deploy("quetzal-oslo")).toMatchObject({ added: 0, changed: 0, destroyed: 0 });
    expect(Object.keys(await inline())).toHaveLength(2);
    deployed.project.write(ACCESS, access(""));
    expect(await deployed.deploy("lab-access")).toMatchObject({ added: 0, changed: 0, destroyed: 1 });
    expect(Object.keys(await inline())).toEqual(["inline_s3_read_put_models"]);
    deployed.expectNothingToDo("quetzal-oslo");
    deployed.expectNothingToDo("lab-access");
  });

  test("nothing asked for a right that slipway permissions does not list", async () => {
    await deployed.expectListedRights({ sandbox: "deployer" });
  });
});
