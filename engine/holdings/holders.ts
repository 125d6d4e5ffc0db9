import { awsSettings, s3Client } from "../aws-settings";
import type { Change, Changes } from "../plan/changes";
import type { Project } from "../project";
import { pulledState } from "../pulled-state";
import { Attachments, type Belonging } from "./attachments";
import { Bucket } from "./bucket";
import { HOLDERS, type Holder } from "./holding";
import { ManagedPolicy } from "./managed-policy";
import { Repository } from "./repository";
import { Role } from "./role";

/** A plan of a stack, as far as it is read here. */
export interface Planned extends Pick<Changes, "destroyed" | "replaced"> {
  readonly stack: string;
  /** Of the stack's AWS provider, if it has one. */
  readonly region?: string;
}

/** Something that a plan takes away, and what looks into it. */
export interface Found extends Gone {
  readonly holder: Holder;
}

interface Gone {
  readonly address: string;
  readonly type: string;
  readonly name: string;
}

/** Where things are, and what the stack says of them. */
interface Place {
  readonly region: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly declared: (gone: Gone) => Readonly<Record<string, unknown>>;
  readonly store: (provider: unknown) => string | undefined;
  readonly state: () => ReturnType<typeof pulledState>;
  /** Ends a client with the work. */
  readonly kept: <Client extends { destroy(): void }>(client: Client) => Client;
}

/** How each type is looked into. */
const KINDS: Readonly<Record<(typeof HOLDERS)[number], (gone: Gone, place: Place) => Promise<Holder>>> = {
  aws_iam_policy: policy,
  aws_iam_role: role,
  aws_s3_bucket: bucket,
  aws_ecr_repository: repository,
};

/** Gives the work what may hold something, with clients that end with it. */
export async function withHolders<T>(
  project: Project,
  plan: Planned,
  environment: NodeJS.ProcessEnv,
  work: (holders: readonly Found[]) => Promise<T>,
): Promise<T> {
  const { stack, region = "us-east-1" } = plan;
  const { resource = {} } = project.declared(stack);
  const clients: { destroy(): void }[] = [];
  let state: ReturnType<typeof pulledState> | undefined;
  const place: Place = {
    region,
    environment,
    declared: ({ type, address }) => resource[type]?.[address.slice(type.length + 1)] ?? {},
    store: (provider) => project.storeEndpoint(stack, provider),
    state: () => {
      state ??= pulledState(project, stack, environment);
      return state;
    },
    kept: (client) => {
      clients.push(client);
      return client;
    },
  };
  try {
    const holders: Found[] = [];
    for (const type of HOLDERS) {
      for (const gone of [...plan.destroyed, ...plan.replaced].filter(isNamed(type))) {
        holders.push({ ...gone, holder: await KINDS[type](gone, place) });
      }
    }
    return await work(holders);
  } finally {
    for (const client of clients) client.destroy();
  }
}

const isNamed =
  (type: string) =>
  (change: Change): change is Change & Gone =>
    change.type === type && change.name !== undefined;

async function bucket(gone: Gone, { declared, environment, kept, region, store }: Place): Promise<Holder> {
  const { force_destroy, provider } = declared(gone);
  const client = kept(await s3Client(environment, region, store(provider)));
  return new Bucket({ ...gone, isForced: force_destroy === true, client });
}

async function repository(gone: Gone, { declared, environment, kept, region }: Place): Promise<Holder> {
  const { ECRClient } = await import("@aws-sdk/client-ecr");
  const client = kept(new ECRClient(awsSettings("ECR", environment, region)));
  return new Repository({ ...gone, isForced: declared(gone).force_delete === true, client });
}

async function role(gone: Gone, place: Place): Promise<Holder> {
  const { force_detach_policies, inline_policy, managed_policy_arns } = place.declared(gone);
  const listed = new Set<Belonging>([
    ...(inline_policy === undefined ? [] : (["inline policy"] as const)),
    ...(managed_policy_arns === undefined ? [] : (["policy"] as const)),
  ]);
  const own = async () => new Attachments(await place.state());
  return new Role({ ...gone, isForced: force_detach_policies === true, client: await iamClient(place), own, listed });
}

async function policy(gone: Gone, place: Place): Promise<Holder> {
  const arn = async () => {
    const found = (await place.state()).find(({ address }) => address === gone.address);
    return found?.attributes.arn as string | undefined;
  };
  const own = async () => new Attachments(await place.state());
  return new ManagedPolicy({ ...gone, isForced: false, client: await iamClient(place), arn, own });
}

async function iamClient({ environment, kept, region }: Place) {
  const { IAMClient } = await import("@aws-sdk/client-iam");
  return kept(new IAMClient(awsSettings("IAM", environment, region)));
}
