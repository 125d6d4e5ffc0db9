import { join } from "node:path";
import type { Colour, PairSettings, ServicesEnvironment } from "../../constructs/services/schema";
import { Deployment, type DeploymentOptions } from "../../engine/deployment";
import { reachedPlatform } from "../../engine/droplets";
import { editEnvironment } from "../../engine/environment-editor";
import type { Project } from "../../engine/project";
import { namedEnvironment } from "../../engine/workspace-named";
import { approval, refuseUnasked } from "../deploy/approval";
import { NotApproved } from "../not-approved";
import { auditEdit, readAudit } from "./audit";
import type { Deed } from "./audit-entry";
import { onRecord } from "./on-record";
import { pairNamed, platformAndService } from "./platform";
import { idleColour, liveInFact } from "./status";

/** How a pair gets its other colour. */
export interface PromoteOptions extends Omit<DeploymentOptions, "approve"> {
  /** Whether nobody is asked. */
  readonly autoApprove: boolean;
  /** Whether it is deployed, or the file changed alone. */
  readonly deploy: boolean;
}

/** A pair whose file is to say another colour. */
interface Change extends Required<Deed> {
  readonly action: "promote" | "rollback";
  readonly workspace: string;
  /** From the project's folder. */
  readonly file: string;
}

/**
 * Makes the other colour of a pair live, or goes back to the one that was: changes one line of its file, and deploys it.
 *
 * @param words `[workspace] <service>`
 */
export async function changeLive(
  project: Project,
  action: Change["action"],
  words: readonly string[],
  options: PromoteOptions,
): Promise<void> {
  const { platform, service } = await platformAndService(project, words);
  const pair = pairNamed(platform, service);
  const to = otherColourOf(service, pair);
  const { name: workspace } = platform;
  if (action === "rollback")
    options.print(await groundOf(project, platform, { service, live: pair.live, to, ...options }));
  const asked = { ...options, action: "deploy", workspace } as const;
  // The file would be changed before there is a plan to show.
  if (options.deploy && !options.autoApprove) refuseUnasked();
  if (action === "promote") await refuseUnlessDeployed(platform, service, pair.live);
  const { file } = project.workspace(workspace);
  const change: Change = { action, service, from: pair.live, to, workspace, file };
  const changed = await reachedPlatform(project, edit(project, change), process.env);
  options.print(`${file}: services.${service}.live is "${to}", was "${change.from}"`);
  const deed: Deed = { action, service, from: change.from, to };
  if (!options.deploy) {
    await auditEdit(project, changed, deed);
    options.print(`next: npx slipway services deploy ${workspace}`);
    return;
  }
  const { approve, run } = onRecord(approval(asked));
  const deployment = await prepared(project, change, { ...options, approve });
  try {
    await run(project, changed, deed, async () => {
      await deployment.run("deploy");
      // Another may have changed the file back before it was read.
      const fact = await liveInFact(changed, service);
      if (fact !== undefined && fact !== to)
        throw new Error(`${service} must have ${to} live, got ${fact} after a deployment`);
    });
  } catch (error) {
    if (error instanceof NotApproved) throw takenBack(project, change, error);
    throw new Error(`${(error as Error).message}\n${await disagreement(changed, change)}`);
  }
  options.print(`${service}: ${to} is live`);
}

/** What is not even begun leaves the file as it was. */
async function prepared(project: Project, change: Change, options: DeploymentOptions): Promise<Deployment> {
  try {
    return await Deployment.of(project, change.workspace, options);
  } catch (error) {
    throw takenBack(project, change, error as Error);
  }
}

function takenBack(project: Project, change: Change, cause: Error): Error {
  editEnvironment({ ...placeOf(project, change), value: change.from });
  return new Error(`${cause.message}\n${change.file} says live: "${change.from}" again`, { cause });
}

