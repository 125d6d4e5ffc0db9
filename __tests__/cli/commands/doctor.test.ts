import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { report } from "../../../cli/commands/doctor";
import { inTime } from "../../../cli/doctor/diagnosis";
import type { Finding } from "../../../cli/doctor/finding";
import { modelFile, TestProject } from "../../support/project";
import { slipwayBeside } from "../../support/warm-process";
import { CALLER, FakeServer, Machine } from "../doctor/machine";
import { said } from "../sentences";

const SLIPWAY = resolve(__dirname, "../../../cli/slipway.cjs");
const PROGRAMS = [
  "Node",
  "Terraform",
  "cdktf-cli",
  "providers",
  "account",
  "region",
  "Lambda",
  "DigitalOcean",
  "Docker",
  "Kubernetes",
  "Python",
];
const ALL = [...PROGRAMS, "disk", "variables", "secrets", "states", "project", "sandbox"];
const HANG = "PATH=/bin:/usr/bin exec sleep 30";
const TERRAFORM = 'echo "Terraform v1.11.4"';

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine.remove());

/** A shell that has only some programs and variables. */
function shell(programs: Record<string, string>, more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { environment } = machine.surroundings(programs, {
    AWS_EC2_METADATA_DISABLED: "true",
    DOCKER_HOST: "unix:///no/docker.sock",
    SLIPWAY_PROVIDER_MIRRORS: machine.folder,
    ...more,
  });
  return environment;
}
/** The command; a server of this process answers it. */
async function doctor(programs: Record<string, string>, more: NodeJS.ProcessEnv, folder: string, ...args: string[]) {
  const { status, ...printed } = await slipwayBeside({ cwd: folder, env: shell(programs, more) }, "doctor", ...args);
  return { code: status, ...printed };
}
/** The same as a process of its own. */
async function doctorApart(
  programs: Record<string, string>,
  more: NodeJS.ProcessEnv,
  folder: string,
  ...args: string[]
) {
  const environment = shell(programs, more);
  const begun = Date.now();
  const child = spawn(process.execPath, [SLIPWAY, "doctor", ...args], { cwd: folder, env: environment });
  const printed = { stdout: "", stderr: "" };
  child.stdout.on("data", (text) => (printed.stdout += text));
  child.stderr.on("data", (text) => (printed.stderr += text));
  const code = await new Promise((done) => child.on("close", done));
  return { code, ...printed, milliseconds: Date.now() - begun };
}
async function findings(programs: Record<string, string>, more: NodeJS.ProcessEnv, folder: string) {
  const { code, stdout, stderr } = await doctor(programs, more, folder, "--json");
  expect(stderr).toBe("");
  const list = JSON.parse(stdout) as Finding[];
  const states = Object.fromEntries(list.map(({ name, state }) => [name, state]));
  return { code, list, states, named: (name: string) => list.find((finding) => finding.name === name) };
}

