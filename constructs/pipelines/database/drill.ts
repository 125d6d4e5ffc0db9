import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { JobStep } from "../cluster/job-pod";
import { scheduledJob } from "../cluster/scheduled-job";
import { bucketStep } from "./bucket-step";
import { CLIENT_RESOURCES, type DatabaseServer } from "./database-server";
import { drillScript } from "./render/drill-script";
import { bucketFetchScript } from "./render/dump-list";
import type { DrillSettings, DumpSettings } from "./settings";

/** Settings of a {@link Drill}. */
export interface DrillProps extends DrillSettings, Pick<DumpSettings, "to"> {
  readonly server: DatabaseServer;
  readonly databases: readonly string[];
  /** That of the dumps, which may read them. */
  readonly serviceAccount: string;
  readonly dependsOn: readonly TerraformResource[];
}

/** Restores the last dump into a temporary server at times: a dump that nobody has restored is only a hope. */
export class Drill extends Construct {
  readonly resource: TerraformResource;

  constructor(scope: Construct, id: string, props: DrillProps) {
    super(scope, id);
    const { server, schedule, timeoutSeconds = 86_400, to, serviceAccount, dependsOn } = props;
    this.resource = scheduledJob(this, {
      ...{ name: `${server.name}-drill`, namespace: server.namespace, instance: server.name },
      ...{ schedule, timeoutSeconds, steps: stepsOf(props), serviceAccount, dependsOn },
      ...("storage" in to && { workClaim: `${server.name}-dump`, workReadOnly: true }),
    });
  }
}

function stepsOf({ server: { name, image }, databases, to }: DrillProps): JobStep[] {
  const script = drillScript({ name, databases });
  const drill = { ...CLIENT_RESOURCES, name: "drill", image, script, requests: { cpu: "100m", memory: "512Mi" } };
  return "storage" in to ? [drill] : [bucketStep(to, "fetch", bucketFetchScript(to, name)), drill];
}
