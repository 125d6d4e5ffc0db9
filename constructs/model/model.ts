import { Construct } from "constructs";
import { checkSettings } from "../shared/check-props";
import { given } from "../shared/given";
import { ModelAccess } from "./access";
import { ModelBucket } from "./bucket";
import { ModelFunction } from "./function";
import { ModelRepository } from "./repository";
import type { FunctionImage, LambdaCompute, ModelAccessSettings, Profile, WorkflowDefinition } from "./schema";
import * as rules from "./schema";
import { ModelWorkflow } from "./workflow";

/** Settings of a {@link Model}. */
export interface ModelProps extends Partial<LambdaCompute> {
  /** The model, which is its bucket's, repository's, function's and state machine's name; 3 to 43 characters. */
  readonly name: string;
  /** @default "parity" */
  readonly profile?: Profile;
  /** 128 to 10240. @default 4016 */
  readonly memoryMiB?: number;
  /** 1 to 900. @default 300 */
  readonly timeoutSeconds?: number;
  /** Size of /tmp, 512 to 10240. @default 4016 */
  readonly storageMiB?: number;
  /** Who chooses the function's image. @default "external" */
  readonly image?: FunctionImage;
  /** Who writes the state machine's definition. @default "external" */
  readonly definition?: WorkflowDefinition;
  /** A function that a step asks whether the caller may run the model. @default - none */
  readonly authorizerArn?: string;
  /** Web addresses from which a browser may read and write the bucket. @default - none */
  readonly corsOrigins?: readonly string[];
  /** The users' way to the bucket. @default - none */
  readonly access?: ModelAccessSettings;
  /** How long the function's log is kept. @default 14 */
  readonly logRetentionDays?: number;
  /** Tags beside `cost:name`. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}

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
    checkSettings(this, props, { profile: rules.profile });
    const { name, tags, memoryMiB, timeoutSeconds, storageMiB, logRetentionDays, image } = props;
    const { corsOrigins, definition, authorizerArn, access } = props;
    const common = given({ name, tags });
    this.bucket = new ModelBucket(this, "Bucket", { ...common, ...given({ corsOrigins }) });
    this.repository = new ModelRepository(this, "Repository", common);
    this.function = new ModelFunction(this, "Function", {
      ...common,
      ...given({ memoryMiB, timeoutSeconds, storageMiB, logRetentionDays, image }),
      repository: this.repository,
      bucket: this.bucket,
    });
    this.workflow = new ModelWorkflow(this, "Workflow", {
      ...common,
      ...given({ definition, authorizerArn }),
      function: this.function,
    });
    if (access !== undefined) this.access = new ModelAccess(this, "Access", { ...access, name, bucket: this.bucket });
  }
}
