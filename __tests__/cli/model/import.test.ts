import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type ImportedModels, importModels, type ModelsImport } from "../../../cli/model/import/import-models";
import { importData } from "../../../cli/model/import/report";
import { TestProject } from "../../support/project";
import { slipwayIn } from "../../support/warm-process";

type Files = Readonly<Record<string, string>>;
type Options = Partial<Omit<ModelsImport, "project" | "files">>;

const OSLO = 'quetzal_model_name = "quetzal-oslo"\nlambda_memory_size = 2048\n';
const ACCOUNT = "111122223333";

async function imported(files: Files, options: Options = {}): Promise<ImportedModels> {
  const project = mkdtempSync(join(tmpdir(), "slipway-import-"));
  try {
    for (const [file, text] of Object.entries(files)) writeFileSync(join(project, file), text);
    const found = await importModels({ project, files: Object.keys(files), ...options });
    expect(readdirSync(project).sort()).toEqual(Object.keys(files).sort());
    return found;
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

async function refusal(files: Files, options: Options = {}): Promise<string[]> {
  return imported(files, options).then(
    () => [],
    (error: Error) => error.message.split("\n"),
  );
}

const textOf = ({ models }: ImportedModels, name: string) => models.find(({ old }) => old.name === name)?.text;
const oneOf = async (text: string, options: Options = {}) =>
  (await imported({ "m.tfvars": text }, options)).models[0]?.old;

describe("tfvars files", () => {
  test("become environment files that spread what all models share", async () => {
    // GIVEN a file that says everything, and one that leaves out what has a default
    const files = {
      "oslo.tfvars": `${OSLO}lambda_time_limit = 60\nlambda_storage_size = 1024\naws_region = "ca-central-1"\n`,
      "rome.tfvars": 'quetzal_model_name = "quetzal-rome"\nlambda_memory_size = 10240',
    };

    // WHEN
    const found = await imported(files, { account: ACCOUNT, backend: "s3://lab-states/models/terraform.tfstate" });

    // THEN
    expect(found.shared.text).toBe(`import type { ModelEnvironment } from "cdktf-slipway/model";

/** What all models of Quetzal share. */
export const quetzal = {
  accountId: "111122223333",
  backend: { s3: { bucket: "lab-states", key: "models/terraform.tfstate", region: "ca-central-1" } },
  region: "ca-central-1",
  tags: { "cost:project": "quetzal" },
  corsOrigins: ["http://localhost:8081", "https://localhost:8081", "https://systragroup.github.io"],
  workflow: { authorizerArn: "arn:aws:lambda:ca-central-1:142023388927:function:quetzal-api-auth" },
  access: {
    identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671",
    rolePrefix: "Cognito_quetzal_pool_",
    sharedPolicies: ["s3_read_quetzal_config"],
    adminRoleName: "Cognito_quetzal_pool_admin",
  },
} satisfies Partial<ModelEnvironment>;
`);
    expect(textOf(found, "quetzal-oslo")).toBe(`import type { ModelEnvironment } from "cdktf-slipway/model";
import { quetzal } from "./_quetzal";

export default {
  ...quetzal,
  name: "quetzal-oslo",
  profile: "parity",
  compute: { lambda: { memoryMiB: 2048, timeoutSeconds: 60, storageMiB: 1024 } },
} satisfies ModelEnvironment;
`);
    expect(textOf(found, "quetzal-rome")).toContain("{ memoryMiB: 10240, timeoutSeconds: 300, storageMiB: 4016 }");
    expect(found.messages).toEqual([]);
  });

  test("of another pool say so in the model's own file", async () => {
    const pool = (digit: string) => `ca-central-1:${digit.repeat(8)}-1089-4287-8770-4e9803847671`;
    const file = (name: string, digit: string) =>
      `quetzal_model_name = "${name}"\nlambda_memory_size = 512\ncognito_identity_pool_id = "${pool(digit)}"\n`;
    const found = await imported({
      "a.tfvars": file("aaa", "a"),
      "b.tfvars": file("bbb", "b"),
      "c.tfvars": file("ccc", "b"),
    });
    expect(found.shared.text).toContain(`identityPoolId: "${pool("b")}"`);
    expect(textOf(found, "aaa")).toContain(`  access: { ...quetzal.access, identityPoolId: "${pool("a")}" },\n`);
    expect(textOf(found, "bbb")).not.toContain("access");
  });

  test.each<[string, string]>([
    ["with Windows' lines", OSLO.replaceAll("\n", "\r\n")],
    ["with a byte order mark", `\ufeff${OSLO}`],
    ["without a newline at the end", OSLO.trimEnd()],
    ["with comments of each kind", `# lambda_memory_size = 1\n// x\n/* lambda_memory_size = 1\n*/\n${OSLO}`],
    ["with numbers as text", OSLO.replace("2048", '"2048"')],
    ["with an exponent", OSLO.replace("2048", "2.048e3")],
    ["with lists and maps for others", `${OSLO}zones = ["a", "b"]\nmore = { a = 1 }\n`],
  ])("%s are read", async (_, text) => {
    expect(await oneOf(text)).toMatchObject({ name: "quetzal-oslo", lambda: { memoryMiB: 2048 } });
  });

  test("that set what the modules do not have, or what is not needed, are reported by line", async () => {
    const text = `/* os = 1\n*/\n${OSLO}lambda_memory_sise = 1024\nmyteam = "x"\nos = "windows"\n`;
    const { messages, models } = await imported({ "m.tfvars": text }, { account: ACCOUNT, backend: "local" });
    expect(models[0]?.old.lambda.memoryMiB).toBe(2048);
    expect(messages).toEqual([
      'm.tfvars:5: lambda_memory_sise is not a variable of the modules and is not imported; did you mean "lambda_memory_size"?',
      "m.tfvars:6: myteam is not a variable of the modules and is not imported",
      "m.tfvars:7: os is not imported: slipway pushes the first image without a script",
      "environments/model/_quetzal.ts: backend is not set: the states are files of the project, and those of the older modules are not read",
    ]);
  });

  test("are reported by the line that sets a value, not by one of a heredoc", async () => {
    const text = `note = <<-EOT\n  lambda_time_limit = 1\n  EOT\nmore "x" {\n}\n${OSLO}lambda_time_limit = 60\n`;
    const { messages, models } = await imported({ "m.tfvars": text }, { account: ACCOUNT, backend: "local" });
    expect(models[0]?.old.set.get("lambda_time_limit")).toBe(8);
    expect(messages.slice(0, 2)).toEqual([
      "m.tfvars:1: note is not a variable of the modules and is not imported",
      "m.tfvars:4: more is not a variable of the modules and is not imported",
    ]);
  });

  test("are read in a moment, also with a value on each of ten thousand lines", async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `v${index} = "${"x".repeat(80)}"\n`).join("");
    const begin = performance.now();
    const { messages } = await imported({ "m.tfvars": `${OSLO}${many}` }, { account: ACCOUNT, backend: "local" });
    expect(messages).toContain("m.tfvars:10002: v9999 is not a variable of the modules and is not imported");
    expect(performance.now() - begin).toBeLessThan(10_000);
  });

  test("whose names are in others' share their runs, with what that means", async () => {
    const file = (name: string) => `quetzal_model_name = "${name}"\nlambda_memory_size = 512\n`;
    const found = await imported({
      "t.tfvars": file("transit"),
      "d.tfvars": file("transit-dca"),
      "b.tfvars": file("transit-b"),
    });
    expect(textOf(found, "transit")).toContain(`
  // Users of these models can run this one too: the API looks for its name in the names that a user may run.
  // It was so before. To end it, rename one of the models.
  sharesRunsWith: ["transit-b", "transit-dca"],
`);
    expect(textOf(found, "transit-b")).not.toContain("sharesRunsWith");
    expect(found.messages[0]).toBe(
      "t.tfvars:1: users of transit-b, transit-dca can run transit too, as before (sharesRunsWith)",
    );
  });

  test("say in data what became what, and which values are defaults", async () => {
    const data = importData(await imported({ "m.tfvars": OSLO }));
    expect(data.shared).toEqual({ file: "environments/model/_quetzal.ts", result: "written" });
    expect(data.models).toEqual([
      {
        ...{
          tfvars: "m.tfvars",
          workspace: "quetzal-oslo",
          file: "environments/model/quetzal-oslo.ts",
          result: "written",
        },
        settings: [
          { variable: "quetzal_model_name", line: 1, setting: "name", value: "quetzal-oslo" },
          { variable: "aws_region", setting: "region", value: "ca-central-1" },
          {
            ...{ variable: "cognito_identity_pool_id", setting: "access.identityPoolId" },
            value: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671",
          },
          { variable: "lambda_memory_size", line: 2, setting: "compute.lambda.memoryMiB", value: 2048 },
          { variable: "lambda_time_limit", setting: "compute.lambda.timeoutSeconds", value: 300 },
          { variable: "lambda_storage_size", setting: "compute.lambda.storageMiB", value: 4016 },
        ],
      },
    ]);
  });

  test("of the fixtures become the repository's four files", async () => {
    const folder = join(process.env.SLIPWAY_FIXTURES ?? "", "model");
    if (process.env.SLIPWAY_FIXTURES === undefined || !existsSync(folder)) {
      console.log("left out: SLIPWAY_FIXTURES names no folder with model");
      return;
    }
    const names = ["quetzal-lome", "quetzal-paris", "quetzal-test", "quetzal-transit"];
    const project = resolve(__dirname, "../../..");
    const { models, shared, messages } = await importModels({
      project,
      files: names.map((name) => join(folder, `${name}.tfvars`)),
      account: "123456789012",
    });
    expect(models.map(({ file, result }) => [file, result])).toEqual(
      names.map((name) => [`environments/model/${name}.ts`, "unchanged"]),
    );
    expect(shared.result).toBe("unchanged");
    expect(messages.filter((message) => !message.includes("backend is not set"))).toEqual([]);
  });
});

