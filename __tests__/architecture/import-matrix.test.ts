import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix, resolve } from "node:path";
import { ALL, AT_RUN_TIME, KINDS, type Kind, PLACES, SINGLE, SUPPORT, TARGETS, TYPES } from "./import-matrix";

const ROOT = resolve(__dirname, "../..");

/** One planted import and the rule that must refuse it; no rule where it is allowed. */
interface Planted {
  readonly place: string;
  readonly target: string;
  readonly kind: Kind;
  readonly file: string;
  readonly rule?: string;
}

interface Cruise {
  readonly modules: readonly {
    readonly source: string;
    readonly dependencies: readonly {
      readonly module: string;
      readonly rules?: readonly { readonly name: string }[];
    }[];
  }[];
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
  };
}

const planted = Object.entries(PLACES).flatMap(([place, { file, refuses, onlyTypes = {}, allows }]) => {
  const cases = [
    ...Object.entries(refuses).flatMap(([rule, targets]) => pairs(targets, ALL, rule)),
    ...Object.entries(onlyTypes).flatMap(([rule, targets]) => [
      ...pairs(targets, AT_RUN_TIME, rule),
      ...pairs(targets, TYPES, undefined),
    ]),
    ...pairs(allows, ALL, undefined),
  ];
  return cases.map((one, index): Planted => ({ ...one, place, file: file.replace("#", String(index)) }));
});

function pairs(targets: readonly string[], kinds: readonly Kind[], rule: string | undefined) {
  return targets.flatMap((target) => kinds.map((kind) => ({ target, kind, ...(rule !== undefined && { rule }) })));
}

/** What a file writes to import a target. */
function specifier(file: string, target: string): string {
  if (!TARGETS.includes(target)) return target;
  const path = posix.relative(posix.dirname(file), target).replace(/\.ts$/, "");
  return path.startsWith(".") ? path : `./${path}`;
}

describe("the import matrix", () => {
  let folder: string;
  /** The names of the rules that each planted file violates, by file, and by file and target. */
  const refused = new Map<string, Set<string>>();
  const seen = new Set<string>();

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "import-matrix-"));
    for (const name of ["package.json", ".dependency-cruiser.cjs"]) copyFileSync(join(ROOT, name), join(folder, name));
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    const texts = new Map<string, string>([
      ...TARGETS.map((target): [string, string] => [target, "export interface It {}\n"]),
      ...Object.entries(SUPPORT),
    ]);
    for (const { file, kind, target } of planted) {
      texts.set(file, `${texts.get(file) ?? ""}${KINDS[kind](specifier(file, target))}`);
    }
    for (const [file, { text }] of Object.entries(SINGLE)) texts.set(file, text);
    for (const [file, text] of texts) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    const cruise = cruised(folder);
    for (const { source, dependencies } of cruise.modules) {
      for (const { module, rules = [] } of dependencies) {
        seen.add(`${source} ${module}`);
        for (const { name } of rules) note(`${source} ${module}`, name);
      }
    }
    for (const { from, rule } of cruise.summary.violations) note(from, rule.name);
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function note(key: string, rule: string) {
    refused.set(key, (refused.get(key) ?? new Set()).add(rule));
  }

  /** The rules that refuse a planted import. main.ts holds many imports, so there it is looked up by what is imported. */
  function refusals({ file, target }: Planted): ReadonlySet<string> {
    const found = refused.get(file === "main.ts" ? `${file} ${withoutProtocol(specifier(file, target))}` : file);
    return found ?? new Set();
  }

  test.each(Object.keys(PLACES))("%s: each import that the matrix lacks is refused, however it is written", (place) => {
    const missed = planted
      .filter((one) => one.place === place && one.rule !== undefined && !refusals(one).has(one.rule))
      .map(({ kind, target, rule }) => `${kind} import of ${target} is not refused by ${rule}`);
    expect(missed).toEqual([]);
  });

  test.each(Object.keys(PLACES))("%s: each import of the matrix is seen and allowed", (place) => {
    const wrong = planted
      .filter((one) => one.place === place && one.rule === undefined)
      .filter(
        (one) => refusals(one).size > 0 || !seen.has(`${one.file} ${withoutProtocol(specifier(one.file, one.target))}`),
      )
      .map((one) => `${one.kind} import of ${one.target}: ${[...refusals(one)].join(", ") || "not seen"}`);
    expect(wrong).toEqual([]);
  });

  test.each(Object.entries(SINGLE))("%s is refused", (file, { rule }) => {
    expect([...(refused.get(file) ?? [])]).toContain(rule);
  });

  test("each rule has a planted violation", () => {
    const { forbidden } = jest.requireActual<{ forbidden: { name: string }[] }>("../../.dependency-cruiser.cjs");
    const used = [...planted.map(({ rule }) => rule), ...Object.values(SINGLE).map(({ rule }) => rule)];
    expect(forbidden.map(({ name }) => name).filter((name) => !used.includes(name))).toEqual([]);
  });
});

function withoutProtocol(module: string): string {
  return module.replace(/^node:/, "");
}

function cruised(folder: string): Cruise {
  const command = join(ROOT, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  // The packages lie behind a link; without --preserve-symlinks their paths would lead out of the folder.
  const args = [command, "--config", ".dependency-cruiser.cjs", "--preserve-symlinks", "--output-type", "json", "."];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 28 });
  if (!stdout.startsWith("{")) throw new Error(`dependency-cruiser gave no result: ${stderr}`);
  return JSON.parse(stdout) as Cruise;
}
