import { Volume } from "@cdktf/provider-docker/lib/volume";
import { TerraformStack, Testing } from "cdktf";
import { DockerVolume, type DockerVolumeProps, stackDockerProvider } from "../../../../constructs/shared/container";
import { Template } from "../../../../testing";

function made(props: Partial<DockerVolumeProps> = {}) {
  const stack = new TerraformStack(Testing.app(), "test");
  stackDockerProvider(stack);
  new DockerVolume(stack, "Data", { name: "lab-data", ...props });
  return Template.of(stack).only(Volume);
}

describe("DockerVolume", () => {
  test("is not taken away, unless that is allowed", () => {
    expect(made()).toEqual({ name: "lab-data", lifecycle: { prevent_destroy: true } });
    expect(made({ removal: "allowed" })).toEqual({ name: "lab-data" });
  });

  test("is refused for another removal", () => {
    expect(() => made({ removal: "never" as never })).toThrow(
      '[test/Data] removal must be "refused" or "allowed", got "never"; allowed loses the volume\'s data',
    );
  });
});
