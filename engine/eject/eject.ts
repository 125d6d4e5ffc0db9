import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { EJECTED, ejectedFolder } from "../../app/ejected";
import { shown } from "../../constructs/shared/shown";
import { type PreparationOptions, surroundings, synthesized } from "../preparation";
import { outputOf } from "../process";
import { programHere } from "../program";
import type { Project } from "../project";
import { declaredPlace, placeText } from "../states/place";
import { hclFiles } from "./hcl/hcl-files";
import { providerSchemas } from "./hcl/provider-schemas";
import { plainTerraform, withPlaces } from "./plain-terraform";
import { type EjectedStack, ejectedReadme } from "./readme";

/** What a stack's folder has beside its configuration. */
const BESIDE = ["assets", ".terraform.lock.hcl"];

/** A workspace that plain Terraform has now. */
export interface Ejection {
  /** From the project's folder. */
  readonly folder: string;
  readonly stacks: readonly EjectedStack[];
  readonly variables: readonly string[];
}

/** How it is written: Terraform's own language, or its JSON. */
export type Syntax = "hcl" | "json";

/** How a workspace is ejected. */
export interface EjectionOptions extends PreparationOptions {
  readonly syntax: Syntax;
}

/** Writes the stacks of a workspace as plain Terraform with the same states; no account is contacted. */
export async function eject(project: Project, workspace: string, options: EjectionOptions): Promise<Ejection> {
  project.soundWorkspace(workspace, options.print);
  const folder = ejectedFolder(workspace);
  const target = join(project.folder, folder);
  refusePlace(project, folder);
  const environment = await synthesized(project, workspace, options);
  const names = project.stacks(workspace);
  // The synthesis also refuses a state that could not be saved.
  const refusals = names.flatMap((stack) => project.refusal(stack) ?? []);
  if (refusals.length > 0) throw new Error(refusals.join("\n"));
  const stacks = names.map((stack) => described(project, stack, `${folder}/${stack}`));
  const variables = project.neededVariables(workspace);
  const fresh = `${target}.new-${process.pid}`;
  try {
    if (options.syntax === "hcl") {
      const all = await surroundings(project, workspace, environment, options.print);
      await writeHcl(project, names, fresh, all);
    } else {
      for (const stack of names)
        writeStack(project, stack, join(fresh, stack), plainTerraform(declaredBy(project, stack)));
    }
    const readme = ejectedReadme({ workspace, stacks, variables, providers: project.providers(workspace) });
    writeFileSync(join(fresh, "README.md"), readme);
    writeFileSync(join(fresh, ".gitignore"), ".terraform/\n");
    writeFileSync(join(fresh, EJECTED), `${JSON.stringify({ workspace, stacks: names }, null, 2)}\n`);
    renameSync(fresh, target);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return { folder, stacks, variables };
}

/** Relative paths of a stack hold in another folder of the same depth alone. */
function refusePlace(project: Project, folder: string): void {
  if (existsSync(join(project.folder, folder))) {
    throw new Error(`${folder} must be new, got one that is there; move it away`);
  }
  const output = relative(project.folder, join(project.stackFolder("stack"), "../.."));
  if (output !== ".." && !/[/\\]/.test(output)) return;
  throw new Error(
    `cdktf.json: output must be a folder beside it for an ejection, got ${shown(output)}; paths would not hold`,
  );
}

function described(project: Project, stack: string, folder: string): EjectedStack {
  const found = project.stackFolder(stack);
  const declared = project.declared(stack);
  const place = declaredPlace(declared, found);
  if (place === undefined)
    throw new Error(`${stack}: its backend must be local, s3 or cloud to be ejected, got another`);
  const state = "local" in place ? relative(project.folder, place.local.path).replaceAll("\\", "/") : placeText(place);
  const hasPrograms = JSON.stringify(declared).includes(`"interpreter":["node"]`);
  return { stack, folder, state, hasPrograms };
}

/** Writes stacks in Terraform's own language. */
async function writeHcl(
  project: Project,
  stacks: readonly string[],
  fresh: string,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const command = project.terraform;
  const terraform = stacks.map((stack) => project.declared(stack).terraform);
  const schemas = await providerSchemas(terraform, { command, environment });
  for (const stack of stacks) {
    const blocks = withPlaces(declaredBy(project, stack));
    const files = hclFiles(blocks, schemas);
    if (files === undefined) {
      throw new Error(
        `${stack}: its blocks must be of known kinds, got ${Object.keys(blocks).join(", ")}; add --syntax json`,
      );
    }
    const cwd = join(fresh, stack);
    writeStack(project, stack, cwd, files);
    // It also refuses invalid syntax.
    const { status, stderr } = await outputOf([command, "fmt", "-no-color", "."], { cwd, environment });
    if (status !== 0)
      throw new Error(`${stderr.trim()}\n${stack}: ${programHere().word} fmt failed; add --syntax json`);
  }
}

function declaredBy(project: Project, stack: string): Readonly<Record<string, unknown>> {
  return { ...project.declared(stack) };
}

function writeStack(project: Project, stack: string, folder: string, files: ReadonlyMap<string, string>): void {
  const found = project.stackFolder(stack);
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of files) writeFileSync(join(folder, file), text);
  for (const each of BESIDE) {
    if (existsSync(join(found, each))) cpSync(join(found, each), join(folder, each), { recursive: true });
  }
}
