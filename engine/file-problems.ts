import type { Workspace } from "../app/load";
import { domainNamed } from "../domains/domains";
import { pythonProblems } from "./plugin-python";

/** What is wrong with files that an environment names, each with its place. */
export function fileProblems({ domain, environment, file }: Workspace, project: string): string[] {
  if (environment === undefined) return [];
  const problems = domainNamed(domain).fileProblems?.(environment, project, pythonProblems) ?? [];
  return problems.map((problem) => `${file}: ${problem}`);
}
