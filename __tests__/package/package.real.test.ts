import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join, posix } from "node:path";
import { DOMAINS } from "../../domains/domains";
import { type Block, Synthesized, statements } from "../support/synthesized";
import { LAB_STACK, MAIN, MODELLING_STACK, OWN_STACK, PLATFORM_STACK, SNAPSHOT, TESTBED_STACK } from "./consumer";
import { describeFork } from "./fork";
import { REACH, REACHED } from "./fork-consumer";
import { describeInit } from "./init";
import { describeStranger } from "./stranger";
import { filesOf, Workbench } from "./workbench";

const bench = new Workbench();
const { checkout, consumer } = bench;
const {
  version,
  dependencies,
  peerDependencies,
  exports: exported,
} = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")) as Readonly<
  Record<"dependencies" | "peerDependencies" | "exports", object>
> & { version: string };

/** What `cdktf synth` writes in the checkout. */
function checkoutSynthesis(node?: string): Record<string, string> {
  bench.command("cdktf", ["synth"], checkout, node);
  return filesOf(join(checkout, "cdktf.out"));
}

/** What the consumer's own program writes. */
function consumerSynthesis(node?: string): Record<string, string> {
  bench.run("node", ["main.js"], consumer, node);
  return filesOf(join(consumer, "cdktf.out"));
}

const STACKS = {
  own: OWN_STACK,
  lab: LAB_STACK,
  testbed: TESTBED_STACK,
  platform: PLATFORM_STACK,
  modelling: MODELLING_STACK,
};
const PROGRAMS = { ...STACKS, main: MAIN, snapshot: SNAPSHOT, reach: REACH };

/** The program of somebody who uses the package. */
function writeProgram(project: string): void {
  for (const [name, text] of Object.entries(PROGRAMS)) {
    writeFileSync(join(project, `${name}.ts`), text);
  }
  mkdirSync(join(project, "plugins"), { recursive: true });
  writeFileSync(join(project, "plugins", "plugin.py"), "PLUGIN = 1\n");
}

/** TypeScript 5 as a user has it, or the native compiler that the checkout has. */
type Compiler = "typescript" | "typescript-native";

/** Types are checked too, also those of what is imported. Returns what the compiler says: nothing, or what is wrong. */
function compile(project: string, compiler: Compiler, ...settings: readonly string[]): string {
  const program = join(compiler === "typescript" ? project : checkout, "node_modules", compiler, "bin", "tsc");
  // A program of Node has no document.
  const usual = ["--strict", "--target", "es2022", "--lib", "es2022", "--types", "node"];
  const args = [...usual, ...settings, "main.ts", "snapshot.ts", "reach.ts"];
  return bench.run("node", [program, ...args], project);
}

let ofCheckout: Record<string, string>;
let ofConsumer: Record<string, string>;

beforeAll(() => bench.checkOut());
afterAll(() => bench.remove());

describe("a checkout with what npm ci installs", () => {
  test("runs slipway", () => {
    expect(bench.run("npx", ["slipway", "--version"], checkout)).toBe(`${version}\n`);
    expect(bench.run("npx", ["slipway", "--help"], checkout)).toMatch(/^Usage: slipway /);
  });

  test("synthesizes its environments", () => {
    ofCheckout = checkoutSynthesis();
    expect(ofCheckout).toHaveProperty(["stacks/quetzal-paris/cdk.tf.json"]);
  });
});

