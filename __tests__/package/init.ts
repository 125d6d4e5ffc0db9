import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { said } from "../cli/sentences";
import type { Workbench } from "./workbench";

/** One story: a folder that holds nothing but our package becomes a project. */
export function describeInit(bench: Workbench): void {
  const slipway = (...args: string[]) => bench.command("slipway", args, bench.empty);
  let missing: readonly string[];

  beforeAll(() => bench.install([], bench.empty));

  test("writes a project, and says what npm must still install", () => {
    const printed = slipway("init", "quetzal-lab", "--region", "eu-north-1");
    expect(printed.split("\n")[0]).toBe(said("", "initialized", "environments/model/quetzal-lab.ts"));
    missing = new RegExp(`^${said("", "packagesMissing", "(.*)")}$`, "m").exec(printed)?.[1]?.split(" ") ?? [];
    expect(missing.map((name) => name.replace(/(?<=.)@.*/, ""))).toEqual(["cdktf-cli", "@cdktf/provider-aws"]);
  });

  test("lists and checks it before anything else is installed", () => {
    const file = "environments/model/quetzal-lab.ts";
    expect(JSON.parse(slipway("list", "--json"))).toEqual([{ workspace: "quetzal-lab", domain: "model", file }]);
    expect(slipway("check")).toBe(`${said("", "nothingWrong", "quetzal-lab")}\n`);
  });

  test("adds a workspace", () => {
    slipway("new", "model", "quetzal-pier");
    slipway("new", "observatory", "dome");
    expect(slipway("check")).toBe(`${said("", "nothingWrong", "quetzal-lab, quetzal-pier, dome")}\n`);
    rmSync(join(bench.empty, "environments/observatory"), { recursive: true });
  });

  test("is synthesized by cdktf, with what it named installed", () => {
    bench.npmInstall(missing, bench.empty);
    bench.command("cdktf", ["synth"], bench.empty);
    const stack = (name: string) =>
      JSON.parse(readFileSync(join(bench.empty, `cdktf.out/stacks/${name}/cdk.tf.json`), "utf8"));
    expect(stack("quetzal-lab").provider.aws).toEqual([
      { region: "eu-north-1", allowed_account_ids: ["123456789012"] },
    ]);
    expect(stack("quetzal-pier").resource.aws_s3_bucket).toEqual({
      Model_Bucket_24FA8CA2: expect.objectContaining({ bucket: "quetzal-pier" }),
    });
  });
}
