import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, join, resolve } from "node:path";
import { placesOf, upstreamName } from "../../constructs/services/render/layout";
import type { Colour, ServicesEnvironment } from "../../constructs/services/schema";
import { shown } from "../../constructs/shared/shown";
import { troubleOf } from "../../engine/file-errors";
import { outputNow } from "../../engine/process";
import type { Project } from "../../engine/project";
import { declaredImage } from "./look";

/** What was done to a platform. */
export interface Deed {
  readonly action: "deploy" | "destroy" | "promote" | "rollback";
  /** Of a promotion, or of the way back. */
  readonly service?: string;
  readonly from?: Colour;
  readonly to?: Colour;
}

/** A line of the record. */
export interface AuditEntry extends Deed {
  readonly time: string;
  readonly user: string;
  /** What git had; absent where it has nothing. */
  readonly commit?: string;
  /** Whether the files were others than those of the commit. */
  readonly dirty?: boolean;
  readonly workspace: string;
  /** The images that were declared, by containers. */
  readonly images: Readonly<Record<string, string>>;
  /** `edited`: the file was changed, and not deployed. */
  readonly outcome: "done" | "failed" | "edited";
}

/** Where the record of a workspace lies: beside its local state, on the machine that deploys. */
function auditFile(project: Project, workspace: string): string {
  const folder = resolve(project.folder, process.env.SLIPWAY_STATE_DIR || "terraform.tfstate.d");
  return join(folder, workspace, "audit.jsonl");
}

/** The record of a workspace, the oldest first. */
export function readAudit(project: Project, workspace: string): AuditEntry[] {
  const file = auditFile(project, workspace);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.flatMap((line, index) => {
    if (line === "") return [];
    try {
      return [JSON.parse(line) as AuditEntry];
    } catch {
      // A machine that went off in the middle of a line.
      console.error(`warning: ${file}:${index + 1} is no JSON, and is passed over`);
      return [];
    }
  });
}

/** Does something to a platform, and writes down how it ended. */
export async function audited<T>(
  project: Project,
  platform: ServicesEnvironment,
  deed: Deed,
  work: () => Promise<T>,
): Promise<T> {
  const begun = entryOf(project, platform, deed);
  try {
    const result = await work();
    append(project, { ...begun, outcome: "done" });
    return result;
  } catch (error) {
    append(project, { ...begun, outcome: "failed" });
    throw error;
  }
}

/** Writes down that a file was changed, and nothing else done. */
export function auditEdit(project: Project, platform: ServicesEnvironment, deed: Deed): void {
  append(project, { ...entryOf(project, platform, deed), outcome: "edited" });
}

function entryOf(project: Project, platform: ServicesEnvironment, deed: Deed): Omit<AuditEntry, "outcome"> {
  const places = Object.keys(platform.services).flatMap((service) => placesOf(platform, service));
  const images = places.map(({ service, colour }) => [
    upstreamName(service, colour),
    declaredImage(platform, service, colour),
  ]);
  return {
    time: new Date().toISOString(),
    user: userName(),
    ...commitOf(project.folder),
    workspace: platform.name,
    ...deed,
    images: Object.fromEntries(images) as Record<string, string>,
  };
}

/** What was done is done also where it cannot be written down. */
function append(project: Project, entry: AuditEntry): void {
  const file = auditFile(project, entry.workspace);
  try {
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, `${JSON.stringify(entry)}\n`);
  } catch (error) {
    console.error(
      `warning: ${file} must be a file that can be written, got ${shown(troubleOf(error))}; this is missing there: ${JSON.stringify(entry)}`,
    );
  }
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
