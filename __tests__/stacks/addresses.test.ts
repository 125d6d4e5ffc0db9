import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type TerraformStack, Testing } from "cdktf";
import { isSound, loadEnvironments } from "../../app/load";
import { stackMaker } from "../../app/stack-maker";
import { DOMAINS, type Environments } from "../../domains/domains";

const ROOT = resolve(__dirname, "../..");
const FOLDER = mkdtempSync(join(tmpdir(), "stacks-"));
const WORKSPACES = loadEnvironments(join(__dirname, "environments"), ROOT);
const BLOCKS = ["resource", "data"] as const;

/** Where things of a domain's stacks are in their states: `<stack>: <type>.<name>`, and their outputs and variables. */
function addresses(domain: keyof Environments): string[] {
  const app = Testing.app({ outdir: join(FOLDER, "cdktf.out"), fakeCdktfJsonPath: true });
  const stateFolder = join(FOLDER, "terraform.tfstate.d");
  for (const found of WORKSPACES.filter((each) => each.domain === domain)) {
    if (isSound(found)) stackMaker(domain)(app, found, stateFolder);
  }
  return app.node.children.flatMap((child) => addressesIn(child as TerraformStack)).sort();
}

function addressesIn(stack: TerraformStack): string[] {
  const json = JSON.parse(Testing.synth(stack)) as Readonly<Record<string, Readonly<Record<string, object>>>>;
  const things = BLOCKS.flatMap((block) =>
    Object.entries(json[block] ?? {}).flatMap(([type, named]) =>
      Object.keys(named).map((name) => `${block === "data" ? "data." : ""}${type}.${name}`),
    ),
  );
  const others = ["output", "variable"].flatMap((block) =>
    Object.keys(json[block] ?? {}).map((name) => `${block}.${name}`),
  );
  return [...things, ...others].map((address) => `${stack.node.id}: ${address}`);
}

/** An id is a contract: another address destroys what is deployed, and makes it again. */
describe("the addresses of everything", () => {
  afterAll(() => rmSync(FOLDER, { recursive: true }));

  test.each(DOMAINS.map(({ name }) => name))("in stacks of %s are what they were", (domain) => {
    const known = readFileSync(join(__dirname, "addresses", `${domain}.txt`), "utf8");
    expect(addresses(domain)).toEqual(known.trimEnd().split("\n"));
  });
});
