import { TerraformStack, Testing } from "cdktf";
import {
  ExternalNode,
  PlatformNode,
  type PlatformSettings,
  Postgres,
  type PostgresProps,
} from "../../../constructs/services";
import { nodesInOrder } from "../../../constructs/services/render/node-order";
import { majorOf, postgresNames } from "../../../constructs/services/render/postgres";
import { warningsOfServices } from "../../../constructs/services/schema";
import { failure } from "../../support/synthesized";
import { found, made } from "./made";
import { DOCS, LAB } from "./refused";

const DB: PostgresProps = { name: "lab-db", image: "postgres:17.6" };
const server = (more: Partial<PostgresProps> = {}) =>
  made((stack) => void new Postgres(stack, "Db", { ...DB, ...more }));
const containerOf = (more: Partial<PostgresProps> = {}) => server(more).container("lab-db");
const NODES = {
  web: { dockerHost: "ssh://web", address: "10.106.0.2" },
  data: { dockerHost: "ssh://data", address: "10.106.0.3" },
};
const CADDY = { image: "caddy:2.11.2", certificates: "none" } as const;

function part(platform: PlatformSettings, name = "local") {
  const stack = new TerraformStack(Testing.app(), "test");
  const node = new ExternalNode(stack, "Node", platform.nodes?.[name] ?? {});
  const here = new PlatformNode(stack, "Platform", { ...platform, here: { name, node } });
  return { ...found(stack), here };
}

