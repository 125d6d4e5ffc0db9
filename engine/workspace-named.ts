import { environmentOf } from "../app/load";
import { messageOf } from "../app/problem";
import { didYouMean } from "../constructs/shared/did-you-mean";
import { shown } from "../constructs/shared/shown";
import type { Environments } from "../domains/domains";
import type { Project } from "./project";

/** The environment of a workspace of a domain; without a name, that of the only one. Files that it names are not read. */
export function namedEnvironment<D extends keyof Environments>(
  project: Project,
  domain: D,
  name: string | undefined,
): Environments[D] {
  const names = namesOf(project, domain);
  if (name === undefined && names.length > 1) {
    throw new Error(`workspace is required; there are ${names.join(", ")}`);
  }
  const workspace = name ?? names[0];
  if (names.length === 0 || workspace === undefined) {
    throw new Error(`environments/${domain} must have a file, got none; docs/${domain}.md shows one`);
  }
  if (!names.includes(workspace)) {
    const advice = didYouMean(workspace, names) ?? `a file in environments/${domain} makes one`;
    throw new Error(`workspace must be one of ${names.join(", ")}, got ${shown(workspace)}; ${advice}`);
  }
  const found = project.workspace(workspace);
  if (found.problems.length > 0) throw new Error(found.problems.map(messageOf).join("\n"));
  return environmentOf(found, domain) as Environments[D];
}

/** The workspaces of a domain. */
export function namesOf(project: Project, domain: keyof Environments): string[] {
  const all = project.workspaces().filter((each) => each.domain === domain);
  return all.map(({ workspace }) => workspace);
}
