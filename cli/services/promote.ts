import type { Colour, PairSettings, ServicesEnvironment } from "../../constructs/services/schema";
import { editedText } from "../../engine/environment-editor";
import type { Project } from "../../engine/project";
import { readAudit } from "./audit";
import type { Deed } from "./audit-entry";
import { type ChangeOptions, changeFile, type FileChange } from "./changed-file";
import { pairNamed, platformAndService } from "./platform";
import { idleColour, liveInFact } from "./status";

/** A pair whose file is to say another colour. */
interface Promotion extends Required<Omit<Deed, "node" | "built" | "database">> {
  readonly action: "promote" | "rollback";
  readonly workspace: string;
}

/**
 * Makes the other colour of a pair live, or goes back to the one that was: changes one line of its file, and deploys it.
 *
 * @param words `[workspace] <service>`
 */
export async function changeLive(
  project: Project,
  action: Promotion["action"],
  words: readonly string[],
  options: ChangeOptions,
): Promise<void> {
  const { platform, service } = await platformAndService(project, words);
  const pair = pairNamed(platform, service);
  const { live: from } = pair;
  const to = otherColourOf(service, pair);
  const { name: workspace } = platform;
  if (action === "rollback") options.print(await groundOf(project, platform, { service, live: from, to, ...options }));
  if (action === "promote") await refuseUnlessDeployed(platform, service, from);
  const promotion: Promotion = { action, service, from, to, workspace };
  const { file } = project.workspace(workspace);
  const live = (value: Colour) => (text: string, name: string) =>
    editedText({ text, name, path: ["services", service, "live"], value });
  const change: FileChange = {
    workspace,
    deed: { action, service, from, to },
    edit: live(to),
    undo: live(from),
    says: `services.${service}.live is "${to}", was "${from}"`,
    expect: (changed) => {
      if (pairNamed(changed, service).live === to) return;
      throw new Error(
        `${file}: services.${service}.live must be what the file exports, got ${from} after a change to ${to}, which was taken back; edit it by hand`,
      );
    },
  };
  await changeFile(project, change, options, {
    after: async (changed) => {
      // Another may have changed the file back before it was read.
      const fact = await liveInFact(changed, service);
      if (fact !== undefined && fact !== to)
        throw new Error(`${service} must have ${to} live, got ${fact} after a deployment`);
    },
    failure: (name, changed) => disagreement(name, changed, promotion),
  });
  if (options.deploy) options.print(`${service}: ${to} is live`);
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

interface RollbackGround extends Pick<ChangeOptions, "autoApprove" | "deploy"> {
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
async function disagreement(
  file: string,
  platform: ServicesEnvironment,
  { action, workspace, service, to }: Promotion,
): Promise<string> {
  const fact = await liveInFact(platform, service);
  const finish = `slipway services deploy ${workspace} finishes it`;
  const back = `slipway services ${action === "promote" ? "rollback" : "promote"} ${workspace} ${service} takes it back`;
  const says = `${file} says live: "${to}" now`;
  if (fact === undefined) return `${says}; what the front has could not be read: ${finish}, ${back}`;
  if (fact === to) return `${says}, and the front has ${to} live; not all else was deployed: ${finish}, ${back}`;
  return `${says}, while the front still has ${fact} live: ${finish}, ${back}`;
}