describe("the generation", () => {
  const NAMED = 'quetzal_model_name = "quetzal-oslo"\n';

  test("1 gives 4016 MiB where a file says none", async () => {
    expect(await oneOf(NAMED, { generation: 1 })).toMatchObject({ lambda: { memoryMiB: 4016 } });
  });

  test("does not matter where a file says the memory", async () => {
    expect(await oneOf(OSLO)).toEqual(await oneOf(OSLO, { generation: 1 }));
    expect(await oneOf(OSLO)).toEqual(await oneOf(OSLO, { generation: 2 }));
    expect(await oneOf(`${OSLO}ecs_memory_size = 0\n`)).toMatchObject({ lambda: { memoryMiB: 2048 } });
  });

  const noLambda = (line: number) =>
    `m.tfvars:${line}: quetzal-oslo has no Lambda function (lambda_memory_size = 0), which slipway cannot deploy yet; it is not imported`;
  const fargate = (line: number) =>
    `m.tfvars:${line}: quetzal-oslo runs on Fargate (ecs_memory_size = 4096), which slipway cannot deploy yet; it is not imported`;

  test.each<[string, string, Options, string]>([
    ["2, by option", NAMED, { generation: 2 }, noLambda(1)],
    ["2, by an ecs_ variable", `${NAMED}ecs_cpu_units = 1024\n`, {}, noLambda(1)],
    ["2, by a memory of 0", `${NAMED}lambda_memory_size = 0\n`, {}, noLambda(2)],
    ["2, by a memory of 0 as text", `${NAMED}lambda_memory_size = "0"\n`, {}, noLambda(2)],
    ["2, on Fargate", `${NAMED}ecs_memory_size = 4096\n`, {}, fargate(2)],
    ["2, on both", `${OSLO}ecs_memory_size = 4096\n`, {}, fargate(3)],
  ])("%s: nothing is written, and the file says why", async (_, text, options, message) => {
    expect(await refusal({ "m.tfvars": text }, options)).toEqual([message]);
  });

  test("2 leaves other models alone", async () => {
    const found = await imported({
      "m.tfvars": `${NAMED}ecs_memory_size = 4096\n`,
      "b.tfvars": OSLO.replace("oslo", "b"),
    });
    expect(found.models.map(({ old }) => old.name)).toEqual(["quetzal-b"]);
    expect(found.leftOut).toMatchObject([{ file: "m.tfvars", name: "quetzal-oslo", line: 2 }]);
    expect(found.messages[0]).toBe(fargate(2));
  });
});

