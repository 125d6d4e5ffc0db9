import { TerraformStack, Testing } from "cdktf";
import { MySql } from "../../../constructs/pipelines/database/my-sql";
import type { CronJobManifest } from "../../../constructs/pipelines/database/render/dump-jobs";
import type { MySqlSettings } from "../../../constructs/pipelines/database/settings";
import { stackKubernetesProvider } from "../../../constructs/shared/kubernetes-provider";
import { Template } from "../../../testing";
import { type Manifest, manifestsOf } from "../../pipelines/manifests";

/** What of a database is deployed for its dumps. */
export interface DeployedDump {
  readonly manifests: readonly Manifest[];
  readonly cronJob: CronJobManifest;
  /** By the names of their files. */
  readonly scripts: Readonly<Record<string, string>>;
}

export function deployedDump(settings: Omit<MySqlSettings, "namespace">, namespace = "labinf"): DeployedDump {
  const stack = new TerraformStack(Testing.app(), "test");
  stackKubernetesProvider(stack, { context: "lab" });
  new MySql(stack, "Database", { ...settings, namespace });
  const all = manifestsOf(Template.of(stack)).map(({ manifest }) => manifest);
  const manifests = all.filter(({ metadata }) => /-dump(-[0-9a-f]{16})?$/.test(metadata.name));
  const ofKind = (kind: string) => manifests.find((each) => each.kind === kind);
  const [cronJob, map] = [ofKind("CronJob"), ofKind("ConfigMap")];
  if (cronJob === undefined || map === undefined) throw new Error("a dump must be deployed, got none");
  return {
    manifests,
    cronJob: cronJob as unknown as CronJobManifest,
    scripts: map.data as Record<string, string>,
  };
}
