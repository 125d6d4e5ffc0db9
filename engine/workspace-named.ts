import { environmentOf, type Workspace } from "../app/load";
import { messageOf } from "../app/problem";
import { didYouMean } from "../constructs/shared/did-you-mean";
import { shown } from "../constructs/shared/shown";
import type { Environments } from "../domains/domains";
import type { Project } from "./project";

/** The environments of a domain that have no `kind`: in the folder of models, the models themselves. */
type Plain<D extends keyof Environments> = Exclude<Environments[D], { readonly kind: string }>;

/** The environment of a workspace of a domain; without a name, that of the only one. Files that it names are not read. */
export function namedEnvironment<D extends keyof Environments>(
  project: Project,
  domain: D,
  name: string | undefined,
  workspaces = project.workspaces(),
): Plain<D> {
  const found = namedWorkspace(project, domain, name, workspaces);
  if (found.problems.length > 0) throw new Error(found.problems.map(messageOf).join("\n"));
  return environmentOf(found, domain) as Plain<D>;
}

/** The same workspace, whose file may have problems. */
export function namedWorkspace(
  project: Project,
  domain: keyof Environments,
  name: string | undefined,
  workspaces = project.workspaces(),
): Workspace {
  const names = namesOf(project, domain, workspaces);
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
  return project.workspace(workspace, workspaces);
}

/** The workspaces of a domain, without those of another kind, such as access to models. */
export function namesOf(project: Project, domain: keyof Environments, workspaces = project.workspaces()): string[] {
  return workspaces
    .filter((each) => each.domain === domain && !(each.environment !== undefined && "kind" in each.environment))
    .map(({ workspace }) => workspace);
}
