import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import { PluginBucket } from "../../../constructs/plugins";
import * as shared from "../../../constructs/shared";

const required = (build: (stack: TerraformStack) => void, name: string) => {
  const stack = new TerraformStack(Testing.app(), "test");
  build(stack);
  const { terraform } = JSON.parse(Testing.synth(stack)) as {
    terraform: { required_providers: Record<string, { source: string; version?: string }> };
  };
  return terraform.required_providers[name];
};
const store = { endpoint: "http://minio:9000" };
const pluginBucket = (stack: TerraformStack) =>
  new PluginBucket(stack, "Bucket", { name: "lab-plugins", region: "lab", store });
const pin = (stack: TerraformStack) => stack.addOverride("terraform.required_providers.aws.version", "5.100.0");

describe("what a stack asks of a provider", () => {
  test.each<readonly [string, (stack: TerraformStack) => void, string]>([
    ["aws", (stack) => void shared.stackAwsProvider(stack, { region: "ca-central-1" }), shared.AWS_PROVIDER_VERSIONS],
    ["docker", (stack) => void shared.stackDockerProvider(stack), shared.DOCKER_PROVIDER_VERSIONS],
    [
      "kubernetes",
      (stack) => void shared.stackKubernetesProvider(stack, { context: "lab" }),
      shared.KUBERNETES_PROVIDER_VERSIONS,
    ],
    ["digitalocean", (stack) => void shared.stackDigitaloceanProvider(stack), shared.DIGITALOCEAN_PROVIDER_VERSIONS],
  ])("is a range of versions of %s", (name, build, version) => {
    expect(required(build, name)).toEqual({ source: expect.stringContaining(`/${name}`), version });
  });

  test.each<readonly [string, (stack: TerraformStack) => void, string]>([
    [
      "the range, where the bindings ask for one version too",
      (stack) => {
        shared.stackAwsProvider(stack, { region: "ca-central-1" });
        new AwsProvider(stack, "Other", { alias: "other", region: "eu-central-1" });
      },
      shared.AWS_PROVIDER_VERSIONS,
    ],
    [
      "the range of a construct, beside an author's own provider",
      (stack) => {
        new AwsProvider(stack, "Aws", { region: "ca-central-1" });
        pluginBucket(stack);
      },
      shared.AWS_PROVIDER_VERSIONS,
    ],
    [
      "an author's version that was set before",
      (stack) => {
        pin(stack);
        shared.stackAwsProvider(stack, { region: "ca-central-1" });
        pluginBucket(stack);
      },
      "5.100.0",
    ],
    [
      "an author's version that is set after",
      (stack) => {
        shared.stackAwsProvider(stack, { region: "ca-central-1" });
        pin(stack);
      },
      "5.100.0",
    ],
  ])("is %s, and never two demands", (_what, build, version) => {
    expect(required(build, "aws")).toEqual({ source: "hashicorp/aws", version });
  });

  test("is what an author says, for a provider of the author's own", () => {
    const own = (stack: TerraformStack) => {
      new DockerProvider(stack, "Docker");
      shared.requireProvider(stack, "docker", { source: "kreuzwerker/docker", version: ">= 3.6.2" });
    };
    expect(required(own, "docker")).toEqual({ source: "kreuzwerker/docker", version: ">= 3.6.2" });
  });
});
