import { stateBucketProblems } from "../shared/backend-problems";
import { pick } from "../shared/pick";
import { complaint, listOf, oneOf, optional, type Parts, type Problem, partsOf } from "../shared/rules";
import { accountId, type Backend, backend, logRetentionDays, region } from "../shared/schema";
import * as z from "../shared/zod";
import type { ModelAccessSettings } from "./access-schema";
import * as accessRules from "./access-schema";
import { corsOrigins } from "./bucket-schema";
import type { FunctionImage, LambdaCompute } from "./function-schema";
import { image, lambda, variableProblems } from "./function-schema";
import { keyProblems, kmsKeyArn } from "./key-schema";
import { type LifecycleRule, lifecycleRules } from "./lifecycle-schema";
import { name, shareProblems } from "./names";
import { problemsWithinRoles, problemsWithinUserRole, type RoleSettings, roleRules } from "./role-schema";
import { tags } from "./tags-schema";
import type { WorkflowEnvironment } from "./workflow-schema";
import { allow, authorizerArn, authorizerProblems, definition, definitionProblems, token } from "./workflow-schema";

export type { SecretCommand } from "../shared/secret-variable";
export { problemsAmongFiles, warningsOfAccess } from "./access-among";
export type { ModelAccessSettings } from "./access-schema";
export type { WorkflowRight } from "./definition/calls";
export type { Architecture, FunctionImage, FunctionVpc, LambdaCompute } from "./function-schema";
export type { AccessEnvironment, AccessRegistry, Administrators, UserGroup } from "./groups-schema";
export { accessEnvironment, problemsWithinGroups } from "./groups-schema";
export type { EncryptionKey } from "./key-schema";
export type { LifecycleRule, LifecycleTransition, NoncurrentVersionTransition } from "./lifecycle-schema";
export { name } from "./names";
export type { RoleSettings } from "./role-schema";
export type { ModelWorkflowSettings, WorkflowDefinition, WorkflowEnvironment } from "./workflow-schema";
export type {
  ChoiceStep,
  NotebookStep,
  ParallelStep,
  PlainStep,
  VariantsStep,
  WorkflowStep,
} from "./workflow-steps";

/** One model's deployment: what `environments/model/<workspace>.ts` exports. */
export interface ModelEnvironment extends RoleSettings {
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
  /**
   * `terraform-modules`: the model was deployed with the older Terraform modules, of either generation, and its state is at `backend`.
   * Its resources are moved in the state as they are; the old code is refused there until `slipway model unadopt`.
   *
   * @default - it is created
   * @see https://developer.hashicorp.com/terraform/language/block/moved
   */
  readonly adopt?: Adoption;
  /** What the model runs on. */
  readonly compute: { readonly lambda: LambdaCompute };
  /** @default "external" */
  readonly image?: FunctionImage;
  /** @default - a state machine whose definition is uploaded outside Terraform */
  readonly workflow?: WorkflowEnvironment;
  /**
   * Web addresses from which a browser may read and write the bucket.
   *
   * @default - none
   */
  readonly corsOrigins?: readonly string[];
  /** What becomes of old scenarios. @default - they stay */
  readonly lifecycleRules?: readonly LifecycleRule[];
  /**
   * ARN of a key of KMS that encrypts the bucket, the repository, the function's variables and its log. The roles get what they need; the
   * key's own policy must let `logs.<region>.amazonaws.com` use it.
   *
   * @default - keys of AWS
   */
  readonly kmsKeyArn?: string;
  /** @default - nobody but the account's own roles reaches the bucket */
  readonly access?: ModelAccessSettings;
  /** How long the function's log is kept. @default 14 */
  readonly logRetentionDays?: number;
  /** Tags beside `cost:name`, which is always the model's name. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}

/** What is adopted; see {@link ModelEnvironment.adopt}. */
export type Adoption = (typeof ADOPTIONS)[number];
const ADOPTIONS = ["terraform-modules"] as const;

/** `parity`: exactly what the models that were deployed with plain Terraform modules have. */
export type Profile = (typeof PROFILES)[number];
export const PROFILES = ["parity"] as const;

const profile = oneOf(PROFILES, "write that one, which is what models had with plain Terraform");

const adopt = oneOf(ADOPTIONS, "those are the modules whose states Slipway knows");

/** The rules of a model's environment file. */
export const modelEnvironment = z.rulesOf<ModelEnvironment>()({
  name,
  sharesRunsWith: listOf(name, "models' names").exactOptional(),
  profile,
  region,
  accountId: accountId.exactOptional(),
  backend: backend.exactOptional(),
  adopt: adopt.exactOptional(),
  compute: z.rulesOf<ModelEnvironment["compute"]>()({ lambda }),
  image: image.exactOptional(),
  workflow: z
    .rulesOf<WorkflowEnvironment>()({
      definition: definition.exactOptional(),
      authorizerArn: authorizerArn.exactOptional(),
      allow: allow.exactOptional(),
      token: token.exactOptional(),
    })
    .exactOptional(),
  corsOrigins: corsOrigins.exactOptional(),
  lifecycleRules: lifecycleRules.exactOptional(),
  kmsKeyArn: kmsKeyArn.exactOptional(),
  ...optional(roleRules),
  access: z
    .rulesOf<ModelAccessSettings>()({
      identityPoolId: accessRules.identityPoolId,
      rolePrefix: accessRules.rolePrefix.exactOptional(),
      sharedPolicies: accessRules.sharedPolicies.exactOptional(),
      adminRoleName: accessRules.adminRoleName.exactOptional(),
      adminPolicy: accessRules.adminPolicy.exactOptional(),
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
  const parts = partsOf(value);
  const { name: own, region: here, accountId: account, sharesRunsWith, workflow, access } = parts;
  const settings = {
    ...(region.safeParse(here).success && { region: here as string }),
    ...(accountId.safeParse(account).success && { accountId: account as string }),
  };
  return [
    ...below("workflow", definitionProblems(partsOf(workflow))),
    ...below("workflow", authorizerProblems(partsOf(workflow).authorizerArn, settings)),
    ...below(
      "access",
      accessRules.problemsWithinAccess({ ...partsOf(access), ...pick(parts, "name", "roleNamePrefix") }),
    ),
    ...below("access", accessRules.accessProblems(partsOf(access), settings)),
    ...keyProblems(parts.kmsKeyArn, settings),
    ...problemsWithinRoles(parts),
    ...(access === undefined
      ? []
      : problemsWithinUserRole({ ...partsOf(access), name: own, roleNamePrefix: parts.roleNamePrefix })),
    ...below("compute.lambda", variableProblems(partsOf(partsOf(parts.compute).lambda))),
    ...shareProblems(own, sharesRunsWith),
    ...adoptProblems(parts),
    ...stateBucketProblems(parts.backend, { bucket: own, region: here }),
  ];
}

/** HCP Terraform moves a workspace's state itself. */
function adoptProblems({ adopt: adopted, backend: place }: Parts): Problem[] {
  if (!adopt.safeParse(adopted).success || partsOf(place).cloud === undefined) return [];
  const message = complaint("must be left out beside backend.cloud", adopted, "the old states are local or in S3");
  return [{ path: "adopt", message }];
}

function below(setting: string, problems: readonly Problem[]): Problem[] {
  return problems.map(({ path, message }) => ({ path: `${setting}.${path}`, message }));
}
