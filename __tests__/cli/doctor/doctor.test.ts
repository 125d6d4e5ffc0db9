import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { account, region } from "../../../cli/doctor/account";
import { isAtLeast } from "../../../cli/doctor/finding";
import { cdktf, docker, node, OLDEST_NODE, python, terraform } from "../../../cli/doctor/programs";
import { project, sandbox, variables } from "../../../cli/doctor/settings";
import { modelFile, TestProject } from "../../support/project";

const ROOT = resolve(__dirname, "../../..");
const SLIPWAY = join(ROOT, "cli/slipway.cjs");

describe("slipway doctor", () => {
  let folder: string;
  let here: TestProject;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "doctor-"));
    here = new TestProject({ "environments/model/quetzal-oslo.ts": modelFile("quetzal-oslo") });
  });
  afterEach(() => {
    here.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Surroundings in which there are only some programs, each a shell script. */
  function only(programs: Readonly<Record<string, string>>, more: NodeJS.ProcessEnv = {}) {
    const bin = join(folder, "bin");
    mkdirSync(bin, { recursive: true });
    for (const [name, script] of Object.entries(programs)) {
      writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(bin, name), 0o755);
    }
    return { environment: { PATH: bin, ...more }, folder };
  }
  const says = (text: string) => `echo "${text}"`;

  test.each([
    ["1.11.4", "1.10", true],
    ["1.10.0", "1.10", true],
    ["1.9.8", "1.10", false],
    ["20.12.0", "20.12", true],
    ["20.9.0", "20.12", false],
    ["2.0", "1.10", true],
    ["1.10.0-rc1", "1.10", true],
  ])("knows whether %s is at least %s", (version, least, is) => expect(isAtLeast(version, least)).toBe(is));

  test("wants the Node that package.json names", () => {
    const { engines } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { engines: { node: string } };
    expect(engines.node).toBe(`>=${OLDEST_NODE}`);
    expect(node("22.1.0")).toEqual({ what: "Node", state: "ok", found: "22.1.0" });
    expect(node("18.20.0")).toEqual({
      what: "Node",
      state: "problem",
      found: "18.20.0",
      remedy: "install 20.12 or newer: nodejs.org",
    });
  });

  const INSTALL = "install 1.10 or newer: developer.hashicorp.com/terraform/install";
  test.each([
    [{ terraform: says("Terraform v1.11.4") }, {}, { state: "ok", found: "Terraform 1.11.4" }],
    [{ terraform: says("Terraform v1.9.8") }, {}, { state: "problem", found: "Terraform 1.9.8", remedy: INSTALL }],
    [{}, {}, { state: "problem", found: "no terraform that answers", remedy: INSTALL }],
    [
      { tofu: says("OpenTofu v1.10.1") },
      {},
      {
        state: "problem",
        found: "no terraform, but OpenTofu v1.10.1",
        remedy: "to use OpenTofu, set TERRAFORM_BINARY_NAME=tofu",
      },
    ],
    [{ tofu: says("OpenTofu v1.10.1") }, { TERRAFORM_BINARY_NAME: "tofu" }, { state: "ok", found: "OpenTofu 1.10.1" }],
    [{}, { TERRAFORM_BINARY_NAME: "tofu" }, { state: "problem", found: "no tofu that answers", remedy: INSTALL }],
    [{ terraform: "exit 1" }, {}, { state: "problem", found: "no terraform that answers", remedy: INSTALL }],
  ])("finds Terraform: %j %j", async (programs, more, finding) => {
    expect(await terraform(only(programs, more))).toEqual({ what: "Terraform", ...finding });
  });

  test("finds the project's cdktf-cli, and that it can start", async () => {
    const { PATH } = process.env;
    const found = await cdktf({ environment: { PATH }, folder: ROOT });
    expect(found).toEqual({ what: "cdktf-cli", state: "ok", found: "0.21.0" });
    expect(await cdktf({ environment: { PATH }, folder })).toEqual({
      what: "cdktf-cli",
      state: "problem",
      found: "none in this project",
      remedy: "npm install --save-dev cdktf-cli@0.21",
    });
  });

  test("finds that the terminal library of cdktf-cli does not load", async () => {
    const packageFolder = join(folder, "node_modules", "cdktf-cli");
    mkdirSync(packageFolder, { recursive: true });
    writeFileSync(join(packageFolder, "package.json"), '{ "version": "0.21.0" }');
    expect(await cdktf({ environment: {}, folder })).toEqual({
      what: "cdktf-cli",
      state: "problem",
      found: "0.21.0, whose terminal library does not load",
      remedy: `on Node ${process.versions.node} it needs the override that README.md names under "Compatibility"`,
    });
  });

  test.each([
    [{ docker: says("28.1.1") }, { state: "ok", found: "engine 28.1.1" }],
    [
      { docker: "exit 1" },
      { state: "unneeded", found: "no engine that answers; a model needs none, but to build images of your own" },
    ],
  ])("finds Docker: %j", async (programs, finding) => {
    expect(await docker(only(programs))).toEqual({ what: "Docker", ...finding });
  });

  test.each([
    [{ python3: 'case "$*" in *version_info*) echo 3.12.1;; *) echo "Python 3.12.1";; esac' }, "ok", "Python 3.12.1"],
    [
      { python3: 'case "$*" in *version_info*) echo 3.12.1;; *ensurepip*) exit 1;; *) echo "Python 3.12.1";; esac' },
      "warning",
      "Python 3.12.1, without venv or pip",
    ],
    [{ python3: "echo 3.9.1" }, "warning", /^the sandbox needs Python 3\.10 or newer, got python3 3\.9\.1 /],
    [{}, "warning", /^the sandbox needs Python 3\.10 or newer, got none /],
  ])("finds Python: %j", async (programs, state, found) => {
    const finding = await python(only(programs));
    expect(finding).toMatchObject({ what: "Python", state });
    expect(finding.found).toMatch(found);
    expect(finding.remedy === undefined).toBe(state === "ok");
  });

  test.each([
    [{}, [{ state: "ok", found: "none that changes what Terraform does" }]],
    [
      { TF_WORKSPACE: "x" },
      [
        {
          state: "problem",
          found: "TF_WORKSPACE=x",
          remedy: "unset it: the name on the command line is the workspace",
        },
      ],
    ],
    [
      { TF_CLI_ARGS_apply: "-parallelism=2 -auto-approve", TF_CLI_ARGS_plan: "-no-color" },
      [
        {
          state: "warning",
          found: "TF_CLI_ARGS_apply has -auto-approve",
          remedy: "unset TF_CLI_ARGS_apply, unless each deployment is to get it",
        },
      ],
    ],
    [
      { TF_CLI_CONFIG_FILE: "/no/such/file" },
      [
        {
          state: "warning",
          found: "TF_CLI_CONFIG_FILE names a file that is not there",
          remedy: "unset it, or write the file; slipway's own commands do without it",
        },
      ],
    ],
  ])("looks at variables: %j", (environment, findings) => {
    expect(variables({ environment, folder })).toEqual(findings.map((finding) => ({ what: "variables", ...finding })));
  });

  test("looks at the project and its files", () => {
    const environment = {};
    expect(project({ environment, folder: here.folder })).toEqual({
      what: "project",
      state: "ok",
      found: "1 workspaces",
    });
    here.write("environments/model/quetzal-bergen.ts", modelFile("quetzal-bergen", "tag: {},"));
    expect(project({ environment, folder: here.folder })).toEqual({
      what: "project",
      state: "problem",
      found: "2 workspaces, quetzal-bergen with something wrong",
      remedy: "slipway check",
    });
    expect(project({ environment, folder })).toMatchObject({
      state: "warning",
      remedy: expect.stringMatching(/slipway init$/),
    });
  });

  test("finds that a shell uses a sandbox that is stopped", async () => {
    const environment = { AWS_ENDPOINT_URL: "http://127.0.0.1:9", AWS_ACCESS_KEY_ID: "sandbox" };
    expect(await sandbox({ environment: {}, folder })).toEqual({
      what: "sandbox",
      state: "unneeded",
      found: "stopped",
    });
    expect(await sandbox({ environment, folder })).toEqual({
      what: "sandbox",
      state: "problem",
      found: "stopped, but this shell uses one at http://127.0.0.1:9",
      remedy: "slipway sandbox up, or a new shell for AWS",
    });
  });

  test("tells the environments' regions and the shell's", () => {
    const workspaces = [{ environment: { region: "eu-north-1" } }] as never;
    expect(region({ environment: { AWS_REGION: "us-east-1" }, folder }, workspaces).found).toBe(
      "eu-north-1, as the environments say; the shell's is us-east-1",
    );
    expect(region({ environment: {}, folder }, []).found).toBe("the shell's is not set");
  });

  describe("looks whose account it is", () => {
    let server: Server;
    let answer: { readonly status: number; readonly body: string };
    const before = { ...process.env };
    const ACCOUNT = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
      <Arn>arn:aws:iam::111122223333:user/ada</Arn><UserId>A</UserId><Account>111122223333</Account>
    </GetCallerIdentityResult></GetCallerIdentityResponse>`;

    beforeAll(async () => {
      server = createServer((_, response) => {
        response.writeHead(answer.status, { "content-type": "text/xml" }).end(answer.body);
      });
      await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    });
    afterAll(async () => {
      await new Promise((done) => server.close(done));
    });
    beforeEach(() => {
      answer = { status: 200, body: ACCOUNT };
      const { port } = server.address() as AddressInfo;
      const credentials = { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "hunter2" };
      Object.assign(process.env, { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, ...credentials });
    });
    afterEach(() => {
      process.env = { ...before };
    });
    const look = (accountId?: string) => {
      const workspaces = [{ workspace: "quetzal-oslo", environment: { accountId } }] as never;
      return account({ environment: process.env, folder }, workspaces);
    };

    test("and where it is asked", async () => {
      const found = `111122223333 as arn:aws:iam::111122223333:user/ada, at ${process.env.AWS_ENDPOINT_URL}`;
      expect(await look()).toEqual({ what: "account", state: "ok", found });
      expect(await look("111122223333")).toMatchObject({ state: "ok" });
    });

    test("and that an environment names another", async () => {
      expect(await look("999988887777")).toMatchObject({
        state: "warning",
        remedy: "Terraform refuses it for quetzal-oslo (999988887777): use credentials of that account",
      });
    });

    test("and that credentials are not accepted, without telling them", async () => {
      const body =
        "<ErrorResponse><Error><Code>InvalidClientTokenId</Code><Message>The token is invalid</Message></Error></ErrorResponse>";
      answer = { status: 403, body };
      const finding = await look();
      expect(finding).toMatchObject({
        state: "problem",
        found: "credentials that are not accepted: The token is invalid",
      });
      expect(JSON.stringify(finding)).not.toContain("hunter2");
    });

    test("and that there are no credentials", async () => {
      const none = { HOME: folder, USERPROFILE: folder, AWS_EC2_METADATA_DISABLED: "true", PATH: process.env.PATH };
      process.env = none;
      expect(await look()).toMatchObject({ state: "warning", found: "no credentials" });
    });
  });

  test("tells all of it, as a table and as JSON, and ends with 1 when there is a problem", () => {
    const run = (...args: string[]) => {
      const env = { ...process.env, AWS_EC2_METADATA_DISABLED: "true", TF_WORKSPACE: "x", NO_COLOR: "1" };
      return spawnSync(process.execPath, [SLIPWAY, "doctor", ...args], { cwd: here.folder, env, encoding: "utf8" });
    };
    const { status, stdout } = run();
    expect(status).toBe(1);
    expect(stdout).toContain("\nvariables: unset it: the name on the command line is the workspace");
    const findings = JSON.parse(run("--json").stdout) as { what: string; state: string }[];
    expect(new Set(findings.map(({ what }) => what))).toEqual(
      new Set([
        ...["Node", "Terraform", "cdktf-cli", "providers", "account", "region", "Docker", "Python", "variables"],
        ...["project", "sandbox"],
      ]),
    );
  });
});
