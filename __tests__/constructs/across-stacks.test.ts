import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import { type App, TerraformStack, Testing } from "cdktf";
import { Model, ModelBucket, ModelRepository } from "../../constructs/model";
import { PluginBucket } from "../../constructs/plugins";
import { ExternalNode, Front, Service } from "../../constructs/services";
import { ExistingRole } from "../../constructs/shared";
import { stackDockerProvider } from "../../constructs/shared/container";
import { Template } from "../../testing";

type Build = (stack: TerraformStack) => void;

function stacksOf(app: App, builds: readonly Build[]): TerraformStack[] {
  return builds.map((build, index) => {
    const stack = new TerraformStack(app, `stack-${index}`);
    build(stack);
    return stack;
  });
}

/** What synthesis says of stacks of one app. */
function said(...builds: Build[]): string[] {
  return stacksOf(Testing.app(), builds).flatMap((stack) => {
    try {
      stack.runAllValidations();
      return [];
    } catch (error) {
      return (error as Error).message.split("\n").flatMap((line) => /^ {2}(\[.*)/.exec(line)?.[1] ?? []);
    }
  });
}

const aws = (stack: TerraformStack, config: ConstructorParameters<typeof AwsProvider>[2] = { region: "eu-west-1" }) =>
  new AwsProvider(stack, "Aws", config);

describe("a bucket's name", () => {
  const bucket: Build = (stack) => {
    aws(stack);
    new ModelBucket(stack, "Bucket", { name: "lab-data" });
  };
  const plugins =
    (region: string, more: object = {}): Build =>
    (stack) => {
      aws(stack, { region });
      new PluginBucket(stack, "Plugins", { name: "lab-data", region, ...more });
    };

  test("is that of one bucket of an app, whatever it is for and wherever it is", () => {
    const told =
      '[stack-1/Plugins] name must be that of one bucket, got "lab-data" as stack-0/Bucket has; choose another';
    expect(said(bucket, plugins("eu-west-1"))).toEqual([told]);
    expect(said(bucket, plugins("us-east-1"))).toEqual([told]);
  });

  test("may be there again in another partition and in another store", () => {
    expect(said(bucket, plugins("cn-north-1"))).toEqual([]);
    expect(said(bucket, plugins("us-east-1", { store: { endpoint: "https://minio.example.org" } }))).toEqual([]);
  });
});

describe("a model's name", () => {
  const model =
    (account: string): Build =>
    (stack) => {
      aws(stack, { region: "eu-west-1", allowedAccountIds: [account] });
      const bucket = ModelBucket.fromName(stack, "Bucket", `lab-${account}`);
      new Model(stack, "Model", { name: "quetzal-oslo", bucket });
    };

  test("is that of one model of an account, also on buckets that exist", () => {
    expect(said(model("123456789012"), model("123456789012"))).toEqual([
      '[stack-1/Model] name must be that of one model, got "quetzal-oslo" as stack-0/Model has; rename one of them',
    ]);
    expect(said(model("123456789012"), model("210987654321"))).toEqual([]);
  });
});

describe("a front's ports", () => {
  const front =
    (dockerHost: string, more: object = {}): Build =>
    (stack) => {
      const node = new ExternalNode(stack, "Node", { dockerHost });
      new Front(stack, "Front", {
        name: `lab-${stack.node.id}`,
        image: "caddy:2.11.2",
        certificates: "none",
        node,
        ...more,
      });
    };
  const told = (port: number) =>
    `[stack-1/Front] port ${port} must be that of one front of an engine, got it as stack-0/Front has; choose another`;

  test("are those of one front of an engine", () => {
    expect(said(front("ssh://one"), front("ssh://one"))).toEqual([told(80)]);
    expect(said(front("ssh://one"), front("ssh://two"))).toEqual([]);
    expect(said(front("ssh://one"), front("ssh://one", { httpPort: 8080 }))).toEqual([]);
    expect(said(front("ssh://one", { ip: "10.0.0.1" }), front("ssh://one", { ip: "10.0.0.2" }))).toEqual([]);
    expect(said(front("ssh://one", { ip: "10.0.0.1" }), front("ssh://one", { ip: "0.0.0.0" }))).toEqual([told(80)]);
  });

  test("are warned of where DOCKER_HOST says which engine it is", () => {
    const here: Build = (stack) => {
      stackDockerProvider(stack);
      new Front(stack, "Front", { name: `lab-${stack.node.id}`, image: "caddy:2.11.2", certificates: "none" });
    };
    const [, second] = stacksOf(Testing.app(), [here, here]) as [TerraformStack, TerraformStack];
    expect(() => second.runAllValidations()).not.toThrow();
    expect(Template.of(second).annotations.warnings.map(({ message }) => message)).toEqual([
      "warning: port 80 must be that of one front of an engine, got it as stack-0/Front has; choose another, if both are deployed to one engine",
    ]);
  });
});

describe("the stack's own provider", () => {
  const kmsKey = { arn: "arn:aws:kms:ca-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" };
  const KEY = `kmsKey.arn must begin with "arn:aws:kms:eu-west-1:", as the provider says, got "${kmsKey.arn.slice(0, 76)}`;

  test.each<[string, Build]>([
    ["Model", (stack) => new Model(stack, "It", { name: "quetzal-oslo", kmsKey })],
    ["ModelBucket", (stack) => new ModelBucket(stack, "It", { name: "quetzal-oslo", kmsKey })],
    ["ModelBucket.fromName", (stack) => ModelBucket.fromName(stack, "It", "quetzal-oslo", { kmsKey })],
    ["ModelRepository", (stack) => new ModelRepository(stack, "It", { name: "quetzal-oslo", kmsKey })],
  ])("says in which region the key of a %s must be", (_, build) => {
    const problems = said((stack) => {
      build(stack);
      aws(stack);
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.slice(0, 100)).toBe(`[stack-0/It] ${KEY}`.slice(0, 100));
  });

  test("says in which region plugins are", () => {
    const told = said((stack) => {
      new PluginBucket(stack, "Plugins", { name: "lab-plugins", region: "us-east-1" });
      aws(stack);
    });
    expect(told).toEqual([
      '[stack-0/Plugins] region must be "eu-west-1", as provider says, got "us-east-1"; give the provider of the bucket\'s region',
    ]);
  });

  const CERTIFIED = { host: "tcp://lab:2376", certPath: "/certs" };
  const front = (stack: TerraformStack) =>
    new Front(stack, "Front", { name: "lab", image: "caddy:2.11.2", certificates: "none" });

  test("of Docker must be one that a front's program follows, before the front or after it", () => {
    expect(() =>
      said((stack) => {
        new DockerProvider(stack, "Docker", CERTIFIED);
        front(stack);
      }),
    ).toThrow("[stack-0/Front] provider.certPath must be left out for programs that Terraform runs, got a value; ");
    expect(
      said((stack) => {
        front(stack);
        new DockerProvider(stack, "Docker", CERTIFIED);
      }),
    ).toEqual([
      "[stack-0/Front] provider must be made before, got stack-0/Docker with host, certPath; its programs would reach another engine: make it first, or hand it over",
    ]);
  });

  test("of Docker says where a front's program works", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    stackDockerProvider(stack, { host: "ssh://deploy@lab" });
    expect(front(stack).engine).toMatchObject({ host: "ssh://deploy@lab" });
  });
});

describe("one right that two constructs give", () => {
  const names = (build: Build) => {
    const stack = new TerraformStack(Testing.app(), "test");
    aws(stack);
    build(stack);
    return Template.of(stack)
      .all(IamRolePolicy)
      .map(({ name }) => name);
  };

  test("has two names, and one alone the usual", () => {
    const [first, second, ...more] = names((stack) => {
      const role = ExistingRole.fromName(stack, "Api", "api");
      for (const id of ["A", "B"]) {
        const bucket = ModelBucket.fromName(stack, id, "lab-data");
        bucket.grantRead(role);
        bucket.grantRead(role);
      }
    });
    expect([first, second, more]).toEqual(["Read-lab-data", expect.stringMatching(/^Read-lab-data-\w{8}$/), []]);
  });

  test("has two also where the role is named twice, and where one of them makes the bucket", () => {
    const all = names((stack) => {
      new ModelBucket(stack, "Made", { name: "lab-data" }).grantRead(ExistingRole.fromName(stack, "One", "api"));
      ModelBucket.fromName(stack, "Read", "lab-data").grantRead(ExistingRole.fromName(stack, "Two", "api"));
    });
    expect(all[1]).toMatch(/^Read-lab-data-\w{8}$/);
  });

  test("has one of each for two roles", () => {
    const all = names((stack) => {
      for (const id of ["api", "web"]) {
        ModelBucket.fromName(stack, `Data-${id}`, "lab-data").grantRead(ExistingRole.fromName(stack, id, id));
      }
    });
    expect(all).toEqual(["Read-lab-data", "Read-lab-data"]);
  });

  test("has a name that IAM takes, whatever the repository is called", () => {
    const all = names((stack) =>
      ModelRepository.fromName(stack, "Repository", "lab/models/oslo").grantPull(
        ExistingRole.fromName(stack, "Api", "api"),
      ),
    );
    expect(all).toEqual(["Pull-lab-models-oslo"]);
  });
});

describe("the hash of a password in a directive", () => {
  const directives = ["basic_auth {", `  ada $2a$14$${"a".repeat(53)}`, "}"];

  test("is warned of in a stack of one's own", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    stackDockerProvider(stack);
    const front = new Front(stack, "Front", { name: "lab", image: "caddy:2.11.2", certificates: "none" });
    const service = { front, image: "example/docs:1", port: 80, hosts: ["docs.localhost"], directives };
    new Service(stack, "Docs", { name: "docs", ...service });
    expect(Template.of(stack).annotations.warnings).toEqual([
      {
        path: "test/Docs/Route",
        message:
          "warning: directives[1]: the hash of a password is in the file and in the state, where it can be guessed from; put it into front.secretEnvironment, and write {$NAME}",
      },
    ]);
  });
});
