import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { given } from "../../shared/given";
import { ApplyJob } from "../cluster/apply-job";
import { plainName } from "../workflow/render/dag";
import type { PachydermVersion } from "../workflow/settings";
import { pachctlEnvironment } from "./render/pachd-address";
import type { PachydermSettings } from "./settings";

/** What a job tells Pachyderm. */
export interface PachctlJobParts {
  readonly name: string;
  /** Where `pachd` is, and the job. */
  readonly namespace: string;
  readonly pachyderm: Omit<PachydermSettings, "namespace">;
  /** The application that it belongs to. */
  readonly instance: string;
  readonly script: string;
  /** @default - none */
  readonly files?: Readonly<Record<string, string>>;
  readonly dependsOn: readonly TerraformResource[];
}

/** Images of Pachyderm's own, with `sh` and `pachctl`; of 1.7 there is none, so it is the one of the published workflows. */
const PACHCTL_IMAGES: Readonly<Record<PachydermVersion, string>> = {
  "1.7": "pharmbio/manager-pod:pctl-1.7.10",
  "1.13": "pachyderm/pachctl:1.13.3",
  "2": "pachyderm/pachctl:2.11.6",
};

/** A job with `pachctl` of the cluster's version, which knows where `pachd` is. */
export function pachctlJob(scope: Construct, id: string, parts: PachctlJobParts): ApplyJob {
  const { name, namespace, pachyderm, instance, script, files = {}, dependsOn } = parts;
  const { version, address, image = PACHCTL_IMAGES[version] } = pachyderm;
  // Where pachctl keeps what it knows of a server.
  const environment = { HOME: "/tmp", ...pachctlEnvironment({ version, namespace, ...given({ address }) }) };
  return new ApplyJob(scope, id, {
    name: jobName(name),
    namespace,
    instance: jobName(instance),
    steps: [{ name: "pachctl", image, script, environment }],
    files,
    dependsOn,
  });
}

function jobName(name: string): string {
  return `p-${plainName(name).slice(0, 40)}`.replace(/-+$/, "");
}
