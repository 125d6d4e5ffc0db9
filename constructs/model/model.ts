import { Construct } from "constructs";
import { checkSettings } from "../shared/check-props";
import { given } from "../shared/given";
import { literalParts } from "../shared/literal";
import { omit, pick } from "../shared/pick";
import { requireProps } from "../shared/props";
import { type ProviderProps, useProvider } from "../shared/provider";
import { ModelAccess } from "./access";
import { ModelBucket } from "./bucket";
import { ModelFunction } from "./function";
import { compareKeyPlace } from "./key-place";
import { type EncryptionKey, keyOf } from "./key-schema";
import { modelProblems, modelRules } from "./model-rules";
import { compareWithOthers } from "./other-models";
import { ModelRepository } from "./repository";
import type { RoleSettings } from "./role-schema";
import type { LambdaCompute, ModelEnvironment, ModelWorkflowSettings, Profile } from "./schema";
import { ModelWorkflow } from "./workflow";

/**
 * Settings of a {@link Model}, of which only the name is required. A size that is left out is 4016 MiB of memory, 300
 * seconds, or 4016 MiB of /tmp.
 */
export interface ModelProps
  extends ProviderProps,
    RoleSettings,
    Pick<
      ModelEnvironment,
      "access" | "corsOrigins" | "image" | "lifecycleRules" | "logRetentionDays" | "name" | "sharesRunsWith" | "tags"
    >,
    Partial<LambdaCompute>,
    ModelWorkflowSettings {
  /** @default "parity" */
  readonly profile?: Profile;
  /**
   * Encrypts the bucket, the repository, the function's variables and its log, as far as they are made here; who is granted something may use
   * it. Its policy must let `logs.<region>.amazonaws.com` use it. @default - keys of AWS
   */
  readonly kmsKey?: EncryptionKey;
  /** A bucket that exists: `ModelBucket.fromName`. It is used as it is, and its origins are set where it is made. @default - one is made */
  readonly bucket?: ModelBucket;
  /** A repository that exists: `ModelRepository.fromName`. Without `image`, the function is made of its newest. @default - one is made */
  readonly repository?: ModelRepository;
}

const OF_FUNCTION = [
  "memoryMiB",
  "timeoutSeconds",
  "storageMiB",
  "architecture",
  "environment",
  "vpc",
  "reservedConcurrency",
  "logRetentionDays",
  "image",
] as const;

/**
 * A transport model: its bucket, its repository with a first image, the function that runs it, the workflow that starts
 * the function, and its users' access.
 *
 * @example new Model(this, "Model", { name: "quetzal-oslo" })
 */
export class Model extends Construct {
  readonly bucket: ModelBucket;
  readonly repository: ModelRepository;
  readonly function: ModelFunction;
  readonly workflow: ModelWorkflow;
  /** Absent when `access` was not given. */
  readonly access?: ModelAccess;

  constructor(scope: Construct, id: string, props: ModelProps) {
    super(scope, id);
    requireProps(this, props);
    useProvider(this, "aws", props.provider);
    const asked = { ...omit(props, "bucket", "repository"), ...keyOf(props) };
    checkSettings(this, asked, modelRules, () =>
      modelProblems({ ...props, environment: literalParts(props.environment) }),
    );
    compareKeyPlace(this, props.kmsKey);
    compareWithOthers(this, props.name, props.sharesRunsWith);
    const { name, access, bucket } = props;
    const common = given(pick(props, "name", "tags"));
    const roles = given(pick(props, "permissionsBoundaryArn", "rolePath", "roleNamePrefix"));
    const key = given(pick(props, "kmsKey"));
    const ofBucket = given(pick(props, "corsOrigins", "lifecycleRules"));
    this.bucket = bucket ?? new ModelBucket(this, "Bucket", { ...common, ...key, ...ofBucket });
    this.repository =
      props.repository ??
      new ModelRepository(this, "Repository", { ...common, ...key, ...given(pick(props, "architecture")) });
    this.function = new ModelFunction(this, "Function", {
      ...common,
      ...roles,
      ...key,
      ...given(pick(props, ...OF_FUNCTION)),
      repository: this.repository,
      bucket: this.bucket,
    });
    this.workflow = new ModelWorkflow(this, "Workflow", {
      ...common,
      ...roles,
      ...given(pick(props, "definition", "authorizerArn", "allow")),
      function: this.function,
    });
    if (access !== undefined)
      this.access = new ModelAccess(this, "Access", { ...access, ...roles, name, bucket: this.bucket });
  }
}
