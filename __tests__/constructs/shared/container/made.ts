import { Container as DockerContainer } from "@cdktf/provider-docker/lib/container";
import { TerraformStack, Testing } from "cdktf";
import { Container, type ContainerProps, stackDockerProvider } from "../../../../constructs/shared/container";
import { type Attributes, Template } from "../../../../testing";

const PROPS: ContainerProps = { name: "lab", image: "lab/app:1" };

/** The stack `test` with a container `App`, and what `settings` makes beside it. */
export function template(
  settings: Partial<ContainerProps> | ((stack: TerraformStack) => Partial<ContainerProps>) = {},
) {
  const stack = new TerraformStack(Testing.app(), "test");
  stackDockerProvider(stack);
  const more = typeof settings === "function" ? settings(stack) : settings;
  new Container(stack, "App", { ...PROPS, ...more });
  return Template.of(stack);
}

/** What the provider is told of the container, which is the stack's last. */
export function made(...args: Parameters<typeof template>): Attributes<typeof DockerContainer> {
  return template(...args)
    .all(DockerContainer)
    .at(-1) as Attributes<typeof DockerContainer>;
}

/** The label of the container's settings. */
export function hashOf(...args: Parameters<typeof template>): string | undefined {
  const labels = made(...args).labels as readonly { label: string; value: string }[];
  return labels.find(({ label }) => label === "slipway.spec")?.value;
}
