import { parseText } from "../json-text";
import { shown } from "../shown";
import { type Bound, elsewhere } from "./attached";
import type { Principal } from "./principal";
import { type Asked, isAbout, type Statement, statementProblems } from "./statement";
import type { Context, Known } from "./text";
import { all, any, not, type Verdict, YES } from "./verdict";

/** What is asked, where a resource alone does not say it. */
export interface PolicyRequest {
  /** The ARN of what is used. @default - none, as in a policy of who may assume a role */
  readonly resource?: string;
  /** Who asks. @default - whom the policy belongs to */
  readonly principal?: Principal;
}

/** What is known of a policy beside its statements. */
interface PolicyParts {
  /** What bounds it. */
  readonly boundary?: Policy;
  /** What tokens of cdktf stand for. */
  readonly resolve?: (value: unknown) => unknown;
  /** What the stack says of references. */
  readonly known?: Known;
}

/** A statement, and whether it belongs to who is asked about. */
interface Rule {
  readonly statement: Statement;
  readonly is: Verdict;
  /** Whether its policy puts variables of IAM in. */
  readonly hasVariables: boolean;
}

/**
 * A policy of AWS that answers what it allows. It reads the statements as AWS does: a denial wins, and what no statement allows is not
 * allowed. It does not guess: what depends on a condition whose key the test does not give is an error that names the key.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export class Policy {
  /** Its statements, in AWS's words. */
  readonly statements: readonly Statement[];

  private constructor(
    private readonly rules: readonly Rule[],
    /** What is not known of policies that are attached and not in the stack. */
    private readonly open: readonly Verdict[],
    private readonly parts: PolicyParts,
  ) {
    this.statements = rules.filter(({ is }) => is.is === true).map(({ statement }) => statement);
  }

  /**
   * Of a document: `Policy.of(template.only(SqsQueuePolicy).policy)`. What is no policy is an error that lists each problem.
   *
   * @param document a text of JSON, or its value
   */
  static of(document: unknown): Policy {
    return Policy.joined([{ is: YES, document: document ?? null }], {});
  }

  /** Of several policies, which count as one. */
  static joined(bound: readonly Bound[], parts: PolicyParts): Policy {
    const rules = bound.flatMap(({ is, document }) =>
      document === undefined ? [] : statementsOf(document).map((each) => ({ ...each, is })),
    );
    const open = bound.flatMap(({ is, document, name = "" }) =>
      document === undefined ? [all([is, elsewhere(name)])] : [],
    );
    return new Policy(rules, open, parts);
  }

  /**
   * Whether an action is allowed.
   *
   * @param action one action, such as `s3:GetObject`
   * @param on the ARN of what is used, which may hold references or tokens, `${bucket.arn}/*`; or an object that names the principal too
   * @param context what is known of the request, by keys of conditions; `undefined` for a key that it does not have
   * @example expect(policyOf(template, role).allows("s3:GetObject", `${bucket.arn}/*`)).toBe(true)
   */
  allows(action: string, on: string | PolicyRequest, context: Context = {}): boolean {
    const { is, why } = this.verdict(this.asked(action, on, context));
    if (is !== undefined) return is;
    throw new Error(`whether ${action} is allowed depends on\n${why.map((each) => `  ${each}`).join("\n")}`);
  }

  private verdict(asked: Asked): Verdict {
    const { boundary } = this.parts;
    const about = (effect: string) =>
      any([
        ...this.rules
          .filter(({ statement }) => statement.Effect === effect)
          .map(({ statement, is, hasVariables }) => all([is, isAbout(statement, asked, hasVariables)])),
        ...this.open,
      ]);
    return all([not(about("Deny")), about("Allow"), ...(boundary === undefined ? [] : [boundary.verdict(asked)])]);
  }

  private asked(action: string, on: string | PolicyRequest, context: Context): Asked {
    const resolve = (value: unknown) => {
      const text = this.parts.resolve?.(value) ?? value;
      if (!holdsToken(text)) return text as string | undefined;
      throw new Error("a policy of a document must be asked by texts, got a token of cdktf; use policyOf(template, …)");
    };
    const { resource, principal } = typeof on === "string" ? { resource: on, principal: undefined } : on;
    const asked: Asked = {
      action,
      known: this.parts.known,
      resource: resolve(resource),
      principal:
        typeof principal === "object"
          ? Object.fromEntries(Object.entries(principal).map(([type, name]) => [type, String(resolve(name))]))
          : principal,
      context: Object.fromEntries(
        Object.entries(context).map(([key, value]) => [key, resolve(value) as Context[string]]),
      ),
    };
    const problems = [...this.problems(asked)];
    if (problems.length > 0) throw new Error(problems.join("\n"));
    return asked;
  }

  /** What is asked that no answer can take into account. */
  private *problems({ action, resource, principal }: Asked): Iterable<string> {
    if (!/^[\w-]+:\w+$/.test(action)) {
      yield `an action must be one of a service, got ${shown(action)}; write it out, such as "s3:GetObject"`;
    }
    if (typeof principal === "object" && Object.keys(principal).length !== 1) {
      yield `a principal must have one type, got ${shown(principal)}; ask once for each`;
    }
    const names = (key: "Resource" | "Principal") =>
      this.rules.length === 0 || this.rules.some(({ statement: each }) => key in each || `Not${key}` in each);
    if (resource !== undefined && !names("Resource")) {
      yield `a policy that names no resource must be asked without one, got ${shown(resource)}; ask with { principal }`;
    }
    if (principal !== undefined && !names("Principal")) {
      yield `a policy that names no principal must be asked without one, got ${shown(principal)}; it is about whom it belongs to`;
    }
  }
}

/** As cdktf writes what it does not know yet; without cdktf, which programs that ask about policies need not load. */
function holdsToken(value: unknown): boolean {
  if (typeof value === "number") return Math.abs(value) > 1e280;
  return (Array.isArray(value) ? value : [value]).some(
    (each) => typeof each === "string" && /[$#]\{TfToken\[/.test(each),
  );
}

function statementsOf(document: unknown): Omit<Rule, "is">[] {
  const value = typeof document === "string" ? parseText(document) : document;
  const { Statement: given, Version: version } = (typeof value === "object" && value !== null ? value : {}) as Readonly<
    Partial<Record<"Statement" | "Version", unknown>>
  >;
  if (given === undefined) {
    throw new Error(
      `a policy must be a document with Statement, got ${shown(document ?? undefined)}; hand over the JSON of a policy`,
    );
  }
  const statements = Array.isArray(given) ? (given as unknown[]) : [given];
  const problems = [
    ...(version === undefined || version === "2012-10-17" || version === "2008-10-17"
      ? []
      : [`Version must be 2012-10-17 or 2008-10-17, got ${shown(version)}`]),
    ...statements.flatMap((each, index) => statementProblems(each, `Statement[${index}]`)),
  ];
  if (problems.length > 0) throw new Error(problems.join("\n"));
  // A policy of 2008, or without a version, takes a variable as a text.
  return (statements as Statement[]).map((statement) => ({ statement, hasVariables: version === "2012-10-17" }));
}
