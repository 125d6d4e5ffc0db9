import type { ContainerResources, MountedFolder } from "../cluster/settings";
import type { PachydermVersion } from "../workflow/settings";

/** A pod from which a workflow is managed, with `pachctl` and all that it works on. */
export interface ManagerPodSettings {
  /** @default "manager-pod" */
  readonly name?: string;
  readonly namespace: string;
  /** Has `sh` and `pachctl`, of the version that `pachd` has. */
  readonly image: string;
  /** Of `pachd`. */
  readonly pachyderm: PachydermVersion;
  /** Where `pachd` and its workers are. @default - its own namespace */
  readonly pachdNamespace?: string;
  /** Such as `pachd.example.org:30650`. @default - the service `pachd` of the namespace */
  readonly pachdAddress?: string;
  /** Texts by their names, in the folder `/pipeline-setup`. @default - none */
  readonly pipelineSetup?: Readonly<Record<string, string>>;
  /** The text of `configuration.json`, in the folder in which a shell begins. @default - none */
  readonly configuration?: string;
  /** Secrets as folders of files, such as the database's at `/etc/creds`. @default - none */
  readonly secrets?: readonly MountedFolder[];
  /** `read`: its `kubectl` sees pods and their logs, as its own service account. @default "read" */
  readonly kubernetes?: "read" | "none";
  /** @default - 1 processor, 2G, and 512Mi of ephemeral storage */
  readonly requests?: ContainerResources;
  /** @default - 4 processors, 4G, and 20Gi of ephemeral storage, which has the home folder */
  readonly limits?: ContainerResources;
  readonly nodeSelector?: Readonly<Record<string, string>>;
}
