import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { JobV1 } from "@cdktf/provider-kubernetes/lib/job-v1";
import { ApplyJob, type ApplyJobProps } from "../../../constructs/pipelines/cluster/apply-job";
import { failure } from "../../support/synthesized";
import { at, made } from "./made";

const PROPS: ApplyJobProps = {
  name: "logd-pipelines",
  namespace: "labinf",
  steps: [{ name: "apply", image: "example/pachctl:1", script: 'pachctl list-repo "${REPO:-config}"' }],
  files: { "spec.json": '{"a": "%{b}"}' },
};

const job = (more: Partial<ApplyJobProps> = {}) => made((stack) => new ApplyJob(stack, "Job", { ...PROPS, ...more }));
const nameOf = (more?: Partial<ApplyJobProps>) => at(job(more).only(JobV1), "metadata.name");

describe("a job that is applied", () => {
  test("finds its script and files as they were written", () => {
    expect(job().only(ConfigMapV1)).toMatchObject({
      immutable: true,
      data: { "apply.sh": 'pachctl list-repo "$${REPO:-config}"', "spec.json": '{"a": "%%{b}"}' },
    });
    expect(at(job().only(JobV1), "spec.template.spec.container.0.command")).toEqual(["sh", "/scripts/apply.sh"]);
  });

  test("is another one when it does something else, and only then", () => {
    expect(nameOf()).toMatch(/^logd-pipelines-[0-9a-f]{16}$/);
    expect(nameOf()).toBe(nameOf({ wait: "started" }));
    const others = [
      { files: { "spec.json": "{}" } },
      { revision: "2" },
      { steps: [{ name: "apply", image: "example/pachctl:2", script: "" }] },
      { serviceAccount: "other" },
    ];
    expect(new Set([nameOf(), ...others.map(nameOf)]).size).toBe(5);
  });

  test.each([
    ["100Gi", undefined, "101Gi"],
    ["what is said", "500Mi", "1524Mi"],
  ])("may leave %s of scratch beside its logs", (_, scratch, limit) => {
    expect(at(job({ ...(scratch && { scratch }) }).only(JobV1), "spec.template.spec.container.0.resources")).toEqual({
      requests: { cpu: "100m", memory: "64Mi", "ephemeral-storage": "64Mi" },
      limits: { memory: "512Mi", "ephemeral-storage": limit },
    });
  });

  test("is waited for, or goes on by itself", () => {
    expect(job({ timeoutSeconds: 300 }).only(JobV1)).toMatchObject({
      waitForCompletion: true,
      timeouts: { create: "360s", update: "360s" },
      spec: { activeDeadlineSeconds: 300 },
    });
    expect(job({ wait: "started" }).only(JobV1)).toMatchObject({ waitForCompletion: false });
  });

  test("mounts a secret's keys, each choice once", () => {
    const secrets = [{ secret: "chembl-mysql", path: "/secrets", files: { "mysql-root-password": "password" } }];
    const steps = ["one", "two"].map((name) => ({ name, image: "a:1", script: name, secrets }));
    const pod = at(job({ steps }).only(JobV1), "spec.template.spec");
    expect((at(pod, "volume") as { name: string }[]).map(({ name }) => name)).toEqual([
      "scripts",
      "work",
      "tmp",
      "secret-chembl-mysql-mysql-root-password",
    ]);
  });

  test.each<readonly [string, Partial<ApplyJobProps>, string]>([
    [
      "a name that is too long for its hash",
      { name: "a".repeat(47) },
      `name must be 1 to 46 of a-z, 0-9 and -, the first a letter and the last no -, got "${"a".repeat(47)}"; a hash is added to it`,
    ],
    [
      "no time",
      { timeoutSeconds: 0 },
      "timeoutSeconds must be a whole number from 10 to 604800, got 0; then it counts as failed",
    ],
    ["half a try", { retries: 0.5 }, "retries must be a whole number from 0 to 20, got 0.5; each is a new pod"],
  ])("may not have %s", (_what, changes, says) => {
    expect(failure((stack) => new ApplyJob(stack, "Job", { ...PROPS, ...changes }))).toBe(`[test/Job] ${says}`);
  });
});
