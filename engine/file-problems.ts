import type { Workspace } from "../app/load";
import type { FileProblem } from "../app/problem";
import { domainNamed } from "../domains/domains";
import { compileMemory, pythonProblems } from "./plugin-python";
import { trackedFileProblems } from "./tracked-files";

/** What is wrong with files that an environment names. */
export function fileProblems({ domain, environment, file }: Workspace, project: string): FileProblem[] {
  if (environment === undefined) return [];
  const { fileProblems: problemsOf, secretFiles } = domainNamed(domain);
  const memory = compileMemory(project);
  const problems = [
    ...(problemsOf?.(environment, project, (folder, files) => pythonProblems({ folder, files, memory })) ?? []),
    ...trackedFileProblems(secretFiles?.(environment) ?? {}, project),
  ];
  return problems.map((problem) => ({ ...problem, file }));
}
