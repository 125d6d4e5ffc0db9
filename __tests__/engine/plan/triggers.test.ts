import { changesOf } from "../../../engine/plan/changes";
import { missedTriggers } from "../../../engine/plan/triggers";

describe("what triggers a program", () => {
  const program = (trigger: string) => ({ lifecycle: { replace_triggered_by: [trigger] } });
  const declared = {
    resource: {
      aws_ecr_repository: { Repository: {}, Repository2: {} },
      aws_lambda_function: { Function: program("aws_ecr_repository.Repository") },
      terraform_data: {
        Image: program("aws_ecr_repository.Repository.repository_url"),
        Whole: program("aws_ecr_repository.Repository"),
        Other: program("aws_ecr_repository.Repository2"),
        None: {},
      },
    },
  };
  const change = (type: string, name: string) => ({ address: `${type}.${name}`, type, differences: [] });
  const changed = [...Object.keys(declared.resource.terraform_data)].map((name) => change("terraform_data", name));

  test("is missed by Terraform where it is created again", () => {
    const changes = {
      ...changesOf({}),
      created: [change("aws_ecr_repository", "Repository")],
      changed: [...changed, change("aws_lambda_function", "Function")],
    };
    expect(missedTriggers(declared, changes)).toEqual(["terraform_data.Image", "terraform_data.Whole"]);
  });

  test("is seen by Terraform where it only changes", () => {
    const repository = change("aws_ecr_repository", "Repository");
    expect(missedTriggers(declared, { ...changesOf({}), changed: [...changed, repository] })).toEqual([]);
  });
});
