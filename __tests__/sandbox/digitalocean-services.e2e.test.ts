import { X509Certificate } from "node:crypto";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { NOT_FOUND, Ocean } from "./ocean";
import { Temporary } from "./temporary";

jest.setTimeout(120_000);

const temporary = new Temporary();
let ocean: Ocean;
beforeAll(async () => {
  ocean = await Ocean.start(temporary.folder());
});
afterAll(() => temporary.remove());

describe("projects", () => {
  const urns = async (project: string) =>
    (await ocean.get(`projects/${project}/resources`)).resources.map(({ urn }: { urn: string }) => urn);
  const usual = { name: "survey", purpose: "Astronomy", environment: "staging" };

  test("hold resources, which are in the default project first", async () => {
    const { id } = await ocean.droplet();
    const urn = `do:droplet:${id}`;
    expect(await urns("default")).toEqual([urn]);
    const { project } = await ocean.must(201, "POST", "projects", usual);
    expect(project).toMatchObject({ purpose: "Other: Astronomy", environment: "Staging", is_default: false });
    const path = `projects/${project.id}`;
    const assign = async (...resources: string[]) =>
      (await ocean.must(200, "POST", `${path}/resources`, { resources })).resources;
    expect(await assign(urn, "do:droplet:1")).toMatchObject([
      { urn, status: "assigned", links: { self: `${ocean.url}/v2/droplets/${id}` } },
      { urn: "do:droplet:1", status: "not_found" },
    ]);
    expect(await assign(urn)).toMatchObject([{ status: "already_assigned" }]);
    expect([await urns("default"), await urns(project.id)]).toEqual([[], [urn]]);
    expect(await ocean.refusal("DELETE", path)).toEqual([412, "cannot delete a project with resources"]);
    await ocean.must(204, "DELETE", `droplets/${id}`);
    await ocean.must(204, "DELETE", path);
    expect(await ocean.refusal("GET", path)).toEqual(NOT_FOUND);
  });

  test("hold Spaces, which are the sandbox's S3", async () => {
    const credentials = { accessKeyId: "a", secretAccessKey: "b" };
    const s3 = new S3Client({ endpoint: ocean.sandbox, region: "us-east-1", credentials });
    const resources = ["do:space:images", "do:space:none"];
    await s3.send(new CreateBucketCommand({ Bucket: "images" }));
    const { resources: assigned } = await ocean.must(200, "POST", "projects/default/resources", { resources });
    expect(assigned).toMatchObject([{ status: "already_assigned" }, { status: "not_found" }]);
    expect(await urns("default")).toContain("do:space:images");
  });

  test("are changed, and another becomes the default", async () => {
    const { project } = await ocean.must(201, "POST", "projects", { ...usual, name: "changed" });
    const path = `projects/${project.id}`;
    expect(await ocean.refusal("POST", "projects", { ...usual, name: "changed" })).toEqual([
      409,
      "name is already in use",
    ]);
    expect(await ocean.refusal("PUT", path, usual)).toEqual([400, "description is required"]);
    await ocean.must(200, "PATCH", path, { description: "d", purpose: "IoT", is_default: true });
    expect((await ocean.get("projects/default")).project).toMatchObject({
      id: project.id,
      description: "d",
      purpose: "IoT",
    });
    expect(
      (await ocean.get("projects")).projects.filter((one: { is_default: boolean }) => one.is_default),
    ).toHaveLength(1);
    expect(await ocean.refusal("DELETE", path)).toEqual([412, "cannot delete the default project"]);
    expect(await ocean.refusal("PATCH", path, { environment: "moon" })).toEqual([
      400,
      "environment must be one of Development, Staging, Production",
    ]);
    const [status, message] = await ocean.refusal("POST", `${path}/resources`, { resources: ["do:planet:1"] });
    expect([status, message]).toEqual([400, expect.stringContaining("do:planet:1 must be the URN of a resource")]);
  });
});

const alerts = { email: ["ops@example.org"], slack: [{ channel: "ops", url: "https://hooks.example/x" }] };

