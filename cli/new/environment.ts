import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { name as modelName } from "../../constructs/model/schema";
import { problemsOf } from "../../constructs/shared/rules";
import { region as regionRule } from "../../constructs/shared/schema";
import { environmentOf, loadEnvironments } from "../../environments/load";
import { modelFile } from "./model";

/** A workspace that is to be made. */
export interface NewEnvironment {
  /** The project's folder, absolute. */
  readonly project: string;
  readonly name: string;
  /** @default - the region that all models of the project share, else the shell's, else ca-central-1 */
  readonly region?: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/**
 * Writes a model's environment file and returns its path from the project's folder. A name that is wrong, taken, or
 * that would make another file wrong is refused, and nothing is left.
 */
export function newModel({ project, name, region: wanted, variables }: NewEnvironment): string {
  const before = loadEnvironments(join(project, "environments"), project);
  const region =
    wanted ?? sharedRegion(before) ?? (variables.AWS_REGION || variables.AWS_DEFAULT_REGION || "ca-central-1");
  const problems = [
    ...problemsOf(modelName, name).map(({ message }) => `name ${message}`),
    ...problemsOf(regionRule, region).map(({ message }) => `region ${message}`),
  ];
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const twin = before.find(({ workspace }) => workspace === name);
  if (twin !== undefined) throw new Error(`name must be new, got "${name}", which is ${twin.file}; choose another`);
  const file = `environments/model/${name}.ts`;
  const path = join(project, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, modelFile({ name, region, types: typesOf(project) }), { flag: "wx" });
  const known = new Set(before.flatMap((workspace) => workspace.problems));
  const caused = loadEnvironments(join(project, "environments"), project).flatMap((workspace) => workspace.problems);
  const fresh = caused.filter((problem) => !known.has(problem));
  if (fresh.length === 0) return file;
  rmSync(path);
  throw new Error(`${fresh.join("\n")}\n${file} was not written`);
}

/** The region of all models, if they have one in common. */
function sharedRegion(workspaces: ReturnType<typeof loadEnvironments>): string | undefined {
  const regions = new Set(workspaces.flatMap((each) => environmentOf(each, "model")?.region ?? []));
  return regions.size === 1 ? [...regions][0] : undefined;
}

/** In a checkout the types are sources; elsewhere the package has them. */
function typesOf(project: string): string {
  const isCheckout = existsSync(join(project, "constructs", "model", "schema.ts"));
  return isCheckout ? "../../constructs/model/schema" : "cdktf-slipway/model";
}