describe("tfvars files that are wrong", () => {
  test.each<[string, string, Options, readonly string[]]>([
    ["no HCL", "a = \n", {}, ['m.tfvars:1:5: must be a tfvars file, got "Invalid expression"; correct it there']],
    [
      "a variable twice",
      `${OSLO}lambda_memory_size = 1\n`,
      {},
      ['m.tfvars:3:1: must be a tfvars file, got "Attribute redefined"; correct it there'],
    ],
    [
      "no name",
      "lambda_memory_size = 512\n",
      {},
      ["m.tfvars:1: quetzal_model_name is required; it is the name of the model and of its workspace"],
    ],
    [
      ...(["nothing that tells the generation", 'quetzal_model_name = "quetzal-oslo"\n', {}] as const),
      [
        "m.tfvars:1: lambda_memory_size is required where no ecs_ variable tells the generation; pass --generation 1 if it is 4016 by default, and --generation 2 if it is 0",
      ],
    ],
    [
      ...(["another generation", `${OSLO}ecs_memory_size = 0\n`, { generation: 1 }] as const),
      ["m.tfvars:3: ecs_memory_size must be left out in generation 1, got 0; pass --generation 2"],
    ],
    [
      ...([
        "a list for a number, an expression for a text",
        "quetzal_model_name = var.x\nlambda_memory_size = [1]\n",
        {},
      ] as const),
      [
        'm.tfvars:1: quetzal_model_name must be a text, got "${var.x}"; write a plain one, or remove the line',
        "m.tfvars:2: lambda_memory_size must be a number, got [1]; write a plain one, or remove the line",
      ],
    ],
    [
      ...([
        "values that no model can have",
        'quetzal_model_name = "Oslo"\nlambda_memory_size = 64\naws_region = "ca-centrl-1"\n',
        {},
      ] as const),
      [
        'm.tfvars:1: quetzal_model_name must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got "Oslo"; the bucket, the repository and the roles are named after it',
        'm.tfvars:3: aws_region must be a region of AWS, got "ca-centrl-1"; did you mean "ca-central-1"?',
        "m.tfvars:2: lambda_memory_size must be a whole number from 128 to 10240, got 64; these are Lambda's smallest and largest size",
      ],
    ],
    [
      ...(["another region than the authorizer's", `${OSLO}aws_region = "eu-west-1"\n`, {}] as const),
      [
        'm.tfvars:1: workflow.authorizerArn must begin with "arn:aws:lambda:eu-west-1:", as region says, got "arn:aws:lambda:ca-central-1:142023388927:function:quetzal-api-auth"; a state machine calls no function of another region',
      ],
    ],
    [
      "another account",
      OSLO,
      { account: "12" },
      ['--account must be the twelve digits of an AWS account, got "12"; `aws sts get-caller-identity` prints them'],
    ],
    [
      ...(["another place of the state", OSLO, { backend: "lab-states", backendRegion: "eu-west-1" }] as const),
      [
        '--backend must be local or s3://<bucket>/<key>, got "lab-states"; the key is that of backend "s3"',
        '--backend-region must be left out without --backend s3://<bucket>/<key>, got "eu-west-1"',
      ],
    ],
    [
      ...([
        "another region of the state",
        OSLO,
        { backend: "s3://lab-states/a//b", backendRegion: "nowhere" },
      ] as const),
      [
        '--backend key must be a key of up to 900 characters, with no slash at its ends or twice in a row, got "a//b"; the workspace is put before it',
        '--backend-region must be a region of AWS, got "nowhere"; write it as AWS does, for example "ca-central-1"',
      ],
    ],
  ])("%s: is refused as a whole", async (_, text, options, messages) => {
    expect(await refusal({ "m.tfvars": text }, options)).toEqual(messages);
  });

  test("are all refused at once, also for one name in two of them", async () => {
    expect(await refusal({ "a.tfvars": OSLO, "b.tfvars": OSLO, "c.tfvars": "x = \n", "d.tfvars": "\0" })).toEqual([
      'c.tfvars:1:5: must be a tfvars file, got "Invalid expression"; correct it there',
      "d.tfvars must be a text in UTF-8, got something else; save it as one, or correct the path",
      'b.tfvars:1: quetzal_model_name must be of this file alone, got "quetzal-oslo" as a.tfvars has; correct one',
    ]);
  });
});

