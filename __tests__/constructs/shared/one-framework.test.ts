import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { App, TerraformStack, Testing } from "cdktf";
import { Container, stackDockerProvider } from "../../../constructs/shared/container";

/** A second copy of what a module holds, and of all that it loads. */
function copyOf<M>(load: () => M): M {
  let copy: M | undefined;
  jest.isolateModules(() => {
    copy = load();
  });
  return copy as M;
}

const props = { name: "proxy", image: "caddy:2.8.4" };
const advice = 'install one framework: README.md, "Use CDK Terrain"';

describe("with one framework", () => {
  test("nothing is refused", () => {
    const app = Testing.app();
    const stack = new TerraformStack(app, "own");
    stackDockerProvider(stack);
    new Container(stack, "Proxy", props);
    expect(() => app.synth()).not.toThrow();
  });
});

describe("with two copies of it", () => {
  const other = copyOf<typeof import("cdktf")>(() => require("cdktf"));

  test("a stack of the other is refused", () => {
    const stack = new other.TerraformStack(new other.App(), "own");
    expect(() => new Container(stack as never, "Proxy", props)).toThrow(
      new Error(
        `[own/Proxy] must be in a stack of the framework that Slipway loads, cdktf 0.21.0, got one of another copy of cdktf 0.21.0; ${advice}`,
      ),
    );
  });

  test("a user's own stack class is told by the framework that it extends", () => {
    class Own extends other.TerraformStack {}
    const stack = new Own(new other.App(), "own");
    expect(() => new Container(stack as never, "Proxy", props)).toThrow(/got one of another copy of cdktf 0\.21\.0/);
  });

  test("another release is named", () => {
    class Terrain extends other.TerraformStack {}
    Object.assign(Terrain, { [Symbol.for("jsii.rtti")]: { fqn: "cdktn.TerraformStack", version: "0.24.0" } });
    const stack = new Terrain(new other.App(), "own");
    expect(() => new Container(stack as never, "Proxy", props)).toThrow(/cdktf 0\.21\.0, got one of cdktn 0\.24\.0; /);
  });

  test("resources of the other's bindings are refused when the stack is synthesized", () => {
    const bindings = copyOf<typeof import("@cdktf/provider-aws/lib/data-aws-caller-identity")>(() =>
      require("@cdktf/provider-aws/lib/data-aws-caller-identity"),
    );
    const app = new App({ outdir: Testing.app().outdir });
    const stack = new TerraformStack(app, "own");
    new Container(stack, "Proxy", props);
    new DataAwsCallerIdentity(stack, "Mine");
    new bindings.DataAwsCallerIdentity(stack, "Other");
    expect(() => app.synth()).toThrow(
      `[own/Other] must come from bindings of the framework that Slipway loads, cdktf 0.21.0, got one of another copy of cdktf 0.21.0; ${advice}`,
    );
  });
});
