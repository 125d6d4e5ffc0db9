/** One statement of a policy, in IAM's own spelling. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export interface PolicyStatement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: Readonly<Record<string, string>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A policy document as JSON. The order of the statements is kept: programs of the model's back end read it. */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** The document by which a service may take on a role. `service` as in `lambda.amazonaws.com`. */
export function serviceTrust(service: string): string {
  return policyDocument([{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }]);
}

/** A statement that allows `actions` on `resources`; a list of one is written as a text, as AWS returns it. */
export function allow(actions: readonly string[], resources: readonly string[]): PolicyStatement {
  return { Effect: "Allow", Action: oneOrMany(actions), Resource: oneOrMany(resources) };
}

/** A statement that denies `actions` on `resources`, whatever else allows them. */
export function deny(actions: readonly string[], resources: readonly string[]): PolicyStatement {
  return { ...allow(actions, resources), Effect: "Deny" };
}

function oneOrMany(values: readonly string[]): string | readonly string[] {
  const [first, ...others] = values;
  return first !== undefined && others.length === 0 ? first : values;
}