describe("on a terminal", () => {
  const asked = async (answers: readonly string[], options: Options = {}) => {
    const questions: string[] = [];
    const left = [...answers];
    const ask = async (question: string) => {
      questions.push(question);
      return left.shift() ?? "";
    };
    return { found: await imported({ "m.tfvars": OSLO }, { ask, ...options }), questions };
  };

  test("one question each asks what only owners know", async () => {
    const { found, questions } = await asked([ACCOUNT, "s3://lab-states/t.tfstate", "yes"]);
    expect(questions).toEqual([
      "AWS account of the models, 12 digits (empty: any account of your credentials): ",
      "Where their states are, s3://<bucket>/<key> or local (empty: local): ",
      "Adopt the states of the older modules, yes or no (empty: no): ",
    ]);
    expect(found.shared.text).toContain(
      `  accountId: "${ACCOUNT}",\n  backend: { s3: { bucket: "lab-states", key: "t.tfstate",`,
    );
    expect(textOf(found, "quetzal-oslo")).toContain('  profile: "parity",\n  adopt: "terraform-modules",\n');
  });

  test("what an option says is not asked, and an empty answer writes nothing", async () => {
    const { found, questions } = await asked([""], { backend: "local", adopt: false });
    expect(questions).toHaveLength(1);
    expect(found.shared.text).not.toMatch(/accountId|backend/);
    expect(textOf(found, "quetzal-oslo")).not.toContain("adopt");
  });

  test("another answer than yes or no is refused", async () => {
    await expect(asked(["", "", "perhaps"])).rejects.toThrow(
      'the answer must be yes or no, got "perhaps"; nothing was written',
    );
  });
});