describe("Postgres", () => {
  test("has its data on a volume that is no resource of Terraform", () => {
    const { template } = server();
    expect(template.counts).toEqual({ docker_container: 1, docker_image: 1, docker_network: 1, terraform_data: 2 });
    expect(containerOf().mounts).toEqual([
      { type: "volume", source: "lab-db-postgres", target: "/var/lib/postgresql/data", readOnly: false },
    ]);
    expect(containerOf().env).toEqual([
      "PGDATA=/var/lib/postgresql/data/pgdata",
      "POSTGRES_INITDB_ARGS=--data-checksums",
      "POSTGRES_PASSWORD_FILE=/var/lib/postgresql/data/passwords/postgres",
    ]);
  });

  test("mounts the folder above from 18 on, as the image wants it", () => {
    expect(postgresNames("lab-db", { image: "postgres:18.1" })).toMatchObject({
      mount: "/var/lib/postgresql",
      data: "/var/lib/postgresql/pgdata",
      passwords: "/var/lib/postgresql/passwords",
    });
  });

  test.each([
    ["postgres:17.6", 17],
    ["postgres:9.6", 9],
    ["registry.example.org:5000/postgis/postgis:17-3.5", 17],
    [`postgres:16.4-bookworm@sha256:${"0".repeat(64)}`, 16],
    ["timescale/timescaledb:2.22.1-pg17", 17],
    ["pgvector/pgvector:pg16", 16],
    ["postgres", undefined],
    ["localhost:5000/postgres", undefined],
    ["postgres:2025", undefined],
  ])("knows the major version of %s", (image, major) => expect(majorOf(image)).toBe(major));

  test("opens no port of its node", () => {
    expect(containerOf().ports).toBeUndefined();
    const node = { dockerHost: "ssh://data", address: "10.106.0.3" };
    const { container } = made((stack) => {
      void new Postgres(stack, "Db", {
        ...DB,
        node: { engine: {}, provider: {}, address: node.address } as ExternalNode,
        port: 5433,
      });
    });
    expect(container("lab-db").ports).toBeUndefined();
  });

  test("opens its port at the private address alone, where other nodes ask it", () => {
    const asked = made((stack) => {
      const node = { engine: {}, provider: {}, address: "10.106.0.3" } as ExternalNode;
      const { remoteHost, remotePort } = new Postgres(stack, "Db", { ...DB, node, isAsked: true, port: 5433 });
      expect({ remoteHost, remotePort }).toEqual({ remoteHost: "10.106.0.3", remotePort: 5433 });
    });
    expect(asked.container("lab-db").ports).toEqual([
      { internal: 5432, external: 5433, ip: "10.106.0.3", protocol: "tcp" },
    ]);
  });

  test("is stopped in order, and given the time that it needs", () => {
    const { stopSignal, stopTimeout, destroyGraceSeconds, restart } = containerOf();
    expect({ stopSignal, stopTimeout, destroyGraceSeconds, restart }).toEqual({
      ...{ stopSignal: "SIGINT", stopTimeout: 120, destroyGraceSeconds: 120, restart: "always" },
    });
    expect(containerOf({ stopGraceSeconds: 60 }).destroyGraceSeconds).toBe(60);
    expect(server({ stopGraceSeconds: 60 }).run("Db_Prepare").told.stopSeconds).toBe(60);
  });

  test("is healthy when it answers a query and listens for others", () => {
    expect(containerOf().healthcheck).toMatchObject({
      test: [
        "CMD",
        "sh",
        "-c",
        `pg_isready -q -h 127.0.0.1 && [ "$(psql -X -U postgres -d postgres -Atqc 'select 1')" = 1 ]`,
      ],
    });
  });

  test("passes parameters on, in the order of their names", () => {
    expect(containerOf({ settings: { work_mem: "8MB", max_connections: "20" } }).command).toEqual([
      ...["postgres", "-c", "max_connections=20", "-c", "work_mem=8MB"],
    ]);
  });

  test("shares a quarter of its memory, unless it is told otherwise", () => {
    const { command, shmSize, memory } = containerOf({ memoryMiB: 1024 });
    expect({ command, shmSize, memory }).toEqual({
      command: ["postgres", "-c", "shared_buffers=256MB"],
      ...{ shmSize: 256, memory: 1024 },
    });
    expect(containerOf({ memoryMiB: 1024, settings: { shared_buffers: "64MB" } }).command).toEqual([
      ...["postgres", "-c", "shared_buffers=64MB"],
    ]);
  });

  test("makes roles that are given their passwords by variables, and others that are not", () => {
    const { run, text } = server({
      roles: { nmpi_dbadmin: { password: { variable: "nmpi_database_password" } }, reader: {} },
      databases: { nmpi: { owner: "nmpi_dbadmin", extensions: ["pg_trgm"] } },
    });
    const { told, triggers } = run("Db_Roles");
    expect(told).toMatchObject({
      roles: [
        { name: "nmpi_dbadmin", isGiven: true },
        { name: "postgres", isGiven: false },
        { name: "reader", isGiven: false },
      ],
      databases: [{ name: "nmpi", owner: "nmpi_dbadmin", extensions: ["pg_trgm"] }],
    });
    expect(triggers.SECRET_0).toBe("${sha256(var.nmpi_database_password)}");
    expect(text).toContain('"SECRET_0":"${var.nmpi_database_password}"');
  });

  test("lets its container wait for what refuses other data, and its roles for the container", () => {
    const { run, container } = server();
    expect(run("Db_Roles").after).toEqual(["Db_Container"]);
    expect(run("Db_Roles").createBeforeDestroy).toBe(true);
    expect(JSON.stringify(container("lab-db").dependsOn)).toContain("terraform_data.Db_Prepare");
    expect(run("Db_Prepare").told).toMatchObject({ major: 17, volume: "lab-db-postgres", isNamed: false });
    expect(server({ volume: "lab-db-2" }).run("Db_Prepare").told).toMatchObject({ volume: "lab-db-2", isNamed: true });
  });

  test("refuses what a file may not have either", () => {
    const refused = failure((stack) => {
      void new Postgres(stack, "Db", { ...DB, image: "postgres", settings: { fsync: "off" } });
    });
    expect(refused).toContain("image must be an image whose tag begins with its major version");
    expect(refused).toContain('settings.fsync must stay on, got "off"; without it a crash loses committed rows');
  });
});

