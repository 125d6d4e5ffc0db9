import { functionRows } from "../../../../cli/model/status/function-rows";
import { imageRow } from "../../../../cli/model/status/image-row";
import { tagsRow } from "../../../../cli/model/status/tags-row";
import { workflowRow } from "../../../../cli/model/status/workflow-row";
import type { FunctionImage, ModelEnvironment } from "../../../../constructs/model/schema";

const DIGEST = `sha256:${"a".repeat(64)}`;
const OTHER = `sha256:${"b".repeat(64)}`;
const REPOSITORY = "123456789012.dkr.ecr.ca-central-1.amazonaws.com/my-model";
const at = (end: string, digest = DIGEST) => ({
  Code: { ImageUri: `${REPOSITORY}${end}`, ResolvedImageUri: `${REPOSITORY}@${digest}` },
});

test.each<[FunctionImage, string, object, string, string, boolean]>([
  ["external", ":v1", { tags: ["v1"] }, "external", `v1, ${DIGEST}`, false],
  ["external", ":DUMMY", { tags: ["DUMMY"] }, "external", `DUMMY, ${DIGEST}: no model yet`, false],
  ["external", `@${DIGEST}`, { tags: ["v1", "latest"] }, "external", `v1, latest, ${DIGEST}`, false],
  [{ tag: "v1" }, ":v1", { tags: ["v1"], ofTag: DIGEST }, "v1", `v1, ${DIGEST}`, false],
  [{ tag: "v2" }, ":v1", { tags: ["v1"], ofTag: OTHER }, `v2, ${OTHER}`, `v1, ${DIGEST}`, true],
  [{ tag: "v1" }, ":v1", { tags: [], ofTag: OTHER }, `v1, ${OTHER}`, `v1, ${DIGEST}`, true],
  [{ tag: "v1" }, `@${DIGEST}`, { tags: ["v1"], ofTag: DIGEST }, "v1", `v1, ${DIGEST}`, false],
  [{ tag: "v2" }, ":v1", { tags: ["v1"] }, "v2", `v1, ${DIGEST}`, true],
  [{ digest: DIGEST }, `@${DIGEST}`, { tags: [] }, DIGEST, DIGEST, false],
  [{ digest: OTHER }, `@${DIGEST}`, { tags: ["v1"] }, OTHER, `v1, ${DIGEST}`, true],
])("the image %j beside %s, %j", (image, end, known, declared, deployed, differs) => {
  const tags = { tags: [], ...known };
  expect(imageRow(image, at(end), tags)).toEqual({ what: "image", declared, deployed, differs });
});

describe("the function", () => {
  const settings = {
    name: "my-model",
    compute: { lambda: { memoryMiB: 512, timeoutSeconds: 60, storageMiB: 512, environment: { LEVEL: "info" } } },
  } as unknown as ModelEnvironment;
  const configuration = {
    ...{ MemorySize: 512, Timeout: 60, EphemeralStorage: { Size: 512 }, Architectures: ["x86_64" as const] },
    Environment: { Variables: { LEVEL: "info", BUCKET_NAME: "my-model" } },
  };
  const differing = (more: object, concurrency?: number) =>
    functionRows(settings, {
      Configuration: { ...configuration, ...more },
      ...(concurrency !== undefined && { Concurrency: { ReservedConcurrentExecutions: concurrency } }),
    })
      .filter(({ differs }) => differs)
      .map(({ what, declared, deployed }) => [what, declared, deployed]);

  test("is as its file says", () => expect(differing({})).toEqual([]));

  test.each([
    [{ MemorySize: 1024 }, ["memory", "512 MiB", "1024 MiB"]],
    [{ Timeout: 300 }, ["time limit", "60 s", "300 s"]],
    [{ EphemeralStorage: { Size: 1024 } }, ["/tmp", "512 MiB", "1024 MiB"]],
    [{ Architectures: ["arm64"] }, ["architecture", "x86_64", "arm64"]],
    [{ LastUpdateStatus: "InProgress" }, ["function", "live", "Active, last update InProgress"]],
    [{ State: "Failed" }, ["function", "live", "Failed, last update Successful"]],
    [
      { Environment: { Variables: { BUCKET_NAME: "x", KEY: "hidden" } } },
      ["variables", "BUCKET_NAME, LEVEL", "BUCKET_NAME, KEY; BUCKET_NAME, KEY, LEVEL differ"],
    ],
  ])("%j differs", (more, row) => expect(differing(more)).toEqual([row]));

  test("has reserved concurrency", () => expect(differing({}, 5)).toEqual([["reserved concurrency", "none", "5"]]));
});

describe("the workflow", () => {
  const ARN = "arn:aws:lambda:ca-central-1:123456789012:function:my-model";
  const definition = (arn: string) => `{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"${arn}","End":true}}}`;
  const declared = JSON.parse(definition(ARN)) as unknown;

  test.each([
    [undefined, definition(ARN), "external", "1 state", false],
    [declared, definition(ARN), "1 state", "1 state", false],
    [
      declared,
      `{"States":{"A":{"End":true,"Resource":"${ARN}","Type":"Task"}},"StartAt":"A"}`,
      "1 state",
      "1 state",
      false,
    ],
    [declared, definition(`${ARN}:1`), "1 state", "1 state, another definition", true],
  ])("%# is compared", (wanted, deployed, left, right, differs) =>
    expect(workflowRow(wanted, deployed)).toEqual({ what: "workflow", declared: left, deployed: right, differs }),
  );
});

test("tags are compared, without those of AWS", () => {
  const declared = { "cost:name": "my-model", team: "a" };
  expect(tagsRow(declared, { bucket: { ...declared, "aws:x": "y" } })).toEqual({
    ...{ what: "tags", declared: "cost:name=my-model, team=a", deployed: "the same", differs: false },
  });
  expect(tagsRow(declared, { function: { team: "b", own: "x" } }).deployed).toBe(
    'function: cost:name is absent; function: own is "x"; function: team is "b"',
  );
});
