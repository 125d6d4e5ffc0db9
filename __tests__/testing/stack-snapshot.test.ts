import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { AssetType, LocalBackend, TerraformAsset, TerraformStack, Testing } from "cdktf";
import { stackAwsProvider } from "../../constructs/shared/aws-provider";
import { stackSnapshot } from "../../testing";

const FOLDER = mkdtempSync(join(tmpdir(), "snapshot-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

function lab(bucket = "lab", asset = __filename): TerraformStack {
  const stack = new TerraformStack(Testing.app(), "lab");
  stackAwsProvider(stack, { region: "eu-north-1" });
  new LocalBackend(stack, { path: join(process.cwd(), "terraform.lab.tfstate") });
  const { path, assetHash } = new TerraformAsset(stack, "Asset", { path: asset, type: AssetType.FILE });
  new S3Bucket(stack, "Bucket", { bucket, tags: { path, hash: assetHash, text: "a".repeat(32) } });
  return stack;
}

describe("stackSnapshot", () => {
  test("is the stack's JSON without versions, metadata and hashes", () => {
    expect(stackSnapshot(lab())).toEqual({
      provider: { aws: [{ region: "eu-north-1" }] },
      resource: {
        aws_s3_bucket: {
          Bucket: {
            bucket: "lab",
            tags: {
              path: "assets/Asset/<hash>/stack-snapshot.test.ts",
              hash: "<hash>",
              text: "a".repeat(32),
            },
          },
        },
      },
      terraform: {
        backend: { local: { path: "<project>/terraform.lab.tfstate" } },
        required_providers: { aws: { source: "hashicorp/aws" } },
      },
    });
  });

  test("is the same wherever the app writes", () => {
    const snapshots = ["cdktf.out", FOLDER, join(FOLDER, "deeper")].map((outdir) => {
      const stack = new TerraformStack(Testing.app({ outdir }), "lab");
      stackAwsProvider(stack, { region: "eu-north-1" });
      const folder = resolve(outdir, "stacks/lab");
      const paths = [__filename, "/usr/share"].map((path) => relative(folder, path));
      new S3Bucket(stack, "Bucket", { tags: { paths: JSON.stringify(paths), text: "../../none, cd ../other" } });
      return stackSnapshot(stack);
    });
    expect(snapshots[1]).toEqual(snapshots[0]);
    expect(snapshots[2]).toEqual(snapshots[0]);
    expect(JSON.stringify(snapshots)).toContain("../../../__tests__/testing/stack-snapshot.test.ts");
    expect(JSON.stringify(snapshots)).toContain("../../none, cd ../other");
  });

  test("is another when what Terraform would do is another", () => {
    expect(stackSnapshot(lab("other"))).not.toEqual(stackSnapshot(lab()));
  });
});
