import { said } from "../../../constructs/services/sentences";
import { TestProject } from "../../../support/project";
import { servicesIn } from "../../services/services-in";

const FILE = "environments/services/lab.ts";

const LAB = `export default {
  name: "lab",
  digitalocean: { region: "ams3", sshKeys: ["lab"], adminAddresses: ["203.0.113.7"] },
  nodes: {
    // The first.
    bob: { droplet: { size: "s-1vcpu-1gb" } },
    carl: { dockerHost: "tcp://127.0.0.1:1", address: "10.0.0.3" },
    // For what comes.
    dora: { droplet: { size: "s-1vcpu-2gb" } }, // empty
  },
  front: { image: "caddy:2.11", certificates: "none" },
  services: {
    web: {
      ...{ port: 80, hosts: ["web.example.org"], front: "bob" },
      live: "blue",
      blue: { image: "web:1", node: "bob" },
      green: { image: "web:2", node: "carl" },
    },
    twins: { port: 80, hosts: ["twins.example.org"], front: "bob", node: "carl", live: "green", blue: { image: "a:1" }, green: { image: "a:2" } },
    single: { port: 80, hosts: ["single.example.org"], front: "bob", node: "carl", live: "blue", blue: { image: "a:1" } },
    docs: { image: "docs:1", port: 80, hosts: ["docs.example.org"], node: "bob" },
  },
};
`;

