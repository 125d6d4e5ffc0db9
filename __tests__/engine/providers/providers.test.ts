import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";
import { arch, platform } from "node:os";
import { join } from "node:path";
import { terraformSettings } from "../../../engine/providers/mirrors";
import { providerSettings } from "../../../engine/providers/providers";
import { Temporary } from "../../sandbox/temporary";

const temporary = new Temporary();
afterAll(() => temporary.remove());

const target = `${platform()}_${{ x64: "amd64" }[arch() as string] ?? arch()}`;
const silent = async () => false;
const answers = async () => true;

/** A mirror with one provider, packed or unpacked. */
function mirror(folder: string, provider: string, version: string, packed: boolean): string {
  const type = provider.split("/")[1];
  const place = join(folder, "registry.terraform.io", provider);
  const path = packed
    ? join(place, `terraform-provider-${type}_${version}_${target}.zip`)
    : join(place, version, target);
  mkdirSync(packed ? place : path, { recursive: true });
  if (packed) writeFileSync(path, "zip");
  return path;
}

function machine() {
  const home = temporary.folder();
  return { project: temporary.folder(), environment: { HOME: home } as NodeJS.ProcessEnv, roots: [], home };
}

describe("where the registry answers", () => {
  test("nothing has to be set", async () => {
    const { project, environment, roots } = machine();
    const settings = await providerSettings({ project, environment, roots, needed: ["a/b"], registryAnswers: answers });
    expect(settings).toEqual({ variables: {}, source: "the public registry" });
    expect(existsSync(join(project, ".sandbox"))).toBe(false);
  });

  test("a settings file that does not exist is replaced, or Terraform would complain in each command", async () => {
    const { project, environment, roots } = machine();
    environment.TF_CLI_CONFIG_FILE = join(project, "missing");
    const settings = await providerSettings({ project, environment, roots, needed: ["a/b"], registryAnswers: answers });
    const file = join(project, ".sandbox", "providers.tfrc");
    expect(settings.variables).toEqual({ TF_CLI_CONFIG_FILE: file });
    expect(readFileSync(file, "utf8")).toBe("");
  });
});

