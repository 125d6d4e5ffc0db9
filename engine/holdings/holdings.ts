import { awsSettings, s3Client } from "../aws-settings";
import type { Change, Changes } from "../plan/changes";
import type { Project } from "../project";
import { Bucket } from "./bucket";
import type { Holder, Holding } from "./holding";
import { Repository } from "./repository";

/** A plan of a stack, as far as it is read here. */
interface Planned extends Pick<Changes, "destroyed" | "replaced"> {
  readonly stack: string;
  /** Of the stack's AWS provider, if it has one. */
  readonly region?: string;
}

/** What is lost with what a plan takes away, and is in it now: Terraform finds out when it has destroyed half. */
export function holdingsOf(project: Project, plan: Planned, environment: NodeJS.ProcessEnv): Promise<Holding[]> {
  return withHolders(project, plan, environment, async (holders) => {
    const found = await Promise.all(holders.map(looked));
    return found.flatMap((each) => each ?? []);
  });
}

/** Takes away what is in the way of a plan: objects first, images last. */
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
      if (holding === undefined) continue;
      print(`${address}: emptying ${holding.name}: ${holding.holds}`);
      await holder.empty();
    }
  });
}

/** Throws where a plan would fail halfway, at something that is not empty. */
export function refuseHoldings(workspace: string, action: string, plans: readonly { holdings: readonly Holding[] }[]) {
  const held = plans.flatMap(({ holdings }) => holdings.filter(({ isInTheWay }) => isInTheWay));
  if (held.length === 0) return;
  const names = held.map(({ name, holds }) => `${name} with ${holds}`).join("; ");
  const advice =
    action === "destroy"
      ? `--empty takes that away too, --retain leaves it`
      : "empty it first, or leave it in the environment file";
  throw new Error(`${workspace}: what is destroyed must be empty, got ${names}; nothing was changed: ${advice}`);
}

type Named = Change & { readonly name: string };

interface Found extends Pick<Holding, "address" | "name"> {
  readonly holder: Holder;
}

async function looked({ address, name, holder }: Found): Promise<Holding | undefined> {
  try {
    return await holder.holding();
  } catch (error) {
    const { name: kind, message } = error as Error;
    // What is gone holds nothing.
    if (kind === "NoSuchBucket" || kind === "RepositoryNotFoundException") return undefined;
    return { address, name, holds: `something that could not be looked at: ${message || kind}`, isInTheWay: false };
  }
}

/** Gives the work what may hold something, buckets first, with clients that end with it. */
async function withHolders<T>(
  project: Project,
  plan: Planned,
  environment: NodeJS.ProcessEnv,
  work: (holders: readonly Found[]) => Promise<T>,
): Promise<T> {
  const { stack, region } = plan;
  const gone = [...plan.destroyed, ...plan.replaced].filter((each): each is Named => each.name !== undefined);
  const { resource = {} } = project.declared(stack);
  const declared = ({ type, address }: Change) => resource[type]?.[address.slice(type.length + 1)] ?? {};
  const clients: { destroy(): void }[] = [];
  const holders: Found[] = [];
  try {
    for (const thing of gone.filter(({ type }) => type === "aws_s3_bucket")) {
      const { force_destroy: isForced = false, provider } = declared(thing);
      const client = await s3Client(environment, region ?? "us-east-1", project.storeEndpoint(stack, provider));
      clients.push(client);
      holders.push({
        address: thing.address,
        name: thing.name,
        holder: new Bucket({ ...thing, isForced: isForced === true, client }),
      });
    }
    for (const thing of gone.filter(({ type }) => type === "aws_ecr_repository")) {
      const { ECRClient } = await import("@aws-sdk/client-ecr");
      const isForced = declared(thing).force_delete === true;
      const client = new ECRClient(awsSettings("ECR", environment, region ?? "us-east-1"));
      clients.push(client);
      holders.push({
        address: thing.address,
        name: thing.name,
        holder: new Repository({ ...thing, isForced, client }),
      });
    }
    return await work(holders);
  } finally {
    for (const client of clients) client.destroy();
  }
}
