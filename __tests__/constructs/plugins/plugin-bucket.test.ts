import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import {
  PluginBucket,
  type PluginBucketProps,
  PluginCollection,
  type PluginCollectionProps,
} from "../../../constructs/plugins";
import { TerraformData } from "../../../constructs/shared/terraform-data";
import { failure, statements, synthesized } from "../../support/synthesized";
import { said } from "./sentences";

const PLUGINS: PluginBucketProps = { name: "plugins", region: "ca-central-1" };
const MINIO = { store: { endpoint: "http://minio:9000/" } };

function made(more: Partial<PluginBucketProps> = {}) {
  return synthesized((scope) => new PluginBucket(scope, "Bucket", { ...PLUGINS, ...more }));
}

describe("PluginBucket", () => {
  test("is private, versioned, and may not go", () => {
    const stack = made();
    expect(stack.only(S3Bucket)).toEqual({ bucket: "plugins", lifecycle: { prevent_destroy: true } });
    expect(stack.only(S3BucketVersioningA).versioningConfiguration).toEqual({ status: "Enabled" });
    expect(stack.only(S3BucketPublicAccessBlock)).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  });

  test("goes with all its versions where that is said", () => {
    expect(made({ removal: "allowed" }).only(S3Bucket)).toEqual({ bucket: "plugins", forceDestroy: true });
  });

  test("has no versions where a store cannot keep them", () => {
    expect(made({ versioning: "none" }).all(S3BucketVersioningA)).toEqual([]);
  });

  test("(D1) in another store is reached by path, without asking what only Amazon answers", () => {
    const { json, ...stack } = made(MINIO);
    const { aws } = json.provider as { aws: readonly object[] };
    expect(aws[1]).toEqual({
      alias: expect.stringMatching(/^store_\w{8}$/),
      region: "ca-central-1",
      endpoints: [{ s3: "http://minio:9000" }],
      s3_use_path_style: true,
      skip_credentials_validation: true,
      skip_requesting_account_id: true,
      skip_metadata_api_check: "true",
      skip_region_validation: true,
    });
    expect(stack).toBeDefined();
    expect(made(MINIO).only(S3Bucket).provider).toMatch(/^aws\.store_\w{8}$/);
    expect(made(MINIO).all(S3BucketPublicAccessBlock)).toEqual([]);
  });

  test("that exists is taken over, and keeps its tags", () => {
    const stack = made({ origin: "adopted" });
    expect(stack.json.import).toEqual([{ to: expect.stringMatching(/^aws_s3_bucket\.Bucket_\w+$/), id: "plugins" }]);
    expect(stack.only(S3Bucket).lifecycle).toMatchObject({
      ignore_changes: ["tags", "tags_all"],
      prevent_destroy: true,
    });
    expect(made({ origin: "adopted", tags: { a: "b" } }).only(S3Bucket)).toMatchObject({ tags: { a: "b" } });
  });

  test("tells workers where its plugins are", () => {
    synthesized((scope) => {
      const bucket = new PluginBucket(scope, "Bucket", { ...PLUGINS, ...MINIO });
      expect(bucket.workerEnvironment({ builtins: { prefix: "dioptra_builtins/versions/1" } })).toEqual({
        DIOPTRA_PLUGINS_S3_URI: "s3://plugins/dioptra_builtins/versions/1",
        DIOPTRA_CUSTOM_PLUGINS_S3_URI: "s3://plugins/dioptra_custom",
        MLFLOW_S3_ENDPOINT_URL: "http://minio:9000",
        DIOPTRA_PLUGIN_DIR: "/work/plugins",
      });
    });
  });

  test("(D6) grants reading, and writing, below some prefixes", () => {
    const stack = synthesized((scope) => {
      const bucket = new PluginBucket(scope, "Bucket", PLUGINS);
      const role = (id: string) => new IamRole(scope, id, { name: id, assumeRolePolicy: "{}" });
      bucket.grantRead(role("Workers"), ["dioptra_builtins"]);
      bucket.grantReadWrite(role("Writer"), ["dioptra_builtins"]);
    });
    const [reader, writer] = stack
      .all(IamRolePolicy)
      .map(({ policy }) => statements(policy) as { readonly Action: unknown }[]);
    expect(reader?.map(({ Action }) => Action)).toEqual(["s3:ListBucket", "s3:GetObject"]);
    expect(writer?.map(({ Action }) => Action)).toEqual([
      "s3:ListBucket",
      ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
    ]);
  });

  test("says all that is wrong with it", () => {
    const props = { name: "Plugins", region: "moon-1", removal: "maybe" as never };
    expect(failure(() => made(props))).toBe(
      [
        said("[test/Bucket] name", "bucketName", '"Plugins"'),
        '[test/Bucket] removal must be "refused" or "allowed", got "maybe"; allowed loses all files with the bucket',
        '[test/Bucket] region must be a region of AWS, got "moon-1"; write it as AWS does, for example "ca-central-1"; another store is named in bucket.store',
      ].join("\n"),
    );
  });
});

