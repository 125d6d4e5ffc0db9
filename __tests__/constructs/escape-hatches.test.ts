import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { LambdaFunction, type LambdaFunctionEnvironment } from "@cdktf/provider-aws/lib/lambda-function";
import { Aspects, TerraformResource, type TerraformResourceLifecycle, type TerraformStack } from "cdktf";
import { Model } from "../../constructs/model";
import { PluginBucket } from "../../constructs/plugins";
import { DockerVolume } from "../../constructs/shared/container";
import { failure, synthesized } from "../support/synthesized";

/** docs/escape-hatches.md: a test for each line of its table. */
describe("a resource behind a construct", () => {
  const modelIn = (stack: TerraformStack) => new Model(stack, "Model", { name: "quetzal-oslo" });
  const changed = (change: (resource: LambdaFunction) => void) =>
    synthesized((stack) => change(modelIn(stack).function.resource));
  /** Why cdktf refuses to synthesize it. */
  const refusal = (build: (stack: TerraformStack) => void) =>
    failure((stack) => {
      build(stack);
      stack.runAllValidations();
    });
  const id = "Model_Function_0EAFA5DC";

  test("takes an attribute that is assigned", () => {
    const template = changed((resource) => {
      resource.timeout = 30;
    });
    expect(template.only(LambdaFunction).timeout).toBe(30);
  });

  test("takes a value by an override", () => {
    const template = changed((resource) => resource.addOverride("memory_size", 8192));
    expect(template.only(LambdaFunction).memorySize).toBe(8192);
  });

  test("takes a key beside those that are there", () => {
    const template = changed((resource) => resource.addOverride("environment.variables.MODE", "fast"));
    const { variables } = template.only(LambdaFunction).environment as LambdaFunctionEnvironment;
    expect(variables).toEqual({ BUCKET_NAME: expect.any(String), MODE: "fast" });
  });

  test("adds to a list by an override, and takes another by assignment", () => {
    const added = changed((resource) => resource.addOverride("architectures", ["arm64"]));
    expect(added.only(LambdaFunction).architectures).toEqual(["x86_64", "arm64"]);
    const assigned = changed((resource) => {
      resource.architectures = ["arm64"];
    });
    expect(assigned.only(LambdaFunction).architectures).toEqual(["arm64"]);
  });

  describe("whose lifecycle is assigned", () => {
    test("keeps what its construct needs, or is refused", () => {
      expect(
        refusal((stack) => {
          modelIn(stack).function.resource.lifecycle = { createBeforeDestroy: true, ignoreChanges: ["timeout"] };
        }),
      ).toContain(
        "[test/Model/Function/Resource] lifecycle.ignore_changes must have image_uri, got timeout; write { ...resource.lifecycle, ignoreChanges: … } with them",
      );
      expect(
        refusal((stack) => {
          modelIn(stack).workflow.resource.lifecycle = {};
        }),
      ).toContain("[test/Model/Workflow/Resource] lifecycle.ignore_changes must have definition, got none; ");
    });

    test.each<[string, (stack: TerraformStack) => void, string]>([
      [
        "a volume's guard",
        (stack) => {
          new DockerVolume(stack, "Volume", { name: "data" }).resource.lifecycle = { ignoreChanges: "all" };
        },
        '[test/Volume/Resource] lifecycle.prevent_destroy must have true, got none; removal: "allowed" of its construct lets it go',
      ],
      [
        "what a function ignores, by an override of its stack",
        (stack) => {
          modelIn(stack);
          stack.addOverride(`resource.aws_lambda_function.${id}.lifecycle.ignore_changes`, undefined);
        },
        "[test/Model/Function/Resource] lifecycle.ignore_changes must have image_uri, got none; ",
      ],
      [
        "the provider of a repository with a first image, by an override",
        (stack) => {
          modelIn(stack).repository.resource.addOverride("provider", "aws.other");
        },
        "[test/Model/Repository/Resource] provider must be left out, got aws.other; hand provider to the construct, whose program acts as it does",
      ],
      [
        "an adopted bucket's tags, by an override",
        (stack) => {
          const bucket = new PluginBucket(stack, "Plugins", {
            name: "lab-plugins",
            region: "us-east-1",
            origin: "adopted",
          });
          bucket.resource.addOverride("lifecycle.ignore_changes", undefined);
        },
        "[test/Plugins/Resource] lifecycle.ignore_changes must have tags, tags_all, got none; ",
      ],
    ])("also %s", (_, build, message) => {
      expect(refusal(build)).toContain(message);
    });

    test("needs nothing where the resource has moved to another", () => {
      synthesized((stack) => {
        const { resource } = modelIn(stack).function;
        resource.moveToId("aws_lambda_function.other");
        expect(() => stack.runAllValidations()).not.toThrow();
      });
    });

    test.each<[string, TerraformResourceLifecycle]>([
      ["more than that", { createBeforeDestroy: true, ignoreChanges: ["image_uri", "timeout"] }],
      ["all changes ignored", { ignoreChanges: "all" }],
    ])("may have %s", (_, lifecycle) => {
      const template = synthesized((stack) => {
        const { resource } = modelIn(stack).function;
        resource.lifecycle = lifecycle;
        expect(() => stack.runAllValidations()).not.toThrow();
      });
      expect(template.only(LambdaFunction)).toHaveProperty("lifecycle");
    });
  });

  test("is visited by an Aspect", () => {
    const visited: string[] = [];
    const template = synthesized((stack) => {
      modelIn(stack);
      Aspects.of(stack).add({
        visit: (node) => {
          if (!TerraformResource.isTerraformResource(node)) return;
          visited.push(node.terraformResourceType);
          if (node.terraformResourceType === "aws_iam_role")
            node.addOverride("permissions_boundary", "arn:aws:iam::1:policy/b");
        },
      });
    });
    const counts = Object.entries(template.counts).flatMap(([type, count]) => Array<string>(count).fill(type));
    expect(visited.sort()).toEqual(counts.sort());
    expect(template.all(IamRole)).toEqual([
      expect.objectContaining({ permissionsBoundary: "arn:aws:iam::1:policy/b" }),
      expect.objectContaining({ permissionsBoundary: "arn:aws:iam::1:policy/b" }),
    ]);
  });

  test("is imported", () => {
    const { json } = changed((resource) => resource.importFrom("quetzal-oslo"));
    expect(json).toMatchObject({ import: [{ id: "quetzal-oslo", to: `aws_lambda_function.${id}` }] });
  });

  test("has the place of another in the state", () => {
    const { json } = changed((resource) => resource.moveFromId("aws_lambda_function.old"));
    expect(json).toMatchObject({ moved: [{ from: "aws_lambda_function.old", to: `aws_lambda_function.${id}` }] });
  });

  test("keeps its id, for others name it", () => {
    const { json } = changed((resource) => resource.overrideLogicalId("Function"));
    expect(json).toMatchObject({ resource: { aws_lambda_function: { [id]: expect.anything() } } });
    expect(() =>
      changed((resource) => {
        expect(resource.fqn).not.toBe("");
        resource.overrideLogicalId("Function");
      }),
    ).toThrow("Logical ID may not be overridden once .fqn has been requested");
  });

  test("is still named by others when it is removed", () => {
    const { counts, json } = synthesized((stack) => {
      modelIn(stack).node.tryRemoveChild("Function");
    });
    expect(counts).not.toHaveProperty("aws_lambda_function");
    expect(JSON.stringify(json)).toContain(`aws_lambda_function.${id}.arn`);
  });

  test("lies in a stack with a block of its own", () => {
    const { json } = synthesized((stack) => {
      modelIn(stack);
      stack.addOverride("terraform.required_version", ">= 1.11");
    });
    expect(json).toMatchObject({ terraform: { required_version: ">= 1.11", required_providers: expect.anything() } });
  });
});
