import type { Workspace } from "../app/load";
import type { FileProblem } from "../app/problem";
import { domainNamed } from "../domains/domains";
import { pythonProblems } from "./plugin-python";

/** What is wrong with files that an environment names. */
export function fileProblems({ domain, environment, file }: Workspace, project: string): FileProblem[] {
  if (environment === undefined) return [];
  const problems = domainNamed(domain).fileProblems?.(environment, project, pythonProblems) ?? [];
  return problems.map((problem) => ({ ...problem, file }));
}
