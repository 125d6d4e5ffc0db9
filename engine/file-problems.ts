import type { Workspace } from "../app/load";
import type { FileProblem } from "../app/problem";
import { domainNamed } from "../domains/domains";
import { pythonCompiler } from "./plugin-python";
import { trackedFileProblems } from "./tracked-files";

/** What is wrong with files that an environment names. */
export function fileProblems({ domain, environment, file }: Workspace, project: string): FileProblem[] {
  if (environment === undefined) return [];
  const { fileProblems: problemsOf, secretFiles } = domainNamed(domain);
  const problems = [
    ...(problemsOf?.(environment, project, pythonCompiler(project)) ?? []),
    ...trackedFileProblems(secretFiles?.(environment) ?? {}, project),
  ];
  return problems.map((problem) => ({ ...problem, file }));
}
