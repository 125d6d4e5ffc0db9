import { configurationFrom } from "../../../engine/states/configuration";
import type { StateResource } from "../../../engine/states/state";

const AWS = 'provider["registry.terraform.io/hashicorp/aws"]';
const BUILT_IN = 'provider["terraform.io/builtin/terraform"]';

function resource(type: string, attributes: Record<string, unknown>, more: Partial<StateResource> = {}): StateResource {
  return { mode: "managed", type, name: "A", provider: AWS, instances: [{ attributes }], ...more };
}

function configured(...resources: readonly StateResource[]) {
  const state = { version: 4, serial: 1, lineage: "one", resources };
  return configurationFrom({ stack: "quetzal-oslo", state }, "./first-image.cjs");
}

const ROLE = resource("aws_iam_role", { arn: "arn:aws:iam::123456789012:role/a" });
const BUCKET = resource("aws_s3_bucket", { arn: "arn:aws:s3:::a", region: "ca-central-1" });
const ADVICE =
  "put the file back from version control (git log --diff-filter=D --name-only -- environments), then run it again";

describe("the configuration that is made of a state", () => {
  test("has the region and the account of its resources", () => {
    expect(configured(ROLE, BUCKET)).toEqual({
      terraform: { required_providers: { aws: { source: "hashicorp/aws", version: expect.any(String) } } },
      provider: { aws: [{ region: "ca-central-1", allowed_account_ids: ["123456789012"] }] },
    });
  });

  test("leaves out an account that no resource names", () => {
    expect(configured(BUCKET).provider).toEqual({ aws: [{ region: "ca-central-1" }] });
  });

  test("has the program that removes the placeholder of a model, and names what it works on", () => {
    const input = { repositoryUrl: "123456789012.dkr.ecr.ca-central-1.amazonaws.com/a", tag: "DUMMY" };
    const instances = [{ attributes: { input: { value: input } }, dependencies: ["aws_ecr_repository.R"] }];
    const repository = resource("aws_ecr_repository", { name: "a" }, { name: "R" });
    const note = resource("terraform_data", {}, { provider: BUILT_IN, instances });
    const { resource: made } = configured(BUCKET, repository, note);
    expect(made?.aws_ecr_repository).toEqual({ R: { name: "a" } });
    expect(made?.terraform_data?.A).toMatchObject({
      depends_on: ["aws_ecr_repository.R"],
      input,
      provisioner: [{ "local-exec": { when: "destroy", command: "./first-image.cjs" } }],
    });
  });

  test("needs no provider for Terraform's own resources", () => {
    expect(configured(resource("terraform_data", {}, { provider: BUILT_IN }))).toEqual({
      terraform: { required_providers: {} },
    });
  });

  test.each([
    ["the region of its provider", [ROLE]],
    ["the region of its provider", [BUCKET, resource("aws_s3_bucket", { region: "us-east-1" })]],
    ["the address of the store of aws_s3_bucket.A", [resource("aws_s3_bucket", {}, { provider: `${AWS}.store_1a` })]],
    [
      "the address of its Docker node",
      [resource("docker_container", {}, { provider: 'provider["registry.terraform.io/kreuzwerker/docker"]' })],
    ],
    [
      "the context of its cluster",
      [resource("kubernetes_pod", {}, { provider: 'provider["registry.terraform.io/hashicorp/kubernetes"]' })],
    ],
    [
      "how acme/lab reaches lab_bench.A",
      [resource("lab_bench", {}, { provider: 'module.m.provider["registry.example.org/acme/lab"]' })],
    ],
  ])("is refused where the state does not say %s", (what, resources) => {
    expect(() => configured(...resources)).toThrow(
      `quetzal-oslo: its environment file must be there, got only its state, which does not say ${what}; ${ADVICE}`,
    );
  });
});
