import { complaint, eitherOf, listOf, oneOf, type Problem, shown, textMatching, wholeNumber } from "../shared/rules";
import { accountId, type Backend, backend, logRetentionDays, region, tags } from "../shared/schema";
import * as z from "../shared/zod";

/** One model's deployment: what `environments/model/<workspace>.ts` exports. */
export interface ModelEnvironment {
  /** The model, which is its bucket's, repository's, function's and state machine's name, and the file's. */
  readonly name: string;
  /**
   * Models whose names contain this one's, whose users may start this model too: the back end takes a right to run the
   * longer name for a right to run the shorter.
   *
   * @default - none: such a name is refused
   */
  readonly sharesRunsWith?: readonly string[];
  /** Which set of settings the model gets; see {@link Profile}. */
  readonly profile: Profile;
  /** For example `ca-central-1`. */
  readonly region: string;
  /**
   * The only account that may be touched, twelve digits.
   *
   * @default - whichever account the credentials belong to
   */
  readonly accountId?: string;
  /** @default - a file of the project, `terraform.tfstate.d/<workspace>/terraform.tfstate` */
  readonly backend?: Backend;
  /** What the model runs on. */
  readonly compute: { readonly lambda: LambdaCompute };
  /** @default "external" */
  readonly image?: FunctionImage;
  /** @default - a state machine whose definition is uploaded outside Terraform */
  readonly workflow?: ModelWorkflowSettings;
  /**
   * Web addresses from which a browser may read and write the bucket.
   *
   * @default - none
   */
  readonly corsOrigins?: readonly string[];
  /** @default - nobody but the account's own roles reaches the bucket */
  readonly access?: ModelAccessSettings;
  /** How long the function's log is kept. @default 14 */
  readonly logRetentionDays?: number;
  /** Tags beside `cost:name`, which is always the model's name. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}

/** `parity`: exactly what the models that were deployed with plain Terraform modules have. */
export type Profile = (typeof PROFILES)[number];
export const PROFILES = ["parity"] as const;

/** Size of the Lambda function. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export interface LambdaCompute {
  /** 128 to 10240; processors grow with it. */
  readonly memoryMiB: number;
  /** 1 to 900. */
  readonly timeoutSeconds: number;
  /** Size of /tmp, 512 to 10240. */
  readonly storageMiB: number;
}

/**
 * Who chooses the function's image: `external`, deployments outside Terraform, whose choice Terraform leaves alone; or
 * this setting, by tag or by digest.
 */
export type FunctionImage = "external" | { readonly tag: string } | { readonly digest: string };

/**
 * Who writes the state machine's definition: `external`, programs outside Terraform, whose text Terraform leaves alone;
 * or a file in Amazon States Language.
 */
export type WorkflowDefinition = "external" | { readonly file: string };

/** Settings of a model's state machine. */
export interface ModelWorkflowSettings {
  /** A file's path begins at the project's folder. @default "external" */
  readonly definition?: WorkflowDefinition;
  /** A function that the first step asks whether the caller may run the model. @default - none */
  readonly authorizerArn?: string;
}

/** The users' way to the model's bucket: a role for a group of a Cognito user pool. */
export interface ModelAccessSettings {
  /** For example `ca-central-1:b6298c0d-1089-4287-8770-4e9803847671`. */
  readonly identityPoolId: string;
  /**
   * What the role's name begins with; the model's name follows.
   *
   * @default "users-"
   */
  readonly rolePrefix?: string;
  /** Names or ARNs of policies that exist, which the role gets as well. @default - none */
  readonly sharedPolicies?: readonly string[];
  /** Name of a role that exists, which reaches every model's bucket. @default - none */
  readonly adminRoleName?: string;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const RESERVED = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|--x-s3|--table-s3)$/;

/** A model's name: its bucket's rules, and short enough for the roles' names that are made of it (64). */
export const name = textMatching(
  /^[a-z0-9][a-z0-9-]{1,41}[a-z0-9]$/,
  "must be 3 to 43 of a-z, 0-9 and -, with no - at its ends",
  "the bucket and three roles are named after it",
).refine((value) => !RESERVED.test(value), {
  error: (issue) =>
    complaint("must not begin or end as names do that S3 keeps for itself", issue.input, "choose another"),
});
export const profile = oneOf(PROFILES, "write that one, which is what models had with plain Terraform");
export const memoryMiB = wholeNumber(128, 10240, "these are Lambda's smallest and largest size");
export const timeoutSeconds = wholeNumber(1, 900, "Lambda ends a call after 15 minutes");
export const storageMiB = wholeNumber(512, 10240, "these are the smallest and largest /tmp of Lambda");

const tag = textMatching(
  /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/,
  "must be an image tag",
  "1 to 128 of letters, digits and ._-, the first no . or -",
);
const digest = textMatching(
  /^sha256:[0-9a-f]{64}$/,
  "must be an image digest",
  "write sha256: and 64 hexadecimal digits, as docker push prints it",
);
export const image = eitherOf(
  [z.literal("external"), z.strictObject({ tag }), z.strictObject({ digest })],
  'must be "external", { tag: "…" } or { digest: "sha256:…" }',
  "external leaves the image to deployments outside Terraform",
);

const definitionFile = textMatching(/^[^\0]+$/, "must be a file's path", "it begins at the project's folder");
export const definition = eitherOf(
  [z.literal("external"), z.strictObject({ file: definitionFile })],
  'must be "external" or { file: "…" }',
  "external leaves the definition to programs outside Terraform",
);