describe("a platform with PostgreSQL", () => {
  const one: PlatformSettings = {
    name: "lab",
    front: CADDY,
    postgres: { db: { image: "postgres:17.6" } },
    services: { docs: { ...DOCS, database: "db" } },
  };
  const two = (node: string, more: object = {}): PlatformSettings => ({
    ...one,
    nodes: NODES,
    postgres: { db: { image: "postgres:17.6", node: "data" } },
    services: { docs: { ...DOCS, database: "db", node, ...more } },
  });

  test("has no front where a server is alone", () => {
    const { here, template } = part({ ...one, services: {} });
    expect(here.front).toBeUndefined();
    expect([...here.servers.keys()]).toEqual(["db"]);
    expect(template.counts.docker_volume).toBeUndefined();
  });

  test("gives a service on the server's node its name in the network that they share", () => {
    const { container } = part(one);
    expect(container("lab-docs").env).toEqual(["PGHOST=lab-db", "PGPORT=5432"]);
    expect(container("lab-db").networksAdvanced).toEqual(container("lab-docs").networksAdvanced);
    expect(JSON.stringify(container("lab-docs").dependsOn)).toContain("terraform_data.Platform_Postgres_db_Roles");
  });

  test("gives a service on another node the address of the server's", () => {
    const platform = two("web", { database: { postgres: "db", hostVariable: "DB", portVariable: "DB_PORT" } });
    expect(part(platform, "web").container("lab-docs").env).toEqual(["DB=10.106.0.3", "DB_PORT=5432"]);
    expect(part(platform, "data").container("lab-db").ports).toEqual([
      { internal: 5432, external: 5432, ip: "10.106.0.3", protocol: "tcp" },
    ]);
    expect(part(two("data"), "data").container("lab-db").ports).toBeUndefined();
  });

  test("gives the presets the variables that their images read", () => {
    const secretEnvironment = Object.fromEntries(
      ["DJANGO_SECRET_KEY", "NMPI_DATABASE_PASSWORD", "HBP_OIDC_CLIENT_ID", "HBP_OIDC_CLIENT_SECRET"].map((name) => [
        name,
        { variable: name.toLowerCase() },
      ]),
    );
    const quotas = {
      preset: "quotas",
      image: "a:1",
      hosts: ["q.example.org"],
      database: "db",
      secretEnvironment,
    } as const;
    const { env } = part({ ...one, services: { quotas } }).container("lab-quotas");
    expect(env?.slice(0, 2)).toEqual(["NMPI_DATABASE_HOST=lab-db", "NMPI_DATABASE_PORT=5432"]);
  });

  test("deploys the server's node first, where that can be", () => {
    expect(nodesInOrder(two("web"))).toEqual(["data", "web"]);
    expect(nodesInOrder(two("web", { node: "web", front: "data" }))).toEqual(["web", "data"]);
  });

  test("tells a new server where else data of the platform may be", () => {
    const { told } = part(two("web"), "data").run("Platform_Postgres_db_Prepare");
    expect(told).toMatchObject({
      ...{ platform: "lab", server: "db", node: "data", volumes: { web: [], data: ["lab-db-postgres"] } },
      others: { web: { host: "ssh://web" } },
    });
  });

  const warnings = (server: object) =>
    warningsOfServices([{ ...LAB, postgres: { db: { image: "postgres:17.6", ...server } } }] as never).get("lab");

  test.each([
    [{}, []],
    [{ memoryMiB: 1024 }, []],
    [
      { image: "postgres:17" },
      [
        "postgres.db.image is postgres:17: the node keeps the minor version that it pulled first; name one, such as postgres:17.1",
      ],
    ],
    [
      { memoryMiB: 512, settings: { max_connections: "200" } },
      [
        "postgres.db: 200 connections that sort at once need 928 MiB (shared_buffers and max_connections times work_mem), memoryMiB is 512; lower max_connections or work_mem",
      ],
    ],
  ])("is warned of what may be a mistake: %j", (server, says) => expect(warnings(server)).toEqual(says));
});
