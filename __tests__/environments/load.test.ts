import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadEnvironments } from "../../app/load";
import { messageOf } from "../../app/problem";
import { modelFile } from "../support/project";
import { BESIDE } from "./refused";
import { missing, said } from "./sentences";

const ofOslo = (problem: string) => `environments/model/quetzal-oslo.ts: ${problem}`;

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

  test("goes on where a file ends the process, and keeps what it prints from standard output", () => {
    const printed = jest.spyOn(process.stdout, "write").mockReturnValue(true);
    const told = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    const found = load({
      "quetzal-bergen.ts": `process.stdout.write("noise");\n${modelFile("quetzal-bergen")}`,
      "quetzal-oslo.ts": "process.exit(0);\nexport default {};\n",
    });
    expect(printed).not.toHaveBeenCalled();
    expect(told).toHaveBeenCalledWith("noise");
    for (const spy of [printed, told]) spy.mockRestore();
    expect(found.map(({ problems }) => problems.map(messageOf))).toEqual([
      [],
      [ofOslo(said("", "unloadable", '"process.exit, which ends the command"'))],
    ]);
  });

  test("says everything that is wrong with a file at once", () => {
    const text = `export default {
      name: "quetzal-oslo", profile: "hardened", region: "canada", accountId: "1", memory: 1,
      compute: { lambda: { memoryMiB: 64, timeoutSeconds: "60", storage: 512 } },
      image: { tag: "-x" }, access: { identityPoolId: "pool" }, tags: { "aws:x": "y" },
      backend: { s3: { bucket: "b", key: "/k", region: "ca-central-1" } },
    };`;
    expect(problems(text)).toEqual([
      ofOslo(said("profile", "profile", '"hardened"')),
      ofOslo(said("region", "region", '"canada"')),
      ofOslo(said("accountId", "accountId", '"1"')),
      ofOslo(said("backend.s3.bucket", "bucket", '"b"')),
      ofOslo(said("backend.s3.key", "key", '"/k"')),
      ofOslo(said("compute.lambda.memoryMiB", "memoryMiB", "64")),
      ofOslo(said("compute.lambda.timeoutSeconds", "timeoutSeconds", '"60"')),
      ofOslo(missing("compute.lambda.storageMiB", "storageMiB")),
      ofOslo(said("compute.lambda.storage", "settingMeant", '"storageMiB"')),
      ofOslo(said("image.tag", "tag", '"-x"')),
      ofOslo(said("access.identityPoolId", "identityPoolId", '"pool"')),
      ofOslo(said("tags.aws:x", "tagKey", '"aws:x"')),
      ofOslo(said("memory", "settingMeant", '"compute.lambda.memoryMiB"')),
    ]);
  });

  test("wants the file and the model to have one name", () => {
    expect(problems(modelFile("quetzal-bergen"))).toEqual([
      ofOslo(said("name", "nameOfFile", '"quetzal-bergen"').replace("<workspace>", "quetzal-oslo")),
    ]);
  });

  test("wants no model's name contained in another's, unless the shorter one's file accepts it", () => {
    const found = load({
      "quetzal-oslo.ts": modelFile("quetzal-oslo"),
      "quetzal-oslo-dev.ts": modelFile("quetzal-oslo-dev"),
    });
    expect(found.map(({ problems }) => problems.map(messageOf))).toEqual([[], [ofOslo(BESIDE.longerName)]]);
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
      `environments/model/quetzal-oslo.js: ${BESIDE.ts}`,
      ofOslo(BESIDE.js),
    ]);
  });

  test("wants a default export", () => {
    expect(problems("export const environment = {};")).toEqual([ofOslo(said("", "exportNeeded"))]);
  });

  test.each(["null", "[]", '"quetzal"', "5"])("wants an object, not %s", (value) => {
    expect(problems(`export default ${value};`)).toEqual([ofOslo(said("", "object", value))]);
  });

  test.each([
    ["export default {", ":2:1", /^".*"$/],
    ['throw new Error("first\\nsecond");', "", /^"first"$/],
    ["throw { toString() { throw new Error('evil'); } };", "", /^\{"toString":a function\}$/],
    ['import "./missing"; export default {};', "", /^"Cannot find module '\.\/missing'/],
    ["export default { get name() { throw new Error('boo'); } };", "", /^"boo"$/],
    ["throw { get message() { throw new Error('inner'); } };", "", /^"an error without a message"$/],
  ])("says why a file cannot be read: %j", (text, place, got) => {
    // Here SWC compiles, whose words and places are its own; the command's compiler is tried in the command's test.
    const [problem = ""] = problems(text) ?? [];
    const [, reason = ""] = new RegExp(`^${ofOslo(said("", "unloadable", "(.*)"))}$`).exec(problem) ?? [];
    if (place === "") expect(reason).toMatch(got);
    else expect(reason).not.toBe("");
  });

  test.each([
    ["{}", said("backend", "backend", "{}")],
    [
      '{ local: {}, cloud: { organization: "lab" } }',
      said("backend", "backend", '{"local":{},"cloud":{"organization":"lab"}}'),
    ],
  ])("wants one place for the state, not %s", (backend, message) => {
    expect(problems(modelFile("quetzal-oslo", `backend: ${backend},`))).toEqual([ofOslo(message)]);
  });
});