export const authorizerArn = textMatching(
  /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9-_]{1,64}$/,
  "must be the ARN of a Lambda function without a version",
  "for example arn:aws:lambda:ca-central-1:123456789012:function:api-auth",
);

const origin = textMatching(
  /^(\*|https?:\/\/[^/\s*]*\*?[^/\s*]+)$/,
  "must be a web origin",
  'write scheme, host and port only, with one * at most, for example "https://example.org"',
);
export const corsOrigins = listOf(origin, "web origins");

export const identityPoolId = textMatching(
  /^[a-z]+(-[a-z]+)+-\d:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  "must be the id of a Cognito identity pool",
  'for example "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671"',
);
export const rolePrefix = textMatching(
  /^[\w+=,.@-]{1,21}$/,
  "must be 1 to 21 characters of a role's name",
  "with a model's name, of 43 at most, it makes a role's name, of 64",
);
export const sharedPolicies = listOf(
  textMatching(
    /^(arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/([!-~]{1,510}\/)?)?[\w+=,.@-]{1,128}$/,
    "must be a policy's name or ARN",
    "it must exist",
  ),
  "policies",
).refine((policies) => new Set(policies.map(lastPart)).size === policies.length, {
  error: (issue) => complaint("must name policies of different names", issue.input, "a role takes each name once"),
});
export const adminRoleName = textMatching(/^[\w+=,.@-]{1,64}$/, "must be a role's name", "the role must exist");

/** Tags beside the model's own. @see https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html */
export const modelTags = tags
  .refine((value) => !("cost:name" in value), {
    error: (issue) => complaint("must leave cost:name to the model", issue.input, "its value is the model's name"),
  })
  .refine((value) => Object.keys(value).length < 50, {
    error: ({ input }) =>
      `must be 49 tags at most, got ${Object.keys(input as object).length}; AWS takes 50, cost:name among them`,
  });

const shape = z.strictObject({
  name,
  sharesRunsWith: listOf(name, "models' names").exactOptional(),
  profile,
  region,
  accountId: accountId.exactOptional(),
  backend: backend.exactOptional(),
  compute: z.strictObject({ lambda: z.strictObject({ memoryMiB, timeoutSeconds, storageMiB }) }),
  image: image.exactOptional(),
  workflow: z
    .strictObject({ definition: definition.exactOptional(), authorizerArn: authorizerArn.exactOptional() })
    .exactOptional(),
  corsOrigins: corsOrigins.exactOptional(),
  access: z
    .strictObject({
      identityPoolId,
      rolePrefix: rolePrefix.exactOptional(),
      sharedPolicies: sharedPolicies.exactOptional(),
      adminRoleName: adminRoleName.exactOptional(),
    })
    .exactOptional(),
  logRetentionDays: logRetentionDays.exactOptional(),
  tags: modelTags.exactOptional(),
});

/** The rules of a model's environment file. */
export const modelEnvironment: z.ZodType<ModelEnvironment> = shape;

/**
 * What is wrong between the settings of one file. Settings that are wrong by themselves, or absent, are passed over: the
 * others are looked at all the same.
 */
export function problemsWithinModel(value: unknown): Problem[] {
  const { name: own, region: here, sharesRunsWith, workflow } = partsOf(value);
  const problems: Problem[] = [];
  const { authorizerArn: authorizer } = partsOf(workflow);
  const there = isText(authorizer) ? /^arn:aws[a-z-]*:lambda:([a-z0-9-]+):/.exec(authorizer)?.[1] : undefined;
  if (there !== undefined && region.safeParse(here).success && there !== here) {
    const rule = `must be a function in ${shown(here)}, as region says`;
    const message = complaint(rule, authorizer, "a state machine calls no function of another region");
    problems.push({ path: "workflow.authorizerArn", message });
  }
  for (const [index, other] of (Array.isArray(sharesRunsWith) ? sharesRunsWith : []).entries()) {
    if (!isText(own) || !isText(other) || (other !== own && other.includes(own))) continue;
    const message = complaint(
      `must be a longer name with ${shown(own)} in it`,
      other,
      "only its users could run this model",
    );
    problems.push({ path: `sharesRunsWith[${index}]`, message });
  }
  return problems;
}

/**
 * What is wrong among models: a name that is contained in another's, where the shorter one's file does not say that it
 * is known. Returns the problems by the name of the model whose file is to be corrected.
 */
export function problemsAmongModels(models: readonly unknown[]): Map<string, Problem[]> {
  const found = new Map<string, Problem[]>();
  const names = models.map((model) => partsOf(model).name).filter(isText);
  for (const { name: shorter, sharesRunsWith } of models.map(partsOf)) {
    if (!isText(shorter) || !name.safeParse(shorter).success) continue;
    const known: readonly unknown[] = Array.isArray(sharesRunsWith) ? sharesRunsWith : [];
    const longer = names.filter((other) => other !== shorter && other.includes(shorter) && !known.includes(other));
    if (longer.length === 0) continue;
    const all = longer.map(shown).join(", ");
    const message =
      `must not be contained in another model's, got ${shown(shorter)} in ${all}; users of the longer name could run ` +
      `this model: rename one, or accept it with sharesRunsWith: [${all}]`;
    found.set(shorter, [{ path: "name", message }]);
  }
  return found;
}

/** The settings of what may be no object at all. */
function partsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function lastPart(policy: string): string {
  return policy.slice(policy.lastIndexOf("/") + 1);
}
