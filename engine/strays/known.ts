import { initialized } from "../initialization";
import { programHere } from "../program";
import type { Project } from "../project";
import { stateNow } from "../pulled-state";
import { resourcesOf } from "../states/state";
import { lockIn } from "../states/store";
import { lockedMessage } from "../terraform-events";
import { terraform } from "../terraform-process";

/** What the states of a workspace have. */
export interface Known {
  /** Ids of containers, also of those that Terraform has still to destroy. */
  readonly containers: ReadonlySet<string>;
  /** Stacks whose state has nothing. */
  readonly empty: ReadonlySet<string>;
}

/** Reads the states of all stacks of a workspace, wherever they are. */
export async function knownIn(project: Project, workspace: string, environment: NodeJS.ProcessEnv): Promise<Known> {
  const stacks = project.stacks(workspace);
  const states = await Promise.all(stacks.map((stack) => stateNow(project, stack, environment)));
  const containers = states.flatMap((state) =>
    resourcesOf(state).flatMap(({ type, instances = [] }) =>
      type === "docker_container" ? instances.map(({ attributes = {} }) => String(attributes.id)) : [],
    ),
  );
  const empty = stacks.filter((_, index) => resourcesOf(states[index]).length === 0);
  return { containers: new Set(containers), empty: new Set(empty) };
}

/** Throws where a run holds the state of a stack, on this machine or another; this takes its lock for a moment. */
export async function refuseLocked(
  project: Project,
  { workspace, stack }: { readonly workspace: string; readonly stack: string },
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  // The one command that takes the lock and needs neither providers nor variables; nothing has that address.
  const args = ["untaint", "-allow-missing", "-no-color", "terraform_data.none"];
  const untaint = () => terraform(project, stack, args, { env: environment });
  const { run } = await initialized(project, stack, environment, untaint, () => {});
  if (run.code === 0) return;
  const text = run.events.map((event) => event["@message"]).join("\n");
  const lock = lockIn(text);
  if (lock === undefined)
    throw new Error(`${stack}: ${programHere().word} untaint failed, got exit code ${run.code ?? "none"}:\n${text}`);
  const folder = `${project.output}/stacks/${stack}`;
  throw new Error(lockedMessage({ workspace, stack, folder, action: "deploy" }, lock));
}
