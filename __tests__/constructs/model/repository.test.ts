import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { ModelRepository } from "../../../constructs/model";
import { TerraformData } from "../../../constructs/shared/terraform-data";
import { type Block, failure, statements, synthesized } from "../../support/synthesized";

const REPOSITORY = /^\$\{aws_ecr_repository\.\w+\.repository_url\}$/;

describe("ModelRepository", () => {
  const stack = synthesized((scope) => new ModelRepository(scope, "Repository", { name: "quetzal-oslo" }));

  test("is a private repository of the model's name", () => {
    expect(stack.only(EcrRepository)).toEqual({
      name: "quetzal-oslo",
      imageTagMutability: "MUTABLE",
      imageScanningConfiguration: { scanOnPush: false },
      encryptionConfiguration: [{ encryptionType: "AES256" }],
      tags: { "cost:name": "quetzal-oslo" },
    });
  });

  test("gets a first image by a program that Node runs, with no shell", () => {
    const { input, provisioner } = stack.only(TerraformData);
    expect(input).toEqual({ repositoryUrl: expect.stringMatching(REPOSITORY), tag: "DUMMY" });
    const [push, remove] = (provisioner as Block[]).map((each) => each["local-exec"] as Block);
    const program = expect.stringMatching(/^assets\/Repository_FirstImage_Program_\w+\/\w+\/first-image\.cjs$/);
    expect(push).toMatchObject({ interpreter: ["node"], command: program, environment: { ACTION: "push" } });
    expect(push).not.toHaveProperty("when");
    expect(remove).toMatchObject({ interpreter: ["node"], command: program, environment: { ACTION: "remove" } });
    expect(remove).toHaveProperty("when", "destroy");
  });

  test("pushes again when the repository is replaced", () => {
    const { lifecycle } = stack.only(TerraformData);
    expect(lifecycle).toEqual({
      replace_triggered_by: [expect.stringMatching(/^aws_ecr_repository\.\w+\.repository_url$/)],
    });
  });

  test("stays empty when told so", () => {
    const props = { name: "quetzal-oslo", firstImage: "none" } as const;
    const empty = synthesized((scope) => new ModelRepository(scope, "Repository", props));
    expect(empty.counts).toEqual({ aws_ecr_repository: 1 });
  });

  test("grants pulling and pushing", () => {
    const granted = synthesized((scope) => {
      const repository = new ModelRepository(scope, "Repository", { name: "quetzal-oslo" });
      repository.grantPull(new IamRole(scope, "Puller", { name: "puller", assumeRolePolicy: "{}" }));
      repository.grantPullPush(new IamRole(scope, "Pusher", { name: "pusher", assumeRolePolicy: "{}" }));
    });
    const actions = (role: string) => {
      const policy = granted.all(IamRolePolicy).find((each) => String(each.role).includes(role));
      return statements(policy?.policy).map((statement) => (statement as { Action: unknown }).Action);
    };
    const pull = ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"];
    const push = ["ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:PutImage"];
    expect(actions("Puller")).toEqual(["ecr:GetAuthorizationToken", pull]);
    expect(actions("Pusher")).toEqual(["ecr:GetAuthorizationToken", [...pull, ...push]]);
  });

  test("fails for a first image that it does not know", () => {
    const props = { name: "quetzal-oslo", firstImage: "alpine" as "none" };
    expect(failure((scope) => new ModelRepository(scope, "Repository", props))).toBe(
      '[test/Repository] firstImage must be "placeholder" or "none", got "alpine"; none leaves the repository empty',
    );
  });
});
