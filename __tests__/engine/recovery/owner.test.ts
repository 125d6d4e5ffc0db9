import { Project } from "../../../engine/project";
import { ownerOf } from "../../../engine/recovery/owner";
import { modelFile, TestProject } from "../../support/project";

const AWS = (more: object = {}) => ({ aws: [{ region: "ca-central-1", ...more }] });
const DOCKER = (host?: string) => ({ docker: [{ ...(host && { host }) }] });
const ARN = "arn:aws:lambda:ca-central-1:123456789012:function:lab";

/** Nobody answers for AWS. */
const environment = { AWS_ENDPOINT_URL: "http://127.0.0.1:9", AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b" };

describe("what exists and is found in another state", () => {
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject({ "environments/model/other.ts": modelFile("other") });
    project.write("cdktf.out/slipway.json", JSON.stringify({ workspaces: { one: ["one"], other: ["other"] } }));
  });
  afterEach(() => project.remove());

  /** Who has a thing of a type with some attributes, whose stack has a provider; none where it was not synthesized. */
  const owner = (type: string, attributes: object, [ours, theirs]: readonly [object, object?], region?: string) => {
    const resources = [{ mode: "managed", type, name: "Theirs", instances: [{ attributes }] }];
    const state = { version: 4, serial: 1, lineage: "a", resources };
    project.write("terraform.tfstate.d/other/terraform.tfstate", JSON.stringify(state));
    project.write("cdktf.out/stacks/one/cdk.tf.json", JSON.stringify({ provider: ours }));
    if (theirs) project.write("cdktf.out/stacks/other/cdk.tf.json", JSON.stringify({ provider: theirs }));
    const found = new Map([[`${type}.Ours`, "lab"]]);
    const place = { workspace: "one", stack: "one", ...(region && { region }), found };
    return ownerOf(Project.at(project.folder), place, environment);
  };
  const other = (type: string) => ({ workspace: "other", hasFile: true, addresses: [`${type}.Ours`] });

  test.each<[string, string, object, readonly [object, object?], string?]>([
    [
      "a bucket, whatever its provider says",
      "aws_s3_bucket",
      { id: "lab" },
      [AWS({ allowed_account_ids: ["1"] }), AWS()],
    ],
    ["a bucket of a stack that was not synthesized", "aws_s3_bucket", { bucket: "lab" }, [AWS()]],
    ["a function of the same region", "aws_lambda_function", { id: "lab", arn: ARN }, [AWS(), AWS()], "ca-central-1"],
    ["a volume of the same engine", "docker_volume", { id: "lab" }, [DOCKER("ssh://a"), DOCKER("ssh://a")]],
    ["a volume of an engine that is not known", "docker_volume", { name: "lab" }, [DOCKER("ssh://a")]],
  ])("belongs to the other: %s", async (_what, ...row) => expect(await owner(...row)).toEqual(other(row[0])));

  test.each<[string, string, object, readonly [object, object?], string?]>([
    ["a bucket of another name", "aws_s3_bucket", { id: "lab2" }, [AWS(), AWS()]],
    [
      "a bucket of another store",
      "aws_s3_bucket",
      { id: "lab" },
      [AWS(), { aws: [{ alias: "store", endpoints: [{ s3: "https://minio.example.org" }] }] }],
    ],
    ["a function of another region", "aws_lambda_function", { id: "lab", arn: ARN }, [AWS(), AWS()], "eu-north-1"],
    ["a volume of another engine", "docker_volume", { id: "lab" }, [DOCKER("ssh://a"), DOCKER("ssh://b")]],
    [
      "a namespace of another cluster",
      "kubernetes_namespace_v1",
      { id: "lab" },
      [{ kubernetes: [{ config_context: "a" }] }, { kubernetes: [{ config_context: "b" }] }],
    ],
  ])("is nobody's: %s", async (_what, ...row) => expect(await owner(...row)).toBeUndefined());
});
