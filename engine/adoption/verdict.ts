import { readFileSync } from "node:fs";
import { join } from "node:path";
import { environmentOf } from "../../app/load";
import { adoptedStack } from "../../constructs/model/render/old-modules";
import type { Adoption } from "../../constructs/model/schema";
import { partsOf } from "../../constructs/shared/rules";
import { withProperty } from "../environment-editor";
import { type PreparationOptions, prepare } from "../preparation";
import type { Project } from "../project";
import { planMoved } from "../rename/moved-plan";
import { declaredPlace, type Place, placeText } from "../states/place";
import { stateFrom } from "../states/state";
import { withStore } from "../states/store";
import { type Obstacle, obstaclesOf } from "./advice";
import {
  type Generation,
  generationOf,
  isMarked,
  kindOf,
  markedText,
  nullResourcesIn,
  type StateKind,
} from "./old-state";

/** What the adoption of a workspace would do. */
export interface Verdict {
  readonly workspace: string;
  readonly place: Place;
  readonly kind: StateKind;
  /** Of an old state. */
  readonly generation?: Generation;
  /** How many resources move in the state. */
  readonly moved: number;
  /** What else would be done to resources: nothing, where it can be adopted. */
  readonly obstacles: readonly Obstacle[];
}

/** An old state whose plan was made, and what its adoption writes. */
export interface Candidate extends Verdict {
  readonly kind: "old";
  readonly environment: NodeJS.ProcessEnv;
  /** The state's text when the plan was made. */
  readonly before: string;
  /** What takes its place before Terraform moves the resources. */
  readonly after: string;
}

export function isCandidate(verdict: Verdict): verdict is Candidate {
  return verdict.kind === "old";
}

/** Plans the adoption of a workspace in a copy of its state. Nothing is changed. */
export async function verdictOf(
  project: Project,
  workspace: string,
  options: PreparationOptions,
): Promise<Verdict | Candidate> {
  const environment = await prepare(project, workspace, options);
  const place = placeOf(project, workspace);
  const before = await withStore(place, { command: project.terraform, environment }, (store) => store.pull());
  const state = stateFrom(before);
  const verdict = { workspace, place, kind: kindOf(state), moved: 0, obstacles: [] };
  if (verdict.kind !== "old") return verdict;
  const after = isMarked(state) ? before : markedText(before);
  const isWritten = hasAdopt(project, workspace);
  // Refuse a file that cannot be edited before anything is done.
  if (!isWritten) adoptedFile(project, workspace);
  const rehearsal = { ...options, environment };
  const change = isWritten ? undefined : adoptedStack;
  const [plan] = await planMoved(project, workspace, new Map([[workspace, after]]), rehearsal, change);
  if (plan === undefined) throw new Error(`${workspace} must have one stack, got none`);
  const found = {
    generation: generationOf(state),
    moved: plan.moved.length + nullResourcesIn(state),
    obstacles: obstaclesOf(plan),
  };
  return { ...verdict, kind: "old", ...found, environment, before, after };
}

/** Where the state of a model lies. */
export function placeOf(project: Project, workspace: string): Place {
  const place = declaredPlace(project.declared(workspace), project.stackFolder(workspace));
  if (place !== undefined && !("cloud" in place)) return place;
  const got = place === undefined ? "another backend" : placeText(place);
  throw new Error(`${workspace}: its backend must be local or s3 where the old code is, got ${got}; write the old one`);
}

/** A model's environment file as it is now. */
export interface ModelFile {
  readonly path: string;
  /** From the project's folder. */
  readonly name: string;
  readonly text: string;
}

export function modelFile(project: Project, workspace: string): ModelFile {
  const { file: name } = project.workspace(workspace);
  const path = join(project.folder, name);
  return { path, name, text: readFileSync(path, "utf8") };
}

export function hasAdopt(project: Project, workspace: string): boolean {
  return partsOf(environmentOf(project.workspace(workspace), "model")).adopt !== undefined;
}

/** The file, with `adopt` in its text. */
export function adoptedFile(project: Project, workspace: string): ModelFile {
  const file = modelFile(project, workspace);
  if (hasAdopt(project, workspace)) return file;
  const source = JSON.stringify("terraform-modules" satisfies Adoption);
  return { ...file, text: withProperty({ ...file, path: [], key: "adopt", source }) };
}
