import { chmodSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Deployment } from "../../../engine/deployment";
import { outputsOf } from "../../../engine/outputs";
import { planWorkspace } from "../../../engine/plan/planning";
import { Project } from "../../../engine/project";
import { platformHere } from "../../../engine/providers/mirror-links";
import { TestProject } from "../../support/project";

const VALUE = "hunter2-of-the-database";
const TOKEN = "hunter2-of-digitalocean";
/** Terraform has them, and writes down for these tests what it has. */
const FOR_TESTS = "got.txt";

const FILE = `export default {
  name: "lab",
  front: { image: "caddy:2.11", certificates: "internal" },
  digitalocean: {
    region: "ams3", sshKeys: ["lab"], adminAddresses: ["203.0.113.7"], token: { command: ["store", "token"] },
  },
  nodes: { bob: { droplet: { size: "s-1vcpu-1gb" } } },
  services: {
    one: { image: "example/one:1", port: 80, hosts: ["one.example.org"], secretEnvironment: {
      A: { variable: "database_password", command: ["store", "database"] }, B: { variable: "mail_password", command: ["store", "mail"] },
    } },
    two: { image: "example/two:1", port: 80, hosts: ["two.example.org"], secretEnvironment: {
      A: { variable: "other_password", command: ["store", "database"] }, B: { variable: "idle", command: ["store", "idle"] },
    } },
  },
};
`;

/** An app that makes two stacks, and tells which secrets it sees. */
const APP = `
const { mkdirSync, writeFileSync } = require("node:fs");
const stacks = ["lab-nodes", "lab-bob"];
const variable = { database_password: {}, mail_password: {}, other_password: {} };
const providers = { digitalocean: { source: "digitalocean/digitalocean" } };
for (const stack of stacks) {
  mkdirSync("cdktf.out/stacks/" + stack, { recursive: true });
  const own = stack === "lab-nodes" ? { terraform: { required_providers: providers } } : { variable };
  writeFileSync("cdktf.out/stacks/" + stack + "/cdk.tf.json", JSON.stringify(own));
}
writeFileSync("cdktf.out/slipway.json", JSON.stringify({ workspaces: { lab: stacks } }));
writeFileSync("app.txt", JSON.stringify(process.env));
`;

/** A Terraform that writes down its call, its secrets, and all processes with their arguments. */
const TERRAFORM = `#!/bin/sh
echo "$(basename "$PWD") $1 $TF_VAR_database_password,$TF_VAR_mail_password,$TF_VAR_other_password,$TF_VAR_idle,$DIGITALOCEAN_TOKEN" >>../../../${FOR_TESTS}
ps -eo args >>../../../processes.txt
[ "$1" = plan ] && { echo '{"type":"planned_change","@message":"","change":{"resource":{"addr":"a.b"},"action":"create"}}'; exit 2; }
[ "$1" = apply ] && echo '{"type":"change_summary","@message":"Apply complete!","changes":{"operation":"apply","add":1,"change":0,"remove":0}}'
exit 0
`;

/** A password manager that writes down what it was asked. */
const STORE = `#!/bin/sh
echo "$1" >>asked.txt
case "$1" in
  database) echo ${VALUE}; echo more;;
  token) echo ${TOKEN};;
  *) echo "hunter2-of-$1";;
esac
`;

