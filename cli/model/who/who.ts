import { readFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../../app/problem";
import type { AccessEnvironment, ModelEnvironment } from "../../../constructs/model/schema";
import { didYouMean } from "../../../constructs/shared/did-you-mean";
import { partitionOf } from "../../../constructs/shared/regions";
import { shown } from "../../../constructs/shared/shown";
import { synthesize } from "../../../engine/preparation";
import type { Project } from "../../../engine/project";
import type { Block } from "../../../testing/block-at";
import { holesOf } from "./holes";
import type { KnownModel, Matrix, Row, Who } from "./matrix";
import { rightsOf } from "./rights";
import { type RolePolicy, type StackGroup, type StackPolicies, stackPolicies } from "./stack-policies";

/** What all policies together say about a name. A group may have the name of its model: then there are two answers. */
export async function whoIs(project: Project, name: string, print: (line: string) => void): Promise<Who[]> {
  const matrix = await matrixOf(project, print);
  const { models, rows } = matrix;
  const kinds = [
    { kind: "user", is: ({ users }: Row) => users.includes(name) },
    { kind: "group", is: ({ group, role }: Row) => group === name || (group === undefined && role === name) },
    { kind: "model", is: ({ model }: Row) => model === name },
  ] as const;
  const found = kinds.flatMap(({ kind, is }) => {
    const own = rows.filter(is);
    const isThere = own.length > 0 || (kind === "model" && models.some((each) => each.name === name));
    if (!isThere) return [];
    const told = own.filter((row) => [row.read, row.write, row.base, row.run].includes("yes"));
    return [{ kind, name, rows: told, holes: holesOf(matrix, { kind, name, rows: own }) }];
  });
  if (found.length > 0) return found;
  const names = [
    ...models.map((each) => each.name),
    ...rows.flatMap(({ group, role, users }) => [group ?? role, ...users]),
  ];
  const known = [...new Set(names)];
  const advice = didYouMean(name, known) ?? `there are ${known.join(", ") || "none"}`;
  throw new Error(`name must be that of a user, a group or a model, got ${shown(name)}; ${advice}`);
}

async function matrixOf(project: Project, print: (line: string) => void): Promise<Matrix> {
  const workspaces = project.workspaces().filter(({ domain }) => domain === "model");
  const problems = workspaces.flatMap((each) => each.problems);
  if (problems.length > 0) throw new Error(problems.map(messageOf).join("\n"));
  if (workspaces.length === 0) {
    throw new Error("environments/model must have a file, got none; docs/model.md shows one");
  }
  const names = workspaces.map(({ workspace }) => workspace);
  await synthesize(project, names.join(","), { environment: process.env, print });
  const stacks = names.flatMap((name) => project.stacks(name)).map((stack) => stackPolicies(jsonOf(project, stack)));
  const models = modelsIn(workspaces.map(({ environment }) => environment as ModelEnvironment | AccessEnvironment));
  const groups = stacks.flatMap((each) => each.groups);
  const rows = rolesOf(stacks, groups).flatMap(({ role, policies, group }) => {
    const elsewhere = policies.flatMap(({ name, document }) => (document === undefined ? [name] : []));
    const who = group && { group: group.name, ...("precedence" in group && { precedence: group.precedence }) };
    return models.map((model) => ({
      ...{ model: model.name, role, users: group?.users ?? [], elsewhere },
      ...who,
      ...rightsOf(policies, model),
    }));
  });
  return { models, rows };
}

function jsonOf(project: Project, stack: string): Block {
  return JSON.parse(readFileSync(join(project.stackFolder(stack), "cdk.tf.json"), "utf8")) as Block;
}

function modelsIn(environments: readonly (ModelEnvironment | AccessEnvironment)[]): KnownModel[] {
  const own = environments.flatMap((each) =>
    "kind" in each
      ? []
      : [{ name: each.name, partition: partitionOf(each.region), sharesRunsWith: each.sharesRunsWith ?? [] }],
  );
  const others = environments.flatMap((each) =>
    "kind" in each
      ? (each.otherModels ?? []).map((name) => ({ name, partition: partitionOf(each.region), sharesRunsWith: [] }))
      : [],
  );
  const known = new Map([...others, ...own].map((each) => [each.name, each]));
  return [...known.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

interface UsersRole {
  readonly role: string;
  readonly policies: readonly RolePolicy[];
  readonly group?: StackGroup;
}

/** Each role with all its policies, of whichever stack, once for each group that has it. */
function rolesOf(stacks: readonly StackPolicies[], groups: readonly StackGroup[]): UsersRole[] {
  const managed = new Map(stacks.flatMap((each) => [...each.managed]));
  const names = [
    ...stacks.flatMap(({ roles, attached }) => [...roles.keys(), ...attached.keys()]),
    ...groups.map(({ role }) => role),
  ];
  return [...new Set(names)].sort().flatMap((role) => {
    const inline = stacks.flatMap((each) => each.roles.get(role) ?? []);
    const attached = [...new Set(stacks.flatMap((each) => each.attached.get(role) ?? []))].map((name) => {
      const document = managed.get(name);
      return { name, ...(document !== undefined && { document }) };
    });
    const policies = [...inline, ...attached];
    const of = groups.filter((each) => each.role === role);
    return of.length === 0 ? [{ role, policies }] : of.map((group) => ({ role, policies, group }));
  });
}
