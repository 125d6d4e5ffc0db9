import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ServicesEnvironment } from "../../constructs/services/schema";
import { Deployment, type DeploymentOptions } from "../../engine/deployment";
import { reachedPlatform } from "../../engine/droplets";
import { writeEnvironment } from "../../engine/environment-editor";
import type { Project } from "../../engine/project";
import { namedEnvironment } from "../../engine/workspace-named";
import { approval, refuseUnasked } from "../plan/approval";
import { auditEdit } from "./audit";
import type { Deed } from "./audit-entry";
import { onRecord } from "./on-record";

/** How a change of a file is carried out. */
export interface ChangeOptions extends Omit<DeploymentOptions, "approve"> {
  /** Whether nobody is asked. */
  readonly autoApprove: boolean;
  /** Whether it is deployed, or the file changed alone. */
  readonly deploy: boolean;
}

/** A change of a platform's file. */
export interface FileChange {
  readonly workspace: string;
  readonly deed: Deed;
  /** Makes the new text of the old one; messages name the file so. */
  readonly edit: (text: string, name: string) => string;
  /** Takes the change back in a text that somebody else has changed meanwhile. @default - such a text stays */
  readonly undo?: (text: string, name: string) => string;
  /** What the file says then that it did not say before, for those who read along. */
  readonly says: string;
  /** Throws where the file does not say that: something else in it decides. */
  readonly expect: (changed: ServicesEnvironment) => void;
}

/** What a file is changed to. */
type Change = Pick<FileChange, "workspace" | "edit" | "undo" | "expect">;

/** A file that says something else by now, and may have to say again what it said. */
export class ChangedFile {
  private constructor(
    /** From the project's folder. */
    readonly name: string,
    /** What it says now. */
    readonly platform: ServicesEnvironment,
    private readonly place: string,
    private readonly texts: { readonly before: string; readonly now: string },
    private readonly undo: FileChange["undo"],
  ) {}

  /** Changes the file; what is not sound then, or not what was meant, is taken back. */
  static by(project: Project, { workspace, edit, undo, expect }: Change): ChangedFile {
    const { file: name } = project.workspace(workspace);
    const place = join(project.folder, name);
    const before = readFileSync(place, "utf8");
    const now = edit(before, name);
    writeEnvironment(place, name, now);
    try {
      const changed = namedEnvironment(project, "services", workspace);
      expect(changed);
      return new ChangedFile(name, changed, place, { before, now }, undo);
    } catch (error) {
      writeEnvironment(place, name, before);
      throw error;
    }
  }

  /** Throws where somebody has deleted the file meanwhile: what is done would be on no file. */
  refuseDeleted(): void {
    if (!existsSync(this.place)) throw new Error("the plans must be of a file, got none; nothing was changed");
  }

  /** Makes the file what it was, as far as nobody else has changed it meanwhile; returns the error with a word about it. */
  takenBack(cause: Error): Error {
    return new Error(`${cause.message}\n${this.name} ${this.whatBecomes()}`, { cause });
  }

  private whatBecomes(): string {
    if (!existsSync(this.place)) return "was deleted meanwhile, and is not written again";
    const text = readFileSync(this.place, "utf8");
    const isMine = text === this.texts.now;
    try {
      const undone = isMine ? this.texts.before : this.undo?.(text, this.name);
      if (undone !== undefined) {
        writeEnvironment(this.place, this.name, undone);
        return isMine ? "is as it was" : "was changed by somebody else meanwhile; only this change was taken back";
      }
    } catch {
      // Nothing in it is to be found any more.
    }
    return "was changed by somebody else meanwhile, and stays so: take this change back by hand";
  }
}

/**
 * Changes the file of a platform, and deploys it. What nobody approves, or is not even begun, leaves the file as it was.
 *
 * @param approved what is done once the plans are approved, before anything is changed; an error ends the deployment there
 * @param after what is looked at when it is deployed
 * @param failure what to do where that failed, behind the error's own words
 */
export async function changeFile(
  project: Project,
  change: FileChange,
  options: ChangeOptions,
  {
    approved: begun = async () => {},
    after = async () => {},
    failure,
  }: {
    readonly approved?: () => Promise<void>;
    readonly after?: (changed: ServicesEnvironment) => Promise<void>;
    readonly failure: (file: string, changed: ServicesEnvironment) => Promise<string> | string;
  },
): Promise<void> {
  const { workspace, deed, says } = change;
  // The file would be changed before there is a plan to show.
  if (options.deploy && !options.autoApprove) refuseUnasked();
  const changed = ChangedFile.by(project, change);
  options.print(`${changed.name}: ${says}`);
  const takenBack = (error: Error) => {
    throw changed.takenBack(error);
  };
  const platform = await reachedPlatform(project, changed.platform, process.env).catch(takenBack);
  if (!options.deploy) {
    await auditEdit(project, platform, deed);
    options.print(`next: npx slipway services deploy ${workspace}`);
    return;
  }
  const approved = approval({ ...options, action: "deploy", workspace });
  const { approve, run } = onRecord(async (...shown) => {
    await approved(...shown);
    changed.refuseDeleted();
    await begun();
  }, options.print);
  const deployment = await Deployment.of(project, workspace, { ...options, approve }).catch(takenBack);
  try {
    await run(project, platform, deed, async () => {
      await deployment.run("deploy");
      await after(platform);
    });
  } catch (error) {
    if (!deployment.hasBegun) throw changed.takenBack(error as Error);
    throw new Error(`${(error as Error).message}\n${await failure(changed.name, platform)}`, { cause: error });
  }
}
