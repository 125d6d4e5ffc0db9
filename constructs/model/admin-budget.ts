import { policyDocument } from "../shared/policy";
import { isList, isText, type Problem, partsOf } from "../shared/rules";
import { bucketForUsers, bucketsForUsers } from "./permissions";

/**
 * How many characters the inline policies of a role have together, blanks not counted.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const INLINE_CHARACTERS = 10_240;

/** The ARN of a model's bucket. */
function bucketArnOf(model: string, partition: string): string {
  return `arn:${partition}:s3:::${model}`;
}

/** The name of a model's own policy on the administrators' role. */
export function formerPolicyName(model: string): string {
  return `inline_s3_read_put_${model}`;
}

/** A model's own policy on the administrators' role. */
export function formerPolicy(model: string, partition: string): string {
  return policyDocument(bucketForUsers(bucketArnOf(model, partition)));
}

/** The one policy of the administrators. */
export function adminPolicy(models: readonly string[], keys: readonly string[], partition: string): string {
  const arns = models.map((each) => bucketArnOf(each, partition));
  return policyDocument(bucketsForUsers(arns, keys));
}

/** What is on the administrators' role. */
export interface AdminRole {
  /** Models in the one policy. */
  readonly models: readonly string[];
  readonly keys: readonly string[];
  /** Models whose own policies are on the role. */
  readonly own: readonly string[];
  readonly partition: string;
}

/** Characters of the inline policies on the administrators' role. */
function inlineCharacters({ models, keys, own, partition }: AdminRole): { aggregate: number; own: number } {
  return {
    aggregate: models.length === 0 ? 0 : adminPolicy(models, keys, partition).length,
    own: own.reduce((sum, each) => sum + formerPolicy(each, partition).length, 0),
  };
}

/** What is wrong with the size of what is on the role. */
export function budgetProblem(role: AdminRole): string | undefined {
  const { aggregate, own } = inlineCharacters(role);
  if (aggregate + own <= INLINE_CHARACTERS) return undefined;
  const advice = adviceFor(role);
  return `must leave the role ${INLINE_CHARACTERS} characters of inline policies at most, got ${aggregate + own}, ${own} of them in models' own policies; ${advice}`;
}

function adviceFor(role: AdminRole): string {
  if (role.own.length === 0) return "give a second role the rest";
  if (role.models.length === 0)
    return "move models to administrators of an access file, which writes one policy for all";
  const first = mostModels(role);
  if (first === 0) return "delete policies of models that are gone from the role first";
  return `move ${first} of them first, and delete their own policies before the next`;
}

/** How full a role is, where little is left. */
export function budgetWarning(role: AdminRole): string | undefined {
  const { aggregate, own } = inlineCharacters(role);
  const sum = aggregate + own;
  if (sum <= INLINE_CHARACTERS * 0.9 || sum > INLINE_CHARACTERS) return undefined;
  return `has ${sum} of the ${INLINE_CHARACTERS} characters that its inline policies may have, ${own} of them in models' own policies`;
}

/** How many of the models can be in the one policy while the own ones are there. */
function mostModels(role: AdminRole): number {
  for (let count = role.models.length; count > 0; count--) {
    const { aggregate, own } = inlineCharacters({ ...role, models: role.models.slice(0, count) });
    if (aggregate + own <= INLINE_CHARACTERS) return count;
  }
  return 0;
}

/** What is wrong within the administrators' settings alone. */
export function adminProblems(administrators: unknown): Problem[] {
  const { models, formerPolicies: former } = partsOf(administrators);
  const all = isList(models) ? models : [];
  const path = "administrators.formerPolicies";
  return (isList(former) ? former : []).flatMap((each, index) => {
    if (!isText(each) || all.includes(each)) return [];
    const message = `must be one of administrators.models, got ${JSON.stringify(each)}; only after it is there may its own policy go`;
    return [{ path: `${path}[${index}]`, message }];
  });
}
