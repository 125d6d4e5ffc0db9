import { randomUUID } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { frontOf, isPair, placesOf, upstreamName } from "../../constructs/services/render/layout";
import type { ServicesEnvironment } from "../../constructs/services/schema";
import { reachedPlatform } from "../../engine/droplets";
import { outputNow } from "../../engine/process";
import type { Project } from "../../engine/project";
import { NotApproved } from "../not-approved";
import { type AuditEntry, type Deed, merged } from "./audit-entry";
import { appendHere, appendThere, frontNodes, readHere, readThere } from "./audit-places";
import { declaredImage, frontFacts, imageName } from "./look";
import { engineOf } from "./platform";

/** What is on record of a platform. */
export interface Audit {
  /** The oldest first. */
  readonly entries: readonly AuditEntry[];
  /** Why the record of a node is missing in it. */
  readonly silent: readonly string[];
}

/** The record of a platform: what its nodes have, which operators share, and what this machine has. */
export async function readAudit(project: Project, platform: ServicesEnvironment): Promise<Audit> {
  const silent: string[] = [];
  const there = frontNodes(platform).map(async (node) => {
    try {
      return await readThere(platform, node);
    } catch (error) {
      silent.push((error as Error).message);
      return [];
    }
  });
  const entries = [...(await Promise.all(there)).flat(), ...readHere(project, platform.name)];
  return { entries: merged(entries), silent };
}

/**
 * Does something to a platform, and writes down that it begins and how it ended; nothing of what nobody approved. What else a
 * deployment promotes, because somebody has changed the file, is written down too.
 *
 * @param work calls what it gets once it is approved, before it changes anything
 */
export async function audited<T>(
  project: Project,
  platform: ServicesEnvironment,
  deed: Deed,
  work: (begin: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const record = new Record(project, platform, deed);
  try {
    const result = await work(() => record.begin());
    await record.end("done");
    return result;
  } catch (error) {
    if (record.isBegun || !(error instanceof NotApproved)) await record.end("failed");
    throw error;
  }
}

/** Writes down that a file was changed, and nothing else done. */
export async function auditEdit(project: Project, platform: ServicesEnvironment, deed: Deed): Promise<void> {
  await new Record(project, platform, deed).end("edited");
}

/** Writes down one command. */
class Record {
  isBegun = false;
  private entries: readonly Omit<AuditEntry, "outcome">[];
  private readonly circumstances: ReturnType<typeof circumstancesOf>;
  /** What a node does not have yet: its front is made by this very deployment. */
  private readonly missing = new Map<string, AuditEntry[]>();

  constructor(
    private readonly project: Project,
    private readonly platform: ServicesEnvironment,
    private readonly deed: Deed,
  ) {
    this.circumstances = circumstancesOf(project, platform);
    this.entries = [this.entryOf(deed)];
  }

  async begin(): Promise<void> {
    const isDeployed = DEPLOYS.includes(this.deed.action);
    // What keeps the front from an answer is no reason not to go on.
    const more = isDeployed ? await promotions(this.project, await this.reached()).catch(() => []) : [];
    const others = more.filter(({ service }) => service !== this.deed.service);
    this.entries = [...this.entries, ...others.map((each) => this.entryOf(each))];
    this.isBegun = true;
    await this.write(this.entries.map((entry) => ({ ...entry, outcome: "begun" })));
  }

  /** A droplet may be made by this very deployment. */
  private reached(): Promise<ServicesEnvironment> {
    return reachedPlatform(this.project, this.platform, process.env).catch(() => this.platform);
  }

  async end(outcome: AuditEntry["outcome"]): Promise<void> {
    const ended = new Date().toISOString();
    await this.write(this.entries.map((entry) => ({ ...entry, ended, outcome })));
  }

  private async write(entries: readonly AuditEntry[]): Promise<void> {
    appendHere(this.project, this.platform.name, entries);
    const platform = await this.reached();
    await Promise.all(
      frontNodes(platform).map(async (node) => {
        const own = entries.filter(({ service }) => service === undefined || this.frontOf(service) === node);
        const wanted = [...(this.missing.get(node) ?? []), ...own];
        if (wanted.length === 0) return;
        this.missing.set(node, (await appendThere(platform, node, wanted)) ? [] : wanted);
      }),
    );
  }

  private frontOf(service: string): string {
    return frontOf(this.platform, service);
  }

  private entryOf(deed: Deed): Omit<AuditEntry, "outcome"> {
    return { id: randomUUID(), time: new Date().toISOString(), ...this.circumstances, ...deed };
  }
}

/** They make the colour live that the file names. */
const DEPLOYS: readonly Deed["action"][] = [
  "deploy",
  "promote",
  "recover",
  "rollback",
  "create node",
  "destroy node",
  "drain",
  "resize node",
];

/** The pairs of which a deployment makes another colour live than the front has in fact. */
async function promotions(project: Project, platform: ServicesEnvironment): Promise<Deed[]> {
  const facts = await Promise.all(
    frontNodes(platform).map(async (node) => [node, await frontFacts(engineOf(platform, node), platform)] as const),
  );
  const fronts = new Map(facts);
  const changed = Object.entries(platform.services).flatMap(([service, settings]) => {
    const from = fronts.get(frontOf(platform, service))?.routes.get(service)?.live;
    if (!isPair(settings) || from === undefined || from === settings.live) return [];
    return [{ service, from, to: settings.live }];
  });
  if (changed.length === 0) return [];
  const { entries } = await readAudit(project, platform);
  return changed.map((change) => {
    // A command may have changed the file before.
    const last = entries.findLast(({ service }) => service === change.service);
    const isEdited = last?.outcome === "edited" && last.to === change.to && last.action === "rollback";
    return { action: isEdited ? "rollback" : "promote", ...change };
  });
}

/** What all entries of a command have in common. */
function circumstancesOf(project: Project, platform: ServicesEnvironment) {
  const places = Object.keys(platform.services).flatMap((service) => placesOf(platform, service));
  const images = places.map(({ service, colour }) => [
    upstreamName(service, colour),
    declaredImage(platform, service, colour),
  ]);
  const servers = Object.entries(platform.postgres ?? {}).map(([name, { image }]) => [name, imageName(image)]);
  return {
    user: userName(),
    host: hostname(),
    ...commitOf(project.folder),
    workspace: platform.name,
    images: Object.fromEntries([...images, ...servers]) as AuditEntry["images"],
  };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may have a user without a name.
    return String(process.getuid?.() ?? "unknown");
  }
}

function commitOf(folder: string): Pick<AuditEntry, "commit" | "dirty"> {
  const git = (...args: string[]) => outputNow(["git", "-C", folder, ...args]);
  const [head, changes] = [git("rev-parse", "HEAD"), git("status", "--porcelain", "--", ".")];
  if (head.status !== 0 || changes.status !== 0) return {};
  return { commit: head.stdout.trim(), dirty: changes.stdout.trim() !== "" };
}
