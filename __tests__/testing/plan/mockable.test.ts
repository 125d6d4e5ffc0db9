import { mockable } from "../../../testing/plan/mockable";

describe("a stack of mocks", () => {
  const check = { assert: [{ condition: "${1 == 1}", error_message: "no" }] };
  const json = {
    resource: {
      terraform_data: { Image: { input: 1, provisioner: [{ "local-exec": { command: "push" } }] } },
      aws_s3_bucket: { Bucket: { bucket: "lab", lifecycle: { prevent_destroy: true, ignore_changes: ["tags"] } } },
    },
    check: { Own: check, Asks: { ...check, data: { aws_region: { Here: {} } } } },
    output: { answer: { value: 42 } },
  };

  test("runs no provisioner", () => expect(mockable(json).resource?.terraform_data).toEqual({ Image: { input: 1 } }));

  test("may be destroyed, as a test does at its end", () => {
    expect(mockable(json).resource?.aws_s3_bucket).toEqual({
      Bucket: { bucket: "lab", lifecycle: { ignore_changes: ["tags"] } },
    });
  });

  test("has no check that asks the cloud, and keeps the others", () =>
    expect(mockable(json).check).toEqual({ Own: check }));

  test("imports nothing, for nothing is there", () => {
    expect(mockable({ import: [{ id: "lab", to: "aws_s3_bucket.Bucket" }] })).toEqual({});
  });

  test("is what it was where it has nothing of these", () => {
    const { output } = json;
    expect(mockable({ output })).toEqual({ output });
  });
});