describe("slipway doctor", () => {
  const server = new FakeServer();
  let here: TestProject;
  beforeAll(async () => {
    await server.listen();
    server.answer = { status: 200, body: CALLER };
    here = new TestProject({
      "environments/model/quetzal-oslo.ts": modelFile("quetzal-oslo"),
      "environments/model/quetzal-bergen.ts": modelFile("quetzal-bergen", 'accountId: "999988887777",'),
    });
    // What it loads takes longer than a check may where the machine is busy; from here on it is loaded.
    const env = { ...KEYS, AWS_ENDPOINT_URL: `http://${server.address}`, PATH: process.env.PATH };
    await slipwayBeside({ cwd: here.folder, env }, "doctor");
  });
  afterAll(async () => {
    await server.close();
    here.remove();
  });
  const KEYS = { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE0", AWS_SECRET_ACCESS_KEY: "not-a-real-secret" };
  const endpoint = () => ({ ...KEYS, AWS_ENDPOINT_URL: `http://${server.address}` });

  test("finds a project's surroundings, whose account it is, and what wants another", async () => {
    const { states, list, named } = await findings({ terraform: TERRAFORM }, endpoint(), here.folder);
    expect(list.map(({ name }) => name)).toEqual(ALL);
    // Whether there is a mirror or a registry is the machine's matter.
    expect(states).toEqual({
      ...{ Node: "ok", Terraform: "ok", "cdktf-cli": "ok", providers: expect.stringMatching(/^(ok|problem)$/) },
      ...{
        account: "warning",
        region: "ok",
        Lambda: "unneeded",
        DigitalOcean: "unneeded",
        Docker: "unneeded",
        Kubernetes: "unneeded",
        Python: "warning",
      },
      ...{
        disk: expect.any(String),
        variables: "ok",
        secrets: "unneeded",
        states: "ok",
        project: "ok",
        sandbox: "unneeded",
      },
    });
    expect(named("account")?.found).toBe(
      said("", "accountElsewhere", "111122223333", "arn:aws:iam::111122223333:user/ada", `http://${server.address}`),
    );
    expect(named("account")?.remedy).toContain("quetzal-bergen (accountId 999988887777)");
    for (const key of Object.values(KEYS)) expect(JSON.stringify(list)).not.toContain(key);
  });

  test("prints the same as a table, with the remedies below it, and ends with 1 for a problem", async () => {
    const { code, stdout, stderr } = await doctor({ terraform: 'echo "Terraform v1.9.8"' }, endpoint(), here.folder);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toMatch(/│ Terraform +│ problem +│ Terraform 1\.9\.8 \(.*\/bin\/terraform\) +│\n/);
    expect(stdout).toContain(`\n${said("Terraform:", "installTerraform")}\n`);
  });

  test("names OpenTofu where there is no Terraform", async () => {
    const { named, code } = await findings({ tofu: 'echo "OpenTofu v1.10.1"' }, endpoint(), here.folder);
    const found = said("", "noProgramButOther", "terraform", "OpenTofu 1.10.1");
    const remedy = said("", "useTofu");
    expect(named("Terraform")).toEqual({ name: "Terraform", state: "problem", found, remedy });
    expect(code).toBe(1);
  });

  test("works outside of a project, writes nothing there, and warnings are no failure", async () => {
    const { code, states, named } = await findings({ terraform: TERRAFORM }, {}, machine.folder);
    expect(states).toMatchObject({ "cdktf-cli": "unneeded", account: "warning", project: "warning" });
    expect(named("project")?.found).toContain("no project here");
    // The one thing that may be a problem is the registry, of the machine.
    expect(code).toBe(states.providers === "problem" ? 1 : 0);
    expect(readdirSync(machine.folder).sort()).toEqual(["bin"]);
  });

  test("says who did not answer", async () => {
    const { named } = await findings({}, { ...KEYS, AWS_ENDPOINT_URL: "http://127.0.0.1:9" }, here.folder);
    expect(named("account")?.found).toBe("no answer from http://127.0.0.1:9: ECONNREFUSED");
  });

  test("is soon done, whatever hangs", async () => {
    const hanging = { terraform: HANG, tofu: HANG, docker: HANG, python3: HANG };
    // A pipe that nobody reads to its end and a credential process that hangs keep no process alive.
    machine.write("config", `[default]\ncredential_process = ${join(machine.bin, "docker")}\n`);
    const environment = { AWS_CONFIG_FILE: join(machine.folder, "config") };
    const { milliseconds, stdout } = await doctorApart(hanging, environment, here.folder, "--json");
    const found = (name: string) => (JSON.parse(stdout) as Finding[]).find((each) => each.name === name)?.found;
    // Its own bound, or that of all on a machine that is busy.
    expect(found("Terraform")).toMatch(
      /(\/bin\/terraform does not answer: no answer within 2\.5 s|^no answer within 3 s)$/,
    );
    expect(found("Python")).toBe("no answer within 3 s");
    // Its own bound, or that of all where loading the SDK has taken the rest.
    expect(found("account")).toMatch(/^(no answer from AWS: (no answer|nothing) within 2\.5 s|no answer within 3 s)$/);
    // Four where this machine has nothing else to do; the programs hang for thirty.
    expect(milliseconds).toBeLessThan(12_000);
  }, 20_000);
});

test("the report says once what to do about two things with one cause", () => {
  const at = (name: string, found: string, remedy: string): Finding => ({ name, state: "problem", found, remedy });
  const findings = [
    at("providers", "no aws", "name a mirror"),
    at("providers", "no docker", "name a mirror"),
    at("Docker", "no engine", "name a mirror"),
  ];
  const [, remedies] = report(findings).split("┘\n");
  expect(remedies).toBe("providers: name a mirror\nDocker: name a mirror");
});

test("a check that throws is a problem, and no end of the others", async () => {
  const finding = { name: "x", state: "problem", found: "a must be b, got c", remedy: "do d" };
  const fail = () => Promise.reject(new Error("a must be b, got c; do d"));
  expect(await inTime("x", fail)).toEqual([finding]);
});
