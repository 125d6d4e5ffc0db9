import type { ECRClient } from "@aws-sdk/client-ecr";
import { FIRST_IMAGE_TAG } from "../../constructs/model/render/first-image-tag";
import { awsSettings } from "../aws-settings";
import type { Project } from "../project";
import type { Changes } from "./changes";

/** A plan of a stack, as far as it is read here. */
interface Planned extends Pick<Changes, "created" | "changed" | "replaced"> {
  readonly stack: string;
  /** Of the stack's AWS provider, if it has one. */
  readonly region?: string;
}

/** An image in a repository of ECR. */
interface Image {
  readonly repositoryName: string;
  /** The account; that of the credentials, when it is left out. */
  readonly registryId?: string;
  readonly region: string;
  readonly id: { readonly imageTag: string } | { readonly imageDigest: string };
  /** Whether the repository is made by the same plan. */
  readonly isOfNewRepository: boolean;
}

/** Images of functions that a deployment would not find: Lambda says it when the rest is made. */
export async function imageProblems(
  project: Project,
  plan: Planned,
  environment: NodeJS.ProcessEnv,
): Promise<string[]> {
  const images = imagesOf(project, plan);
  const problems = await Promise.all(images.map((image) => problemOf(image, environment)));
  return problems.flatMap((problem) => problem ?? []);
}

function imagesOf(project: Project, { stack, created, changed, replaced, region }: Planned): Image[] {
  const { resource = {} } = project.declared(stack);
  const isTouched = (address: string) => [...created, ...changed, ...replaced].some((each) => each.address === address);
  const isNew = (address: string) => created.some((each) => each.address === address);
  return Object.entries(resource.aws_lambda_function ?? {}).flatMap(([name, { image_uri, lifecycle }]): Image[] => {
    const isLeftAlone = JSON.stringify(lifecycle ?? {}).includes("image_uri");
    if (region === undefined || isLeftAlone || typeof image_uri !== "string") return [];
    if (!isTouched(`aws_lambda_function.${name}`)) return [];
    const [, sign, text = ""] = /([:@])([^:@/]+|sha256:[0-9a-f]{64})$/.exec(image_uri) ?? [];
    const id = sign === "@" ? { imageDigest: text } : { imageTag: text };
    const [, own] = /^\$\{aws_ecr_repository\.([\w-]+)\.repository_url\}/.exec(image_uri) ?? [];
    if (own !== undefined) {
      const { name: repositoryName } = resource.aws_ecr_repository?.[own] ?? {};
      if (typeof repositoryName !== "string" || repositoryName.includes("${")) return [];
      return [{ repositoryName, region, id, isOfNewRepository: isNew(`aws_ecr_repository.${own}`) }];
    }
    const elsewhere = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.[^/]+\/([^:@$]+)[:@]/.exec(image_uri);
    const [, registryId = "", there = "", repositoryName = ""] = elsewhere ?? [];
    return elsewhere === null ? [] : [{ repositoryName, registryId, region: there, id, isOfNewRepository: false }];
  });
}

async function problemOf(image: Image, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { repositoryName, id, isOfNewRepository } = image;
  const name = "imageTag" in id ? id.imageTag : id.imageDigest;
  if (isOfNewRepository) {
    // The same plan pushes it.
    if (name === FIRST_IMAGE_TAG) return undefined;
    return `image "${name}" must be in the repository ${repositoryName}, which this deployment creates; deploy with image: "external" first, push the image, then name it`;
  }
  const { ECRClient } = await import("@aws-sdk/client-ecr");
  const client = new ECRClient(awsSettings("ECR", environment, image.region));
  try {
    if (await isThere(client, image)) return undefined;
    return `image "${name}" must be in the repository ${repositoryName}, got no such image; push it, or name another`;
  } finally {
    client.destroy();
  }
}

async function isThere(client: ECRClient, { repositoryName, registryId, id }: Image): Promise<boolean> {
  const { DescribeImagesCommand } = await import("@aws-sdk/client-ecr");
  try {
    const place = { repositoryName, ...(registryId === undefined ? {} : { registryId }) };
    await client.send(new DescribeImagesCommand({ ...place, imageIds: [id] }));
    return true;
  } catch (error) {
    // Who may not look does not know, and the deployment may know better.
    return !["ImageNotFoundException", "RepositoryNotFoundException"].includes((error as Error).name);
  }
}
