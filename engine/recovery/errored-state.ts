import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { erroredStateFile, localStateFile } from "../../constructs/shared/read/local-state";
import { writePrivateFile } from "../private-file";
import type { Project } from "../project";
import { readableState } from "../states/state";
import { reasonOf } from "../terraform-events";
import { terraform } from "../terraform-process";

interface PutBackOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly print: (line: string) => void;
}

/**
 * Puts the states of a workspace back that Terraform could not save, as on a full disk: they know what was made, and nothing else does.
 * A state that has gone on since is left as it is.
 */
export async function putErroredBack(
  project: Project,
  workspace: string,
  { environment, print }: PutBackOptions,
): Promise<void> {
  for (const stack of project.stacks(workspace)) {
    const folder = project.stackFolder(stack);
    const errored = erroredStateFile(folder);
    if (!existsSync(errored)) continue;
    const file = localStateFile(folder);
    if (file === undefined) await push(project, stack, environment);
    else putBack(stack, errored, file);
    rmSync(errored);
    print(`${stack}: put errored.tfstate back, the state that could not be saved`);
  }
}

async function push(project: Project, stack: string, env: NodeJS.ProcessEnv): Promise<void> {
  const { code, events } = await terraform(project, stack, ["state", "push", "errored.tfstate"], { env });
  if (code === 0) return;
  const reason = reasonOf(events).join("\n");
  throw new Error(
    `${reason}\n${stack}: errored.tfstate must be put back first, got the reason above; nothing was changed`,
  );
}

/** Terraform itself could not: it reads the state that is there, of which a full disk leaves a part. */
function putBack(stack: string, errored: string, file: string): void {
  const text = readFileSync(errored, "utf8");
  const saved = readableState(text);
  if (saved === undefined) {
    throw new Error(`${stack}: ${errored} must be a whole state, got a part of one; put back a copy of ${file}`);
  }
  const there = existsSync(file) ? readableState(readFileSync(file, "utf8")) : undefined;
  if (there !== undefined && (there.lineage !== saved.lineage || there.serial >= saved.serial)) {
    throw new Error(
      `${stack}: errored.tfstate must be newer than the state, got serial ${saved.serial} beside ${there.serial}; if nothing is missing, remove ${errored}`,
    );
  }
  // What is left of the one that was not saved.
  if (there === undefined && existsSync(file)) {
    copyFileSync(file, `${file}.broken`);
    chmodSync(`${file}.broken`, 0o600);
  }
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writePrivateFile(file, text);
  } catch (error) {
    throw new Error(
      `${stack}: ${file} must be written, got ${(error as Error).message}; make room, then run it again: ${errored} is as it was`,
    );
  }
}