/** The other colour of what was never deployed is the one that is live. */
async function refuseUnlessDeployed(platform: ServicesEnvironment, service: string, live: Colour): Promise<void> {
  const fact = await liveInFact(platform, service);
  if (fact === undefined || fact === live) return;
  const { name } = platform;
  throw new Error(
    `${service} must be deployed as its file says before it is promoted, got live: "${live}" there, and ${fact} at the front; ` +
      `slipway services deploy ${name} finishes it, slipway services rollback ${name} ${service} takes it back`,
  );
}

function otherColourOf(service: string, pair: PairSettings): Colour {
  const other = idleColour(pair);
  if (other !== undefined) return other;
  const missing = pair.live === "blue" ? "green" : "blue";
  throw new Error(
    `${service} must have another colour, got ${pair.live} alone; add ${missing}: { image: "…" } to it, and deploy it first`,
  );
}

/** Changes the file; what it does not say then is not what was meant. */
function edit(project: Project, change: Change): ServicesEnvironment {
  const { workspace, file, service, from, to } = change;
  const place = placeOf(project, change);
  editEnvironment({ ...place, value: to });
  try {
    const changed = namedEnvironment(project, "services", workspace);
    if (pairNamed(changed, service).live === to) return changed;
  } catch (error) {
    editEnvironment({ ...place, value: from });
    throw error;
  }
  editEnvironment({ ...place, value: from });
  throw new Error(
    `${file}: services.${service}.live must be what the file exports, got ${from} after a change to ${to}, which was taken back; edit it by hand`,
  );
}

function placeOf(project: Project, { file, service }: Change) {
  return { file: join(project.folder, file), name: file, path: ["services", service, "live"] };
}

interface RollbackGround extends Pick<PromoteOptions, "autoApprove" | "deploy"> {
  readonly service: string;
  readonly live: Colour;
  readonly to: Colour;
}

/** By what it is known which colour was live before; refused where going on would be no way back. */
async function groundOf(
  project: Project,
  platform: ServicesEnvironment,
  { service, live, to, autoApprove, deploy }: RollbackGround,
): Promise<string> {
  const { name } = platform;
  const { entries } = await readAudit(project, platform);
  const index = entries.findLastIndex((entry) => entry.service === service);
  const last = entries[index];
  if (last === undefined || last.to !== live) {
    if (deploy && autoApprove) {
      throw new Error(
        `${service} must have a promotion to ${live} on record to be rolled back unasked, got none; slipway services promote ${name} ${service} makes ${to} live`,
      );
    }
    return `nothing is on record of a promotion to ${live}: ${to} is taken because it is the other colour`;
  }
  if (last.action === "promote") return `${to} was live before ${last.user} promoted ${live} at ${last.time}`;
  const isDeployed = entries.slice(index).some(({ outcome }) => outcome === "done");
  const next = isDeployed
    ? `slipway services promote ${name} ${service} makes ${to} live`
    : `slipway services deploy ${name} finishes it`;
  throw new Error(
    `${service} must have been promoted since it was rolled back, got a rollback to ${live} at ${last.time}${isDeployed ? "" : ", which is not deployed,"} as the last thing; ${next}`,
  );
}

/** What the file says and what the front has, after a deployment that failed. */
async function disagreement(platform: ServicesEnvironment, change: Change): Promise<string> {
  const { action, workspace, file, service, to } = change;
  const fact = await liveInFact(platform, service);
  const finish = `slipway services deploy ${workspace} finishes it`;
  const back = `slipway services ${action === "promote" ? "rollback" : "promote"} ${workspace} ${service} takes it back`;
  const says = `${file} says live: "${to}" now`;
  if (fact === undefined) return `${says}; what the front has could not be read: ${finish}, ${back}`;
  if (fact === to) return `${says}, and the front has ${to} live; not all else was deployed: ${finish}, ${back}`;
  return `${says}, while the front still has ${fact} live: ${finish}, ${back}`;
}
