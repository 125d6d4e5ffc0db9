import { TerraformStack, Testing } from "cdktf";
import { ExternalNode, PlatformNode, stackDockerProvider } from "../../../constructs/services";
import { Template } from "../../../testing";
import { LAB } from "./refused";

type Resources = Readonly<Record<string, Readonly<Record<string, { readonly provider?: string }>>>>;

/** The providers of a stack by their aliases, and those of Docker's resources by how these begin. */
function providers(build: (stack: TerraformStack) => void) {
  const stack = new TerraformStack(Testing.app(), "test");
  build(stack);
  const { json } = Template.of(stack);
  const resources = Object.entries(json.resource as Resources).filter(([type]) => type.startsWith("docker_"));
  const used = resources.flatMap(([, all]) =>
    Object.entries(all).map(([name, { provider }]) => `${name.split("_")[0]} ${provider ?? "docker"}`),
  );
  return {
    declared: (json.provider as { readonly docker: readonly object[] }).docker,
    used: [...new Set(used)].sort(),
  };
}

const platform = (name: string) => ({
  name,
  front: LAB.front as { image: string; certificates: "none" },
  services: { docs: LAB.services.docs },
});

describe("two nodes of one stack", () => {
  const two = (stack: TerraformStack) => {
    const one = new ExternalNode(stack, "One", { dockerHost: "ssh://one" });
    const other = new ExternalNode(stack, "Two", { dockerHost: "ssh://two" });
    new PlatformNode(stack, "A", { ...platform("lab"), here: { name: "local", node: one } });
    new PlatformNode(stack, "B", { ...platform("lab"), here: { name: "local", node: other } });
    return { one, other };
  };

  test("have a provider each, the second by an alias, and what they have is made by theirs", () => {
    const { declared, used } = providers(two);
    expect(declared).toEqual([
      { host: "ssh://one", ssh_opts: expect.any(Array) },
      { alias: "Two", host: "ssh://two", ssh_opts: expect.any(Array) },
    ]);
    expect(used).toEqual(["A docker", "B docker.Two"]);
  });

  test("are one by an alias where the stack has a provider already", () => {
    const { declared, used } = providers((stack) => {
      stackDockerProvider(stack);
      const node = new ExternalNode(stack, "1 Node", { dockerHost: "ssh://one" });
      new PlatformNode(stack, "A", { ...platform("lab"), here: { name: "local", node } });
    });
    expect(declared).toEqual([{}, { alias: "_1_Node", host: "ssh://one", ssh_opts: expect.any(Array) }]);
    expect(used).toEqual(["A docker._1_Node"]);
  });

  test("check the second's settings as the first's", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    new ExternalNode(stack, "One");
    expect(() => new ExternalNode(stack, "Two", { dockerHost: "tcp://two:2376", knownHostsFile: "known" })).toThrow(
      '[test/Two] knownHostsFile is for a host over ssh, got host "tcp://two:2376"; leave it out',
    );
  });
});
