import { Command } from "commander";
import { lazy } from "../../constructs/shared/lazy";
import { programHere } from "../../engine/program";
import type { Project } from "../../engine/project";

const deployments = lazy<typeof import("../deploy/run-deployment")>(() => require("../deploy/run-deployment"));

interface DestroyOptions {
  readonly autoApprove?: boolean;
  readonly empty?: boolean;
  readonly freeLock?: boolean;
  readonly json?: boolean;
  readonly retain?: boolean;
  readonly yesDestroy?: string;
}

/** `slipway destroy`. */
export function destroyCommand(project: () => Project): Command {
  return new Command("destroy")
    .description("Destroy a workspace: all its stacks, in reverse order")
    .argument("<workspace>", "name of its file in environments/, without .ts; or of a state without a file")
    .option("--yes-destroy <workspace>", "skip the approval prompt; repeat the name of the workspace (for scripts)")
    .option("--auto-approve", "skip the approval prompt; not with --empty")
    .option("--empty", "also delete objects and images, and detach what others attached")
    .option("--retain", "keep what holds data or is attached elsewhere, also in the state")
    .option("--free-lock", "free a lock without asking whether its run is over (for scripts)")
    .option("--json", "print JSON: an object on each line, of the plan, of each event, and a summary")
    .addHelpText(
      "after",
      `
Examples:
  slipway destroy quetzal-paris                                       show the plan and ask for approval
  slipway destroy quetzal-paris --yes-destroy quetzal-paris           do not ask (for scripts)
  slipway destroy quetzal-paris --empty                               also delete objects and images
  slipway destroy quetzal-paris --retain                              keep buckets, images, volumes and logs

Before anything is destroyed, the command lists what buckets and repositories hold, and what others attached to the roles and
policies of the workspace. It stops if there is any, unless you pass --empty or --retain. After --retain, the next deployment
uses what was kept. Volumes that may be removed are listed with their size.

Exits with 0 only if ${programHere().product} finished without errors, and with 2 if nobody approved the plan: nothing was changed then.
On Ctrl-C, ${programHere().product} finishes the resources that it is working on and saves the state; the command exits with 1.
If the command is killed, ${programHere().product} finishes on its own. Run the command again to follow it. If ${programHere().product} was killed too, run it
again: it frees the lock that this run left, and asks before it frees another.`,
    )
    .action((workspace: string, options: DestroyOptions) =>
      deployments.runDeployment(project(), "destroy", workspace, {
        ...options,
        autoApprove: isApproved(workspace, options),
      }),
    );
}

/** Whether nobody is asked. */
function isApproved(workspace: string, { autoApprove = false, empty, retain, yesDestroy }: DestroyOptions): boolean {
  if (empty && retain) throw new Error("--empty must stand alone, got --retain too; choose one");
  if (yesDestroy !== undefined && yesDestroy !== workspace) {
    throw new Error(`--yes-destroy must be "${workspace}", the workspace, got "${yesDestroy}"; nothing was changed`);
  }
  if (yesDestroy === undefined && autoApprove && empty) {
    throw new Error(`--empty must be approved by name, got --auto-approve; write --yes-destroy ${workspace}`);
  }
  return autoApprove || yesDestroy !== undefined;
}
