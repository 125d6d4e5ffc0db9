import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importPipelines } from "../../../cli/pipelines/import";
import { pipelinesEnvironment, problemsWithinPipelines } from "../../../constructs/pipelines/schema";
import { problemsOf } from "../../../constructs/shared/rules";
import { CONFIGURATION } from "../../constructs/pipelines/cpsign-refused";
import { said } from "../sentences";

const spec = (name: string, repo: string, more: object = {}) => ({
  pipeline: { name },
  transform: { image: "example/model:1", cmd: ["/bin/bash"], stdin: ["python3 run.py"], ...more },
  input: { atom: { repo, glob: "/" } },
});
const mounted = (name: string, path: string) => ({ secrets: [{ name, mount_path: path }] });

describe("specifications that are imported", () => {
  let project: string;
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), "slipway-import-"));
  });
  afterEach(() => rmSync(project, { recursive: true }));

  const imported = (files: Readonly<Record<string, unknown>>) => {
    for (const [file, value] of Object.entries(files)) {
      writeFileSync(join(project, file), typeof value === "string" ? value : JSON.stringify(value));
    }
    return importPipelines({ project, files: Object.keys(files), name: "old", context: "lab" });
  };

  /** The object that a new file has. */
  const objectOf = (text: string): unknown => {
    const [, literal] = /export default (\{.*\}) satisfies/s.exec(text) ?? [];
    return new Function(`return ${literal}`)();
  };

  /** Two pipelines; the second writes what is wanted. */
  const LOGD = {
    "ingestion.json": spec("LogD-ingestion", "config", mounted("chembl-mysql", "/etc/creds/")),
    "training.json": spec("LogD-training", "LogD-ingestion", {
      ...mounted("license", "/mnt/lic"),
      stdin: ["java -jar model.jar /mnt/lic/license"],
    }),
  };

  test("make a file that is right, and says what they do not have", () => {
    const { text, messages, isWhole } = imported({
      ...LOGD,
      "configuration.json": { ...CONFIGURATION, workflow_name: "LogD" },
    });
    const value = objectOf(text);
    expect([...problemsOf(pipelinesEnvironment, value), ...problemsWithinPipelines(value)]).toEqual([]);
    expect(isWhole).toBe(true);
    expect(text.split("\n").slice(2, 20)).toEqual([
      "export default {",
      '  name: "old",',
      '  cluster: { context: "lab" },',
      "  // Of pachd, its workers and their secrets, unless pachyderm names another: no specification says it.",
      '  namespace: "default",',
      '  // Where it is another one: namespace: "pachyderm".',
      '  pachyderm: { version: "1.7" },',
      "  // With the keys that scripts name; programs may read others.",
      "  secrets: {",
      "    // No script names a key: kubectl --context lab --namespace NAMESPACE describe secret chembl-mysql",
      '    "chembl-mysql": { keys: [] },',
      '    license: { keys: ["license"] },',
      "  },",
      "  workflows: {",
      "    LogD: {",
      "      // configuration.json is none of this file: slipway pipelines run old --config configuration.json",
      '      repositories: ["config"],',
      "      pipelines: {",
    ]);
    expect(messages.slice(-3)).toEqual([
      "configuration.json is not in environments/pipelines/old.ts, and stays a file of its own: slipway pipelines run old --config configuration.json commits it to config, and with --local runs it on this machine",
      'environments/pipelines/old.ts: namespace must be that of pachd and its workers, got "default", since no specification says it; correct it, or set pachyderm.namespace',
      "environments/pipelines/old.ts: secrets.chembl-mysql.keys should have the keys that the program reads, got none, since no script names one; kubectl --context lab --namespace NAMESPACE describe secret chembl-mysql lists them",
    ]);
    // What is the same in several is said once.
    expect(messages[0]).toBe(
      "ingestion.json: input.atom is refused since Pachyderm 1.9; it is called pfs now, and each version gets its own word; the same in training.json",
    );
    expect(messages.filter((message) => message.includes("input.atom"))).toHaveLength(1);
  });

  test("of any shape are told of with the file's name", () => {
    const strange = {
      env: { A: { toString: 1 }, B: null, C: 3, __proto__: "x" },
      stdin: ["a", { toString: 1 }, 2],
      accept_return_code: ["x", 1.5, 3],
      secrets: [1, null, { name: "s", mount_path: "/s" }],
    };
    const text = JSON.stringify(spec("a", "config", strange)).replace('"C":3', '"C":3,"__proto__":"x"');
    const found = imported({ "a.json": text, "b.json": { ...spec("b", "a"), input: { cross: [1, { atom: {} }] } } });
    expect(
      found.messages.filter((message) => /: (transform|input)/.test(message) && !/stdin goes|atom is/.test(message)),
    ).toEqual([
      said("a.json: transform.stdin[1]", "leftOutOfFile", "a text", '{"toString":1}'),
      said("a.json: transform.env.A", "leftOutOfFile", "a text", '{"toString":1}'),
      said("a.json: transform.env.B", "leftOutOfFile", "a text", "null"),
      said("a.json: transform.secrets[0]", "leftOutOfFile", "an object", "1"),
      said("a.json: transform.secrets[1]", "leftOutOfFile", "an object", "null"),
      said("a.json: transform.accept_return_code[0]", "leftOutOfFile", "a whole number", '"x"'),
      said("a.json: transform.accept_return_code[1]", "leftOutOfFile", "a whole number", "1.5"),
      said("b.json: input.cross[0]", "leftOutOfFile", "an object", "1"),
      "b.json: input.cross[1].pfs.repo is required, got none; name the repository that is read",
    ]);
    expect(found.text).toContain('environment: { C: "3", ["__proto__"]: "x" }');
  });

  const ONE =
    '{"pipeline":{"name":"one"},"transform":{"image":"a:1","cmd":["x"]},"input":{"pfs":{"repo":"d","glob":"/"}}}';
  const TWO = ONE.replace('"one"', '"two"').replace('"d"', '"one"');
  const YAML =
    "pipeline:\n  name: NAME # it has comments\ntransform: { image: a:1, cmd: [x] }\ninput:\n  pfs: { repo: d, glob: / }\n";

  test.each([
    ["two documents of JSON", `${ONE}\n${TWO}`, ["one", "two"]],
    ["a list", `[${ONE},${TWO}]`, ["one", "two"]],
    ["comments and commas at the ends", `// one\n${ONE.slice(0, -1)}, /* end */ }\n// two\n${TWO}`, ["one", "two"]],
    ["YAML", YAML, ["NAME"]],
    ["two documents of YAML", `${YAML}---\n${YAML.replace("NAME", "other")}---\n`, ["NAME", "other"]],
  ])("may be %s", (_what, text, names) => {
    const found = imported({ "a.json": text });
    const { workflows } = objectOf(found.text) as { workflows: Record<string, { pipelines: object }> };
    expect(Object.values(workflows).flatMap(({ pipelines }) => Object.keys(pipelines))).toEqual(names);
    expect(found.isWhole).toBe(true);
  });

  test.each([
    ["YAML that is broken", "a: [", /^a\.json must be YAML, got .*; mend it$/],
    ["JSON that is broken behind a whole one", `${ONE} {`, /^a\.json must be JSON, got .*; mend it$/],
    ["nothing", "# nothing\n", "a.json must be a specification, got nothing; mend it"],
  ])("are refused for %s", (_what, text, says) => expect(() => imported({ "a.json": text })).toThrow(says));

  test("as templates are refused with what renders them", () => {
    expect(() => imported({ "a.jsonnet": "function(x) {}" })).toThrow(
      "a.jsonnet must be JSON or YAML, got a Jsonnet template, whose arguments are not here: jsonnet renders it; mend it",
    );
  });

  test("that check would refuse are said to be, with why", () => {
    const found = imported({ "a.json": ONE.replace("a:1", "a"), "b.json": '{"pipeline":{"name":"b"},"transform":{}}' });
    expect(found.isWhole).toBe(false);
    expect(found.messages.slice(-2)).toEqual([
      "environments/pipelines/old.ts must have all pipelines of the specifications, got 1 fewer, which are named above; correct them, and import again",
      'environments/pipelines/old.ts: workflows.workflow.pipelines.one.image must be an image with a tag that is not latest, or with its digest, got "a"; for example "mysql:8.4.7"',
    ]);
  });

  test("with a configuration of other steps stay plain pipelines", () => {
    const nested = { workflow_name: "LogD", preprocessing: {}, crossvalidate: {}, train: {} };
    const { messages } = imported({ ...LOGD, "configuration.json": nested });
    expect(messages.filter((message) => message.startsWith("configuration.json"))).toEqual([
      "configuration.json has steps of its own, preprocessing, crossvalidate, train, which cpsign does not make; its pipelines stay plain ones, as they are imported",
      expect.stringContaining(
        "configuration.json is not in environments/pipelines/old.ts, and stays a file of its own",
      ),
    ]);
  });

  test("that cannot be read are named, all of them", () => {
    const deep = `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`;
    expect(() => imported({ "a.json": "{", "b.json": deep, "c.json": spec("c", "config") })).toThrow(
      /^a\.json must be JSON, got .*; mend it\nb\.json must be a specification, got objects or lists in more than 100 others; mend it$/,
    );
    expect(() => imported({ "a.json": "[1]" })).toThrow(
      "<spec> must be a pipeline's specification, got none in \"a.json\"\na.json must be a pipeline's specification, got none with pipeline.name; it is left out",
    );
  });
});
