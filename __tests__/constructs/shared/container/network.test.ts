import { Network } from "@cdktf/provider-docker/lib/network";
import { TerraformStack, Testing } from "cdktf";
import { DockerNetwork, type DockerNetworkProps, stackDockerProvider } from "../../../../constructs/shared/container";
import { Template } from "../../../../testing";

function made(props: Partial<DockerNetworkProps> = {}) {
  const stack = new TerraformStack(Testing.app(), "test");
  stackDockerProvider(stack);
  new DockerNetwork(stack, "Net", { name: "lab", ...props });
  return Template.of(stack).only(Network);
}

describe("DockerNetwork", () => {
  test("has the subnet that was given, or leaves it to the engine", () => {
    expect(made()).toEqual({ name: "lab", internal: false });
    expect(made({ subnet: "172.28.0.0/24", reach: "internal" })).toEqual({
      name: "lab",
      internal: true,
      ipamConfig: [{ subnet: "172.28.0.0/24" }],
    });
  });

  test("is refused for a name and a subnet that Docker does not know", () => {
    expect(() => made({ name: "a b", subnet: "172.28.0.0", reach: "far" as never })).toThrow(
      [
        '[test/Net] name must be 2 to 63 letters, digits and _.-, the first a letter or digit, got "a b"; it is the name on its engine',
        '[test/Net] subnet must be a subnet of IPv4, got "172.28.0.0"; for example "172.28.0.0/24"',
        '[test/Net] reach must be "outside" or "internal", got "far"; internal is for databases and the like',
      ].join("\n"),
    );
  });
});
