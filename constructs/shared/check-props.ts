import { Token } from "cdktf";
import type { IConstruct } from "constructs";
import { problemsOf, type Rule } from "./rules";

/**
 * Holds a construct's props against rules by their names and throws every problem at once, each with the construct's
 * path. A prop that is absent or that only Terraform knows (a token) passes.
 */
export function checkProps<P extends object>(
  scope: IConstruct,
  props: P,
  rules: { readonly [K in keyof P]?: Rule },
): void {
  const problems = (Object.entries(rules) as [keyof P & string, Rule][]).flatMap(([name, rule]) => {
    const value = props[name];
    if (value === undefined || hasToken(value)) return [];
    return problemsOf(rule, value).map((problem) => {
      const separator = problem.path === "" || problem.path.startsWith("[") ? "" : ".";
      return `[${scope.node.path}] ${name}${separator}${problem.path} ${problem.message}`;
    });
  });
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

function hasToken(value: unknown): boolean {
  if (typeof value === "object" && value !== null && !Token.isUnresolved(value)) {
    return Object.values(value).some(hasToken);
  }
  return Token.isUnresolved(value);
}
