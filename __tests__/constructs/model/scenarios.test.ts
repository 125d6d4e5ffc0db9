import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { ModelBucket, ModelScenarios, type ModelScenariosProps } from "../../../constructs/model";
import { failure, synthesized } from "../../support/synthesized";

const EMPTY = "d41d8cd98f00b204e9800998ecf8427e";

describe("ModelScenarios", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "scenarios-"));
    write("base/a.csv");
    write("base/sub/b.csv");
    write("metro/inputs/params.json", "{}");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(path: string, content: string | Buffer = ""): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const made = (more: Partial<ModelScenariosProps>, kmsKey?: string) =>
    synthesized((scope) => {
      const key = kmsKey === undefined ? {} : { kmsKey: { arn: kmsKey } };
      const bucket = new ModelBucket(scope, "Bucket", { name: "quetzal-oslo", ...key });
      new ModelScenarios(scope, "Scenarios", { bucket, folder, scenarios: ["metro", "base"], mode: "mirror", ...more });
    });
  const refused = (more: object) => failure(() => made(more));
  const resources = (json: unknown, type: string) =>
    Object.values((json as { resource: Record<string, Record<string, Record<string, unknown>>> }).resource[type] ?? {});

  test("mirrors each file by its path, the base first", () => {
    const { json } = made({});
    const [base, metro] = resources(json, "aws_s3_object");
    expect(base).toMatchObject({
      for_each: { "a.csv": { etag: EMPTY, hash: null }, "sub/b.csv": { etag: EMPTY, hash: null } },
      key: "base/${each.key}",
      etag: "${each.value.etag}",
      source_hash: "${each.value.hash}",
    });
    expect(base?.source).toMatch(/\/base\/\$\{each\.key\}$/);
    expect(metro).toMatchObject({ key: "metro/${each.key}", depends_on: [expect.stringMatching(/base/)] });
  });

  test("compares what the provider sends in parts, or a key of KMS encrypts, by its own hash", () => {
    write("base/large.bin", Buffer.alloc(5 * 1024 * 1024 + 1));
    const value = (stack: ReturnType<typeof made>, path: string) => {
      const [base] = resources(stack.json, "aws_s3_object");
      return (base as { for_each: Record<string, unknown> }).for_each[path];
    };
    expect(value(made({}), "large.bin")).toEqual({ etag: null, hash: expect.stringMatching(/^\w{32}$/) });
    const encrypted = made({}, "arn:aws:kms:ca-central-1:123456789012:key/00000000-0000-0000-0000-000000000000");
    expect(value(encrypted, "a.csv")).toEqual({ etag: null, hash: EMPTY });
  });

  test("leaves to itself what looks like an expression of Terraform", () => {
    write("base/${a} %{b}.csv");
    const [base] = resources(made({ scenarios: ["base"] }).json, "aws_s3_object");
    expect(base?.for_each).toHaveProperty(["$${a} %%{b}.csv"]);
  });

  test("seeds by a program that is told no file", () => {
    const stack = made({ mode: "seed", scenarios: ["base"] });
    expect(stack.all(S3Object)).toEqual([]);
    const [seed] = resources(stack.json, "terraform_data");
    expect(seed).toMatchObject({ input: { scenario: "base", folder: expect.stringMatching(/\/base$/) } });
    write("base/c.csv", "c");
    const [again] = resources(made({ mode: "seed", scenarios: ["base"] }).json, "terraform_data");
    expect(again).toEqual(seed);
  });

  test.each<[string, () => object, string]>([
    [
      "a folder that is absent",
      () => ({ scenarios: ["base", "tram"] }),
      "tram must be a folder, got none; correct its path",
    ],
    [
      "a folder that is empty",
      () => {
        mkdirSync(join(folder, "tram"));
        return { scenarios: ["tram"] };
      },
      "tram must hold files, got none; an empty folder would empty the scenario",
    ],
    [
      "an input that a model would not find",
      () => {
        write("tram/inputs/param.json", "{}");
        return { scenarios: ["tram"] };
      },
      "tram/inputs/param.json must be inputs/params.json for the model to read it, got another name; rename it",
    ],
    [
      "an input that does not parse",
      () => {
        write("tram/inputs/params.json", "{");
        return { scenarios: ["tram"] };
      },
      "tram/inputs/params.json:1:2 must be JSON, got CloseBraceExpected; correct it there",
    ],
  ])("refuses %s", (_, prepare, message) => {
    expect(refused(prepare())).toBe(`[test/Scenarios] ${folder}/${message}`);
  });

  test("refuses more files than Terraform plans in reasonable time", () => {
    for (let index = 0; index < 500; index++) write(`many/${index}.csv`);
    expect(refused({ scenarios: ["base", "many"] })).toBe(
      `[test/Scenarios] ${folder} must have at most 500 files, got 502; slipway model scenario push sends more`,
    );
  });

  test.each<[object, string]>([
    [{ scenarios: [] }, 'scenarios must name at least one scenario, got []; for example ["base"]'],
    [{ scenarios: ["base", "base"] }, 'scenarios must name each of its scenarios once, got "base" twice; take one out'],
    [
      { scenarios: ["../base"] },
      'scenarios[0] must be the name of one folder, got "../base"; name it without its path',
    ],
    [{ mode: "sync" }, 'mode must be "seed" or "mirror", got "sync"; seed sends once, mirror keeps equal'],
    [{ bucket: undefined }, "bucket is required; give it a ModelBucket"],
  ])("refuses %j", (more, message) => {
    expect(refused(more)).toBe(`[test/Scenarios] ${message}`);
  });
});
