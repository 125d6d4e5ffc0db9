import { join } from "node:path";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { AssetType, LocalBackend, TerraformAsset, TerraformStack, Testing } from "cdktf";
import { stackAwsProvider } from "../../constructs/shared/aws-provider";
import { stackSnapshot } from "../../testing";

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

  test("is another when what Terraform would do is another", () => {
    expect(stackSnapshot(lab("other"))).not.toEqual(stackSnapshot(lab()));
  });
});
