import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import ts from "typescript";
import * as z from "../../../constructs/shared/zod";

const ROOT = resolve(__dirname, "../../..");
const CONSTRUCTS = join(ROOT, "constructs");

/** A call of `rulesOf` whose rules are written out, and one of the keys that it has a rule for. */
interface Call {
  readonly type: ts.TypeNode;
  readonly rules: ts.Node;
  readonly rule: ts.Node;
  readonly key: string;
}

/** A call from which a key is taken: out of the rules, or out of the type. */
interface Planted extends Call {
  readonly from: "rules" | "type";
}

const sources = new Map(
  readdirSync(CONSTRUCTS, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && path !== join("shared", "zod.ts"))
    .map((path): [string, string] => [join(CONSTRUCTS, path), readFileSync(join(CONSTRUCTS, path), "utf8")])
    .filter(([, text]) => text.includes("rulesOf<")),
);

function callsIn(path: string, text: string): Call[] {
  const calls: Call[] = [];
  const visit = (node: ts.Node) => {
    const call = callOf(node);
    if (call !== undefined) calls.push(call);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true));
  return calls;
}

function callOf(node: ts.Node): Call | undefined {
  if (!ts.isCallExpression(node) || !ts.isCallExpression(node.expression)) return undefined;
  const [type] = node.expression.typeArguments ?? [];
  const [rules] = node.arguments;
  if (!/\brulesOf$/.test(node.expression.expression.getText())) return undefined;
  if (type === undefined || rules === undefined || !ts.isObjectLiteralExpression(rules)) return undefined;
  const rule = rules.properties.find((each) => each.name !== undefined && !each.getText().includes("rulesOf"));
  if (rule?.name === undefined) return undefined;
  return { type, rules, rule, key: rule.name.getText().replaceAll('"', "") };
}

/** Every second call of a file loses a rule, the others a key of their type. */
function plantedIn(path: string, text: string): Planted[] {
  return callsIn(path, text).map((call, index) => ({ ...call, from: index % 2 === 0 ? "rules" : "type" }));
}

const WITHOUT = "\ntype Without<T, K> = T extends unknown ? Omit<T, K & string> : never;\n";

/** The text without the keys, and where in it the rules of each call begin. */
function withoutKeys(text: string, planted: readonly Planted[]) {
  const edits = planted
    .map(({ from, rule, type, key }) =>
      from === "rules" ? { node: rule, text: "...{}" } : { node: type, text: `Without<${type.getText()}, "${key}">` },
    )
    .sort((a, b) => a.node.getStart() - b.node.getStart());
  const moved = (start: number) =>
    edits
      .filter(({ node }) => node.getEnd() <= start)
      .reduce((sum, { node, text }) => sum + text.length - node.getWidth(), start);
  const written = edits.reduceRight(
    (all, { node, text }) => all.slice(0, node.getStart()) + text + all.slice(node.getEnd()),
    text,
  );
  return { text: written + WITHOUT, starts: planted.map(({ rules }) => moved(rules.getStart())) };
}

/** What the compiler says of files, by their paths and the places at which it says so. */
function complaintsOf(texts: ReadonlyMap<string, string>): (path: string, start: number) => string {
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, ROOT);
  const given = { ...options, types: ["node"] };
  const host = ts.createCompilerHost(given);
  const read = host.getSourceFile;
  host.getSourceFile = (path, ...more) => {
    const text = texts.get(path);
    return text === undefined ? read(path, ...more) : ts.createSourceFile(path, text, ts.ScriptTarget.ES2022);
  };
  const program = ts.createProgram([...texts.keys()], given, host);
  const all = [...texts.keys()].flatMap((path) => program.getSemanticDiagnostics(program.getSourceFile(path)));
  return (path, start) => {
    const found = all.find((each) => each.file?.fileName === path && each.start === start);
    return found === undefined ? "nothing" : ts.flattenDiagnosticMessageText(found.messageText, " ");
  };
}

describe("types and rules", () => {
  const places = ["model", "plugins", "services", "pipelines", "observatory", "shared"];

  test.each(places)("of %s are compared", (place) => {
    const files = [...sources].filter(([path]) => path.startsWith(join(CONSTRUCTS, place)));
    expect(new Set(files.flatMap((file) => plantedIn(...file)).map(({ from }) => from)).size).toBe(2);
  });

  test("that differ are refused by the compiler, which names the key", () => {
    const planted = [...sources].map(([path, text]) => {
      const calls = plantedIn(path, text);
      return { path, calls, ...withoutKeys(text, calls) };
    });
    const said = complaintsOf(new Map(planted.map(({ path, text }) => [path, text])));
    const missed = planted.flatMap(({ path, calls, starts }) =>
      calls.flatMap(({ from, key, type }, index) => {
        const complaint = said(path, Number(starts[index]));
        const drift = from === "rules" ? `"${key} has no rule"` : `"${key} has a rule, and is not in the type"`;
        // Of many the compiler names the first.
        if (complaint.includes(drift) || /, and \d+ more/.test(complaint)) return [];
        return [`${relative(ROOT, path)}: ${type.getText()} without ${key} in its ${from}: ${complaint}`];
      }),
    );
    expect(missed).toEqual([]);
  });

  test("come together in no other way", () => {
    expect(Object.keys(z).filter((name) => /object|interface/i.test(name))).toEqual(["ZodObject"]);
  });
});
