import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { stripVTControlCharacters } from "node:util";
import { Deployment, type DeploymentOptions } from "../../engine/deployment";
import type { Locked } from "../../engine/plan/planning";
import type { StackPlan } from "../../engine/plan/stack-plan";
import { Project } from "../../engine/project";
import { said } from "../cli/sentences";
import { modelFile, TestProject } from "../support/project";
import { until } from "../support/until";

/** An app that makes three stacks of one environment, as a domain does whose provider needs it. */
const APP = `
const { mkdirSync, writeFileSync } = require("node:fs");
const stacks = ["quetzal-oslo", "quetzal-oslo-node", "quetzal-oslo-service"];
for (const stack of stacks) {
  mkdirSync("cdktf.out/stacks/" + stack, { recursive: true });
  writeFileSync("cdktf.out/stacks/" + stack + "/cdk.tf.json", "{}");
}
writeFileSync("cdktf.out/slipway.json", JSON.stringify({ workspaces: { "quetzal-oslo": stacks } }));
`;

/** A Terraform that writes down what it was called with, and says that it is done; FAILS names a stack that fails. */
const TERRAFORM = `#!/bin/sh
stack=$(basename "$PWD")
echo "$stack $*" | sed 's#/[^ ]*/slipway-plan-[^ ]*#FILE#' >>../../../calls.txt
if [ "$FAILS: $FAILS_AT" = "$stack: $1" ]; then
  printf '%s\\n' "$SAYS" >&2
  [ "$CODE" != none ] || kill -9 $$
  exit "$CODE"
fi
if [ "$WAITS" = "$1" ]; then trap "" INT; sleep 2; fi
case "$1" in
  init) echo "- Installing hashicorp/aws v5.100.0..."; echo "- Installed hashicorp/aws v5.100.0 (unauthenticated)";;
  plan) [ "\${PLANNED:-2}" = 0 ] && exit 0
    echo '{"type":"planned_change","@message":"","change":{"resource":{"addr":"a.b"},"action":"create"}}'; exit 2;;
  apply) echo '{"type":"apply_start","@message":"a.b: Creating..."}'
    echo '{"type":"change_summary","@message":"Apply complete!","changes":{"operation":"apply","add":2,"change":1,"remove":0}}';;
esac
`;

const SLIPWAY = resolve(__dirname, "../../cli/slipway.cjs");

/** How it fails, where it does. */
const FAILURE = { FAILS: "", FAILS_AT: "apply", SAYS: "Error: it broke", CODE: "1" };

/** An error as Terraform says it to programs. */
const diagnostic = (summary: string, detail: string, address?: string) =>
  JSON.stringify({
    type: "diagnostic",
    "@message": summary,
    diagnostic: { severity: "error", summary, detail, address },
  });

/** Puts it in Terraform's place. */
function replaceTerraform(project: TestProject): void {
  project.write("terraform", TERRAFORM);
  process.env.TERRAFORM_BINARY_NAME = join(project.folder, "terraform");
  chmodSync(process.env.TERRAFORM_BINARY_NAME, 0o755);
}

/** What it was called with, stack by stack. */
function callsOf(project: TestProject): string[] {
  return project.read("calls.txt").trim().split("\n");
}

/** The stacks that were applied. */
function begunIn(project: TestProject): string[] {
  return callsOf(project).flatMap((call) => (call.includes(" apply ") ? (call.split(" ")[0] ?? []) : []));
}

afterEach(() => {
  delete process.env.TERRAFORM_BINARY_NAME;
});

/** Runs a command on a terminal of its own, and answers what it asks. */
const IN_TERMINAL = `import os, pty, sys
def read(fd):
    data = os.read(fd, 4096)
    if b"to approve: " in data: os.write(fd, sys.argv[1].encode() + b"\\n")
    return data
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[2:], read)))`;

