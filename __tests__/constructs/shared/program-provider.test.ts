import { AwsProvider, type AwsProviderConfig } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, TerraformVariable, Testing } from "cdktf";
import { ModelRepository } from "../../../constructs/model";
import { PluginBucket, PluginCollection } from "../../../constructs/plugins";
import { Template } from "../../../testing";

const name = "quetzal-oslo";
const ROLE = "arn:aws:iam::123456789012:role/deployer";

interface Program {
  readonly input: Readonly<Record<string, string>>;
  readonly provisioner: readonly {
    readonly "local-exec": { readonly environment: Readonly<Record<string, string>> };
  }[];
}

/** The programs of a repository and a collection, by the part of their names. */
function programs(build: (stack: TerraformStack) => void): Record<string, Program> {
  const stack = new TerraformStack(Testing.app(), "test");
  build(stack);
  const { resource } = Template.of(stack).json as { resource: { terraform_data: Record<string, Program> } };
  const entries = Object.entries(resource.terraform_data);
  return Object.fromEntries(entries.map(([id, program]) => [id.replace(/_[0-9A-F]{8}$/, ""), program]));
}

/** What the programs of a stack are told of its provider without an alias. */
function told(config: AwsProviderConfig): unknown {
  const { Repository_FirstImage: first, Builtins: collection } = programs((stack) => {
    new ModelRepository(stack, "Repository", { name });
    const bucket = new PluginBucket(stack, "Bucket", { name: "lab-plugins", region: "ca-central-1" });
    const folder = "examples/task-plugins/dioptra_builtins";
    new PluginCollection(stack, "Builtins", { bucket, prefix: "builtins", folder });
    // After what is made by it, as it may be.
    new AwsProvider(stack, "Aws", { region: "ca-central-1", ...config });
  });
  expect(first?.input.provider).toBe(collection?.input.provider);
  return first?.input.provider === undefined ? undefined : JSON.parse(first.input.provider);
}

function message(config: AwsProviderConfig): string {
  try {
    told(config);
  } catch (error) {
    const lines = (error as Error).message.split("\n").map((line) => line.trim());
    return lines.filter((line) => line.startsWith("[test/Repository/FirstImage]")).join("\n");
  }
  throw new Error("expected a failure");
}

describe("what a program that Terraform runs is told of the provider", () => {
  test("is nothing, where it finds credentials as the provider does", () => {
    expect(told({ allowedAccountIds: ["123456789012"], defaultTags: [{ tags: { lab: "a" } }] })).toBeUndefined();
    const { Repository_FirstImage: first } = programs((stack) => {
      new AwsProvider(stack, "Aws", {});
      new ModelRepository(stack, "Repository", { name });
    });
    expect(Object.keys(first?.provisioner[0]?.["local-exec"].environment ?? {})).not.toContain("PROVIDER");
  });

  test.each<readonly [string, AwsProviderConfig, object]>([
    ["a profile", { profile: "lab" }, { profile: "lab" }],
    [
      "files",
      { sharedConfigFiles: ["~/lab/config"], sharedCredentialsFiles: ["~/lab/credentials"] },
      { sharedConfigFile: "~/lab/config", sharedCredentialsFile: "~/lab/credentials" },
    ],
    [
      "roles, one after the other",
      { assumeRole: [{ roleArn: ROLE, sessionName: "ci", duration: "1h" }, { roleArn: `${ROLE}-2` }] },
      { assumeRole: [{ roleArn: ROLE, sessionName: "ci", duration: "1h" }, { roleArn: `${ROLE}-2` }] },
    ],
    [
      "a role of a web identity",
      { assumeRoleWithWebIdentity: [{ roleArn: ROLE, webIdentityTokenFile: "/run/token" }] },
      { assumeRoleWithWebIdentity: { roleArn: ROLE, webIdentityTokenFile: "/run/token" } },
    ],
    [
      "endpoints of what it calls, and no other",
      { endpoints: [{ ecr: "http://a" }, { s3: "http://b", lambda: "http://c", sts: "http://d" }] },
      { endpoints: { ecr: "http://a", s3: "http://b", sts: "http://d" } },
    ],
    [
      "kinds of endpoints",
      { useFipsEndpoint: true, useDualstackEndpoint: true, stsRegion: "us-east-1" },
      {
        ...{ useFipsEndpoint: true, useDualstackEndpoint: true, stsRegion: "us-east-1" },
      },
    ],
  ])("are %s", (_what, config, expected) => expect(told(config)).toEqual(expected));

  test("may have expressions in it", () => {
    const { Repository_FirstImage: first } = programs((stack) => {
      const role = new TerraformVariable(stack, "role", { type: "string" });
      new AwsProvider(stack, "Aws", { assumeRole: [{ roleArn: role.stringValue }] });
      new ModelRepository(stack, "Repository", { name });
    });
    expect(first?.input.provider).toBe('{"assumeRole":[{"roleArn":"${var.role}"}]}');
  });

  test("reaches it when it creates and when it destroys", () => {
    const { Repository_FirstImage: first } = programs((stack) => {
      new AwsProvider(stack, "Aws", { profile: "lab" });
      new ModelRepository(stack, "Repository", { name });
    });
    const all = first?.provisioner.map((each) => each["local-exec"].environment.PROVIDER);
    expect(all).toEqual(['${try(self.input.provider, "")}', '${try(self.input.provider, "")}']);
  });

  test("of an alias has the account too, where a bucket's name does not tell whose it is", () => {
    const made = programs((stack) => {
      const provider = new AwsProvider(stack, "Other", { alias: "other", region: "eu-west-1" });
      new ModelRepository(stack, "Repository", { name, provider });
      new PluginBucket(stack, "Bucket", { name: "lab-plugins", region: "eu-west-1", provider });
    });
    expect(made.Repository_FirstImage?.input.provider).toBe("{}");
    expect(made.Bucket_Prefixes?.input.provider).toBe(
      '{"account":"${data.aws_caller_identity.Bucket_Account_820E17EA.account_id}"}',
    );
  });

  test.each<readonly [string, AwsProviderConfig, string]>([
    [
      "keys",
      { accessKey: "AKIAIOSFODNN7EXAMPLE", secretKey: "wJalrXUtnFEMI" },
      "[test/Repository/FirstImage] provider.accessKey must be left out for the program that Terraform runs, got a value; it would lie in the state: use AWS_PROFILE, AWS_ACCESS_KEY_ID, profile or assumeRole\n" +
        "[test/Repository/FirstImage] provider.secretKey must be left out for the program that Terraform runs, got a value; it would lie in the state: use AWS_PROFILE, AWS_ACCESS_KEY_ID, profile or assumeRole",
    ],
    [
      "a token",
      { assumeRoleWithWebIdentity: [{ roleArn: ROLE, webIdentityToken: "secret" }] },
      "[test/Repository/FirstImage] provider.assumeRoleWithWebIdentity.webIdentityToken must be left out for the program that Terraform runs, got a value; it would lie in the state: use webIdentityTokenFile",
    ],
    [
      "two files",
      { sharedConfigFiles: ["a", "b"] },
      "[test/Repository/FirstImage] provider.sharedConfigFiles must name one file for the program that Terraform runs, got 2; the AWS SDK reads one",
    ],
  ])("may not be %s", (_what, config, says) => expect(message(config)).toBe(says));
});
