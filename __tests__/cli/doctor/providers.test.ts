import { neededProviders, providers } from "../../../cli/doctor/providers";
import {
  AWS_PROVIDER_VERSIONS,
  DOCKER_PROVIDER_VERSIONS,
  KUBERNETES_PROVIDER_VERSIONS,
} from "../../../constructs/shared/provider-versions";
import type { ProviderSource } from "../../../engine/providers/providers";
import { Machine } from "./machine";

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine.remove());

describe("providers", () => {
  const wanted = "hashicorp/aws >= 5.100.0, < 7.0.0";
  const at = (version: string, platform = "linux_amd64") => ({
    provider: "hashicorp/aws",
    version,
    platform,
    path: `/mirror/registry.terraform.io/hashicorp/aws/${version}/${platform}`,
    place: [],
  });
  const folders = (...packages: ReturnType<typeof at>[]): ProviderSource => ({
    kind: "folders",
    found: ["/mirror"],
    looked: ["/mirror"],
    packages,
    target: "linux_amd64",
  });
  const REMEDY = expect.stringMatching(/^name a folder that has it in SLIPWAY_PROVIDER_MIRRORS/);
  const none = (between: string) =>
    `no ${wanted} for linux_amd64${between}: the public registry does not answer, and no mirror has it`;

  test("are those that the stacks ask for", () => {
    const of = (domain: string, environment = {}) => neededProviders([{ domain, environment }] as never);
    expect(of("model")).toEqual({ "hashicorp/aws": AWS_PROVIDER_VERSIONS });
    expect(of("observatory")).toEqual({ "kreuzwerker/docker": DOCKER_PROVIDER_VERSIONS });
    expect(of("services")).toEqual({ "kreuzwerker/docker": DOCKER_PROVIDER_VERSIONS });
    expect(of("plugins")).toEqual({ "hashicorp/aws": AWS_PROVIDER_VERSIONS });
    expect(of("plugins", { workers: {} })).toEqual({ ...of("model"), ...of("services") });
    expect(of("pipelines")).toEqual({ "hashicorp/kubernetes": KUBERNETES_PROVIDER_VERSIONS });
    expect(neededProviders([])).toEqual(of("model"));
  });

  test.each<[ProviderSource, object]>([
    [{ kind: "registry" }, { state: "ok", found: `${wanted} from the public registry` }],
    [
      { kind: "server", url: "https://m.example" },
      { state: "ok", found: `${wanted} from https://m.example, not asked` },
    ],
    [
      folders(at("5.99.0"), at("5.100.0"), at("5.100.0"), at("6.2.0")),
      { state: "ok", found: "hashicorp/aws 5.100.0 (/mirror), 6.2.0 (/mirror); the public registry does not answer" },
    ],
    [folders(), { state: "problem", found: none(""), remedy: REMEDY }],
    [folders(at("5.99.0"), at("7.0.0")), { state: "problem", found: none(", only 5.99.0, 7.0.0"), remedy: REMEDY }],
    [folders(at("5.100.0", "windows_386")), { state: "problem", found: none(""), remedy: REMEDY }],
  ])("from %j", async (source, finding) => {
    const workspaces = [{ domain: "model" }] as never;
    const found = await providers(machine.surroundings(), workspaces, async () => source);
    expect(found).toEqual([{ name: "providers", ...finding }]);
  });

  test("name the workspaces that cannot be deployed, where others can", async () => {
    const workspaces = [
      { workspace: "quetzal-oslo", domain: "model", environment: {} },
      { workspace: "platform", domain: "services", environment: {} },
    ] as never;
    const found = await providers(machine.surroundings(), workspaces, async () => folders(at("5.100.0")));
    expect(found.map((each) => [each.state, each.found.split("; ").at(-1)])).toEqual([
      ["ok", "the public registry does not answer"],
      ["problem", "needed only by platform"],
    ]);
  });

  test("may lie behind a proxy that was not asked", async () => {
    const surroundings = machine.surroundings({}, { https_proxy: "http://proxy.example" });
    const [found] = await providers(surroundings, [], async () => folders());
    expect(found?.found).toContain("the public registry does not answer, asked without the proxy, and");
  });

  test("cannot be found by settings that cannot be read", async () => {
    const file = machine.write("broken.tfrc", "provider_installation {");
    const found = await providers(machine.surroundings({}, { TF_CLI_CONFIG_FILE: file }), []);
    expect(found).toEqual([
      {
        name: "providers",
        state: "problem",
        found: expect.stringContaining(`${file} must be Terraform's settings, got a file that cannot be read`),
        remedy: expect.any(String),
      },
    ]);
  });
});
