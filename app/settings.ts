import { resolve } from "node:path";

/** What the surroundings of a synthesis say. */
export interface Settings {
  /** Terraform's own folder in a stack's: `.terraform`, unless TF_DATA_DIR names another. */
  readonly dataFolder: string;
  /** Where the stacks are written: the command line says it, else `cdktf.out`. */
  readonly outputFolder: string;
  /** Folder of local states, absolute. */
  readonly stateFolder: string;
  /** The workspaces that a run is limited to; undefined for all. */
  readonly only: readonly string[] | undefined;
}

/**
 * Reads CDKTF_OUTDIR, SLIPWAY_STATE_DIR, SLIPWAY_WORKSPACES and TF_DATA_DIR, and refuses TF_WORKSPACE: with it Terraform would keep a second state
 * of every stack and make everything once more.
 */
export function readSettings(variables: Readonly<Record<string, string | undefined>>, project: string): Settings {
  const { CDKTF_OUTDIR, SLIPWAY_STATE_DIR, SLIPWAY_WORKSPACES, TF_DATA_DIR, TF_WORKSPACE } = variables;
  if (TF_WORKSPACE && TF_WORKSPACE !== "default") {
    throw new Error(
      `TF_WORKSPACE must not be set, got "${TF_WORKSPACE}"; a stack is a workspace here: unset TF_WORKSPACE and name the stack`,
    );
  }
  const only = SLIPWAY_WORKSPACES?.split(",").map((name) => name.trim());
  return {
    dataFolder: TF_DATA_DIR || ".terraform",
    outputFolder: CDKTF_OUTDIR || "cdktf.out",
    stateFolder: resolve(project, SLIPWAY_STATE_DIR || "terraform.tfstate.d"),
    only: only?.some((name) => name !== "") ? only.filter((name) => name !== "") : undefined,
  };
}