describe("PluginCollection", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "plugins-"));
    mkdirSync(join(folder, "sub"));
    writeFileSync(join(folder, "a.py"), "A = 1\n");
    writeFileSync(join(folder, "sub/${b}.py"), "");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const collection = (more: Partial<Omit<PluginCollectionProps, "bucket">> = {}) =>
    synthesized((scope) => {
      const bucket = new PluginBucket(scope, "Bucket", PLUGINS);
      new PluginCollection(scope, "Builtins", { bucket, prefix: "dioptra_builtins", folder, ...more });
    });
  const data = (stack: ReturnType<typeof synthesized>, id: RegExp) => {
    const all = (stack.json.resource as Record<string, Record<string, Record<string, unknown>>>).terraform_data ?? {};
    return Object.entries(all).find(([name]) => id.test(name))?.[1] as Record<string, never>;
  };

  test("is one resource, whose triggers are its files", () => {
    const stack = collection();
    expect(stack.all(TerraformData)).toHaveLength(2);
    const { triggers_replace, depends_on, provisioner } = data(stack, /^Builtins/);
    expect(triggers_replace).toEqual({
      "a.py": expect.stringMatching(/^\w{32}$/),
      "sub/$${b}.py": "d41d8cd98f00b204e9800998ecf8427e",
      "s3://plugins/": expect.stringMatching(/^\$\{aws_s3_bucket\.Bucket_\w+\.arn\}\/dioptra_builtins$/),
    });
    expect(depends_on).toEqual([expect.stringMatching(/^terraform_data\.Bucket_Prefixes/)]);
    expect(provisioner).toMatchObject([{ "local-exec": { environment: { ACTION: "synchronize" } } }]);
  });

  test("lets its prefix go when it is no longer described", () => {
    const { for_each, provisioner, triggers_replace } = data(collection(), /^Bucket_Prefixes/);
    expect(for_each).toEqual({ dioptra_builtins: "dioptra_builtins" });
    expect(triggers_replace).toEqual({ bucket: "plugins" });
    expect(provisioner).toMatchObject([
      { "local-exec": { when: "destroy", environment: { ACTION: "remove", PREFIX: "${self.input.prefix}" } } },
    ]);
    expect(data(made(), /^Bucket_Prefixes/).for_each).toEqual({});
  });

  test("(D5) with versions goes to a prefix of its content", () => {
    const prefix = () =>
      (data(collection({ keepVersions: 2 }), /^Builtins/).triggers_replace as never)["s3://plugins/"];
    const first = prefix();
    expect(first).toMatch(/arn\}\/dioptra_builtins\/versions\/[0-9a-f]{12}$/);
    writeFileSync(join(folder, "a.py"), "A = 2\n");
    expect(prefix()).not.toBe(first);
  });

  test("holds nothing of a plugin but its hash", () => {
    writeFileSync(join(folder, "a.py"), "PASSWORD = 'hunter2'\n");
    expect(JSON.stringify(collection().json)).not.toContain("hunter2");
  });

  test("(D2) travels with no secret, but with a file that is allowed", () => {
    writeFileSync(join(folder, ".env"), "MODE=test\n");
    writeFileSync(join(folder, "key.py"), `KEY = "AKIA${"A".repeat(16)}"\n`);
    const rest = "take it out, exclude it, or name it in allowFiles if it is none";
    expect(collection).toThrow(
      `] folder must hold no secret, got ".env" whose name is that of a file with secrets; ${rest}\n`,
    );
    expect(collection).toThrow(`] folder must hold no secret, got "key.py" line 1: an access key of AWS; ${rest}`);
    const files = data(collection({ allowFiles: [".env", "key.py"] }), /^Builtins/).triggers_replace as never;
    expect(Object.keys(files)).toEqual(expect.arrayContaining([".env", "key.py"]));
  });

  test.each(["dioptra_builtins", "dioptra_builtins/other"])("shares its prefix with no other: %s", (prefix) => {
    const both = () =>
      synthesized((scope) => {
        const bucket = new PluginBucket(scope, "Bucket", PLUGINS);
        new PluginCollection(scope, "One", { bucket, prefix: "dioptra_builtins", folder });
        new PluginCollection(scope, "Other", { bucket, prefix, folder });
      });
    expect(failure(both)).toBe(
      `[test/Other] prefix must be one of its own in bucket "plugins", got "${prefix}" beside "dioptra_builtins"; choose another`,
    );
  });

  test("says what is wrong with its folder", () => {
    expect(failure(() => collection({ folder: "/none" }))).toBe(
      said("[test/Builtins] folder", "folder", '"/none", which is not there'),
    );
  });
});
