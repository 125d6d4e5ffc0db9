import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { missing, refuse } from "../../shared/check-props";
import { specHash } from "../../shared/container/label";
import { given } from "../../shared/given";
import { lazy } from "../../shared/lazy";
import { literal } from "../../shared/literal";
import { otherProps, requireProps } from "../../shared/props";
import { type ProviderProps, useProvider } from "../../shared/provider";
import { JOB_USER } from "../cluster/apply-job";
import { Claim, keepClaim } from "../cluster/claim";
import { type JobStep, jobPod, scriptFiles } from "../cluster/job-pod";
import { labelsOf } from "../cluster/labels";
import { ServiceIdentity } from "../cluster/service-identity";
import { CLIENT_RESOURCES, type DatabaseServer } from "./database-server";
import { DUMP_USER, dumpScript, uploadScript } from "./render/dump-scripts";
import { SECRETS_FOLDER } from "./render/mysql-client";
import type { DumpBucketSettings, DumpSettings } from "./settings";

// Its structs are 2 MB of code, which only a stack with one of it waits for.
const bindings = lazy<typeof import("@cdktf/provider-kubernetes/lib/cron-job-v1")>(() =>
  require("@cdktf/provider-kubernetes/lib/cron-job-v1"),
);

/** Settings of a {@link Dump}. */
export interface DumpProps extends DumpSettings, ProviderProps {
  readonly server: DatabaseServer;
  readonly databases: readonly string[];
}

const AWS_CLI = "amazon/aws-cli:2.22.35";

const NEEDED = {
  server: "the server of a MySql",
  databases: "their names",
  schedule: "a cron's times",
  to: "a volume or a bucket",
};

const PROPS = {
  server: true,
  databases: true,
  schedule: true,
  to: true,
  timeoutSeconds: true,
  provider: true,
} as const;

/** Dumps databases at times, as a user who may only read, to a volume or a bucket. */
export class Dump extends Construct {
  readonly resource: TerraformResource;
  /** Absent where a bucket takes the dumps. */
  readonly claimName?: string;

  constructor(scope: Construct, id: string, props: DumpProps) {
    super(scope, id);
    requireProps(this, props);
    useProvider(this, "kubernetes", props.provider);
    refuse(this, [...otherProps(this, props, PROPS), ...missing(props, NEEDED)]);
    const { server, schedule, to, timeoutSeconds = 14_400 } = props;
    const [name, namespace, labels] = [`${server.name}-dump`, server.namespace, labelsOf(server.name, "job")];
    const claim = this.claim(name, props);
    const workClaim = claim === undefined ? undefined : name;
    if (workClaim !== undefined) this.claimName = workClaim;
    const identity = new ServiceIdentity(this, "Identity", {
      ...{ name, namespace, instance: server.name },
      ...("roleArn" in to &&
        to.roleArn !== undefined && { annotations: { "eks.amazonaws.com/role-arn": literal(to.roleArn) } }),
    });
    const steps = stepsOf(props);
    const configMap = `${name}-${specHash({ steps })}`;
    const scripts = new ConfigMapV1(this, "Scripts", {
      metadata: { name: configMap, namespace, labels },
      data: literal(scriptFiles(steps)),
      immutable: true,
    });
    const parts = { steps, configMap, serviceAccount: identity.accountName, user: JOB_USER };
    this.resource = new bindings.CronJobV1(this, "Resource", {
      metadata: { name, namespace, labels },
      spec: {
        ...{ schedule, concurrencyPolicy: "Forbid", suspend: false, startingDeadlineSeconds: 3600 },
        ...{ successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 3 },
        jobTemplate: {
          metadata: { labels },
          spec: {
            ...{ activeDeadlineSeconds: timeoutSeconds, backoffLimit: 1, completions: 1, parallelism: 1 },
            ...{ completionMode: "NonIndexed", manualSelector: false },
            template: { metadata: { labels }, spec: jobPod({ ...parts, ...given({ workClaim }) }) },
          },
        },
      },
      dependsOn: [...server.ready, ...identity.resources, scripts, ...(claim === undefined ? [] : [claim])],
    });
  }

  private claim(name: string, { server, to }: DumpProps): TerraformResource | undefined {
    if (!("storage" in to)) {
      keepClaim(this, "Claim");
      return undefined;
    }
    const { storage, storageClass, removal } = to;
    const place = { name, namespace: server.namespace, instance: server.name };
    return new Claim(this, "Claim", { ...place, storage, ...given({ storageClass, removal }) }).resource;
  }
}

function stepsOf({ server, databases, to }: DumpProps): JobStep[] {
  const { name, image, secretName, address } = server;
  const files = { [DUMP_USER.passwordKey]: DUMP_USER.passwordKey };
  const keep = "storage" in to ? (to.keep ?? 7) : undefined;
  const dump = {
    ...{ name: "dump", image, ...CLIENT_RESOURCES },
    secrets: [{ secret: secretName, path: SECRETS_FOLDER, files }],
    script: dumpScript({ name, databases, ...given({ keep }), ...address }),
  };
  return "storage" in to ? [dump] : [dump, uploadStep(to)];
}

function uploadStep({ region, credentialsSecret, image = AWS_CLI, ...bucket }: DumpBucketSettings): JobStep {
  const keys = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
  return {
    ...{ name: "upload", image, script: uploadScript(bucket) },
    ...(region !== undefined && { environment: { AWS_DEFAULT_REGION: region } }),
    ...(credentialsSecret !== undefined && {
      secretEnvironment: Object.fromEntries(keys.map((key) => [key, { secret: credentialsSecret, key }])),
    }),
  };
}
