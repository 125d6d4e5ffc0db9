import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Construct } from "constructs";
import ts from "typescript";

const ROOT = resolve(__dirname, "../..");
const { exports: exported } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
};

/** Names by what they are: classes of constructs, what else is there when a program runs, and types. */
type Names = Readonly<Record<"Constructs" | "Other values" | "Types", readonly string[]>>;

/** What an entry exports, but for the props that have a construct's name. */
function namesOf(source: string): Names {
  const file = ts.createSourceFile(source, readFileSync(join(ROOT, source), "utf8"), ts.ScriptTarget.Latest, true);
  const exports = file.statements.filter(ts.isExportDeclaration).flatMap(({ exportClause, isTypeOnly }) => {
    if (exportClause === undefined || !ts.isNamedExports(exportClause))
      throw new Error(`${source} must name its exports`);
    return exportClause.elements.map((each) => ({ name: each.name.text, isType: isTypeOnly || each.isTypeOnly }));
  });
  const made = require(join(ROOT, source)) as Readonly<Record<string, unknown>>;
  const isConstruct = (name: string) => typeof made[name] === "function" && Construct.isConstruct(made[name].prototype);
  const values = exports.filter(({ isType }) => !isType).map(({ name }) => name);
  expect(Object.keys(made).sort()).toEqual([...values].sort());
  const constructs = values.filter(isConstruct);
  const types = exports.filter(({ isType }) => isType).map(({ name }) => name);
  const without = constructs.filter((name) => !types.includes(`${name}Props`));
  expect(without.filter((name) => !OTHERWISE.includes(name))).toEqual([]);
  return {
    Constructs: constructs.sort(),
    "Other values": values.filter((name) => !isConstruct(name)).sort(),
    Types: types.filter((name) => !constructs.includes(name.replace(/Props$/, ""))).sort(),
  };
}

/** What docs/library.md says of each entry. */
function documented(): Record<string, Names> {
  const text = readFileSync(join(ROOT, "docs/library.md"), "utf8");
  const [, section = ""] = text.split("\n## What each entry exports\n");
  const entries =
    section
      .split(/\n## /)[0]
      ?.split(/\n### `/)
      .slice(1) ?? [];
  return Object.fromEntries(
    entries.map((entry) => {
      const names = (kind: string) => {
        const [, list = ""] = new RegExp(`^- ${kind}: ((?:.|\n(?!- ))*)`, "m").exec(entry) ?? [];
        return Array.from(list.matchAll(/`(\w+)`/g), ([, name = ""]) => name);
      };
      const kinds = ["Constructs", "Other values", "Types"] as const;
      return [/^[\w/-]+/.exec(entry)?.[0] ?? "", Object.fromEntries(kinds.map((kind) => [kind, names(kind)]))];
    }),
  ) as unknown as Record<string, Names>;
}

/** Constructs whose props have another name, which docs/library.md says. */
const OTHERWISE = ["ExistingRole", "Route", "Upstream"];

test("docs/library.md lists what each entry of the package exports", () => {
  const entries = Object.entries(exported).flatMap(([name, target]): [string, Names][] =>
    typeof target === "string"
      ? []
      : [[name.replace(".", "cdktf-slipway"), namesOf(target.types.replace("./dist/", "").replace(/\.d\.ts$/, ".ts"))]],
  );
  expect(documented()).toEqual(Object.fromEntries(entries));
});