describe("a workspace of several stacks", () => {
  let project: TestProject;
  let printed: string[];

  beforeEach(() => {
    printed = [];
    project = new TestProject({
      "environments/model/quetzal-oslo.ts": modelFile("quetzal-oslo"),
      "cdktf.json": JSON.stringify({ app: "node app.cjs" }),
      "app.cjs": APP,
    });
    replaceTerraform(project);
  });
  afterEach(() => project.remove());

  const deployment = (environment: NodeJS.ProcessEnv = {}, more: Partial<DeploymentOptions> = {}) =>
    Deployment.of(Project.at(project.folder), "quetzal-oslo", {
      environment: { ...process.env, FORCE_COLOR: "", NO_COLOR: "1", ...FAILURE, ...environment },
      print: (line) => printed.push(line),
      ...more,
    });
  const calls = () => begunIn(project);
  const BEGUN = ["quetzal-oslo", "quetzal-oslo-node", "quetzal-oslo-service"];

  test("is deployed one stack after another, each in a folder that is ready for Terraform", async () => {
    const counts = { added: 2, changed: 1, destroyed: 0 };
    expect(await (await deployment()).run("deploy")).toEqual([counts, counts, counts]);
    expect(callsOf(project)).toEqual([
      ...BEGUN.flatMap((stack) => [
        `${stack} init -input=false -no-color`,
        `${stack} plan -json -detailed-exitcode -input=false -out=FILE`,
      ]),
      ...BEGUN.map((stack) => `${stack} apply -json -input=false FILE`),
    ]);
  });

  test("says that a plugin is installed, which may take long, and what is done", async () => {
    await (await deployment()).run("deploy");
    const installed = BEGUN.map(() => "Installing hashicorp/aws v5.100.0...");
    expect(printed).toEqual([...installed, ...BEGUN.flatMap(() => ["a.b: Creating...", "Apply complete!"])]);
  });

  test("has all plans approved before anything is done", async () => {
    const approve = async (plans: readonly StackPlan[]) => {
      expect(plans.map(({ stack, created }) => [stack, created.length])).toEqual(BEGUN.map((stack) => [stack, 1]));
      throw new Error("not today");
    };
    await expect((await deployment({}, { approve })).run("deploy")).rejects.toThrow("not today");
    expect(calls()).toEqual([]);
  });

  test("is left alone where there is nothing to do", async () => {
    const none = { added: 0, changed: 0, destroyed: 0 };
    expect(await (await deployment({ PLANNED: "0" })).run("deploy")).toEqual([none, none, none]);
    expect(calls()).toEqual([]);
  });

  test("is destroyed in the opposite order", async () => {
    await (await deployment()).run("destroy");
    expect(calls()).toEqual([...BEGUN].reverse());
    expect(callsOf(project)).toContain("quetzal-oslo plan -json -detailed-exitcode -input=false -out=FILE -destroy");
  });

  test.each(["terraform", "tofu"])("takes newer providers where a stack needs them, of %s", async (program) => {
    const SAYS = `│ Error: Failed to query available provider packages\n│ constraint >= 6.0.0; must use ${program} init\n│ -upgrade to allow selection of new versions`;
    const broken = await deployment({ FAILS: "quetzal-oslo", FAILS_AT: "init", SAYS });
    await expect(broken.run("deploy")).rejects.toThrow("constraint >= 6.0.0; must use");
    expect(callsOf(project)).toEqual([
      "quetzal-oslo init -input=false -no-color",
      "quetzal-oslo init -input=false -no-color -upgrade",
    ]);
  });

  test("says why a folder could not be made ready, also in another program's words", async () => {
    const SAYS = "no version of terraform is set";
    const broken = await deployment({ FAILS: "quetzal-oslo", FAILS_AT: "init", SAYS });
    await expect(broken.run("deploy")).rejects.toThrow(
      `${SAYS}\nquetzal-oslo: terraform init failed, got exit code 1; the reason is above`,
    );
  });

  test("begins nothing once it is interrupted, though Terraform made the folder ready", async () => {
    const args = [SLIPWAY, "deploy", "quetzal-oslo", "--auto-approve"];
    const env = { ...process.env, ...FAILURE, NO_COLOR: "1", WAITS: "init" };
    const child = spawn(process.execPath, args, { cwd: project.folder, env, stdio: ["ignore", "ignore", "pipe"] });
    const said = text(child.stderr);
    await until(() => existsSync(join(project.folder, "calls.txt")), Boolean);
    child.kill("SIGTERM");
    expect((await said).trim().split("\n")).toEqual([
      "quetzal-oslo: interrupted by SIGTERM; nothing was changed",
      "quetzal-oslo-node, quetzal-oslo-service not begun",
    ]);
    expect(project.read("calls.txt")).toBe("quetzal-oslo init -input=false -no-color\n");
  });

  test.each(["137", "none"])("is not done when Terraform was killed, and ended with %s", async (CODE) => {
    const broken = await deployment({ FAILS: "quetzal-oslo-service", CODE });
    await expect(broken.run("deploy")).rejects.toThrow(
      "quetzal-oslo-service: Terraform must come to its end, got one that was killed, or was out of memory; " +
        "what it made may be missing in the state: run slipway deploy quetzal-oslo, which goes on, or says what slipway recover quetzal-oslo adopts",
    );
  });

  test("stops at the first stack that fails, and says which were not begun", async () => {
    const broken = await deployment({ FAILS: "quetzal-oslo-node" });
    await expect(broken.run("deploy")).rejects.toThrow(
      "quetzal-oslo-node: deploy failed, got exit code 1; the reason is above\nquetzal-oslo-service not begun",
    );
    expect(calls()).toHaveLength(2);
    expect(printed).toContain("Error: it broke");
  });

  test.each([
    ["plan", "\nquetzal-oslo: "],
    ["apply", "^quetzal-oslo: "],
  ])("says which token DigitalOcean has refused, where %s fails", async (FAILS_AT, before) => {
    const SAYS = diagnostic(
      'Error retrieving SSH keys: GET https://api.digitalocean.com/v2/account/keys: 401 (request "1-a") Unable to authenticate you',
      "",
    );
    await expect((await deployment({ FAILS: "quetzal-oslo", FAILS_AT, SAYS })).run("deploy")).rejects.toThrow(
      new RegExp(
        `${before}DIGITALOCEAN_TOKEN must be a token that DigitalOcean accepts, got one that is wrong, deleted or expired; make one with read and write access at https://cloud.digitalocean.com/account/api/tokens, and export it, or name the command that prints it in digitalocean.token of the environment file\n`,
      ),
    );
  });

  test.each([
    ["", {}, false],
    [', provider: { digitalocean: [{ token: "${var.token}" }] }', {}, true],
    ["", { DIGITALOCEAN_ACCESS_TOKEN: "x" }, true],
  ])("is not begun without a token of DigitalOcean where it needs one: %j, %j", async (more, environment, isBegun) => {
    const source = "digitalocean/digitalocean";
    const stack = `{ terraform: { required_providers: { digitalocean: { source: "${source}" } } }${more} }`;
    project.write("app.cjs", APP.replace('"{}"', `JSON.stringify(${stack})`));
    const none = { DIGITALOCEAN_TOKEN: "", DIGITALOCEAN_ACCESS_TOKEN: "" };
    const made = deployment({ ...none, ...environment });
    const said = await made.then(
      () => "",
      (error: Error) => error.message,
    );
    // Without the provider it may be refused for another reason.
    expect(/^DIGITALOCEAN_TOKEN must be set, got none; make one with read and write access/.test(said)).toBe(!isBegun);
  });

  test("says how what a killed run has made is adopted", async () => {
    const SAYS = diagnostic("creating", "it already exists", "aws_s3_bucket.Bucket");
    await expect((await deployment({ FAILS: "quetzal-oslo", SAYS })).run("deploy")).rejects.toThrow(
      "quetzal-oslo: aws_s3_bucket.Bucket must not exist yet, or be in the state, got something that no state knows; " +
        "run slipway recover quetzal-oslo to adopt it; what is somebody else's needs another name",
    );
  });

  test("asks for no secret in the middle: it names the variables that have no value", async () => {
    const variable = '{"variable": {"db": {"sensitive": true}, "given": {"default": "x"}, "key": {}}}';
    const folder = "cdktf.out/stacks/quetzal-oslo-node";
    project.write("app.cjs", `${APP}writeFileSync("${folder}/cdk.tf.json", '${variable}');`);
    await expect(deployment({ TF_VAR_key: "k" })).rejects.toThrow(
      "TF_VAR_db must be set, got none; export it, or write in the file which command prints it: { variable, command }",
    );
    await expect(deployment({ TF_VAR_key: "k", TF_VAR_db: "d" })).resolves.toBeDefined();
    await expect(deployment({ TF_CLI_ARGS_plan: "-var-file=x" })).resolves.toBeDefined();
  });

  test.each([
    ["deploy", "run slipway recover quetzal-oslo, or free it alone"],
    ["destroy", "run slipway destroy quetzal-oslo again, or free it alone"],
  ] as const)("says how a lock is freed that stops a %s", async (action, advice) => {
    const lock = "Lock Info:\n  ID:        1-2-3\n  Who:       ada@host\n  Created:   2026-01-02";
    const SAYS = diagnostic("Error acquiring the state lock", lock);
    const broken = await deployment({ FAILS: "quetzal-oslo-service", FAILS_AT: "plan", SAYS });
    await expect(broken.run(action)).rejects.toThrow(
      "quetzal-oslo-service: the state must be free, got a lock of ada@host since 2026-01-02; wait for that run, or, when it is " +
        `over, ${advice}: terraform -chdir=cdktf.out/stacks/quetzal-oslo-service force-unlock 1-2-3`,
    );
  });

  test("a destroy frees a lock when it is told that its run is over", async () => {
    const lock = "Lock Info:\n  ID:        1-2-3\n  Who:       ada@host\n  Created:   2026-01-02";
    const SAYS = diagnostic("Error acquiring the state lock", lock);
    const asked: string[] = [];
    const approveUnlock = async ({ lock: { id } }: Locked) => void asked.push(id);
    const broken = await deployment({ FAILS: "quetzal-oslo-service", FAILS_AT: "plan", SAYS }, { approveUnlock });
    // Here the lock stays for ever.
    await expect(broken.run("destroy")).rejects.toThrow("the state must be free, got a lock of ada@host");
    expect(asked).toEqual(["1-2-3"]);
    expect(callsOf(project)).toContain("quetzal-oslo-service force-unlock -force 1-2-3");
    await expect(broken.run("deploy")).rejects.toThrow("run slipway recover quetzal-oslo");
    expect(asked).toEqual(["1-2-3"]);
  });

  describe("of an engine that does not answer", () => {
    const AWAY =
      "failed to create Docker client: Error pinging Docker server, please make sure that unix:///x is reachable and has a  '_ping' endpoint. Error: Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?";
    const SAYS = ["a.b", "a.c"].map((address) => diagnostic(AWAY, "", address)).join("\n");
    const told = (action: string) =>
      'quetzal-oslo-service: the Docker engine at unix:///x must answer, got "Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?"; ' +
      `start Docker, or name another engine in the environment file or in DOCKER_HOST, then run slipway ${action} quetzal-oslo again`;
    const failing = (FAILS_AT: string, more = "") =>
      deployment({ FAILS: "quetzal-oslo-service", FAILS_AT, SAYS: `${SAYS}${more}` });

    test.each(["deploy", "destroy"] as const)("says so once, before a %s", async (action) => {
      const error = (await (await failing("plan")).run(action).catch((thrown: unknown) => thrown)) as Error;
      expect(error.message.split("\n")[0]).toBe(told(action));
      expect(calls()).not.toContain("quetzal-oslo-service");
    });

    test("says so in the middle of a deployment, and not in the provider's words", async () => {
      await expect((await failing("apply")).run("deploy")).rejects.toThrow(new Error(told("deploy")));
      expect(printed.join("\n")).not.toContain("_ping");
    });

    test("says the reason that one of its errors has", async () => {
      const broken = AWAY.replace(
        /Error: Cannot.*/,
        'Error: error during connect: Head "http://x/_ping": write |1: broken pipe',
      );
      const other = await failing("plan", `\n${diagnostic(broken, "", "a.d")}`);
      await expect(other.run("deploy")).rejects.toThrow(new Error(told("deploy")));
      const alone = await deployment({ FAILS: "quetzal-oslo-service", FAILS_AT: "plan", SAYS: diagnostic(broken, "") });
      await expect(alone.run("deploy")).rejects.toThrow('must answer, got "write |1: broken pipe"; start Docker');
    });

    test("says what else was wrong", async () => {
      const other = await failing("plan", `\n${diagnostic("no such file", "")}`);
      await expect(other.run("deploy")).rejects.toThrow(`Error: no such file\n${told("deploy")}`);
    });
  });

  test("says what must stay", async () => {
    const SAYS = diagnostic(
      "Instance cannot be destroyed",
      "Resource docker_volume.Data has lifecycle.prevent_destroy set, but",
    );
    const broken = await deployment({ FAILS: "quetzal-oslo-service", FAILS_AT: "plan", SAYS });
    await expect(broken.run("destroy")).rejects.toThrow(
      "quetzal-oslo-service: docker_volume.Data must stay, got a plan that takes it away with what it holds, and nothing was done; " +
        'if it may go, say removal: "allowed" in the environment file, run slipway deploy quetzal-oslo, then slipway destroy quetzal-oslo again\n' +
        "quetzal-oslo-node, quetzal-oslo not begun",
    );
  });

  test.each([
    ["no", 2, 'quetzal-oslo: the answer must be "yes", got "no"; nothing was changed'],
    ["yes", 0, "quetzal-oslo deployed: 6 added, 3 changed, 0 destroyed"],
  ])("is shown on a terminal, where the answer %s is taken", (answer, status, last) => {
    const asked = spawnSync(
      "python3",
      ["-c", IN_TERMINAL, answer, process.execPath, SLIPWAY, "deploy", "quetzal-oslo"],
      {
        cwd: project.folder,
        // Typed before there is a plan to approve.
        input: "yes\n",
        encoding: "utf8",
        env: { ...process.env, NO_COLOR: "1", ...FAILURE },
      },
    );
    expect(asked.stdout).toContain("quetzal-oslo-service: 1 to create");
    expect(asked.stdout).toContain("Deploy quetzal-oslo? Type yes to approve: ");
    expect(asked.stdout.includes("0 of 3, 0s")).toBe(status === 0);
    expect({ status: asked.status, last: stripVTControlCharacters(asked.stdout).trim().split("\r\n").at(-1) }).toEqual({
      status,
      last,
    });
    expect(status === 0 ? calls() : []).toEqual(status === 0 ? BEGUN : []);
  });

  /** The command, off a terminal. */
  const offTerminal = (action: string, more: NodeJS.ProcessEnv = {}, ...flags: string[]) => {
    const env = { ...process.env, NO_COLOR: "1", ...FAILURE, ...more };
    const args = [SLIPWAY, action, "quetzal-oslo", ...flags];
    return spawnSync(process.execPath, args, { cwd: project.folder, encoding: "utf8", input: "", env });
  };

  test.each([
    ["deploy", "--auto-approve"],
    ["destroy", "--yes-destroy quetzal-oslo"],
  ])("is shown off a terminal, and ends with 2 where nobody has approved it: %s", (action, flag) => {
    const message = said("approval", "approvalNeeded", flag);
    const { status, stdout, stderr } = offTerminal(action);
    expect({ status, stderr }).toEqual({ status: 2, stderr: `${message}\n` });
    expect(stdout).toContain("quetzal-oslo-service: 1 to create");
    const told = offTerminal(action, {}, "--json");
    expect(told.status).toBe(2);
    const values = told.stdout.trim().split("\n");
    expect(values.map((each) => JSON.parse(each))).toEqual([
      expect.objectContaining({ type: "plan" }),
      { type: "summary", workspace: "quetzal-oslo", action, error: message, exitCode: 2 },
    ]);
    expect(calls()).toEqual([]);
  });

  test("needs no approval where there is nothing to do, and ends with 1 where a plan fails", () => {
    expect(offTerminal("deploy", { PLANNED: "0" }).status).toBe(0);
    const { status, stderr } = offTerminal("deploy", { FAILS: "quetzal-oslo-service", FAILS_AT: "plan" });
    expect(status).toBe(1);
    expect(stderr).toContain("quetzal-oslo-service: terraform plan failed, got exit code 1; the reason is above");
    expect(calls()).toEqual([]);
  });

  test("names the doctor and the sandbox where AWS knows no credentials", async () => {
    const SAYS = diagnostic("No valid credential sources found", "Please see the documentation");
    const broken = await deployment({ FAILS: "quetzal-oslo", FAILS_AT: "plan", SAYS });
    await expect(broken.run("deploy")).rejects.toThrow(
      "quetzal-oslo: the shell must have credentials that AWS accepts, got none; slipway doctor says what it has. " +
        'To go on without an account: slipway sandbox up, then eval "$(npx slipway sandbox env)"',
    );
  });

  test("names the sandbox where nobody answers in its place", async () => {
    const AWS_ENDPOINT_URL = "http://127.0.0.1:5001";
    const SAYS = diagnostic("exceeded maximum number of attempts", `Post "${AWS_ENDPOINT_URL}/": connection refused`);
    const broken = await deployment({ FAILS: "quetzal-oslo", FAILS_AT: "plan", SAYS, AWS_ENDPOINT_URL });
    await expect(broken.run("deploy")).rejects.toThrow(
      "quetzal-oslo: AWS must answer at http://127.0.0.1:5001, got nobody there; if that is the sandbox, run slipway sandbox up",
    );
  });

  test("fails when the app fails, before anything is begun", async () => {
    project.write("app.cjs", 'console.error("no such module"); process.exit(3);');
    await expect(deployment()).rejects.toThrow(
      'the synthesis failed, got exit code 3 from "node app.cjs"; the reason is above',
    );
    expect(printed).toEqual(["no such module"]);
  });
});

