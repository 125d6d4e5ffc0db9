import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { checkSettings, missing } from "../../shared/check-props";
import { given } from "../../shared/given";
import { requireProps } from "../../shared/props";
import { type ProviderProps, useProvider } from "../../shared/provider";
import { ApplyJob } from "../cluster/apply-job";
import type { JobStep } from "../cluster/job-pod";
import { clusterName } from "../cluster/schema";
import { CLIENT_RESOURCES, type DatabaseServer } from "./database-server";
import { mysqlProblems } from "./problems";
import { checkLoadScript, fetchScript, type LoadParts, loadScript } from "./render/load-scripts";
import { SECRETS_FOLDER } from "./render/mysql-client";
import { load } from "./schema";
import type { DataLoadSettings } from "./settings";

/** Settings of a {@link DataLoad}. */
export interface DataLoadProps extends DataLoadSettings, ProviderProps {
  /** Its job's name ends with it. */
  readonly name: string;
  readonly server: DatabaseServer;
}

/** Loads a file into a database of its own, once for each revision; one that was interrupted begins again. */
export class DataLoad extends Construct {
  readonly resource: TerraformResource;

  constructor(scope: Construct, id: string, props: DataLoadProps) {
    super(scope, id);
    requireProps(this, props);
    const { name, server, provider, ...settings } = props;
    useProvider(this, "kubernetes", provider);
    const rules = { ...load.shape, name: clusterName(15, "its job's name has it") };
    checkSettings(this, { ...settings, name }, rules, () => [
      ...missing({ server }, { server: "the server of a MySql" }),
      ...mysqlProblems({ loads: { [name]: settings } }).map(({ path, message }) => {
        return { path: path.replace(`loads.${name}.`, ""), message };
      }),
    ]);
    const { database, url, sha256, member, revision = "1", wait = "started", timeoutSeconds = 86_400 } = settings;
    const parts = { name, database, url, sha256, revision, ...given({ member }), ...server.address };
    const job = new ApplyJob(this, "Job", {
      name: `${server.name}-load-${name}`,
      namespace: server.namespace,
      instance: server.name,
      steps: stepsOf(parts, server),
      timeoutSeconds,
      wait,
      ...given({ scratch: settings.scratch }),
      dependsOn: server.ready,
    });
    this.resource = job.resource;
  }
}

function stepsOf(parts: LoadParts, { image, toolsImage, secretName }: DatabaseServer): JobStep[] {
  const files = { "mysql-root-password": "mysql-root-password" };
  const client = { image, secrets: [{ secret: secretName, path: SECRETS_FOLDER, files }], ...CLIENT_RESOURCES };
  return [
    { ...client, name: "check", script: checkLoadScript(parts) },
    { name: "fetch", image: toolsImage, script: fetchScript(parts) },
    { ...client, name: "load", script: loadScript(parts) },
  ];
}
