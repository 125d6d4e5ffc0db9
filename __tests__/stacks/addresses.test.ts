import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type TerraformStack, Testing } from "cdktf";
import { Construct } from "constructs";
import { isSound, loadEnvironments } from "../../app/load";
import { stackMaker } from "../../app/stack-maker";
import { DOMAINS, type Environments } from "../../domains/domains";
import { apart } from "./apart";
import { addressesIn, brokenPromises } from "./promises";

const ROOT = resolve(__dirname, "../..");
const FOLDER = mkdtempSync(join(tmpdir(), "stacks-"));
const WORKSPACES = loadEnvironments(join(__dirname, "environments"), ROOT);

function stacksOf(domain: keyof Environments): TerraformStack[] {
  const app = Testing.app({ outdir: join(FOLDER, "cdktf.out"), fakeCdktfJsonPath: true });
  const stateFolder = join(FOLDER, "terraform.tfstate.d");
  for (const found of WORKSPACES.filter((each) => each.domain === domain)) {
    if (isSound(found)) stackMaker(domain)(app, found, stateFolder);
  }
  return app.node.children as TerraformStack[];
}

function known(file: string): string[] {
  return readFileSync(join(__dirname, "addresses", `${file}.txt`), "utf8")
    .trimEnd()
    .split("\n");
}

/** The constructs that the package exports. */
function exported(): string[] {
  const { exports } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    exports: Readonly<Record<string, string | { readonly default: string }>>;
  };
  return Object.values(exports).flatMap((each) => {
    if (typeof each === "string") return [];
    const module = require(join(ROOT, each.default.replace("/dist/", "/").replace(/\.js$/, ""))) as object;
    return Object.entries(module).flatMap(([name, value]) =>
      typeof value === "function" && Construct.isConstruct(value.prototype) ? name : [],
    );
  });
}

/** An id is a contract: another address destroys what is deployed, and makes it again. */
describe("the addresses of everything", () => {
  afterAll(() => rmSync(FOLDER, { recursive: true }));

  test.each(DOMAINS.map(({ name }) => name))("in stacks of %s are what they were, or moved", (domain) => {
    expect(brokenPromises(known(domain), stacksOf(domain).map(addressesIn))).toEqual({ gone: [], unknown: [] });
  });

  test("of constructs that no stack has are what they were, or moved", () => {
    expect(brokenPromises(known("apart"), apart().map(addressesIn))).toEqual({ gone: [], unknown: [] });
  });

  test("are written down for every construct that the package exports", () => {
    const stacks = [...DOMAINS.flatMap(({ name }) => stacksOf(name)), ...apart()];
    const made = new Set(stacks.flatMap((stack) => stack.node.findAll().map((each) => each.constructor.name)));
    expect(exported().length).toBeGreaterThan(40);
    expect(exported().filter((name) => !made.has(name))).toEqual([]);
  });

  test("change only with a moved block, and are written down", () => {
    const before = ["a: aws_s3_bucket.One", "a: output.bucket"];
    const after = { now: ["a: aws_s3_bucket.Two", "a: output.bucket"], moved: [] };
    expect(brokenPromises(before, [after])).toEqual({
      gone: ["a: aws_s3_bucket.One"],
      unknown: ["a: aws_s3_bucket.Two"],
    });
    const moved = { ...after, moved: ["a: aws_s3_bucket.One"] };
    expect(brokenPromises([...before, "a: aws_s3_bucket.Two"], [moved])).toEqual({ gone: [], unknown: [] });
  });
});
