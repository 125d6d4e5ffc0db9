import { awsSettings, s3Client } from "../aws-settings";
import { Attachments, type Belonging } from "./attachments";
import { Bucket } from "./bucket";
import type { Emptiable } from "./holding";
import { ManagedPolicy } from "./managed-policy";
import type { Gone, Place } from "./place";
import { Repository } from "./repository";
import { Role } from "./role";

type Named = Gone & { readonly name: string };

export async function bucketHolder(gone: Named, place: Place): Promise<Emptiable> {
  const { force_destroy, provider } = place.declared(gone);
  const client = place.kept(await s3Client(place.environment, place.region, place.store(provider)));
  return new Bucket({ ...gone, isForced: force_destroy === true, client });
}

export async function repositoryHolder(gone: Named, place: Place): Promise<Emptiable> {
  const { ECRClient } = await import("@aws-sdk/client-ecr");
  const client = place.kept(new ECRClient(awsSettings("ECR", place.environment, place.region)));
  return new Repository({ ...gone, isForced: place.declared(gone).force_delete === true, client });
}

export async function roleHolder(gone: Named, place: Place): Promise<Emptiable> {
  const { force_detach_policies, inline_policy, managed_policy_arns } = place.declared(gone);
  const listed = new Set<Belonging>([
    ...(inline_policy === undefined ? [] : (["inline policy"] as const)),
    ...(managed_policy_arns === undefined ? [] : (["policy"] as const)),
  ]);
  const own = async () => new Attachments(await place.state());
  return new Role({ ...gone, isForced: force_detach_policies === true, client: await iamClient(place), own, listed });
}

export async function policyHolder(gone: Named, place: Place): Promise<Emptiable> {
  const arn = async () => {
    const found = (await place.state()).find(({ address }) => address === gone.address);
    return found?.attributes.arn as string | undefined;
  };
  const own = async () => new Attachments(await place.state());
  return new ManagedPolicy({ ...gone, isForced: false, client: await iamClient(place), arn, own });
}

async function iamClient(place: Place) {
  const { IAMClient } = await import("@aws-sdk/client-iam");
  return place.kept(new IAMClient(awsSettings("IAM", place.environment, place.region)));
}
