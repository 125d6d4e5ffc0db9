import { TerraformStack, Testing } from "cdktf";
import { stackKubernetesProvider } from "../../../constructs/shared/kubernetes-provider";
import { Template } from "../../../testing";
import { failure } from "../../support/synthesized";

describe("the Kubernetes provider of a stack", () => {
  test("speaks with a cluster that is named, in a range of versions", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    stackKubernetesProvider(stack, { context: "lab", configPath: "/kube/config" });
    expect(Template.of(stack).json).toMatchObject({
      provider: { kubernetes: [{ config_context: "lab", config_path: "/kube/config" }] },
      terraform: {
        required_providers: { kubernetes: { source: "hashicorp/kubernetes", version: ">= 2.38.0, < 4.0.0" } },
      },
    });
  });

  test("takes no context that is none", () => {
    expect(failure((stack) => stackKubernetesProvider(stack, { context: "my\nlab" }))).toBe(
      '[test] context must be a context of the kubeconfig, got "my\\nlab"; `kubectl config get-contexts` lists them',
    );
  });
});