describe("alert policies", () => {
  const usual = {
    type: "v1/insights/droplet/cpu",
    description: "busy",
    compare: "GreaterThan",
    value: 80.5,
    window: "5m",
    alerts,
  };

  test("are made, listed, changed and deleted", async () => {
    const { id } = await ocean.droplet();
    const body = { ...usual, entities: [String(id)], tags: ["busy"] };
    const { policy } = await ocean.must(200, "POST", "monitoring/alerts", body);
    expect(policy).toEqual({ uuid: expect.any(String), enabled: true, ...body });
    const path = `monitoring/alerts/${policy.uuid}`;
    await ocean.must(200, "PUT", path, { ...body, value: 90, enabled: false });
    expect((await ocean.get(path)).policy).toMatchObject({ value: 90, enabled: false });
    expect((await ocean.get("monitoring/alerts")).policies).toHaveLength(1);
    await ocean.must(204, "DELETE", path);
    expect(await ocean.refusal("GET", path)).toEqual(NOT_FOUND);
  });

  test.each([
    [{ compare: "Equal" }, "Compare must be one of GreaterThan, LessThan"],
    [{ window: "2m" }, "Window must be one of 5m, 10m, 30m, 1h"],
    [{ entities: ["1"] }, "Entity 1 is no Droplet of the account"],
    [{ alerts: { email: ["nobody"] } }, "Email nobody is not an address"],
    [{ alerts: {} }, "At least one email address or Slack channel must be given"],
    [{ value: "80" }, "Value must be a number"],
  ])("that cannot be made are refused: %j", async (wrong, message) => {
    expect(await ocean.refusal("POST", "monitoring/alerts", { ...usual, ...wrong })).toEqual([422, message]);
  });
});

test("uptime checks are made with alerts; nothing is probed", async () => {
  const body = { name: "front", type: "https", target: "https://www.example.org", regions: ["us_east"] };
  const { check } = await ocean.must(201, "POST", "uptime/checks", body);
  expect(check).toEqual({ id: expect.any(String), enabled: true, ...body });
  const path = `uptime/checks/${check.id}`;
  await ocean.must(200, "PUT", path, { ...body, name: "renamed", enabled: false });
  expect((await ocean.get("uptime/checks")).checks).toMatchObject([{ name: "renamed", enabled: false }]);
  expect((await ocean.get(`${path}/state`)).state.regions).toMatchObject({ us_east: { status: "CHECKING" } });
  const slow = { name: "slow", type: "latency", threshold: 300, comparison: "greater_than", period: "2m" };
  const { alert } = await ocean.must(201, "POST", `${path}/alerts`, { ...slow, notifications: alerts });
  expect(alert).toEqual({ id: expect.any(String), ...slow, notifications: alerts });
  await ocean.must(200, "PUT", `${path}/alerts/${alert.id}`, { threshold: 500 });
  expect((await ocean.get(`${path}/alerts`)).alerts).toMatchObject([{ name: "slow", threshold: 500 }]);
  const without = { ...slow, threshold: undefined, notifications: alerts };
  expect(await ocean.refusal("POST", `${path}/alerts`, without)).toEqual([422, "Threshold can't be blank"]);
  await ocean.must(204, "DELETE", `${path}/alerts/${alert.id}`);
  expect(await ocean.refusal("GET", `${path}/alerts/${alert.id}`)).toEqual(NOT_FOUND);
  expect(await ocean.refusal("POST", "uptime/checks", { ...body, target: "ftp://x" })).toEqual([
    422,
    "Target must begin with https://",
  ]);
  await ocean.must(204, "DELETE", path);
  expect(await ocean.refusal("GET", path)).toEqual(NOT_FOUND);
});

