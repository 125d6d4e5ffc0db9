import type { Project } from "../project";
import { type Found, type Planned, withHolders } from "./holders";
import type { Holding } from "./holding";

/** What is lost with what a plan takes away, and is in it now: Terraform finds out when it has destroyed half. */
export function holdingsOf(project: Project, plan: Planned, environment: NodeJS.ProcessEnv): Promise<Holding[]> {
  return withHolders(project, plan, environment, async (holders) => {
    const found = await Promise.all(holders.map(looked));
    return found.flatMap((each) => each ?? []);
  });
}

/** Takes away what is in the way of a plan: attachments first, images last. */
export function emptyHolders(
  project: Project,
  plan: Planned & { readonly holdings: readonly Holding[] },
  environment: NodeJS.ProcessEnv,
  print: (line: string) => void,
): Promise<void> {
  const wanted = new Map(plan.holdings.flatMap((each) => (each.isInTheWay ? [[each.address, each] as const] : [])));
  return withHolders(project, plan, environment, async (holders) => {
    for (const { address, holder } of holders) {
      const holding = wanted.get(address);
      if (holding === undefined || !("empty" in holder)) continue;
      print(`${address}: ${holder.verb} ${holding.name}: ${holding.holds}`);
      await holder.empty();
    }
  });
}

/** Throws where a plan would fail halfway, or take away what nobody has said may go. */
export function refuseHoldings(workspace: string, action: string, plans: readonly { holdings: readonly Holding[] }[]) {
  const held = plans.flatMap(({ holdings }) => holdings.filter(({ isInTheWay }) => isInTheWay));
  if (held.length === 0) return;
  const names = held.map(({ name, holds }) => `${name} with ${holds}`).join("; ");
  const rule = held.some(({ isAttachments }) => isAttachments) ? "empty and detached" : "empty";
  const advice =
    action === "destroy"
      ? "--empty deletes or detaches that too, --retain keeps it"
      : `make it ${rule} first, or leave it in the environment file`;
  throw new Error(`${workspace}: what is destroyed must be ${rule}, got ${names}; nothing was changed: ${advice}`);
}

/** Throws where something has come that the report did not name: nobody has said that it may go. */
export function refuseUnshown(
  workspace: string,
  shown: readonly { readonly holdings: readonly Holding[] }[],
  now: readonly { readonly holdings: readonly Holding[] }[],
): void {
  const told = new Set(shown.flatMap(({ holdings }) => holdings.map(({ address, holds }) => `${address} ${holds}`)));
  const come = now.flatMap(({ holdings }) => holdings.filter(({ address, holds }) => !told.has(`${address} ${holds}`)));
  if (come.length === 0) return;
  const names = come.map(({ name, holds }) => `${name} with ${holds}`).join("; ");
  throw new Error(
    `${workspace}: what is destroyed must hold what the plan shows, got ${names} by now; nothing was changed: run it again, and read what it shows`,
  );
}

async function looked({ address, name = address, holder }: Found): Promise<Holding | undefined> {
  try {
    return await holder.holding();
  } catch (error) {
    const { name: kind, message } = error as Error;
    // What is gone holds nothing.
    if (/^(NoSuchBucket|NoSuchEntity(Exception)?|RepositoryNotFoundException)$/.test(kind)) return undefined;
    return { address, name, holds: `something that could not be looked at: ${message || kind}`, isInTheWay: false };
  }
}
