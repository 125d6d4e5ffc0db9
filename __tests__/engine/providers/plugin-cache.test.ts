import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pluginCache } from "../../../engine/providers/plugin-cache";
import { Temporary } from "../../sandbox/temporary";

const temporary = new Temporary();
afterAll(() => temporary.remove());

describe("the folder for one copy of each plugin", () => {
  test("is that of the cdktf command, and is made", async () => {
    const HOME = temporary.folder();
    const folder = join(HOME, ".terraform.d", "plugin-cache");
    expect(await pluginCache({ HOME })).toEqual({ TF_PLUGIN_CACHE_DIR: folder });
    expect(existsSync(folder)).toBe(true);
  });

  test.each<[string, NodeJS.ProcessEnv]>([
    ["named", { TF_PLUGIN_CACHE_DIR: "plugins" }],
    ["refused", { CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1" }],
  ])("is not chosen where one is %s", async (_, environment) => {
    const HOME = temporary.folder();
    expect(await pluginCache({ HOME, ...environment })).toEqual({});
    expect(existsSync(join(HOME, ".terraform.d"))).toBe(false);
  });

  test("is not chosen where Terraform's settings name one", async () => {
    const HOME = temporary.folder();
    writeFileSync(join(HOME, ".terraformrc"), 'plugin_cache_dir = "$HOME/plugins"\n');
    expect(await pluginCache({ HOME })).toEqual({});
    writeFileSync(join(HOME, ".terraformrc"), "disable_checkpoint = true\n");
    expect(Object.keys(await pluginCache({ HOME }))).toEqual(["TF_PLUGIN_CACHE_DIR"]);
  });

  test("is not chosen where it cannot be made", async () => {
    const HOME = join(temporary.folder(), "home");
    writeFileSync(HOME, "a file");
    expect(await pluginCache({ HOME })).toEqual({});
  });
});
