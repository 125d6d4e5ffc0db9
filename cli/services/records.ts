import { existsSync } from "node:fs";
import { join } from "node:path";
import { environmentOf } from "../../app/load";
import type { ServicesEnvironment } from "../../constructs/services/schema";
import { dropletsOf } from "../../engine/droplets";
import { type FrontRecord, frontRecords, type PendingRecord, pendingRecords } from "../../engine/front-records";
import type { Project } from "../../engine/project";

/** How long a plan waits for what it says of DNS, when everything else is done. */
const PATIENCE_MILLISECONDS = 1800;

/** Lines about records, each as a zone file would have it: `nmpi.example.org  A  203.0.113.9`. */
export function recordLines(records: readonly (FrontRecord | PendingRecord)[]): string[] {
  const width = (values: readonly string[]) => Math.max(...values.map(({ length }) => length));
  const [names, types] = [width(records.map(({ name }) => name)), width(records.map(({ type }) => type))];
  return records.map(({ name, type, value, node, ...more }) => {
    const now = "found" in more && more.found.length > 0 ? `  (now ${more.found.join(", ")})` : "";
    return `${name.padEnd(names)}  ${type.padEnd(types)}  ${value ?? `the address of ${node}`}${now}`;
  });
}

/** What is said of records that are not there yet; nothing where all are. */
export function pendingText(platform: string, pending: readonly PendingRecord[]): string | undefined {
  if (pending.length === 0) return undefined;
  const [what, records] = pending.length === 1 ? ["host does", "this record"] : ["hosts do", "these records"];
  const head = `${platform}: ${pending.length} ${what} not resolve to the front yet, which gets no certificate until then; create ${records} where the domain's DNS is:`;
  return ["", head, ...recordLines(pending), ""].join("\n");
}

/**
 * Begins to ask DNS for the hosts of a platform that gets its certificates by ACME. The sandbox's addresses are in no DNS.
 *
 * @returns what to say, as far as it is known by then: it waits for two seconds at most
 */
export function pendingRecordsOf(
  project: Project,
  platform: ServicesEnvironment | undefined,
  environment: NodeJS.ProcessEnv,
): () => Promise<string | undefined> {
  const isAsked = typeof platform?.front.certificates === "object" && environment.DIGITALOCEAN_API_URL === undefined;
  if (platform === undefined || !isAsked) return async () => undefined;
  const asked = (async () => {
    const droplets = await dropletsOf(project, platform, environment);
    return pendingText(platform.name, await pendingRecords(frontRecords(platform, droplets)));
    // A state that cannot be read has been complained of.
  })().catch(() => undefined);
  return async () => {
    let late: NodeJS.Timeout | undefined;
    const patience = new Promise<undefined>((resolve) => {
      late = setTimeout(() => resolve(undefined), PATIENCE_MILLISECONDS);
    });
    return Promise.race([asked, patience]).finally(() => clearTimeout(late));
  };
}

/** The platform of a workspace; undefined of other domains, and where the file is wrong, which is said elsewhere. */
export function platformNamed(project: Project, workspace: string): ServicesEnvironment | undefined {
  if (!existsSync(join(project.environments, "services"))) return undefined;
  const found = project.workspaces().find((each) => each.workspace === workspace);
  return found === undefined || found.problems.length > 0 ? undefined : environmentOf(found, "services");
}
