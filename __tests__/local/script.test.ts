import { specificationOf, stdinOf, withPath } from "../../local/script";
import { unusedSettings } from "../../local/unused";
import type { PipelineSettings } from "../../local/workflow";
import { workflowOf } from "./local-project";
import { said } from "./sentences";

const STEP: PipelineSettings = { input: { repo: "data", glob: "/" }, image: "image:1", script: ["one", "two"] };

describe("what a command reads", () => {
  test.each<[string, Partial<PipelineSettings>, string]>([
    ["stops at what fails", {}, "set -euo pipefail\none\ntwo\n"],
    ["goes on when it is not strict", { strict: false }, "one\ntwo\n"],
    [
      "knows Java's heap",
      { script: ["java -Xmx{heap} -jar x"], heapFraction: 0.8, limits: { memory: "24Gi" } },
      "set -euo pipefail\njava -Xmx19660m -jar x\n",
    ],
  ])("%s", (_, more, stdin) => expect(stdinOf({ ...STEP, ...more })).toBe(stdin));

  test("is nothing where there is no script", () => {
    const { script: _, ...own } = STEP;
    expect(stdinOf({ ...own, command: ["true"] })).toBeUndefined();
  });
});

describe("what a step can see", () => {
  const before = JSON.stringify(specificationOf(STEP));
  test.each<[string, Partial<PipelineSettings>]>([
    ["image", { image: "image:2" }],
    ["script", { script: ["one"] }],
    ["strict", { strict: false }],
    ["command", { command: ["sh"] }],
    ["environment", { environment: { A: "b" } }],
    ["secrets", { secrets: [{ name: "license" }] }],
    ["user", { user: "1000" }],
    ["workingDirectory", { workingDirectory: "/app" }],
    ["acceptReturnCodes", { acceptReturnCodes: [1] }],
  ])("changes with %s", (_, more) => expect(JSON.stringify(specificationOf({ ...STEP, ...more }))).not.toBe(before));

  test("stays with what is for the scheduler", () => {
    const more: Partial<PipelineSettings> = {
      description: "another",
      parallelism: 5,
      limits: { cpu: 1 },
      datumTimeoutSeconds: 5,
      nodeSelector: { a: "b" },
    };
    expect(JSON.stringify(specificationOf({ ...STEP, ...more }))).toBe(before);
  });
});

describe("a path of the container", () => {
  test.each([
    ["cat /pfs/in/a > /pfs/out/b", "cat /run/pfs/in/a > /run/pfs/out/b"],
    ["java @/pfs/in/params.txt --out=/pfs/out", "java @/run/pfs/in/params.txt --out=/run/pfs/out"],
    ['cd "/pfs"; A=/pfs/x:/pfs/y', 'cd "/run/pfs"; A=/run/pfs/x:/run/pfs/y'],
    ["ls /mnt/pfs/x /pfsx /pfs-x ./pfs ${A}/pfs $HOME/pfs", "ls /mnt/pfs/x /pfsx /pfs-x ./pfs ${A}/pfs $HOME/pfs"],
  ])("%s", (text, expected) => expect(withPath(text, "/pfs", "/run/pfs")).toBe(expected));

  test("may end with a slash", () => {
    expect(withPath("cat /mnt/lic/license", "/mnt/lic/", "/home/me/$1")).toBe("cat /home/me/$1/license");
  });
});

describe("settings that mean nothing here", () => {
  const workflow = workflowOf({
    one: {
      ...STEP,
      nodeSelector: { a: "b" },
      idle: "scale-to-zero",
      requests: { cpu: 1 },
      limits: { cpu: 1, disk: "1Gi", gpu: { type: "nvidia.com/gpu", number: 1 } },
      user: "1000",
    },
    two: { ...STEP, nodeSelector: { c: "d" }, input: { repo: "data", glob: "/", lazy: true, branch: "main" } },
    three: { ...STEP, input: { cron: { name: "tick", spec: "@daily" } } },
  });

  test("are told once", () => {
    expect(unusedSettings(workflow, "docker")).toBe(
      said(
        "",
        "unused",
        "nodeSelector, idle, requests, limits.disk, limits.gpu, lazy, branch, the times of cron: each run is a tick",
      ),
    );
    expect(unusedSettings(workflow, "bash")).toBe(
      said(
        "",
        "unused",
        "nodeSelector, idle, requests, image, user, limits, lazy, branch, the times of cron: each run is a tick",
      ),
    );
    expect(unusedSettings(workflowOf({ step: STEP }), "docker")).toBeUndefined();
  });
});
