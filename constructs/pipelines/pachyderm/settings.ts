import type { PachydermVersion } from "../workflow/settings";

/** The Pachyderm of a cluster. */
export interface PachydermSettings {
  readonly version: PachydermVersion;
  /** Where `pachd` and its workers are. @default - the namespace of the rest */
  readonly namespace?: string;
  /** Of `pachd`, such as `pachd.example.org:30650`. @default - the service `pachd` of its namespace */
  readonly address?: string;
  /** Has `sh` and `pachctl` of the version. @default - of Pachyderm's own: "pachyderm/pachctl:2.11.6", "pachyderm/pachctl:1.13.3"; for 1.7 "pharmbio/manager-pod:pctl-1.7.10" */
  readonly image?: string;
  /** `closed`: the jobs that create pipelines reach `pachd` and the cluster's names alone, and nothing reaches them. @default "open" */
  readonly jobNetwork?: "open" | "closed";
}
