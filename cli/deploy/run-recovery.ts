import { lazy } from "../../constructs/shared/lazy";
import { colors as pc } from "../../engine/colors";
import { Deployment } from "../../engine/deployment";
import type { Project } from "../../engine/project";
import { putErroredBack } from "../../engine/recovery/errored-state";
import { approval, unlockApproval } from "../plan/approval";
import { onRecord } from "../services/on-record";
import type { RunOptions } from "./run-deployment";
import { sayBegun } from "./say-begun";
import { total } from "./total";
import { voice } from "./voices";

const upgrades = lazy<typeof import("../pipelines/upgrade-dump")>(() => require("../pipelines/upgrade-dump"));

/** How a workspace is recovered. */
export interface RecoverOptions extends Pick<RunOptions, "autoApprove" | "json"> {
  /** Whether a lock of a run that may go on elsewhere is freed without a question. @default false */
  readonly freeLock?: boolean;
}

/** Recovers a workspace, and says what was done. */
export async function runRecovery(
  project: Project,
  workspace: string,
  { autoApprove = false, freeLock = false, json = false }: RecoverOptions,
): Promise<void> {
  const { print, heard, ended, ...listener } = voice(workspace, "recover", json);
  const approveUnlock = unlockApproval({ workspace, freeLock, print });
  sayBegun("planning", workspace);
  const counts = await ended(async () => {
    const asked = heard(approval({ action: "recover", workspace, autoApprove, print }));
    const { approve, run } = onRecord(async (plans, failures) => {
      await asked(plans, failures);
      await upgrades.dumpBeforeUpgrade(project, workspace, plans, print);
    }, print);
    const options = { ...listener, approve, approveUnlock, environment: process.env, print };
    await putErroredBack(project, workspace, { environment: process.env, print });
    const deployment = await Deployment.of(project, workspace, options);
    return run(project, deployment.platform, { action: "recover" }, () => deployment.recover());
  });
  if (counts === undefined)
    print(`${workspace}: nothing to adopt; run slipway deploy ${workspace} for what else is to do`);
  else print(pc.green(`${workspace} recovered: ${total(counts)}`));
}