describe("slipway model import", () => {
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject({ "old/oslo.tfvars": OSLO, "old/rome.tfvars": OSLO.replace("oslo", "rome") });
  });
  afterEach(() => project.remove());

  const run = (...args: readonly string[]) => slipwayIn({ cwd: project.folder }, "model", "import", ...args);
  const results = (stdout: string) => {
    const { shared, models } = JSON.parse(stdout) as ReturnType<typeof importData>;
    return [shared, ...models].map(({ result }) => result);
  };

  test("writes files in which check finds no problem; running it again changes nothing", () => {
    const first = run("old/oslo.tfvars", "old/rome.tfvars", "--account", ACCOUNT);
    expect(first).toMatchObject({ status: 0 });
    expect(first.stdout).toMatch(
      /│ old\/oslo\.tfvars +│ environments\/model\/quetzal-oslo\.ts +│ written +│ memoryMiB: 2048, timeoutSeconds: 300 \(default\), /,
    );
    expect(first.stdout).toContain("next: npx slipway check, then npx slipway model adopt quetzal-oslo --check\n");
    expect(slipwayIn({ cwd: project.folder }, "check").stdout).toBe(
      "no problems found in quetzal-oslo, quetzal-rome\n",
    );
    const before = ["_quetzal", "quetzal-oslo", "quetzal-rome"].map((name) =>
      project.read(`environments/model/${name}.ts`),
    );

    const again = run("old/oslo.tfvars", "old/rome.tfvars", "--account", ACCOUNT, "--json");
    expect(again.status).toBe(0);
    expect(results(again.stdout)).toEqual(["unchanged", "unchanged", "unchanged"]);
    const after = ["_quetzal", "quetzal-oslo", "quetzal-rome"].map((name) =>
      project.read(`environments/model/${name}.ts`),
    );
    expect(after).toEqual(before);
  });

  test("keeps a file that was edited, until --force", () => {
    run("old/oslo.tfvars");
    const file = "environments/model/quetzal-oslo.ts";
    const edited = project.read(file).replace("2048", "4096");
    project.write(file, edited);

    const kept = run("old/oslo.tfvars", "old/rome.tfvars", "--json");
    expect(kept.status).toBe(2);
    expect(results(kept.stdout)).toEqual(["unchanged", "kept", "written"]);
    expect(kept.stderr).toContain(`${file} kept, with another text than the import would write; --force overwrites\n`);
    expect(project.read(file)).toBe(edited);

    const forced = run("old/oslo.tfvars", "--force", "--json");
    expect({ status: forced.status, results: results(forced.stdout) }).toEqual({
      status: 0,
      results: ["unchanged", "overwritten"],
    });
    expect(project.read(file)).toContain("2048");
  });

  test("leaves what models share to its owner, and refuses options that say something else", () => {
    run("old/oslo.tfvars", "--account", ACCOUNT);
    const file = "environments/model/_quetzal.ts";
    const edited = `// ours\n${project.read(file).replace('"cost:project": "quetzal"', '"cost:project": "q"')}`;
    project.write(file, edited);

    const next = run("old/rome.tfvars", "--account", ACCOUNT);
    expect(next.status).toBe(0);
    expect(next.stderr).toContain(`${file}: tags differs from what the modules set; a plan will show the change\n`);
    const other = run("old/rome.tfvars", "--account", "999988887777", "--backend", "s3://lab-states/t.tfstate");
    expect({ status: other.status, stderr: other.stderr }).toEqual({
      status: 1,
      stderr: `${file}: accountId and backend must be what --account and --backend say, got something else; leave the option out, or add --force to write the file again\n`,
    });
    expect(project.read(file)).toBe(edited);

    expect(run("old/rome.tfvars", "--account", "999988887777", "--force").status).toBe(0);
    expect(project.read(file)).toContain('accountId: "999988887777"');
    expect(project.read(file)).toContain('"cost:project": "q"');
  });

  test("keeps adoption and shared runs that a file has already, and tells files that must share theirs", () => {
    const file = "environments/model/quetzal-oslo.ts";
    run("old/oslo.tfvars", "--adopt");
    project.write("old/b.tfvars", OSLO.replace("oslo", "oslo-b"));
    expect(run("old/b.tfvars").stderr).toContain(
      `${file}: sharesRunsWith must have quetzal-oslo-b, whose users can run quetzal-oslo too; add it there\n`,
    );
    expect(run("old/oslo.tfvars", "old/b.tfvars", "--force").status).toBe(0);
    expect(project.read(file)).toMatch(
      /sharesRunsWith: \["quetzal-oslo-b"\],\n {2}profile: "parity",\n {2}adopt: "terraform-modules",/,
    );
    const alone = run("old/oslo.tfvars", "--json");
    expect(results(alone.stdout)).toEqual(["unchanged", "unchanged"]);
  });

  test("refuses a name that a workspace of another domain has", () => {
    project.write("environments/plugins/quetzal-oslo.ts", "export default {};\n");
    expect(run("old/oslo.tfvars").stderr).toBe(
      'old/oslo.tfvars:1: quetzal_model_name must be new, got "quetzal-oslo", which is a workspace of another domain; rename it\n',
    );
    expect(existsSync(join(project.folder, "environments/model"))).toBe(false);
  });

  test("refuses a shared file that throws, and one that exports no quetzal", () => {
    project.write("environments/model/_quetzal.ts", 'throw new Error("no luck");\n');
    expect(run("old/oslo.tfvars").stderr).toBe(
      'environments/model/_quetzal.ts must load without an error, got "no luck"; correct it there\n',
    );
    project.write("environments/model/_quetzal.ts", "export const others = {};\n");
    expect(run("old/oslo.tfvars").stderr).toBe(
      "environments/model/_quetzal.ts must export what models share as quetzal, got no such object; write it, or move the file\n",
    );
  });
});
