import { given } from "../../shared/given";
import type { JobStep } from "../cluster/job-pod";
import { plainName } from "../workflow/render/dag";
import type { PachydermVersion } from "../workflow/settings";
import { pachctlEnvironment } from "./render/pachd-address";
import type { PachydermSettings } from "./settings";

/** Where `pachd` is, and the jobs that speak with it. */
export interface PachdPlace {
  readonly namespace: string;
  readonly pachyderm: Omit<PachydermSettings, "namespace">;
}

/** Images of Pachyderm's own, with `sh` and `pachctl`; of 1.7 there is none, so it is the one of the published workflows. */
const PACHCTL_IMAGES: Readonly<Record<PachydermVersion, string>> = {
  "1.7": "pharmbio/manager-pod:pctl-1.7.10",
  "1.13": "pachyderm/pachctl:1.13.3",
  "2": "pachyderm/pachctl:2.11.6",
};

/** A script with `pachctl` of the cluster's version, which knows where `pachd` is. */
export function pachctlStep({ namespace, pachyderm }: PachdPlace, script: string): JobStep {
  const { version, address, image = PACHCTL_IMAGES[version] } = pachyderm;
  // Where pachctl keeps what it knows of a server.
  const environment = { HOME: "/tmp", ...pachctlEnvironment({ version, namespace, ...given({ address }) }) };
  return { name: "pachctl", image, script, environment };
}

/** A job's name: Kubernetes takes no capitals, and adds to it. */
export function jobName(name: string): string {
  return `p-${plainName(name).slice(0, 40)}`.replace(/-+$/, "");
}
