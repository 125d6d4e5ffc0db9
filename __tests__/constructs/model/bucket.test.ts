import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketCorsConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-cors-configuration";
import type { TerraformStack } from "cdktf";
import { ModelBucket } from "../../../constructs/model";
import { failure, statements, synthesized } from "../../support/synthesized";

describe("ModelBucket", () => {
  test("is a bucket of the model's name, tagged with it", () => {
    const stack = synthesized((scope) => new ModelBucket(scope, "Bucket", { name: "quetzal-oslo" }));
    expect(stack.only(S3Bucket)).toEqual({ bucket: "quetzal-oslo", tags: { "cost:name": "quetzal-oslo" } });
  });

  test("has no CORS rule without origins", () => {
    const stack = synthesized((scope) => new ModelBucket(scope, "Bucket", { name: "quetzal-oslo" }));
    expect(stack.all(S3BucketCorsConfiguration)).toEqual([]);
  });

  test("opens to browsers at the given origins", () => {
    const corsOrigins = ["https://example.org"];
    const stack = synthesized((scope) => new ModelBucket(scope, "Bucket", { name: "quetzal-oslo", corsOrigins }));
    expect(stack.only(S3BucketCorsConfiguration).corsRule).toEqual([
      {
        allowedHeaders: ["*"],
        allowedMethods: ["GET", "HEAD", "PUT", "POST", "DELETE"],
        allowedOrigins: ["https://example.org"],
        exposeHeaders: [
          "x-amz-server-side-encryption",
          "x-amz-meta-user_email",
          "x-amz-meta-checksum",
          "Access-Control-Allow-Origin",
          "x-amz-request-id",
          "x-amz-id-2",
          "ETag",
        ],
        maxAgeSeconds: 3000,
      },
    ]);
  });

  test.each(["http://localhost:8081", "https://*.example.org", "http://localhost:*", "http://[::1]:8080", "*"])(
    "opens to %s",
    (origin) => {
      const build = (scope: TerraformStack) =>
        new ModelBucket(scope, "Bucket", { name: "oslo", corsOrigins: [origin] });
      expect(synthesized(build).only(S3BucketCorsConfiguration).corsRule).toMatchObject([{ allowedOrigins: [origin] }]);
    },
  );

  test("keeps the user's tags beside its own", () => {
    const tags = { "cost:project": "quetzal" };
    const stack = synthesized((scope) => new ModelBucket(scope, "Bucket", { name: "quetzal-oslo", tags }));
    expect(stack.only(S3Bucket).tags).toEqual({ "cost:project": "quetzal", "cost:name": "quetzal-oslo" });
  });

  test("grants reading and writing to several roles, each once", () => {
    const stack = synthesized((scope) => {
      const bucket = new ModelBucket(scope, "Bucket", { name: "quetzal-oslo" });
      const role = (id: string) => new IamRole(scope, id, { name: id, assumeRolePolicy: "{}" });
      bucket.grantRead(role("Reader"));
      bucket.grantReadWrite(role("Writer"));
      bucket.grantReadWrite(role("Editor"));
    });
    expect(stack.counts.aws_iam_role_policy).toBe(3);
    const bucket = `\${aws_s3_bucket.${resourceId(stack.json)}.arn}`;
    const read = stack.all(IamRolePolicy).find(({ role }) => String(role).includes("Reader"));
    expect(statements(read?.policy)).toEqual([
      { Effect: "Allow", Action: "s3:ListBucket", Resource: bucket },
      { Effect: "Allow", Action: "s3:GetObject", Resource: `${bucket}/*` },
    ]);
    const write = stack.all(IamRolePolicy).find(({ role }) => String(role).includes("Writer"));
    expect(statements(write?.policy)).toEqual([
      { Effect: "Allow", Action: "s3:ListBucket", Resource: bucket },
      { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], Resource: `${bucket}/*` },
    ]);
  });

  test("fails with every problem at once, each with the construct's path", () => {
    const message = failure(
      (scope) => new ModelBucket(scope, "Bucket", { name: "Quetzal", corsOrigins: ["example.org"] }),
    );
    expect(message).toBe(
      '[test/Bucket] name must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got "Quetzal"; the bucket, the repository and the roles are named after it\n' +
        '[test/Bucket] corsOrigins[0] must be a web origin, got "example.org"; write scheme, host and port only, with one * at most, for example "https://example.org"',
    );
  });
});

function resourceId(json: Readonly<Record<string, unknown>>): string {
  const { aws_s3_bucket } = json.resource as { aws_s3_bucket: object };
  return Object.keys(aws_s3_bucket)[0] as string;
}
