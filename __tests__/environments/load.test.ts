import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadEnvironments } from "../../app/load";
import { messageOf } from "../../app/problem";
import { modelFile } from "../support/project";

describe("loadEnvironments", () => {
  let project: string;
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), "environments-"));
  });
  afterEach(() => rmSync(project, { recursive: true }));

  function load(files: Readonly<Record<string, string>>) {
    for (const [name, text] of Object.entries(files)) {
      const file = join(project, "environments/model", name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    return loadEnvironments(join(project, "environments"), project);
  }
  const problems = (text: string, name = "quetzal-oslo.ts") => load({ [name]: text })[0]?.problems.map(messageOf);

  test("finds none where there is no folder", () => {
    expect(loadEnvironments(join(project, "environments"), project)).toEqual([]);
  });

  test("makes a workspace of every file but those that begin with _", () => {
    const found = load({
      "quetzal-oslo.ts": modelFile("quetzal-oslo", "...shared,").replace(/^/, 'import { shared } from "./_shared";\n'),
      "quetzal-bergen.ts": modelFile("quetzal-bergen"),
      "_shared.ts": "export const shared: object = { logRetentionDays: 30 };\n",
      "notes.txt": "no environment",
      "folder.ts/notes.txt": "no environment",
    });
    expect(found.map(({ workspace, domain, file }) => ({ workspace, domain, file }))).toEqual([
      { workspace: "quetzal-bergen", domain: "model", file: "environments/model/quetzal-bergen.ts" },
      { workspace: "quetzal-oslo", domain: "model", file: "environments/model/quetzal-oslo.ts" },
    ]);
    expect(found[1]?.environment).toMatchObject({ logRetentionDays: 30 });
  });

  test("says everything that is wrong with a file at once", () => {
    const text = `export default {
      name: "quetzal-oslo", profile: "hardened", region: "canada", accountId: "1", memory: 1,
      compute: { lambda: { memoryMiB: 64, timeoutSeconds: "60", storage: 512 } },
      image: { tag: "-x" }, access: { identityPoolId: "pool" }, tags: { "aws:x": "y" },
      backend: { s3: { bucket: "b", key: "/k", region: "ca-central-1" } },
    };`;
    expect(problems(text)).toEqual([
      'environments/model/quetzal-oslo.ts: profile must be "parity", got "hardened"; write that one, which is what models had with plain Terraform',
      'environments/model/quetzal-oslo.ts: region must be a region of AWS, got "canada"; write it as AWS does, for example "ca-central-1"',
      'environments/model/quetzal-oslo.ts: accountId must be the twelve digits of an AWS account, got "1"; `aws sts get-caller-identity` prints them',
      'environments/model/quetzal-oslo.ts: backend.s3.bucket must be the state bucket\'s name: 3 to 63 of a-z, 0-9, . and -, got "b"; it must exist',
      'environments/model/quetzal-oslo.ts: backend.s3.key must be a key of up to 900 characters, with no slash at its ends or twice in a row, got "/k"; the workspace is put before it',
      "environments/model/quetzal-oslo.ts: compute.lambda.memoryMiB must be a whole number from 128 to 10240, got 64; these are Lambda's smallest and largest size",
      'environments/model/quetzal-oslo.ts: compute.lambda.timeoutSeconds must be a whole number from 1 to 900, got "60"; Lambda ends a call after 15 minutes',
      "environments/model/quetzal-oslo.ts: compute.lambda.storageMiB is required; these are the smallest and largest /tmp of Lambda",
      'environments/model/quetzal-oslo.ts: compute.lambda.storage is not a known setting; did you mean "storageMiB"?',
      'environments/model/quetzal-oslo.ts: image.tag must be an image tag, got "-x"; 1 to 128 of letters, digits and ._-, the first no . or -',
      'environments/model/quetzal-oslo.ts: access.identityPoolId must be the id of a Cognito identity pool, got "pool"; for example "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671"',
      'environments/model/quetzal-oslo.ts: tags.aws:x must be a tag\'s key, got "aws:x"; 1 to 128 letters, digits, blanks and _.:/=+-@ are allowed, with no aws: before them',
      'environments/model/quetzal-oslo.ts: memory is not a known setting; did you mean "compute.lambda.memoryMiB"?',
    ]);
  });

  test("wants the file and the model to have one name", () => {
    expect(problems(modelFile("quetzal-bergen"))).toEqual([
      'environments/model/quetzal-oslo.ts: name must be "quetzal-oslo" as its file is called, got "quetzal-bergen"; rename one of them',
    ]);
  });

  test("wants no model's name contained in another's, unless the shorter one's file accepts it", () => {
    const found = load({
      "quetzal-oslo.ts": modelFile("quetzal-oslo"),
      "quetzal-oslo-dev.ts": modelFile("quetzal-oslo-dev"),
    });
    expect(found.map(({ problems }) => problems.map(messageOf))).toEqual([
      [],
      [
        'environments/model/quetzal-oslo.ts: name must not be contained in another model\'s, got "quetzal-oslo" in "quetzal-oslo-dev"; users of the longer name could run this model: rename one, or accept it with sharesRunsWith: ["quetzal-oslo-dev"]',
      ],
    ]);
    expect(found[1]).not.toHaveProperty("environment");
  });

  test("takes a name contained in another's that the shorter one's file accepts", () => {
    const found = load({
      "quetzal-oslo.ts": modelFile("quetzal-oslo", 'sharesRunsWith: ["quetzal-oslo-dev"],'),
      "quetzal-oslo-dev.ts": modelFile("quetzal-oslo-dev"),
    });
    expect(found.flatMap(({ problems }) => problems.map(messageOf))).toEqual([]);
  });

  test("wants one file of a name", () => {
    const found = load({
      "quetzal-oslo.ts": modelFile("quetzal-oslo"),
      "quetzal-oslo.js": modelFile("quetzal-oslo").replace("export default", "exports.default ="),
    });
    expect(found.flatMap(({ problems }) => problems.map(messageOf))).toEqual([
      'environments/model/quetzal-oslo.js: must have a name of its own, got "quetzal-oslo" as environments/model/quetzal-oslo.ts has; rename one of them',
      'environments/model/quetzal-oslo.ts: must have a name of its own, got "quetzal-oslo" as environments/model/quetzal-oslo.js has; rename one of them',
    ]);
  });

  test("wants a default export", () => {
    expect(problems("export const environment = {};")).toEqual([
      'environments/model/quetzal-oslo.ts: must export an environment; begin it with "export default {"',
    ]);
  });

  test.each(["null", "[]", '"quetzal"', "5"])("wants an object, not %s", (value) => {
    expect(problems(`export default ${value};`)).toEqual([
      `environments/model/quetzal-oslo.ts: must be an object, got ${value}; write it in { }`,
    ]);
  });

  test.each([
    ["export default {", ":2:1", /^".*"$/],
    ['throw new Error("first\\nsecond");', "", /^"first"$/],
    ["throw { toString() { throw new Error('evil'); } };", "", /^\{"toString":a function\}$/],
    ['import "./missing"; export default {};', "", /^"Cannot find module '\.\/missing'/],
    ["export default { get name() { throw new Error('boo'); } };", "", /^"boo"$/],
  ])("says why a file cannot be read: %j", (text, place, got) => {
    // Here SWC compiles, whose words and places are its own; the command's compiler is tried in the command's test.
    const [problem = ""] = problems(text) ?? [];
    const [, said = ""] =
      /^environments\/model\/quetzal-oslo\.ts: must load without an error, got (.*); correct it there, or what it imports$/.exec(
        problem,
      ) ?? [];
    if (place === "") expect(said).toMatch(got);
    else expect(said).not.toBe("");
  });

  test.each([
    ["{}", "must name one place, got {}; write { local: {} }, { s3: … } or { cloud: … }"],
    [
      '{ local: {}, cloud: { organization: "lab" } }',
      'must name one place, got {"local":{},"cloud":{"organization":"lab"}}; write { local: {} }, { s3: … } or { cloud: … }',
    ],
  ])("wants one place for the state, not %s", (backend, message) => {
    expect(problems(modelFile("quetzal-oslo", `backend: ${backend},`))).toEqual([
      `environments/model/quetzal-oslo.ts: backend ${message}`,
    ]);
  });
});
