import { dockerEngine } from "../docker-engine";
import type { Changes } from "../plan/changes";
import type { Project } from "../project";
import type { DockerProvider } from "../stack-json";
import { bucketHolder, policyHolder, repositoryHolder, roleHolder } from "./aws-holders";
import { Claim } from "./claim";
import { CLAIMS, type Emptiable, HOLDERS, type Holder } from "./holding";
import { Network } from "./network";
import { type Gone, Place } from "./place";
import { Volume } from "./volume";

/** A plan of a stack, as far as it is read here. */
export interface Planned extends Pick<Changes, "destroyed" | "replaced"> {
  readonly stack: string;
  /** Of the stack's AWS provider, if it has one. */
  readonly region?: string;
}

/** Something that a plan takes away, and what looks into it. */
export interface Found extends Gone {
  readonly holder: Holder | Emptiable;
}

type Named = Gone & { readonly name: string };

/** How each type is looked into by its name. */
const KINDS: Readonly<Record<(typeof HOLDERS)[number], (gone: Named, place: Place) => Promise<Found["holder"]>>> = {
  aws_iam_policy: policyHolder,
  aws_iam_role: roleHolder,
  aws_s3_bucket: bucketHolder,
  aws_ecr_repository: repositoryHolder,
  docker_network: async (gone, place) => {
    const provider = place.provider<DockerProvider>("docker", place.declared(gone).provider) ?? {};
    const docker = dockerEngine(provider, place.folder, place.environment);
    return new Network({ ...gone, docker, state: () => place.state() });
  },
  docker_volume: async (gone, place) => {
    const provider = place.provider<DockerProvider>("docker", place.declared(gone).provider) ?? {};
    return new Volume({ ...gone, sizes: () => place.volumesOf(provider) });
  },
};

/** Gives the work what may hold something, with clients that end with it. */
export async function withHolders<T>(
  project: Project,
  plan: Planned,
  environment: NodeJS.ProcessEnv,
  work: (holders: readonly Found[]) => Promise<T>,
): Promise<T> {
  const place = new Place(project, plan.stack, plan.region ?? "us-east-1", environment);
  const gone: readonly Gone[] = [...plan.destroyed, ...plan.replaced];
  const holders: Found[] = [];
  try {
    for (const type of HOLDERS) {
      for (const each of gone.filter(isNamed(type))) {
        holders.push({ ...each, holder: await KINDS[type](each, place) });
      }
    }
    for (const each of gone.filter(({ type }) => CLAIMS.test(type))) {
      holders.push({ ...each, holder: new Claim(each.address, place) });
    }
    return await work(holders);
  } finally {
    place.end();
  }
}

const isNamed =
  (type: string) =>
  (gone: Gone): gone is Named =>
    gone.type === type && gone.name !== undefined;