describe("the packed file", () => {
  let packed: Record<string, string>;

  beforeAll(() => {
    // What was compiled of a file that is gone.
    writeFileSync(join(checkout, "dist", "gone.js"), "");
    bench.pack();
    bench.install([
      "@cdktf/provider-aws",
      "@cdktf/provider-digitalocean",
      "@cdktf/provider-docker",
      "@cdktf/provider-kubernetes",
      "@types/node",
      "cdktf",
      "constructs",
      "typescript",
    ]);
    packed = filesOf(join(consumer, "node_modules", "cdktf-slipway"));
    writeProgram(consumer);
  });

  test("holds what a user needs, and nothing else", () => {
    const fixed = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"];
    const apply = [
      "model/apply/first-image",
      "model/apply/seed-scenario",
      "plugins/apply/collection",
      "services/apply/front",
      "services/apply/node",
      "services/apply/postgres",
    ].map((path) => `dist/constructs/${path}.cjs`);
    const programs = ["cli/slipway.cjs", ...apply];
    // What the command does too, without Terraform.
    const shared =
      /\/model\/apply\/placeholder-image\.|\/plugins\/apply\/versions\.|\/shared\/apply\/(bucket\/|ssh-folder\.)|\/services\/apply\/(engine|told)\./;
    const ocean = readdirSync(join(__dirname, "../../sandbox/digitalocean")).filter((file) => file.endsWith(".py"));
    const sandbox = [
      "sandbox/aws.py",
      "sandbox/droplet_engines.py",
      "sandbox/registry.py",
      "sandbox/rights.py",
      "sandbox/executions.py",
      "sandbox/requirements.txt",
      ...ocean.map((file) => `sandbox/digitalocean/${file}`),
    ];
    const examples = DOMAINS.map(({ name, scaffold }) => `examples/environments/${name}/${scaffold.example}.ts`);
    const ofModel = [
      ...["Dockerfile", "Dockerfile.dockerignore", "main.py", "requirements.txt", "step-functions.json"],
      "notebooks/model.ipynb",
    ].map((file) => `examples/new-model/${file}`);
    const code = /^dist\/(app|cli|constructs|domains|engine|local|sandbox|stacks|testing)\/.+\.js$|^dist\/.+\.d\.ts$/;
    const others = Object.keys(packed).filter((file) => {
      return !code.test(file) || (/\/apply\//.test(file) && !shared.test(file));
    });
    expect(others.sort()).toEqual([...fixed, ...programs, ...sandbox, ...examples, ...ofModel].sort());
  });

  test("imports only what it holds, or what package.json names", () => {
    const missing = Object.entries(packed).flatMap(([file, text]) => {
      if (!/\.(js|d\.ts)$/.test(file)) return [];
      const imported = text.matchAll(/(?:\brequire\(|\bimport\(|\bfrom )["']([\w@./:-]+)["']/g);
      return (
        Array.from(imported, ([, name = ""]) => name)
          // It stands in a file that the command writes.
          .filter((name) => !(name === "./_quetzal" && file === "dist/cli/model/import/model-file.js"))
          .filter((name) => !isThere(name, posix.dirname(file)))
          .map((name) => `${file}: ${name}`)
      );
    });
    expect(missing).toEqual([]);
  });

  function isThere(name: string, folder: string): boolean {
    if (name.startsWith(".")) {
      const path = posix.join(folder, name);
      const types = path.replace(/\.js$/, ".d.ts");
      return (
        types in packed || ["", ".js", ".d.ts", "/index.js", "/index.d.ts"].some((end) => `${path}${end}` in packed)
      );
    }
    const owner = name.split("/", name.startsWith("@") ? 2 : 1).join("/");
    // What slipway init writes for a project to import.
    if (owner === "cdktf-slipway") return name.replace(owner, ".") in exported;
    return (
      name.startsWith("node:") || builtinModules.includes(name) || owner in { ...dependencies, ...peerDependencies }
    );
  }

  test.each<[string, Compiler, readonly string[]]>([
    ["bundlers", "typescript-native", ["--noEmit", "--module", "esnext", "--moduleResolution", "bundler"]],
    ["node10", "typescript", ["--noEmit", "--module", "commonjs", "--moduleResolution", "node10", "--esModuleInterop"]],
    // It makes the programs that are run below.
    ["node16", "typescript", ["--module", "node16"]],
  ])("has types for the resolution of %s, in %s", (_, compiler, settings) =>
    expect(compile(consumer, compiler, ...settings)).toBe(""),
  );

  test.each<[string, Compiler]>([
    ["TypeScript 5.9", "typescript"],
    ["the newest TypeScript", "typescript-native"],
  ])("has types without a fault for %s, in a project of cdktf init that checks libraries", (_, compiler) => {
    const template = join(checkout, "node_modules/cdktf-cli/bundle/templates/typescript/tsconfig.json");
    const { compilerOptions } = JSON.parse(readFileSync(template, "utf8"));
    const entries = Object.keys(exported).filter((name) => name !== "./package.json");
    const imports = entries.map((name, index) => `export * as e${index} from "cdktf-slipway/${name.slice(2)}";\n`);
    writeFileSync(join(consumer, "entries.ts"), imports.join(""));
    const settings = { compilerOptions: { ...compilerOptions, skipLibCheck: false }, files: ["entries.ts"] };
    writeFileSync(join(consumer, "tsconfig.json"), JSON.stringify(settings));
    const program = join(compiler === "typescript" ? consumer : checkout, "node_modules", compiler, "bin", "tsc");
    try {
      expect(bench.run("node", [program, "--noEmit", "-p", "tsconfig.json"], consumer)).toBe("");
    } finally {
      rmSync(join(consumer, "tsconfig.json"));
    }
  });

  test("names no type of zod", () => {
    const types = Object.entries(packed).filter(([file]) => file.endsWith(".d.ts"));
    expect(types.length).toBeGreaterThan(Object.keys(exported).length - 2);
    expect(types.filter(([, text]) => /zod/i.test(text)).map(([file]) => file)).toEqual([]);
  });

  describe("in a stack of a user's own", () => {
    let stack: Synthesized;

    beforeAll(() => {
      ofConsumer = consumerSynthesis();
      stack = new Synthesized(JSON.parse(ofConsumer["stacks/own/cdk.tf.json"] ?? "{}") as Block);
    });

    test("makes a model, and each of its parts", () => {
      expect(stack.counts).toEqual({
        aws_cloudwatch_log_group: 2,
        aws_ecr_repository: 2,
        aws_iam_policy: 3,
        aws_iam_role: 6,
        aws_iam_role_policy: 10,
        aws_iam_role_policy_attachment: 4,
        aws_lambda_function: 2,
        aws_s3_bucket: 2,
        aws_sfn_state_machine: 2,
        terraform_data: 1,
      });
      expect(stack.only("aws_lambda_function", { function_name: "quetzal-bergen" }).image_uri).toMatch(/:v1$/);
    });

    test("puts the program of the first image beside the stack", () => {
      const { provisioner } = stack.only("terraform_data") as { provisioner: { "local-exec": { command: string } }[] };
      const commands = provisioner.map((each) => each["local-exec"].command);
      const program = packed["dist/constructs/model/apply/first-image.cjs"];
      expect(commands.map((command) => ofConsumer[`stacks/own/${command}`] === program)).toEqual([true, true]);
    });

    test("gives the user's own role the rights that were granted", () => {
      const role = "${aws_iam_role.Backend.name}";
      const rights = stack.all("aws_iam_role_policy").filter((policy) => policy.role === role);
      expect(rights.map(({ name }) => `${name}`.replace(/\$\{(\w+)\..*/, "$1")).sort()).toEqual([
        "Invoke-aws_lambda_function",
        "PullPush-aws_ecr_repository",
        "Read-aws_s3_bucket",
        "ReadWrite-aws_s3_bucket",
        "StartExecution-aws_sfn_state_machine",
        "UpdateImage-aws_lambda_function",
      ]);
      const read = rights.find(({ name }) => `${name}`.startsWith("Read-"))?.policy;
      expect(statements(read)).toEqual([
        { Effect: "Allow", Action: "s3:ListBucket", Resource: expect.stringMatching(/^\$\{aws_s3_bucket\..*arn\}$/) },
        { Effect: "Allow", Action: "s3:GetObject", Resource: expect.stringMatching(/^\$\{aws_s3_bucket\..*\/\*$/) },
      ]);
      expect(stack.only("aws_iam_role_policy_attachment", { role }).policy_arn).toMatch(/^\$\{aws_iam_policy\./);
    });

    test("keeps the state where the user said", () => {
      expect(stack.json.terraform).toMatchObject({
        backend: { s3: { bucket: "states", key: "env:/own/own.tfstate" } },
      });
    });
  });

  test("makes a site of OCS, an agent of another site, and a container", () => {
    const lab = new Synthesized(JSON.parse(ofConsumer["stacks/lab/cdk.tf.json"] ?? "{}") as Block);
    expect(lab.all("docker_container").map(({ name }) => name)).toEqual([
      ...["other-registry", "other-proxy", "lab-fake-data1", "lab-crossbar"],
    ]);
  });

  test("makes a bucket with a collection, and workers that find it", () => {
    const testbed = new Synthesized(JSON.parse(ofConsumer["stacks/testbed/cdk.tf.json"] ?? "{}") as Block);
    expect(testbed.counts).toMatchObject({ aws_s3_bucket: 1, terraform_data: 2, docker_container: 2 });
    expect(Object.keys(ofConsumer).filter((file) => file.endsWith("/collection.cjs"))).toHaveLength(1);
  });

  test("makes a front, a pair and a service beside a model", () => {
    const platform = new Synthesized(JSON.parse(ofConsumer["stacks/platform/cdk.tf.json"] ?? "{}") as Block);
    expect(platform.counts).toMatchObject({ docker_container: 4, aws_s3_bucket: 1, aws_lambda_function: 1 });
    expect(Object.keys(ofConsumer).filter((file) => file.endsWith("/front.cjs"))).toHaveLength(1);
  });

  test("makes a database and a workflow beside a model", () => {
    const modelling = new Synthesized(JSON.parse(ofConsumer["stacks/modelling/cdk.tf.json"] ?? "{}") as Block);
    expect(modelling.counts).toMatchObject({ aws_s3_bucket: 1, kubernetes_stateful_set_v1: 1, kubernetes_job_v1: 6 });
  });

  let snapshot: unknown;

  describe("in a user's own tests", () => {
    beforeAll(() => {
      snapshot = JSON.parse(bench.run("node", ["snapshot.js"], consumer));
    });

    test("finds what is in a stack, and keeps a snapshot of it", () => expect(snapshot).toMatchSnapshot());

    test("lets an Aspect reach every resource", () => {
      expect(JSON.parse(bench.run("node", ["reach.js"], consumer))).toEqual(REACHED);
    });
  });

  describe("with four stacks of a group that has never seen this repository", () => describeStranger(bench));

  describe("on cdktf's fork, CDK Terrain", () => describeFork(bench, PROGRAMS, () => snapshot));

  test("is imported by ES modules", () => {
    const program = 'import { Model } from "cdktf-slipway/model"; console.log(Model.name);';
    writeFileSync(join(consumer, "esm.mjs"), program);
    expect(bench.run("node", ["esm.mjs"], consumer)).toBe("Model\n");
  });

  test.each([
    ["shared", /^$/],
    ["app", /^$/],
    ["testing", /^$/],
    ["observatory", /[\\/]provider-docker[\\/]lib[\\/][a-z0-9-]+[\\/]/],
    ["services", /[\\/]provider-docker[\\/]lib[\\/][a-z0-9-]+[\\/]/],
    ["pipelines", /[\\/]provider-kubernetes[\\/]lib[\\/][a-z0-9-]+[\\/]/],
    ["plugins", /[\\/]provider-aws[\\/]lib[\\/][a-z0-9-]+[\\/]/],
    ["digitalocean", /[\\/]provider-digitalocean[\\/]lib[\\/][a-z0-9-]+[\\/]/],
    ["workers", /[\\/]provider-docker[\\/]lib[\\/][a-z0-9-]+[\\/]/],
    ["container", /[\\/]provider-docker[\\/]lib[\\/][a-z0-9-]+[\\/]/],
    ["model", /[\\/]provider-aws[\\/]lib[\\/][a-z0-9-]+[\\/]/],
  ])("loads of provider bindings, for %s, only what it uses of its own", (name, own) => {
    const bindings = loadedBy(`cdktf-slipway/${name}`).filter((file) => /[\\/]@cdktf[\\/]provider-/.test(file));
    expect(bindings.filter((file) => !own.test(file))).toEqual([]);
  });

  test.each<[string, readonly unknown[]]>([
    ["cdktf-slipway/app", [expect.stringMatching(/zod\.js$/)]],
    ["cdktf-slipway/model", [expect.stringMatching(/zod\.js$/)]],
    // The command loads what it does when it does it.
    ["./node_modules/cdktf-slipway/dist/cli/main.js", []],
  ])("loads of zod, for %s, only the file of its parts", (name, files) => {
    expect(loadedBy(name).filter((file) => /[\\/]zod\b/.test(file))).toEqual(files);
  });

  function loadedBy(name: string): string[] {
    const program = `require("${name}"); console.log(Object.keys(require.cache).join("\\n"));`;
    writeFileSync(join(consumer, "loaded.cjs"), program);
    return bench.run("node", ["loaded.cjs"], consumer).split("\n");
  }

  test("brings the command slipway", () => {
    expect(bench.run("npx", ["slipway", "--version"], consumer)).toBe(`${version}\n`);
    expect(bench.command("slipway", ["--help"], consumer)).toMatch(/^Usage: slipway /);
    expect(bench.command("slipway", ["sandbox", "status"], consumer)).toBe("stopped\n");
  });
});

describe("slipway init, in a folder that only has the package", () => describeInit(bench));

describe.each([22, 24])("Node %s", (release) => {
  let node: string;

  beforeAll(() => {
    node = bench.node(release);
    expect(bench.run("node", ["--version"], checkout, node)).toMatch(new RegExp(`^v${release}\\.`));
  });

  test("synthesizes a user's stack as this Node does", () => expect(consumerSynthesis(node)).toEqual(ofConsumer));

  test("synthesizes the checkout by cdktf as this Node does", () => {
    expect(checkoutSynthesis(node)).toEqual(ofCheckout);
  });

  test("runs slipway in the checkout", () => {
    expect(bench.run("npx", ["slipway", "--help"], checkout, node)).toMatch(/^Usage: slipway /);
  });
});