describe("secrets that commands print", () => {
  let project: TestProject;
  let printed: string[];
  let environment: NodeJS.ProcessEnv;

  beforeEach(() => {
    printed = [];
    project = new TestProject({
      "environments/services/lab.ts": FILE,
      "cdktf.json": JSON.stringify({ app: "node app.cjs" }),
      "app.cjs": APP,
      "bin/store": STORE,
      terraform: TERRAFORM,
      [`mirror/registry.terraform.io/digitalocean/digitalocean/2.99.1/${platformHere()}/terraform-provider-digitalocean_v2.99.1`]:
        "",
    });
    for (const program of ["bin/store", "terraform"]) chmodSync(join(project.folder, program), 0o755);
    process.env.TERRAFORM_BINARY_NAME = join(project.folder, "terraform");
    const PATH = [join(project.folder, "bin"), process.env.PATH].join(delimiter);
    environment = { ...process.env, PATH, SLIPWAY_PROVIDER_MIRRORS: join(project.folder, "mirror") };
    for (const name of ["DIGITALOCEAN_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN"]) delete environment[name];
  });
  afterEach(() => {
    delete process.env.TERRAFORM_BINARY_NAME;
    project.remove();
  });

  const options = (more: NodeJS.ProcessEnv = {}) => ({
    environment: { ...environment, ...more },
    print: (line: string) => void printed.push(line),
  });
  const plan = (more?: NodeJS.ProcessEnv) => planWorkspace(Project.at(project.folder), "lab", options(more));
  const lines = (file: string) => project.read(file).trim().split("\n");
  const ALL = `${VALUE},hunter2-of-mail,${VALUE},,${TOKEN}`;

  test("are in Terraform's surroundings when it plans, each command run once", async () => {
    await plan();
    expect(lines(FOR_TESTS).filter((line) => line.includes(" plan "))).toEqual([
      `lab-nodes plan ${ALL}`,
      `lab-bob plan ${ALL}`,
    ]);
    // Nothing of the stacks needs the fourth.
    expect(lines("asked.txt")).toEqual(["token", "database", "mail"]);
  });

  test.each(["deploy", "destroy"] as const)("are there when it is run to %s, each command run once", async (action) => {
    const deployment = await Deployment.of(Project.at(project.folder), "lab", options());
    await deployment.run(action);
    const calls = lines(FOR_TESTS).filter((line) => line.includes(" apply "));
    expect(calls).toHaveLength(2);
    expect(calls.every((line) => line.endsWith(` ${ALL}`))).toBe(true);
    expect(lines("asked.txt")).toEqual(["token", "database", "mail"]);
  });

  test("are in no file, no line that is printed, no argument, and not in the app's surroundings", async () => {
    await plan();
    expect(project.read("processes.txt")).toContain(join(project.folder, "terraform"));
    rmSync(join(project.folder, FOR_TESTS));
    rmSync(join(project.folder, "bin"), { recursive: true });
    expect(secretFiles(project.folder)).toEqual([]);
    expect(printed.join("\n")).not.toContain("hunter2");
  });

  test("come from the shell where it has them", async () => {
    await plan({ TF_VAR_database_password: "mine", DIGITALOCEAN_TOKEN: "my-token" });
    expect(lines(FOR_TESTS).at(-1)).toBe(`lab-bob plan mine,hunter2-of-mail,${VALUE},,my-token`);
    expect(lines("asked.txt")).toEqual(["mail", "database"]);
  });

  test("of DigitalOcean come from the shell also by the other name of its token", async () => {
    await plan({ DIGITALOCEAN_ACCESS_TOKEN: "my-token" });
    expect(lines("asked.txt")).toEqual(["database", "mail"]);
  });

  test("come from their commands where the shell has an empty text", async () => {
    await plan({ TF_VAR_mail_password: "" });
    expect(lines("asked.txt")).toContain("mail");
  });

  test("are not asked for by what only reads a state, which needs none of them", async () => {
    await outputsOf(Project.at(project.folder), "lab", options());
    expect(() => project.read("asked.txt")).toThrow("ENOENT");
    expect(lines(FOR_TESTS).at(-1)).toBe("lab-bob state ,,,,");
  });

  test("that fail are named all at once, with their places in the file, and Terraform is not begun", async () => {
    project.write("bin/store", '#!/bin/sh\n[ "$1" = token ] && exit 0\necho "$1 hunter2"; echo "no $1" >&2; exit 3\n');
    const begin = "environments/services/lab.ts:";
    const hand = (name: string) => `run it by hand, or export ${name}`;
    const error = (await plan().catch((thrown: unknown) => thrown)) as Error;
    expect(error.message.split("\n")).toEqual([
      `${begin} digitalocean.token.command must print the secret on its first line, got nothing from ["store","token"]; ${hand("DIGITALOCEAN_TOKEN")}`,
      `${begin} services.one.secretEnvironment.A.command must exit with code 0, got code 3 from ["store","database"] and "no database"; ${hand("TF_VAR_database_password")}`,
      `${begin} services.one.secretEnvironment.B.command must exit with code 0, got code 3 from ["store","mail"] and "no mail"; ${hand("TF_VAR_mail_password")}`,
    ]);
    expect(() => project.read(FOR_TESTS)).toThrow("ENOENT");
  });

  test("are not asked for while a variable without a command has no value", async () => {
    project.write("environments/services/lab.ts", FILE.replace(', command: ["store", "mail"]', ""));
    await expect(plan()).rejects.toThrow(
      "TF_VAR_mail_password must be set, got none; export it, or write in the file which command prints it: { variable, command }",
    );
    expect(() => project.read("asked.txt")).toThrow("ENOENT");
    await plan({ TF_VAR_mail_password: "mine" });
    expect(lines("asked.txt")).toEqual(["token", "database"]);
  });

  test("have one command for each variable of a file", async () => {
    project.write("environments/services/lab.ts", FILE.replaceAll("other_password", "mail_password"));
    await expect(plan()).rejects.toThrow(
      "environments/services/lab.ts: services.two.secretEnvironment.A.command must be the same as services.one.secretEnvironment.B.command, which has the same variable",
    );
  });
});

/** The files below a folder that have a secret in them. */
function secretFiles(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map((entry) => join(entry.parentPath, entry.name));
  return files.filter((file) => readFileSync(file, "utf8").includes("hunter2"));
}