describe("slipway services", () => {
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject({ [FILE]: LAB });
  });
  afterEach(() => project.remove());

  const services = (...args: string[]) => servicesIn(project.folder, ...args);
  const next = "next: npx slipway services deploy lab\n";
  const refused = (stderr: string, ...args: string[]) => {
    expect(services(...args)).toEqual({ status: 1, stdout: "", stderr: `${stderr}\n` });
    expect(project.read(FILE)).toBe(LAB);
  };

  test("node create writes a droplet into the file", () => {
    const options = ["--size", "s-2vcpu-4gb", "--region", "ams3", "--backups", "weekly", "--no-deploy"];
    const source = '{ droplet: { size: "s-2vcpu-4gb", region: "ams3", backups: "weekly" } }';
    expect(services("node", "create", "elm", ...options)).toEqual({
      status: 0,
      stdout: `${FILE}: nodes.elm is ${source}\n${next}`,
      stderr: "",
    });
    expect(project.read(FILE)).toBe(LAB.replace("// empty\n", `// empty\n    elm: ${source},\n`));
    expect(JSON.parse(services("audit", "--json").stdout)).toMatchObject([
      { action: "create node", node: "elm", outcome: "edited" },
    ]);
    expect(services("audit").stdout).toMatch(/ create node elm /);
  });

  test.each([
    [
      ["bob", "--size", "s-1vcpu-1gb"],
      `node must be a new one, got "bob", which the file has; to change it, or to create it after a failure, edit nodes.bob in ${FILE} and run slipway services deploy lab`,
    ],
    [
      ["elm", "--size", "512mb"],
      `${FILE}: nodes.elm.droplet.size must be a size that DigitalOcean offers, got "512mb"; that one is retired: take "s-1vcpu-512mb-10gb"`,
    ],
    [
      ["elm", "--size", "s-1vcpu-1gb", "--backups", "hourly"],
      `${FILE}: nodes.elm.droplet.backups must be "none", "daily" or "weekly", got "hourly"; they cost a fifth of the droplet, daily ones a third`,
    ],
    [
      ["__proto__", "--size", "s-1vcpu-1gb"],
      `${FILE}: nodes.__proto__ must be what the file exports, got another after the change, which was taken back; edit it by hand`,
    ],
    [["lba", "elm", "--size", "s-1vcpu-1gb"], said("workspace", "oneOfMeant", "lab", '"lba"', '"lab"')],
  ])("node create %j is refused, and the file stays", (args, message) =>
    refused(message, "node", "create", ...args, "--no-deploy"),
  );

  test("node create needs nodes in the file", () => {
    const text = LAB.replace(/ {2}digitalocean[\s\S]*?\n {2}front: /, "  front: ").replace(
      /, (front|node): "\w+"/g,
      "",
    );
    project.write(FILE, text);
    expect(services("node", "create", "elm", "--size", "s-1vcpu-1gb", "--no-deploy").stderr).toBe(
      "lab must have nodes in its file for a command to add one, got none: its services are on this machine; declare nodes, and name one in each service\n",
    );
    expect(project.read(FILE)).toBe(text);
  });

  test("node resize changes the size, and says what is off meanwhile", () => {
    expect(services("node", "resize", "bob", "--size", "s-2vcpu-4gb", "--no-deploy")).toEqual({
      status: 0,
      stdout:
        "bob is off for some minutes while it is resized, with what gets requests there: web-blue, docs, hosts of web, hosts of twins, hosts of single, hosts of docs; slipway services drain lab bob comes before\n" +
        `${FILE}: nodes.bob.droplet.size is "s-2vcpu-4gb", was "s-1vcpu-1gb"\n${next}`,
      stderr: "",
    });
    expect(project.read(FILE)).toBe(
      LAB.replace('bob: { droplet: { size: "s-1vcpu-1gb"', 'bob: { droplet: { size: "s-2vcpu-4gb"'),
    );
    expect(services("node", "resize", "dora", "--size", "s-2vcpu-4gb", "--no-deploy").stdout).not.toMatch(/is off/);
  });

  test.each([
    [
      ["carl", "--size", "s-1vcpu-1gb"],
      "carl must be a droplet to be resized, got a machine that Slipway did not create; resize it there",
    ],
    [["bob", "--size", "s-1vcpu-1gb"], 'size must be another one than bob has, got "s-1vcpu-1gb"'],
    [["bobb", "--size", "s-1vcpu-1gb"], said("node", "oneOfMeant", "bob, carl, dora", '"bobb"', '"bob"')],
  ])("node resize %j is refused, and the file stays", (args, message) =>
    refused(message, "node", "resize", ...args, "--no-deploy"),
  );

  test("node destroy takes an empty node out, with its comments", () => {
    expect(services("node", "destroy", "lab", "dora", "--no-deploy")).toEqual({
      status: 0,
      stdout: `${FILE}: nodes.dora is taken out\n${next}`,
      stderr: "",
    });
    expect(project.read(FILE)).toBe(LAB.replace(/ {4}\/\/ For what comes\.\n.*\n/, ""));
  });

  test.each([
    [
      ["bob"],
      "bob must have nothing on it, got web-blue, docs, the hosts of web, the hosts of twins, the hosts of single, the hosts of docs; give them another node in the file, and deploy it first",
    ],
    [
      ["dora", "--auto-approve"],
      "a node's destruction must be approved by name, got --auto-approve; write --yes-destroy dora",
    ],
    [["dora", "--yes-destroy", "bob"], '--yes-destroy must be "dora", the node, got "bob"; nothing was changed'],
  ])("node destroy %j is refused, and the file stays", (args, message) => refused(message, "node", "destroy", ...args));

  test("node destroy asks, and the file stays where nobody answers", () => {
    expect(services("node", "destroy", "dora")).toEqual({
      status: 2,
      stdout: "",
      stderr: "approval must be given, got no terminal to ask on; add --yes-destroy dora\n",
    });
    expect(project.read(FILE)).toBe(LAB);
  });

  test("drain makes the other colours live, and says what still gets requests", () => {
    const { status, stdout } = services("drain", "bob", "--no-deploy");
    expect(stdout).toBe(
      `${FILE}: services.web.live is "green", on carl, was "blue"\n${next}on bob these still get requests:\n` +
        "  hosts of web: they point to its front\n  hosts of twins: they point to its front\n" +
        "  hosts of single: they point to its front\n  docs: it is no pair\n  hosts of docs: they point to its front\n",
    );
    expect(status).toBe(1);
    expect(project.read(FILE)).toBe(LAB.replace('live: "blue",\n', 'live: "green",\n'));
  });

  test("drain changes nothing where no pair can move", () => {
    expect(services("drain", "carl")).toEqual({
      status: 1,
      stdout:
        "on carl these still get requests:\n  twins-green: both colours are there\n  single-blue: it has one colour\n",
      stderr: "",
    });
    expect(services("drain", "dora")).toEqual({ status: 0, stdout: "nothing on dora gets requests\n", stderr: "" });
    expect(project.read(FILE)).toBe(LAB);
  });
});
