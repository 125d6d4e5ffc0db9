import { Construct } from "constructs";
import { checkSettings } from "../shared/check-props";
import { given } from "../shared/given";
import { pick } from "../shared/pick";
import { ModelAccess } from "./access";
import { ModelBucket } from "./bucket";
import { ModelFunction } from "./function";
import { CHECKED, modelProblems, modelRules } from "./model-rules";
import { compareWithOthers } from "./other-models";
import { ModelRepository } from "./repository";
import type { LambdaCompute, ModelEnvironment, ModelWorkflowSettings, Profile } from "./schema";
import { ModelWorkflow } from "./workflow";

/**
 * Settings of a {@link Model}, of which only the name is required. A size that is left out is 4016 MiB of memory, 300
 * seconds, or 4016 MiB of /tmp.
 */
export interface ModelProps
  extends Pick<
      ModelEnvironment,
      "access" | "corsOrigins" | "image" | "logRetentionDays" | "name" | "sharesRunsWith" | "tags"
    >,
    Partial<LambdaCompute>,
    ModelWorkflowSettings {
  /** @default "parity" */
  readonly profile?: Profile;
  /** A bucket that exists: `ModelBucket.fromName`. It is used as it is, and its origins are set where it is made. @default - one is made */
  readonly bucket?: ModelBucket;
  /** A repository that exists: `ModelRepository.fromName`. `image` must be there. @default - one is made */
  readonly repository?: ModelRepository;
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
    checkSettings(this, pick(props, ...CHECKED), modelRules, () => modelProblems({ ...props }));
    compareWithOthers(this, props.name, props.sharesRunsWith);
    const { name, access } = props;
    const common = given(pick(props, "name", "tags"));
    this.bucket = props.bucket ?? new ModelBucket(this, "Bucket", { ...common, ...given(pick(props, "corsOrigins")) });
    this.repository = props.repository ?? new ModelRepository(this, "Repository", common);
    this.function = new ModelFunction(this, "Function", {
      ...common,
      ...given(pick(props, "memoryMiB", "timeoutSeconds", "storageMiB", "logRetentionDays", "image")),
      repository: this.repository,
      bucket: this.bucket,
    });
    this.workflow = new ModelWorkflow(this, "Workflow", {
      ...common,
      ...given(pick(props, "definition", "authorizerArn")),
      function: this.function,
    });
    if (access !== undefined) this.access = new ModelAccess(this, "Access", { ...access, name, bucket: this.bucket });
  }
}
