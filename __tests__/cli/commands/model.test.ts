import { obstacleLine, refusalsOf, verdictText } from "../../../cli/model/verdict-text";
import type { StateKind } from "../../../engine/adoption/old-state";
import type { Verdict } from "../../../engine/adoption/verdict";
import { modelFile, TestProject } from "../../support/project";
import { slipwayIn } from "../../support/warm-process";

const STATE = "s3://states/env:/quetzal-oslo/terraform.tfstate";
const verdict = (kind: StateKind, obstacles: Verdict["obstacles"] = []): Verdict => ({
  workspace: "quetzal-oslo",
  place: { s3: { bucket: "states", key: "env:/quetzal-oslo/terraform.tfstate", region: "ca-central-1" } },
  kind,
  moved: 0,
  obstacles,
});

describe("slipway model", () => {
  let project: TestProject;
  beforeAll(() => {
    project = new TestProject({
      "environments/model/quetzal-bergen.ts": modelFile("quetzal-bergen"),
      "environments/model/quetzal-oslo.ts": modelFile("quetzal-oslo"),
      "environments/model/quetzal-tromso.ts": modelFile("quetzal-tromso").replace('"parity"', '"x"'),
      "environments/model/quetzal-vardo.ts": modelFile("quetzal-vardo").replace('"ca-central-1"', '"x"'),
    });
  });
  afterAll(() => project.remove());

  test.each([
    [["adopt"], "workspace is required; there are quetzal-bergen, quetzal-oslo, quetzal-tromso, quetzal-vardo"],
    [["adopt", "--all", "quetzal-oslo"], "--all must be without a workspace, got quetzal-oslo; leave one of them out"],
    [
      ["adopt", "quetzal-osl"],
      'workspace must be one of quetzal-bergen, quetzal-oslo, quetzal-tromso, quetzal-vardo, got "quetzal-osl"; did you mean "quetzal-oslo"?',
    ],
    [
      ["adopt", "--all"],
      'environments/model/quetzal-tromso.ts: profile must be "parity", got "x"; write that one, which is what models had with plain Terraform\n' +
        'environments/model/quetzal-vardo.ts: region must be a region of AWS, got "x"; write it as AWS does, for example "ca-central-1"',
    ],
    [
      ["unadopt", "quetzal-oslo", "--generation", "3"],
      "error: option '--generation <1|2>' argument '3' is invalid. must be 1 or 2, got \"3\"; 2 has count on module.lambda.",
    ],
    [
      ["unadopt", "quetzal-osl"],
      'workspace must be one of quetzal-bergen, quetzal-oslo, quetzal-tromso, quetzal-vardo, got "quetzal-osl"; did you mean "quetzal-oslo"?',
    ],
  ])("%j is refused", (args, message) => {
    const { status, stdout, stderr } = slipwayIn({ cwd: project.folder }, "model", ...args);
    expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: "", stderr: `${message}\n` });
  });
});

describe("slipway adopt", () => {
  test("says of other workspaces which setting adopts what exists, and adopts models", () => {
    const project = new TestProject({ "environments/model/quetzal-oslo.ts": modelFile("quetzal-oslo") });
    const adopt = (...names: readonly string[]) => slipwayIn({ cwd: project.folder }, "adopt", ...names);
    const at = (domain: string) => `environments/${domain}/my-${domain}.ts: to adopt`;
    try {
      for (const domain of ["plugins", "services", "pipelines", "observatory"]) {
        expect(slipwayIn({ cwd: project.folder }, "new", domain, `my-${domain}`).status).toBe(0);
      }
      expect(adopt("my-plugins", "quetzal-oslo", "my-services", "my-pipelines", "my-observatory")).toEqual({
        status: 1,
        stdout: "",
        stderr: `${[
          `${at("plugins")} a bucket, write origin: "adopted" in bucket, then deploy my-plugins`,
          `${at("services")} a droplet, write adopt: <id> in its node's droplet, then deploy my-services`,
          `${at("services")} a domain, write origin: "adopted" in dns.domains, then deploy my-services`,
          `${at("pipelines")} the MySQL of a chart, write existingClaim: "<claim>" and service: "adopted" in database, then deploy my-pipelines`,
          `${at("observatory")} an aggregator's folder, write data: { hostPath: "<folder>" } in its agent, then deploy my-observatory`,
        ].join("\n")}\nnothing was written\n`,
      });
      expect(adopt("quetzal-osl").stderr).toBe(
        'workspace must be one of quetzal-oslo, got "quetzal-osl"; did you mean "quetzal-oslo"?\n',
      );
    } finally {
      project.remove();
    }
  });
});

describe("the verdict on a workspace", () => {
  const oldModules = "quetzal-oslo: its state must be one of the older modules";

  test.each([
    ["empty", "no state there", `${oldModules}, got none at ${STATE}; write the backend of the old code into its file`],
    [
      "fargate",
      "runs on Fargate: left alone",
      `quetzal-oslo: it must run on Lambda alone to be adopted, got module.ecs in ${STATE}; leave it to the old code until Slipway has Fargate`,
    ],
    [
      "created",
      "created by Slipway",
      `${oldModules}, got one that Slipway has created at ${STATE}; there is nothing to adopt`,
    ],
    [
      "other",
      "not of the older modules: left alone",
      `${oldModules}, got other resources at ${STATE}; write the backend of the old code into its file`,
    ],
  ] as const)("with a state that is %s says so", (kind, text, refusal) => {
    expect(verdictText(verdict(kind))).toBe(text);
    expect(refusalsOf([verdict(kind)], false)).toEqual([refusal]);
    // It keeps no other model from being adopted.
    expect(refusalsOf([verdict(kind), verdict("old")], true)).toEqual([]);
  });

  test("that is adopted is left as it is", () => {
    expect(verdictText(verdict("adopted"))).toBe("adopted already");
    expect(refusalsOf([verdict("adopted")], false)).toEqual([]);
  });

  test("counts what its plan would do besides moving", () => {
    const obstacle = (what: "add" | "change" | "replace" | "destroy") => ({
      address: "aws_iam_role.A",
      what,
      differences: ["name: 1 -> 2", "path: 3 -> 4"],
      advice: "set access",
    });
    const found = verdict("old", [obstacle("add"), obstacle("change"), obstacle("replace"), obstacle("destroy")]);
    expect(verdictText(found)).toBe("2 to add, 1 to change, 2 to destroy");
    expect(verdictText(verdict("old"))).toBe("0 to add, 0 to change, 0 to destroy");
    expect(refusalsOf([found, verdict("old")], true)).toEqual([
      "quetzal-oslo: its plan must move resources and do nothing else, got 2 to add, 1 to change, 2 to destroy; correct what is named above",
    ]);
    expect(obstacleLine("quetzal-oslo", obstacle("change"))).toBe(
      "quetzal-oslo: change aws_iam_role.A, name: 1 -> 2, path: 3 -> 4; set access",
    );
    expect(obstacleLine("quetzal-oslo", { ...obstacle("add"), differences: [] })).toBe(
      "quetzal-oslo: add aws_iam_role.A; set access",
    );
  });
});
