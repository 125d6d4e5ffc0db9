import { existsSync } from "node:fs";
import { join } from "node:path";
import { engineOf } from "../../../cli/services/platform";
import { TestProject } from "../../support/project";
import { said } from "../sentences";
import { servicesIn } from "../services/services-in";

const FILE = "environments/services/lab.ts";

/** Nobody answers at its engine. */
const LAB = `const HOSTS = ["nmpi.localhost"];
const COLOUR = "blue";
export default {
  name: "lab",
  nodes: { local: { dockerHost: "tcp://127.0.0.1:1" } },
  front: { image: "caddy:2.11", certificates: "none" },
  services: {
    nmpi: {
      port: 80,
      hosts: HOSTS,
      live: "blue", // since May
      blue: { image: "nmpi:1" },
      green: { image: "nmpi:2" },
    },
    quotas: { port: 80, hosts: ["quotas.localhost"], live: "green", green: { image: "quotas:1" } },
    hidden: {
      port: 80, hosts: ["hidden.localhost"], blue: { image: "a:1" }, green: { image: "a:2" }, live: COLOUR,
    },
    docs: { image: "docs:1", port: 80, hosts: ["docs.localhost"] },
  },
};
`;

const PROMOTED = `${said(`${FILE}: services.nmpi.live`, "liveChanged", "green", "blue")}
${said("", "deployNext", "lab")}
`;

