import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { KEYS } from "../../constructs/services/render/driver";
import { nodeNames, nodePlan } from "../../constructs/services/render/layout";
import { here, script } from "../../constructs/services/render/shell";
import type { ServicesEnvironment } from "../../constructs/services/schema";
import { shown, visible } from "../../constructs/shared/shown";
import { troubleOf } from "../../engine/file-errors";
import { outputOf } from "../../engine/process";
import type { Project } from "../../engine/project";
import { type AuditEntry, entriesIn } from "./audit-entry";
import { engineOf } from "./platform";

/** On the volume with certificates, which stays when the front is replaced. */
const FILE = `${KEYS}/audit.jsonl`;
const LOCK = `${KEYS}/.audit.lock`;
/** Nobody waits longer for a record. */
const LONGEST_MILLISECONDS = 20_000;

/** The file of this machine: beside the local state. */
export function auditFile(project: Project, workspace: string): string {
  const folder = resolve(project.folder, process.env.SLIPWAY_STATE_DIR || "terraform.tfstate.d");
  return join(folder, workspace, "audit.jsonl");
}

/** What this machine has on record. */
export function readHere(project: Project, workspace: string): readonly AuditEntry[] {
  const file = auditFile(project, workspace);
  if (!existsSync(file)) return [];
  const { entries, broken } = entriesIn(readFileSync(file, "utf8"));
  for (const line of broken) console.error(`warning: ${file}:${line} is no JSON, and is passed over`);
  return entries;
}

/** What was done is done also where it cannot be written down. */
export function appendHere(project: Project, workspace: string, entries: readonly AuditEntry[]): void {
  const file = auditFile(project, workspace);
  const text = linesOf(entries);
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    appendFileSync(file, text, { mode: 0o600 });
  } catch (error) {
    console.error(
      `warning: ${file} must be a file that can be written, got ${shown(troubleOf(error))}; this is missing there: ${text.trim()}`,
    );
  }
}

/** The nodes with a front. */
export function frontNodes(platform: ServicesEnvironment): string[] {
  return nodeNames(platform).filter((node) => {
    const { containers, routes } = nodePlan(platform, node);
    return containers.length + routes.length > 0;
  });
}

/** What a node has on record; empty where it has no front yet. Throws where it does not answer. */
export async function readThere(platform: ServicesEnvironment, node: string): Promise<readonly AuditEntry[]> {
  const read = `[ ! -f ${FILE} ] || { exec 9>>${LOCK}; flock -s 9; cat ${FILE}; }; exit 0`;
  const { status, stdout, stderr } = await inFront(platform, node, script(read));
  if (status === 0) return entriesIn(stdout).entries;
  if (/No such container/i.test(stderr)) return [];
  const reason = visible(stderr.trim().split("\n").at(-1) ?? "");
  throw new Error(`the record on ${node} must be readable, got ${JSON.stringify(reason)}`);
}

/** @returns whether it is written down there */
export async function appendThere(
  platform: ServicesEnvironment,
  node: string,
  entries: readonly AuditEntry[],
): Promise<boolean> {
  const lines = [
    "umask 077",
    `mkdir -p ${KEYS} && exec 9>>${LOCK} || exit 1`,
    "waited=0; until flock -n 9; do waited=$((waited + 1)); [ $waited -lt 100 ] || exit 1; sleep 0.1; done",
    // After a line that was cut off.
    `[ -z "$(tail -c 1 ${FILE} 2>/dev/null)" ] || echo >>${FILE}`,
    ...here(`base64 -d >>${FILE}`, linesOf(entries)),
    "exit $?",
  ];
  // A droplet that is not deployed has no record.
  const written = inFront(platform, node, script(...lines)).catch(() => undefined);
  return (await written)?.status === 0;
}

async function inFront(platform: ServicesEnvironment, node: string, input: string) {
  const command = engineOf(platform, node).command(["exec", "--interactive", `${platform.name}-front`, "sh", "-s"]);
  return outputOf(command, { input, timeoutMilliseconds: LONGEST_MILLISECONDS });
}

function linesOf(entries: readonly AuditEntry[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
}
