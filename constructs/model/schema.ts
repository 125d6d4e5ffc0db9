import { partitionOf } from "../shared/regions";
import {
  asWhole,
  complaint,
  eitherOf,
  isRecord,
  listOf,
  oneOf,
  type Problem,
  partsOf,
  textMatching,
  wholeNumber,
} from "../shared/rules";
import { accountId, tags as anyTags, type Backend, backend, logRetentionDays, region } from "../shared/schema";
import { shown } from "../shared/shown";
import * as z from "../shared/zod";
import * as accessRules from "./access-rules";
import { name, shareProblems } from "./names";

export { name, problemsAmongModels } from "./names";

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
   * What the role's name begins with; the model's name follows. Both have 64 characters at most.
   *
   * @default "users-"
   */
  readonly rolePrefix?: string;
  /** Names or ARNs of policies that exist, which the role gets as well. @default - none */
  readonly sharedPolicies?: readonly string[];
  /** Name of a role that exists, which reaches every model's bucket. @default - none */
  readonly adminRoleName?: string;
}

export const profile = oneOf(PROFILES, "write that one, which is what models had with plain Terraform");
const memoryMiB = wholeNumber(128, 10240, "these are Lambda's smallest and largest size");
const timeoutSeconds = wholeNumber(1, 900, "Lambda ends a call after 15 minutes");
const storageMiB = wholeNumber(512, 10240, "these are the smallest and largest /tmp of Lambda");

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
  [
    z.literal("external"),
    z.rulesOf<{ readonly tag: string }>()({ tag }),
    z.rulesOf<{ readonly digest: string }>()({ digest }),
  ],
  'must be "external", { tag: "…" } or { digest: "sha256:…" }',
  "external leaves the image to deployments outside Terraform",
);

const definitionFile = textMatching(/^[^\0]+$/, "must be a file's path", "it begins at the project's folder");
export const definition = eitherOf(
  [z.literal("external"), z.rulesOf<{ readonly file: string }>()({ file: definitionFile })],
  'must be "external" or { file: "…" }',
  "external leaves the definition to programs outside Terraform",
);

export const authorizerArn = textMatching(
  /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9-_]{1,64}$/,
  "must be the ARN of a Lambda function without a version",
  "for example arn:aws:lambda:ca-central-1:123456789012:function:api-auth",
);

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html */
const origin = textMatching(
  /^(?!.*\*.*\*)(\*|[a-z*][a-z0-9+.*-]*:\/\/[\w.*:[\]-]+)$/,
  "must be a web origin",
  'write scheme, host and port only, with one * at most, for example "https://example.org"',
);
export const corsOrigins = listOf(origin, "web origins");

const unnamed = asWhole(anyTags, isRecord, (value) => !Object.hasOwn(value, "cost:name"), {
  error: (issue) => complaint("must leave cost:name to the model", issue.input, "its value is the model's name"),
});

/** Tags beside the model's own. @see https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html */
export const tags = asWhole(unnamed, isRecord, (value) => Object.keys(value).length < 50, {
  error: ({ input }) =>
    `must be 49 tags at most, got ${Object.keys(input as object).length}; AWS takes 50, cost:name among them`,
});

/** The rules of the function's size. */
export const lambda = z.rulesOf<LambdaCompute>()({ memoryMiB, timeoutSeconds, storageMiB });

/** The rules of a model's environment file. */
export const modelEnvironment = z.rulesOf<ModelEnvironment>()({
  name,
  sharesRunsWith: listOf(name, "models' names").exactOptional(),
  profile,
  region,
  accountId: accountId.exactOptional(),
  backend: backend.exactOptional(),
  compute: z.rulesOf<ModelEnvironment["compute"]>()({ lambda }),
  image: image.exactOptional(),
  workflow: z
    .rulesOf<ModelWorkflowSettings>()({
      definition: definition.exactOptional(),
      authorizerArn: authorizerArn.exactOptional(),
    })
    .exactOptional(),
  corsOrigins: corsOrigins.exactOptional(),
  access: z
    .rulesOf<ModelAccessSettings>()({
      identityPoolId: accessRules.identityPoolId,
      rolePrefix: accessRules.rolePrefix.exactOptional(),
      sharedPolicies: accessRules.sharedPolicies.exactOptional(),
      adminRoleName: accessRules.adminRoleName.exactOptional(),
    })
    .exactOptional(),
  logRetentionDays: logRetentionDays.exactOptional(),
  tags: tags.exactOptional(),
});

/**
 * What is wrong between the settings of one file. Settings that are wrong by themselves, or absent, are passed over: the
 * others are looked at all the same.
 */
export function problemsWithinModel(value: unknown): Problem[] {
  const { name: own, region: here, accountId: account, sharesRunsWith, workflow, access } = partsOf(value);
  const settings = {
    ...(region.safeParse(here).success && { region: here as string }),
    ...(accountId.safeParse(account).success && { accountId: account as string }),
  };
  return [
    ...below("workflow", authorizerProblems(partsOf(workflow).authorizerArn, settings)),
    ...below("access", accessRules.problemsWithinAccess({ ...partsOf(access), name: own })),
    ...below("access", accessRules.accessProblems(partsOf(access), settings)),
    ...shareProblems(own, sharesRunsWith),
  ];
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-access-cross-acct-resources.html */
function authorizerProblems(arn: unknown, { region: here }: accessRules.Place): Problem[] {
  if (here === undefined || !authorizerArn.safeParse(arn).success) return [];
  const start = `arn:${partitionOf(here)}:lambda:${here}:`;
  if ((arn as string).startsWith(start)) return [];
  const rule = `must begin with ${shown(start)}, as region says`;
  const message = complaint(rule, arn, "a state machine calls no function of another region");
  return [{ path: "authorizerArn", message }];
}

function below(setting: string, problems: readonly Problem[]): Problem[] {
  return problems.map(({ path, message }) => ({ path: `${setting}.${path}`, message }));
}
