import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { platformHere } from "../../../engine/providers/mirror-links";
import { type MirroredRun, mirroredSurroundings } from "../../../engine/providers/mirrored";
import { Temporary } from "../../sandbox/temporary";

const temporary = new Temporary();
afterAll(() => temporary.remove());

describe("the surroundings of a run outside of the commands", () => {
  const HOME = temporary.folder();
  const named = temporary.folder();
  mkdirSync(join(named, "registry.terraform.io/a/b/1.0.0", platformHere()), { recursive: true });
  const run = (environment: NodeJS.ProcessEnv, more: Partial<MirroredRun> = {}) => ({
    folder: temporary.folder(),
    needed: ["a/b"],
    command: "terraform",
    environment: { HOME, ...environment },
    registryAnswers: async () => false,
    roots: [],
    ...more,
  });

  test("are those of a test where no mirror is named", async () => {
    const bare = run({}, { needed: ["a/missing"] });
    expect(await mirroredSurroundings(bare)).toBe(bare.environment);
    expect(existsSync(join(bare.folder, ".sandbox"))).toBe(false);
  });

  test("name a mirror's providers, and no cache that runs side by side would share", async () => {
    const found = await mirroredSurroundings(run({ SLIPWAY_PROVIDER_MIRRORS: named, LANG: "C" }));
    expect(found).toMatchObject({ HOME, LANG: "C" });
    expect(found).not.toHaveProperty("TF_PLUGIN_CACHE_DIR");
    const [, path = ""] = /path = "(.*)"/.exec(readFileSync(found.TF_CLI_CONFIG_FILE ?? "", "utf8")) ?? [];
    expect(existsSync(join(path, "registry.terraform.io/a/b/1.0.0", platformHere()))).toBe(true);
  });

  test("take a provider by the registry's host too, and for OpenTofu in the folder where it looks", async () => {
    const needed = ["registry.terraform.io/a/b"];
    const found = await mirroredSurroundings(run({ SLIPWAY_PROVIDER_MIRRORS: named }, { needed, command: "tofu" }));
    const [, path = ""] = /path = "(.*)"/.exec(readFileSync(found.TF_CLI_CONFIG_FILE ?? "", "utf8")) ?? [];
    expect(existsSync(join(path, "registry.opentofu.org/a/b/1.0.0", platformHere()))).toBe(true);
  });

  test("need no provider that runs already", async () => {
    const needed = ["a/b", "a/running"];
    const TF_REATTACH_PROVIDERS = JSON.stringify({ "registry.terraform.io/a/running": {} });
    const environment = { SLIPWAY_PROVIDER_MIRRORS: named };
    await mirroredSurroundings(run({ ...environment, TF_REATTACH_PROVIDERS }, { needed }));
    await expect(mirroredSurroundings(run({ ...environment, TF_REATTACH_PROVIDERS: "{" }, { needed }))).rejects.toThrow(
      `Terraform's provider a/running (${platformHere()}) must be found, got none`,
    );
  });
});