describe("where the registry does not answer", () => {
  test("several mirrors become one folder of links, from every place where mirrors lie", async () => {
    const { project, environment, home } = machine();
    const [named, settings, root] = [temporary.folder(), temporary.folder(), temporary.folder()];
    environment.SLIPWAY_PROVIDER_MIRRORS = named;
    writeFileSync(
      join(home, ".terraformrc"),
      `provider_installation {\n  filesystem_mirror {\n    path = "${settings}" # ours\n  }\n}\n`,
    );
    const paths = [
      mirror(named, "ours/named", "1.0.0", true),
      mirror(settings, "ours/set", "1.1.0", false),
      mirror(join(home, ".terraform.d", "plugins"), "ours/implied", "1.2.0", false),
      mirror(join(root, "deep", "plugins"), "ours/found", "1.3.0", true),
    ];
    mirror(join(root, "node_modules"), "ours/skipped", "9.9.9", true);
    const needed = ["ours/named", "ours/set", "ours/implied", "ours/found"];
    const found = await providerSettings({ project, environment, roots: [root], needed, registryAnswers: silent });
    const lock = found.variables.TF_CLI_ARGS_providers_lock ?? "";
    const merged = /^'-fs-mirror=(.*)'$/.exec(lock)?.[1] ?? "";
    const registry = join(merged, "registry.terraform.io");
    expect(
      [
        join(registry, "ours", "named", `terraform-provider-named_1.0.0_${target}.zip`),
        join(registry, "ours", "set", "1.1.0", target),
        join(registry, "ours", "implied", "1.2.0", target),
        join(registry, "ours", "found", `terraform-provider-found_1.3.0_${target}.zip`),
      ].map((link) => readlinkSync(link)),
    ).toEqual(paths);
    expect(existsSync(join(registry, "ours", "skipped"))).toBe(false);
    expect(readFileSync(found.variables.TF_CLI_CONFIG_FILE ?? "", "utf8")).toBe(
      `provider_installation {\n  filesystem_mirror {\n    path = "${merged}"\n  }\n}\n`,
    );

    expect(found.variables.TF_PLUGIN_CACHE_DIR).toBe(join(project, ".sandbox", "plugin-cache"));

    // WHEN a shell that has these variables asks again
    const again = { ...environment, ...found.variables };
    const same = await providerSettings({
      project,
      environment: again,
      roots: [root],
      needed,
      registryAnswers: silent,
    });
    expect(same).toEqual(found);
  });

  describe("with OpenTofu", () => {
    const tofu = { TERRAFORM_BINARY_NAME: "tofu" };

    /** The links that OpenTofu, or Terraform, gets to what lies in a mirror's folders. */
    async function linked(providers: readonly string[], needed: readonly string[], more: NodeJS.ProcessEnv = tofu) {
      const { project, environment } = machine();
      const named = temporary.folder();
      for (const provider of providers) mirror(named, provider, "1.0.0", false);
      Object.assign(environment, more, { SLIPWAY_PROVIDER_MIRRORS: named });
      const { variables } = await providerSettings({
        project,
        environment,
        roots: [],
        needed,
        registryAnswers: silent,
      });
      const merged = /^'?-fs-mirror=(.*?)'?$/.exec(variables.TF_CLI_ARGS_providers_lock ?? "")?.[1] ?? "";
      return (registry: string, provider: string) => {
        const link = join(merged, registry, provider, "1.0.0", target);
        return existsSync(link) ? readlinkSync(link).slice(named.length + 1) : undefined;
      };
    }
    const [TERRAFORM, OPENTOFU] = ["registry.terraform.io", "registry.opentofu.org"];
    const at = (registry: string, provider: string) => join(registry, provider, "1.0.0", target);

    test("a mirror of its registry is found", async () => {
      const link = await linked([`../${OPENTOFU}/a/b`], ["a/b"]);
      expect(link(OPENTOFU, "a/b")).toBe(at(OPENTOFU, "a/b"));
    });

    test("a mirror of Terraform's registry is found too, in the folder where OpenTofu looks", async () => {
      const link = await linked(["a/b"], ["a/b"]);
      expect(link(OPENTOFU, "a/b")).toBe(at(TERRAFORM, "a/b"));
      expect(link(TERRAFORM, "a/b")).toBeUndefined();
    });

    test("its own registry's folder is preferred", async () => {
      const link = await linked(["a/b", `../${OPENTOFU}/a/b`], ["a/b"]);
      expect(link(OPENTOFU, "a/b")).toBe(at(OPENTOFU, "a/b"));
    });

    test("Terraform finds a mirror of OpenTofu's registry", async () => {
      const link = await linked([`../${OPENTOFU}/a/b`], ["a/b"], {});
      expect(link(TERRAFORM, "a/b")).toBe(at(OPENTOFU, "a/b"));
    });

    test("what is missing is told by its name, with its command", async () => {
      const asked = linked(["a/b"], ["a/c"]);
      await expect(asked).rejects.toThrow(/^OpenTofu's provider a\/c .* `tofu providers mirror <folder>` makes one$/s);
    });

    test.each([
      [[".tofurc", ".terraformrc"], ".tofurc"],
      [[".terraformrc"], ".terraformrc"],
      [[], ".terraformrc"],
    ])("of the settings %j it reads %s", async (files, read) => {
      const { environment, home } = machine();
      for (const file of files) writeFileSync(join(home, file), "");
      const settings = await terraformSettings({ environment: { ...environment, ...tofu }, platform: "linux" });
      expect(settings.file).toBe(join(home, read));
    });

    test("it reads the settings of XDG_CONFIG_HOME where there are no others", async () => {
      const { environment, home } = machine();
      const all = { ...environment, ...tofu, XDG_CONFIG_HOME: join(home, "config") };
      expect((await terraformSettings({ environment: all, platform: "linux" })).file).toBe(
        join(home, "config", "opentofu", "tofurc"),
      );
    });
  });

  test("fails when a needed provider lies nowhere, and says where it looked", async () => {
    const { project, environment, home } = machine();
    const root = temporary.folder();
    environment.SLIPWAY_PROVIDER_MIRRORS = join(home, "named");
    mirror(join(home, "named"), "ours/other", "1.0.0", true);
    const asked = providerSettings({
      project,
      environment,
      platform: "linux",
      roots: [root],
      needed: ["ours/needed"],
      registryAnswers: silent,
    });
    await expect(asked).rejects.toThrow(
      new Error(
        [
          `Terraform's provider ours/needed (${target}) must be found, got none: the public registry does not answer, and no mirror has it`,
          "looked in:",
          `  ${join(home, "named")}`,
          `  ${join(home, ".terraform.d", "plugins")}`,
          `  ${join(home, ".local", "share", "terraform", "plugins")}`,
          "  /usr/local/share/terraform/plugins",
          "  /usr/share/terraform/plugins",
          `  ${root}`,
          "name a folder that has it in SLIPWAY_PROVIDER_MIRRORS; where the registry answers, `terraform providers mirror <folder>` makes one",
        ].join("\n"),
      ),
    );
  });

  test("a link in a mirror is followed to what it names, and left out when that is gone", async () => {
    const { project, environment, roots } = machine();
    const [cache, source] = [temporary.folder(), temporary.folder()];
    const path = mirror(source, "ours/linked", "1.0.0", false);
    const version = join(cache, "registry.terraform.io", "ours", "linked", "1.0.0");
    mkdirSync(version, { recursive: true });
    symlinkSync(path, join(version, target));
    symlinkSync(join(source, "gone"), join(version, "other_amd64"));
    symlinkSync(join(version, "circle_amd64"), join(version, "circle_amd64"));
    environment.SLIPWAY_PROVIDER_MIRRORS = cache;
    const needed = ["ours/linked"];
    const { variables } = await providerSettings({ project, environment, roots, needed, registryAnswers: silent });
    const merged = /^'-fs-mirror=(.*)'$/.exec(variables.TF_CLI_ARGS_providers_lock ?? "")?.[1] ?? "";
    const links = join(merged, "registry.terraform.io", "ours", "linked", "1.0.0");
    expect(readdirSync(links)).toEqual([target]);
    expect(readlinkSync(join(links, target))).toBe(path);
  });

  test("a mirror that is a server stays the user's", async () => {
    const { project, environment, roots, home } = machine();
    writeFileSync(
      join(home, ".terraformrc"),
      'provider_installation {\n  network_mirror {\n    url = "https://mirror.example.org/"\n  }\n}\n',
    );
    const settings = await providerSettings({ project, environment, roots, needed: ["a/b"], registryAnswers: silent });
    expect(settings).toEqual({
      variables: { TF_CLI_ARGS_providers_lock: "-net-mirror=https://mirror.example.org/" },
      source: "https://mirror.example.org/",
    });
  });
});
