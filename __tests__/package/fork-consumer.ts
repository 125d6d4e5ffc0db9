/** How many nodes and resources an Aspect reaches: reach.ts. */
export const REACH = `import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, Aspects, type IAspect, TerraformResource, TerraformStack } from "cdktf";
import { Model } from "cdktf-slipway/model";
import type { IConstruct } from "constructs";

const app = new App({ outdir: "reach.out" });
const stack = new TerraformStack(app, "reach");
new AwsProvider(stack, "Aws", { region: "ca-central-1" });
new Model(stack, "Model", { name: "quetzal-oslo" });
const reached = { nodes: 0, resources: 0 };
class Count implements IAspect {
  visit(node: IConstruct): void {
    reached.nodes += 1;
    if (node instanceof TerraformResource) reached.resources += 1;
  }
}
Aspects.of(stack).add(new Count());
app.synth();
console.log(JSON.stringify(reached));
`;

/** What it reaches of a stack with a provider and a model. */
export const REACHED = { nodes: 22, resources: 12 };

/** A stack with bindings that the user has generated, own-bindings.ts. */
export const BINDINGS_PROGRAM = `import { Container as Binding } from "@cdktf/provider-docker/lib/container";
import { App, TerraformStack } from "cdktn";
import { Container, stackDockerProvider } from "cdktf-slipway/container";

const app = new App();
const stack = new TerraformStack(app, "bindings");
stackDockerProvider(stack);
const proxy = new Container(stack, "Proxy", { name: "proxy", image: "caddy:2.8.4" });
app.synth();
console.log(proxy.resource instanceof Binding);
`;
