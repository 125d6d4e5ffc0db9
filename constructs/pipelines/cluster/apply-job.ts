import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { checkProps } from "../../shared/check-props";
import { specHash } from "../../shared/container/label";
import { given } from "../../shared/given";
import { lazy } from "../../shared/lazy";
import { literal } from "../../shared/literal";
import { omit } from "../../shared/pick";
import { requireProps } from "../../shared/props";
import { type ProviderProps, useProvider } from "../../shared/provider";
import { configMapSize, LARGEST_CONFIG_MAP } from "../../shared/render/sizes";
import { oneOf, optional, wholeNumber } from "../../shared/rules";
import { type JobPodParts, type JobStep, jobPod, scriptFiles } from "./job-pod";
import { labelsOf } from "./labels";
import * as rules from "./schema";
import type { PodUser } from "./security";

// Its structs are 2 MB of code, which only a stack with one of it waits for.
const bindings = lazy<typeof import("@cdktf/provider-kubernetes/lib/job-v1")>(() =>
  require("@cdktf/provider-kubernetes/lib/job-v1"),
);

/** Settings of an {@link ApplyJob}. */
export interface ApplyJobProps extends ProviderProps {
  /** Begins the job's name; behind it stands a hash of what the job does. */
  readonly name: string;
  readonly namespace: string;
  /** The application that it belongs to. @default - its name */
  readonly instance?: string;
  /** Scripts that run one after the other; what one leaves in `/work`, the next one finds there. */
  readonly steps: readonly JobStep[];
  /** Texts that the scripts find in `/scripts` by these names. @default - none */
  readonly files?: Readonly<Record<string, string>>;
  /** @default - the namespace's own, which may do nothing */
  readonly serviceAccount?: string;
  /** Whether the scripts may speak with the cluster as the service account. @default false */
  readonly token?: boolean;
  /** @default - 1000 and 1000 */
  readonly user?: PodUser;
  /** How much the scripts may leave in `/work`. @default - 100Gi */
  readonly scratch?: string;
  /** `finished`: what depends on it comes when it has succeeded. `started`: it goes on by itself. @default "finished" */
  readonly wait?: "finished" | "started";
  /** Then it counts as failed. @default 600 */
  readonly timeoutSeconds?: number;
  /** How often it is tried again. @default 3 */
  readonly retries?: number;
  /** Runs it again when it changes. @default - none */
  readonly revision?: string;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** What must be there before. @default - nothing */
  readonly dependsOn?: readonly TerraformResource[];
}

/** The user that a job runs as, where its image asks for no other. */
export const JOB_USER: PodUser = { user: 1000, group: 1000 };

const LONGEST_NAME = 46;

const RULES = {
  name: rules.clusterName(LONGEST_NAME, "a hash is added to it"),
  namespace: rules.namespace,
  ...optional({
    scratch: rules.storage,
    wait: oneOf(["finished", "started"], "started is for what takes hours"),
    timeoutSeconds: rules.timeoutSeconds,
    retries: wholeNumber(0, 20, "each is a new pod"),
    nodeSelector: rules.nodeSelector,
  }),
};
/** What the constructs here that make a job say of it by themselves. */
const UNCHECKED = ["instance", "steps", "files", "serviceAccount", "token", "user", "revision", "dependsOn"] as const;

/**
 * A job that runs once for what it is told: its name carries a hash of it, so that a change is another job, and nothing else
 * is. It stays when it has ended, or each plan would create it again.
 */
export class ApplyJob extends Construct {
  readonly jobName: string;
  readonly resource: TerraformResource;

  constructor(scope: Construct, id: string, props: ApplyJobProps) {
    super(scope, id);
    requireProps(this, props);
    useProvider(this, "kubernetes", props.provider);
    checkProps(this, omit(props, ...UNCHECKED), RULES);
    const { name, namespace, instance = name, steps, files = {}, wait = "finished", timeoutSeconds = 600 } = props;
    const { retries = 3, revision } = props;
    const pod = podOf(props);
    this.jobName = `${name}-${specHash({ ...pod, files, timeoutSeconds, retries, revision })}`;
    const labels = labelsOf(instance, "job");
    const metadata = { name: this.jobName, namespace, labels };
    const data = { ...scriptFiles(steps), ...files };
    refuseTooLarge(this, data);
    const scripts = new ConfigMapV1(this, "Scripts", { metadata, data: literal(data), immutable: true });
    const seconds = `${timeoutSeconds + 60}s`;
    this.resource = new bindings.JobV1(this, "Resource", {
      metadata,
      spec: {
        ...{ activeDeadlineSeconds: timeoutSeconds, backoffLimit: retries, completions: 1, parallelism: 1 },
        ...{ completionMode: "NonIndexed", manualSelector: false },
        template: { metadata: { labels }, spec: jobPod({ ...pod, configMap: this.jobName }) },
      },
      waitForCompletion: wait === "finished",
      timeouts: { create: seconds, update: seconds, delete: "5m" },
      dependsOn: [scripts, ...(props.dependsOn ?? [])],
    });
  }
}

/** What the pod does: the scripts' map has its hash in its name. */
function podOf(props: ApplyJobProps): Omit<JobPodParts, "configMap"> {
  const { steps, serviceAccount = "default", token = false, user = JOB_USER, scratch, nodeSelector } = props;
  return { steps, serviceAccount, token, user, ...given({ scratch, nodeSelector }) };
}

function refuseTooLarge(scope: Construct, data: Readonly<Record<string, string>>): void {
  const bytes = configMapSize(data);
  if (bytes <= LARGEST_CONFIG_MAP) return;
  throw new Error(
    `[${scope.node.path}] scripts and files must fit into a config map of 1 MiB, got ${bytes} bytes; put them into an image`,
  );
}