describe("databases", () => {
  const usual = {
    name: "catalogue",
    engine: "pg",
    version: "16",
    size: "db-s-1vcpu-1gb",
    region: "tor1",
    num_nodes: 1,
  };

  test("are made, resized, upgraded and deleted", async () => {
    const { database } = await ocean.must(201, "POST", "databases", { ...usual, tags: ["db"] });
    expect(database).toMatchObject({ ...usual, tags: ["db"], db_names: ["defaultdb"], storage_size_mib: 10_240 });
    const { connection } = database;
    expect(connection).toMatchObject({ port: 25_060, user: "doadmin", database: "defaultdb", ssl: true });
    expect(connection.uri).toBe(
      `postgresql://doadmin:${connection.password}@${connection.host}:25060/defaultdb?sslmode=require`,
    );
    const path = `databases/${database.id}`;
    expect(await ocean.refusal("POST", "databases", usual)).toEqual([422, "cluster name is not available"]);
    await ocean.must(202, "PUT", `${path}/resize`, { size: "db-s-2vcpu-4gb", num_nodes: 2 });
    await ocean.must(204, "PUT", `${path}/upgrade`, { version: "17" });
    await ocean.must(204, "PUT", `${path}/maintenance`, { day: "Friday", hour: "02:00" });
    expect((await ocean.get(path)).database).toMatchObject({
      status: "online",
      size: "db-s-2vcpu-4gb",
      num_nodes: 2,
      version: "17",
      maintenance_window: { day: "friday", hour: "02:00:00" },
    });
    expect(await ocean.refusal("PUT", `${path}/resize`, { size: "db-s-1vcpu-1gb", num_nodes: 3 })).toEqual([
      422,
      expect.stringContaining("invalid size: db-s-1vcpu-1gb with 3 nodes must be one of db-s-1vcpu-2gb"),
    ]);
    await ocean.must(200, "PATCH", `${path}/config`, { config: { work_mem: 8 } });
    expect((await ocean.get(`${path}/config`)).config).toEqual({ work_mem: 8 });
    expect((await ocean.get(`${path}/backups`)).backups).toEqual([]);
    const { ca } = await ocean.get(`${path}/ca`);
    expect(new X509Certificate(Buffer.from(ca.certificate, "base64")).ca).toBe(true);
    expect((await ocean.get("databases?tag_name=db")).databases).toMatchObject([{ id: database.id }]);
    await ocean.must(204, "DELETE", path);
    expect(await ocean.refusal("GET", path)).toEqual(NOT_FOUND);
  });

  test("have users, databases and firewall rules", async () => {
    const { database } = await ocean.must(201, "POST", "databases", {
      ...usual,
      name: "users",
      engine: "mysql",
      version: "8",
    });
    const path = `databases/${database.id}`;
    const { user } = await ocean.must(201, "POST", `${path}/users`, { name: "reader" });
    expect(user).toMatchObject({ role: "normal", mysql_settings: { auth_plugin: "caching_sha2_password" } });
    const mysql_settings = { auth_plugin: "mysql_native_password" };
    const reset = await ocean.must(200, "POST", `${path}/users/reader/reset_auth`, { mysql_settings });
    expect(reset.user.mysql_settings).toEqual(mysql_settings);
    expect(reset.user.password).not.toBe(user.password);
    expect((await ocean.get(`${path}/users`)).users).toHaveLength(2);
    expect(await ocean.refusal("DELETE", `${path}/users/doadmin`)).toEqual([403, "The default user can't be deleted"]);
    await ocean.must(204, "DELETE", `${path}/users/reader`);
    expect(await ocean.refusal("GET", `${path}/users/reader`)).toEqual(NOT_FOUND);
    await ocean.must(201, "POST", `${path}/dbs`, { name: "sources" });
    expect((await ocean.get(`${path}/dbs`)).dbs).toEqual([{ name: "defaultdb" }, { name: "sources" }]);
    await ocean.must(204, "DELETE", `${path}/dbs/sources`);
    expect(await ocean.refusal("GET", `${path}/dbs/sources`)).toEqual(NOT_FOUND);
    const rules = [{ type: "ip_addr", value: "192.0.2.1" }];
    await ocean.must(204, "PUT", `${path}/firewall`, { rules });
    expect((await ocean.get(`${path}/firewall`)).rules).toMatchObject([{ ...rules[0], cluster_uuid: database.id }]);
    const unknown = { rules: [{ type: "droplet", value: "1" }] };
    expect(await ocean.refusal("PUT", `${path}/firewall`, unknown)).toEqual([
      422,
      "invalid firewall rule: 1 is not a known droplet",
    ]);
  });

  test("of another engine are not emulated", async () => {
    expect(await ocean.refusal("POST", "databases", { ...usual, name: "cache", engine: "valkey" })).toEqual([
      501,
      "Database engine valkey is not emulated. docs/sandbox.md lists what is.",
    ]);
  });
});
