import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { missing, refuse } from "../../shared/check-props";
import { given } from "../../shared/given";
import { literal } from "../../shared/literal";
import { otherProps, requireProps } from "../../shared/props";
import { type ProviderProps, useProvider } from "../../shared/provider";
import { Claim, keepClaim } from "../cluster/claim";
import type { JobStep } from "../cluster/job-pod";
import { scheduledJob } from "../cluster/scheduled-job";
import { ServiceIdentity } from "../cluster/service-identity";
import { bucketStep } from "./bucket-step";
import { CLIENT_RESOURCES, type DatabaseServer } from "./database-server";
import { Drill } from "./drill";
import { DUMP_USER, dumpScript, uploadScript } from "./render/dump-scripts";
import { SECRETS_FOLDER } from "./render/mysql-client";
import type { DumpSettings } from "./settings";

/** Settings of a {@link Dump}. */
export interface DumpProps extends DumpSettings, ProviderProps {
  readonly server: DatabaseServer;
  readonly databases: readonly string[];
}

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
  drill: true,
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
    const { server, schedule, to, timeoutSeconds = 14_400, drill } = props;
    const [name, namespace] = [`${server.name}-dump`, server.namespace];
    const claim = this.claim(name, props);
    const workClaim = claim === undefined ? undefined : name;
    if (workClaim !== undefined) this.claimName = workClaim;
    const identity = new ServiceIdentity(this, "Identity", {
      ...{ name, namespace, instance: server.name },
      ...("roleArn" in to &&
        to.roleArn !== undefined && { annotations: { "eks.amazonaws.com/role-arn": literal(to.roleArn) } }),
    });
    this.resource = scheduledJob(this, {
      ...{ name, namespace, instance: server.name, schedule, timeoutSeconds, steps: stepsOf(props) },
      ...{ serviceAccount: identity.accountName, dependsOn: [...server.ready, ...identity.resources] },
      ...given({ workClaim, claim }),
    });
    if (drill !== undefined) {
      const { accountName, resources } = identity;
      const account = {
        serviceAccount: accountName,
        dependsOn: [...resources, ...(claim === undefined ? [] : [claim])],
      };
      new Drill(this, "Drill", { ...drill, ...account, server, databases: props.databases, to });
    }
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
  return "storage" in to ? [dump] : [dump, bucketStep(to, "upload", uploadScript(to))];
}
