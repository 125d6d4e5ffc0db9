import { lazy } from "../../constructs/shared/lazy";
import { colors as pc } from "../../engine/colors";
import { Deployment } from "../../engine/deployment";
import type { Locked } from "../../engine/plan/planning";
import type { Project } from "../../engine/project";
import { approval, ask } from "./approval";
import type { RunOptions } from "./run-deployment";
import { total } from "./total";
import { voice } from "./voices";

const audit = lazy<typeof import("../services/audit")>(() => require("../services/audit"));

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
  const approveUnlock = async ({ inStack, lock }: Locked) => {
    print(`${inStack}: the state has a lock of ${lock.who || "somebody"} since ${lock.created}`);
    if (!freeLock) await ask({ workspace, what: "Is that run over, and may its lock be freed?", flag: "--free-lock" });
  };
  let begin = async () => {};
  const counts = await ended(async () => {
    const asked = heard(approval({ action: "recover", workspace, autoApprove, print }));
    const approve: typeof asked = async (plans, failures) => {
      await asked(plans, failures);
      await begin();
    };
    const options = { ...listener, approve, approveUnlock, environment: process.env, print };
    const deployment = await Deployment.of(project, workspace, options);
    const { platform } = deployment;
    if (platform === undefined) return deployment.recover();
    return audit.audited(project, platform, { action: "recover" }, (begun) => {
      begin = begun;
      return deployment.recover();
    });
  });
  if (counts === undefined)
    print(`${workspace}: nothing to adopt; run slipway deploy ${workspace} for what else is to do`);
  else print(pc.green(`${workspace} recovered: ${total(counts)}`));
}
