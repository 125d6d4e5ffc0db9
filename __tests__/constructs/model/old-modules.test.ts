import { resolve } from "node:path";
import { Testing } from "cdktf";
import type { ModelEnvironment } from "../../../constructs/model";
import { adoptedStack, GUARD, MARKER, OLD_ADDRESSES } from "../../../constructs/model/render/old-modules";
import { quetzal } from "../../../environments/model/_quetzal";
import { ModelStack } from "../../../stacks/model-stack";
import { Template } from "../../../testing";

const PARIS: ModelEnvironment = {
  ...quetzal,
  name: "quetzal-paris",
  profile: "parity",
  compute: { lambda: { memoryMiB: 4016, timeoutSeconds: 300, storageMiB: 4016 } },
};

interface Json {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly provider: Readonly<Record<string, readonly object[]>>;
  readonly moved?: readonly { readonly from: string; readonly to: string }[];
}

function stackOf(environment: ModelEnvironment): Json {
  const app = Testing.app({ outdir: resolve(__dirname, "../../../cdktf.out") });
  const stack = new ModelStack(app, environment.name, { environment, stateFolder: "/states" });
  return Template.of(stack).json as unknown as Json;
}

describe("a model that the older modules have deployed", () => {
  const plain = stackOf(PARIS);
  const adopted = stackOf({ ...PARIS, adopt: "terraform-modules" });

  test("has each of its resources at an old address, and no other", () => {
    const addresses = Object.entries(plain.resource).flatMap(([type, named]) =>
      Object.keys(named).map((name) => `${type}.${name}`),
    );
    expect(addresses.sort()).toEqual(Object.keys(OLD_ADDRESSES).sort());
    expect(new Set(Object.values(OLD_ADDRESSES)).size).toBe(18);
  });

  test("is synthesized as a command rehearses it", () => {
    expect(adoptedStack(plain)).toEqual(adopted);
  });

  test("is moved from either generation: each address once, after its module", () => {
    const moved = adopted.moved ?? [];
    expect(moved.slice(0, 2)).toEqual([
      { from: "module.lambda", to: "module.lambda[0]" },
      { from: "module.step_function", to: "module.step_function[0]" },
    ]);
    expect(moved.slice(2)).toEqual(Object.entries(OLD_ADDRESSES).map(([to, from]) => ({ from, to })));
    expect(moved.filter(({ from }) => /^module\.(lambda|step_function)\./.test(from))).toEqual([]);
  });

  test("has a provider configuration that the old code does not have, and that says what to do", () => {
    expect(adopted.provider.terraform).toEqual([{ alias: GUARD }]);
    expect(adopted.provider.aws).toEqual(plain.provider.aws);
    expect(GUARD).toContain("slipway_model_unadopt");
  });

  test("keeps its first image: nothing is read from the old state, and nothing is taken away", () => {
    const { input, lifecycle, provisioner, provider, ...rest } = adopted.resource.terraform_data?.[MARKER] ?? {};
    expect({ input, lifecycle, provider, rest }).toEqual({ provider: `terraform.${GUARD}`, rest: {} });
    expect(provisioner).toEqual([
      {
        "local-exec": {
          command: expect.stringMatching(/first-image\.cjs$/) as string,
          environment: {
            ACTION: "push",
            AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
            IMAGE_TAG: "DUMMY",
            REPOSITORY_URL: "${aws_ecr_repository.Model_Repository_923D60C3.repository_url}",
          },
          interpreter: ["node"],
        },
      },
    ]);
  });

  test("has everything else as another model has it", () => {
    const without = ({ resource, provider, moved: _, ...json }: Json) => {
      const { terraform_data: __, ...resources } = resource;
      const { terraform: ___, ...providers } = provider;
      return { ...json, resources, providers };
    };
    expect(without(adopted)).toEqual(without(plain));
    expect(plain.moved).toBeUndefined();
    expect(plain.provider.terraform).toBeUndefined();
  });
});
