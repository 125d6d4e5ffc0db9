import type { ECRClient } from "@aws-sdk/client-ecr";
import { FIRST_IMAGE_TAG } from "../../constructs/model/render/first-image-tag";
import { awsSettings } from "../aws-settings";
import type { PreparationOptions } from "../preparation";
import type { Project } from "../project";
import type { Changes } from "./changes";

/** A plan of a stack, as far as it is read here. */
interface Planned extends Pick<Changes, "created" | "changed" | "replaced"> {
  readonly stack: string;
  /** Of the stack's AWS provider, if it has one. */
  readonly region?: string;
}

/** An image in a repository of ECR, which a function of a stack has. */
interface Image {
  readonly stack: string;
  readonly functionName: string;
  readonly repositoryName: string;
  /** The account; that of the credentials, when it is left out. */
  readonly registryId?: string;
  readonly region: string;
  readonly id: { readonly imageTag: string } | { readonly imageDigest: string };
  /** Whether the repository is made by the same plan. */
  readonly isOfNewRepository: boolean;
  /** Whether the plan makes the function, or changes it. */
  readonly isPlanned: boolean;
}

/** What a look at an image has found. */
interface Finding {
  /** Whether a deployment would not find the image: Lambda says it when the rest is made. */
  readonly isProblem: boolean;
  readonly text: string;
}

/** Prints the digests of the tags that a stack's functions have, and which tags have another image now; refuses images that are not there. */
export async function resolveImages(
  project: Project,
  plan: Planned,
  { environment, print }: Pick<PreparationOptions, "environment" | "print">,
): Promise<void> {
  const all = await Promise.all(imagesOf(project, plan).map((image) => look(image, environment)));
  const found = all.flatMap((each) => each ?? []);
  const problems = found.filter(({ isProblem }) => isProblem);
  if (problems.length > 0) throw new Error(problems.map(({ text }) => text).join("\n"));
  for (const { text } of found) print(text);
}

function imagesOf(project: Project, { stack, created, changed, replaced, region }: Planned): Image[] {
  const { resource = {} } = project.declared(stack);
  const isTouched = (address: string) => [...created, ...changed, ...replaced].some((each) => each.address === address);
  const isNew = (address: string) => created.some((each) => each.address === address);
  return Object.entries(resource.aws_lambda_function ?? {}).flatMap(([name, declared]): Image[] => {
    const { function_name, image_uri, lifecycle } = declared;
    const isLeftAlone = JSON.stringify(lifecycle ?? {}).includes("image_uri");
    if (region === undefined || isLeftAlone || typeof image_uri !== "string") return [];
    const [, sign, text = ""] = /([:@])([^:@/]+|sha256:[0-9a-f]{64})$/.exec(image_uri) ?? [];
    const image = {
      stack,
      functionName: String(function_name),
      isPlanned: isTouched(`aws_lambda_function.${name}`),
      id: sign === "@" ? { imageDigest: text } : { imageTag: text },
    };
    const [, own] = /^\$\{aws_ecr_repository\.([\w-]+)\.repository_url\}/.exec(image_uri) ?? [];
    if (own !== undefined) {
      const { name: repositoryName } = resource.aws_ecr_repository?.[own] ?? {};
      if (typeof repositoryName !== "string" || repositoryName.includes("${")) return [];
      return [{ ...image, repositoryName, region, isOfNewRepository: isNew(`aws_ecr_repository.${own}`) }];
    }
    const elsewhere = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.[^/]+\/([^:@$]+)[:@]/.exec(image_uri);
    const [, registryId = "", there = "", repositoryName = ""] = elsewhere ?? [];
    if (elsewhere === null) return [];
    return [{ ...image, repositoryName, registryId, region: there, isOfNewRepository: false }];
  });
}

async function look(image: Image, environment: NodeJS.ProcessEnv): Promise<Finding | undefined> {
  const { stack, repositoryName, id, isOfNewRepository, isPlanned } = image;
  const isTag = "imageTag" in id;
  const name = isTag ? id.imageTag : id.imageDigest;
  const problem = (text: string) => ({ isProblem: true, text: `${stack}: image "${name}" ${text}` });
  if (isOfNewRepository) {
    // The same plan pushes it.
    if (name === FIRST_IMAGE_TAG) return undefined;
    return problem(
      `must be in the repository ${repositoryName}, which this deployment creates; deploy with image: "external" first, push the image, then name it`,
    );
  }
  if (!isPlanned && !isTag) return undefined;
  const digest = await digestOf(image, environment);
  if (digest === "none" && isPlanned) {
    return problem(`must be in the repository ${repositoryName}, got no such image; push it, or name another`);
  }
  if (!isTag || digest === undefined) return undefined;
  if (isPlanned) return { isProblem: false, text: `${stack}: image "${name}" is ${digest}` };
  const live = await liveDigest(image, environment);
  if (live === undefined || live === digest) return undefined;
  const now = digest === "none" ? "is no longer in the repository" : `has another image now, ${digest}`;
  return {
    isProblem: false,
    text: `warning: ${stack}: image "${name}" ${now}, and the function runs ${live}; a deployment does not change that: push under a new tag and name it`,
  };
}

/** The digest of an image, or "none" if it is not there; undefined without the permission to look: the deployment may know better. */
async function digestOf(
  { repositoryName, registryId, region, id }: Image,
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const { DescribeImagesCommand, ECRClient } = await import("@aws-sdk/client-ecr");
  const client: ECRClient = new ECRClient(awsSettings("ECR", environment, region));
  try {
    const place = { repositoryName, ...(registryId === undefined ? {} : { registryId }) };
    const { imageDetails = [] } = await client.send(new DescribeImagesCommand({ ...place, imageIds: [id] }));
    return imageDetails[0]?.imageDigest;
  } catch (error) {
    const isAbsent = ["ImageNotFoundException", "RepositoryNotFoundException"].includes((error as Error).name);
    return isAbsent ? "none" : undefined;
  } finally {
    client.destroy();
  }
}

/** The digest that a function runs; undefined without the permission to look. */
async function liveDigest(
  { functionName: FunctionName, region }: Image,
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const { GetFunctionCommand, LambdaClient } = await import("@aws-sdk/client-lambda");
  const client = new LambdaClient(awsSettings("LAMBDA", environment, region));
  try {
    const { Code = {} } = await client.send(new GetFunctionCommand({ FunctionName }));
    return Code.ResolvedImageUri?.split("@")[1];
  } catch {
    return undefined;
  } finally {
    client.destroy();
  }
}