describe("services on several nodes", () => {
  /** The live colour of web is on b, the other on c; docs is on d alone. The front of a has the hosts of web. */
  const PLATFORM = `export default {
  name: "lab",
  nodes: {
    a: { dockerHost: "tcp://127.0.0.1:1" },
    b: { dockerHost: "tcp://127.0.0.1:2", address: "10.0.0.2" },
    c: { dockerHost: "tcp://127.0.0.1:3", address: "10.0.0.3" },
    d: { dockerHost: "tcp://127.0.0.1:4" },
  },
  front: { image: "caddy:2.11", certificates: "none" },
  services: {
    web: {
      port: 80, hosts: ["web.localhost"], front: "a", live: "blue",
      blue: { image: "web:1", node: "b" }, green: { image: "web:2", node: "c" },
    },
    docs: { port: 80, hosts: ["docs.localhost"], node: "d", image: "docs:1" },
  },
};
`;
  const STACKS = ["lab-b", "lab-c", "lab-a", "lab-d"];
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject({
      "environments/services/lab.ts": PLATFORM,
      "cdktf.json": JSON.stringify({ app: "node app.cjs" }),
      "app.cjs": APP.replace(/const stacks = .*/, `const stacks = ${JSON.stringify(STACKS)};`).replaceAll(
        '"quetzal-oslo"',
        '"lab"',
      ),
    });
    replaceTerraform(project);
  });
  afterEach(() => project.remove());

  const run = async (action: "deploy" | "destroy", FAILS: string) => {
    const environment = { ...process.env, NO_COLOR: "1", ...FAILURE, FAILS };
    const options = { environment, print: () => {} };
    const ended = (await Deployment.of(Project.at(project.folder), "lab", options)).run(action);
    const message = await ended.then(
      () => "",
      (error: Error) => error.message,
    );
    return { message, begun: begunIn(project) };
  };
  const failed = (stack: string, action = "deploy") =>
    `${stack}: ${action} failed, got exit code 1; the reason is above`;

  test.each([
    ["the node of the live colour: its front is not begun", "lab-b", ["lab-b", "lab-c", "lab-d"], "\nlab-a not begun"],
    ["the node of the other colour: all others are deployed", "lab-c", STACKS, ""],
    ["a front: all others are deployed", "lab-a", STACKS, ""],
    ["the last one", "lab-d", STACKS, ""],
  ])("when one fails that is %s", async (_, stack, begun, rest) => {
    expect(await run("deploy", stack)).toEqual({ message: `${failed(stack)}${rest}`, begun });
  });

  test("are destroyed up to the first failure", async () => {
    expect(await run("destroy", "lab-a")).toEqual({
      message: `${failed("lab-a", "destroy")}\nlab-c, lab-b not begun`,
      begun: ["lab-d", "lab-a"],
    });
  });
});

describe("a project", () => {
  test("is a folder with a cdktf.json", () => {
    expect(() => Project.at(__dirname)).toThrow(
      `cdktf.json must be in the folder where slipway runs, got none in ${__dirname}; go to the project's folder`,
    );
  });
});
