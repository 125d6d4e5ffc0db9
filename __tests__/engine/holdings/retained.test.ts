import { retained } from "../../../engine/holdings/retained";

const PROGRAM = {
  provisioner: [{ "local-exec": { environment: { URL: "${aws_ecr_repository.Images.repository_url}" } } }],
};

describe("what a destroy leaves with --retain", () => {
  const resource = {
    terraform_data: {
      Push: PROGRAM,
      After: { triggers_replace: ["${terraform_data.Push.id}"] },
      Route: { input: "${docker_container.Front.id}" },
    },
  };

  test.each([
    "aws_s3_bucket.Data",
    "aws_s3_bucket_public_access_block.Data",
    "aws_ecr_repository.Images",
    "aws_cloudwatch_log_group.Logs",
    "docker_volume.Data",
    'docker_volume.Data["a"]',
    "digitalocean_volume.Data",
    "kubernetes_namespace_v1.Lab",
    "kubernetes_persistent_volume_claim_v1.Data",
    "kubernetes_secret_v1.Database",
  ])("%s stays", (address) => expect(retained([address], {})).toMatchObject({ stays: [{ address }], goes: [] }));

  test("says why something stays", () => {
    const { stays } = retained(["aws_s3_bucket.Data", "aws_s3_bucket_versioning.Data"], {});
    expect(stays.map(({ reason }) => reason)).toEqual(["may hold data", "belongs to what holds data"]);
  });

  test.each([
    "aws_lambda_function.Model",
    "aws_s3_object.File",
    "docker_container.Front",
    "docker_network.Site",
    "kubernetes_stateful_set_v1.Database",
  ])("%s goes", (address) => expect(retained([address], {})).toEqual({ stays: [], goes: [address] }));

  test("a program that works on what stays is not run; others are", () => {
    const addresses = [
      "aws_ecr_repository.Images",
      "terraform_data.After",
      "terraform_data.Push",
      "terraform_data.Route",
    ];
    expect(retained(addresses, { resource })).toEqual({
      stays: [
        { address: "aws_ecr_repository.Images", reason: "may hold data" },
        { address: "terraform_data.Push", reason: "works on what is kept" },
        { address: "terraform_data.After", reason: "works on what is kept" },
      ],
      goes: ["terraform_data.Route"],
    });
  });

  test("data are neither", () => {
    expect(retained(["data.aws_caller_identity.Me"], {})).toEqual({ stays: [], goes: [] });
  });
});