describe("slipway services", () => {
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject({ [FILE]: LAB });
  });
  afterEach(() => project.remove());

  const services = (...args: string[]) => servicesIn(project.folder, ...args);

  test("nodes tells what a machine says of itself, and which it does not reach", () => {
    const tcp = services("nodes", "--json");
    expect(JSON.parse(tcp.stdout)).toEqual([
      {
        ...{ name: "local", host: "tcp://127.0.0.1:1", trouble: "only its engine is reached" },
        services: ["nmpi-blue", "nmpi-green", "quotas-green", "hidden-blue", "hidden-green", "docs"],
      },
    ]);
    expect(tcp.status).toBe(1);
    project.write(FILE, LAB.replace(/^ {2}nodes: .*\n/m, ""));
    const here = services("nodes", "--json");
    expect(JSON.parse(here.stdout)).toEqual([
      {
        ...{ name: "local", services: expect.arrayContaining(["docs"]), rebootNeeded: expect.any(Boolean) },
        ...{ diskUsedPercent: expect.any(Number), diskBytes: expect.any(Number), load: expect.any(Number) },
      },
    ]);
    expect(here.status).toBe(0);
    expect(services("nodes").stdout).toMatch(/ local +│ this machine /);
  });

  test("nodes lists the DNS records of hosts in no declared domain, with the address of their machine", () => {
    const acme = 'certificates: { acme: { email: "a@example.org" } }';
    const file = LAB.replace('certificates: "none"', acme)
      .replace("127.0.0.1:1", '127.0.0.1:1", publicAddress: "203.0.113.9')
      .replaceAll(".localhost", ".example.org");
    project.write(FILE, file);
    expect(services("nodes").stdout).toContain(
      [
        "",
        "DNS records to create where the domains' DNS is:",
        "nmpi.example.org    A  203.0.113.9",
        "quotas.example.org  A  203.0.113.9",
        "hidden.example.org  A  203.0.113.9",
        "docs.example.org    A  203.0.113.9",
        "",
      ].join("\n"),
    );
    const [{ address, records }] = JSON.parse(services("nodes", "--json").stdout);
    expect({ address, first: records[0] }).toEqual({
      address: "203.0.113.9",
      first: { name: "nmpi.example.org", type: "A", value: "203.0.113.9" },
    });
    expect(records).toHaveLength(4);
  });

  test("nodes knows a droplet that is not deployed", () => {
    const droplet = 'nodes: { bob: { droplet: { size: "s-1vcpu-1gb" } } },';
    const shared = 'digitalocean: { region: "ams3", sshKeys: ["lab"], adminAddresses: ["203.0.113.7"] },';
    project.write(FILE, LAB.replace(/^ {2}nodes: .*$/m, `  ${droplet} ${shared}`));
    const { status, stdout } = services("nodes");
    expect(stdout).toMatch(/ bob +│ +│ .* │ not deployed │/);
    expect(status).toBe(1);
    // Not this machine's engine, which another platform may have.
    expect(services("logs", "docs").stderr).toBe(
      "bob must be deployed, got no droplet of it; run slipway deploy lab\n",
    );
    expect(services("list").stdout).toMatch(/ docs .* unknown /);
  });

  test.each([
    [["promote", "nmip"], said("service", "oneOfMeant", "nmpi, quotas, hidden, docs", '"nmip"', '"nmpi"')],
    [["promote", "lba", "nmpi"], said("workspace", "oneOfMeant", "lab", '"lba"', '"lab"')],
    [
      ["promote", "a", "b", "c"],
      'a service must be named, and a workspace before it where there are several, got ["a","b","c"]',
    ],
    [
      ["promote", "docs"],
      "docs must be a pair, got one container without colours; pairs are nmpi, quotas, hidden: slipway deploy lab exchanges it",
    ],
    [["promote", "quotas"], said("quotas", "otherColour", "green", "blue")],
    [["rollback", "quotas"], said("quotas", "otherColour", "green", "blue")],
    [
      ["promote", "hidden", "--no-deploy"],
      `${FILE}:17: services.hidden.live must be a literal there for a command to edit it, got a variable; edit it by hand`,
    ],
    [["promote", "nmpi"], said("approval", "approvalNeeded", "--auto-approve"), 2],
    [["logs", "nmpi", "--tail", "x"], said("--tail", "tail", '"x"')],
    [["logs", "nmpi", "--colour", "red"], '--colour must be blue or green, got "red"; left out, it is the live one'],
    [["logs", "docs", "--colour", "blue"], "--colour must be left out for docs, got blue: it is no pair"],
    [["logs", "front", "--colour", "blue"], "--colour must be left out for the front, got blue: it has none"],
    [["logs", "frnt"], said("service", "oneOfMeant", "nmpi, quotas, hidden, docs, front", '"frnt"', '"front"')],
    [["logs", "nmpi", "--out", "."], said("--out", "fileToWrite", '".": a folder')],
  ])("%j is refused, and changes nothing", (args, message, status = 1) => {
    expect(services(...args)).toMatchObject({ status, stderr: `${message}\n` });
    expect(project.read(FILE)).toBe(LAB);
    expect(existsSync(join(project.folder, "terraform.tfstate.d"))).toBe(false);
  });

  test("promote changes one line, and rollback changes it back", () => {
    expect(services("promote", "nmpi", "--no-deploy")).toEqual({
      status: 0,
      stdout: PROMOTED,
      stderr: "",
    });
    expect(project.read(FILE)).toBe(LAB.replace('live: "blue", // since May', 'live: "green", // since May'));
    const { status, stdout } = services("rollback", "lab", "nmpi", "--no-deploy");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^blue was live before \S+ promoted green at \S+\n/);
    expect(project.read(FILE)).toBe(LAB);
    const [first, second] = JSON.parse(services("audit", "--json").stdout);
    const images = { "nmpi-blue": "nmpi:1", "nmpi-green": "nmpi:2", "quotas-green": "quotas:1" };
    expect(first).toMatchObject({
      ...{ workspace: "lab", action: "promote", service: "nmpi", from: "blue", to: "green", outcome: "edited" },
      ...{
        user: expect.any(String),
        images: { ...images, "hidden-blue": "a:1", "hidden-green": "a:2", docs: "docs:1" },
      },
    });
    expect(second).toMatchObject({ action: "rollback", from: "green", to: "blue", outcome: "edited" });
  });

  test("rollback without a record takes the other colour, and says so", () => {
    expect(services("rollback", "nmpi", "--no-deploy").stdout).toBe(
      `nothing is on record of a promotion to blue: green is taken because it is the other colour
${PROMOTED}`,
    );
  });

  test("rollback without a record is refused where nobody is asked", () => {
    expect(services("rollback", "nmpi", "--auto-approve")).toEqual({
      status: 1,
      stdout: "",
      stderr:
        "nmpi must have a promotion to blue on record to be rolled back unasked, got none; slipway services promote lab nmpi makes green live\n",
    });
    expect(project.read(FILE)).toBe(LAB);
  });

  test("promote takes back what does not reach what the file exports", () => {
    const text = `${LAB.replace("export default {", "const lab: any = {").replace(/\};\n$/, "};\n")}
lab.services.nmpi.live = "blue";
export default lab;
`;
    project.write(FILE, text);
    expect(services("promote", "nmpi", "--no-deploy")).toEqual({
      status: 1,
      stdout: "",
      stderr: `${FILE}: services.nmpi.live must be what the file exports, got blue after a change to green, which was taken back; edit it by hand\n`,
    });
    expect(project.read(FILE)).toBe(text);
  });

  test("tells of an engine that does not answer", () => {
    const { status, stdout } = services("list", "--json");
    expect(status).toBe(1);
    const rows = JSON.parse(stdout) as { readonly name: string; readonly status: string; readonly wrong: string[] }[];
    expect(rows.map((row) => [row.name, row.status])).toEqual(
      ["front", "nmpi-blue", "nmpi-green", "quotas-green", "hidden-blue", "hidden-green", "docs"].map((name) => [
        name,
        "unknown",
      ]),
    );
    expect(rows[0]?.wrong[0]).toMatch(new RegExp(`^${said("", "engineSilent", '".*"')}$`));
  });

  test("audit passes over a line that was cut off", () => {
    services("promote", "nmpi", "--no-deploy");
    const file = "terraform.tfstate.d/lab/audit.jsonl";
    project.write(file, `{"time": "20\n${project.read(file)}`);
    const { status, stdout, stderr } = services("audit");
    expect(status).toBe(0);
    expect(stdout).toMatch(/promote nmpi: blue to green/);
    const [first, second] = stderr.split("\n");
    expect(first).toBe(`warning: ${join(project.folder, file)}:1 is no JSON, and is passed over`);
    expect(second).toMatch(
      /^warning: the record on local must be readable, got ".*"; entries from other machines may be missing$/,
    );
  });
});

describe("the engine of a node", () => {
  test("is reached as the provider reaches it", () => {
    const nodes = {
      plain: {},
      tcp: { dockerHost: "tcp://10.0.0.2:2375" },
      ssh: { dockerHost: "ssh://deploy@lab.example.org:2222", knownHostsFile: "hosts" },
    };
    const command = (node: string) => engineOf({ name: "lab", nodes }, node).command(["ps", "a b"]);
    expect(command("plain")).toEqual(["docker", "ps", "a b"]);
    expect(command("tcp")).toEqual(["docker", "--host", "tcp://10.0.0.2:2375", "ps", "a b"]);
    const ssh = command("ssh");
    expect(ssh.slice(0, 3)).toEqual(["ssh", "-o", "ConnectTimeout=10"]);
    expect(ssh.slice(-5)).toEqual(["-p", "2222", "--", "deploy@lab.example.org", "'docker' 'ps' 'a b'"]);
    expect(ssh).toContain("UserKnownHostsFile=hosts");
  });
});
