import type { ModelEnvironment } from "../../../constructs/model/schema";
import type { Project } from "../../../engine/project";
import { pushedDigest } from "../../image/docker-image";
import { isForbidden } from "../aws-answer";
import { DeployedModel } from "../deployed-model";
import { buildContext } from "./build-context";
import { buildModelImage } from "./build-image";
import { ecrLogin } from "./ecr-login";
import { writeEnv } from "./env-file";
import { liveImage, makeLive } from "./live";
import { type RepositoryImage, repositoryImages } from "./repository";
import { soundContext, tellContext } from "./sound-context";
import { defaultTag, refuseTag } from "./tag";

/** How an image is pushed. */
export interface PushOptions {
  /** The model's, from here. */
  readonly folder: string;
  /** @default - the git revision */
  readonly tag?: string;
  /** Paths from the context that are no secrets, whatever they look like. */
  readonly allowFile?: readonly string[];
  /** Whether the model's `.env` is written. @default false */
  readonly writeEnv?: boolean;
  readonly json?: boolean;
}

/** Builds the image of a model, pushes it, and has the function run it if its file leaves the image to others. */
export async function pushImage(project: Project, workspace: string | undefined, options: PushOptions): Promise<void> {
  const { allowFile = [], json = false } = options;
  // Programs read the last line alone.
  const print = (line: string) => (json ? console.error(line) : console.log(line));
  if (options.tag !== undefined) refuseTag("--tag", options.tag);
  const model = await DeployedModel.of(project, workspace);
  try {
    const { name, settings, repositoryUrl, functionName } = model;
    if (options.writeEnv) print(writeEnv(buildContext(options.folder), model));
    const context = soundContext(model, options.folder, allowFile);
    const tag = options.tag ?? (await defaultTag(context));
    const known = (await imagesIfAllowed(model)).find(({ tags }) => tags.includes(tag));
    const isExternal = isLeftToOthers(settings);
    // What will not work is refused before a build that takes minutes.
    if (isExternal) await liveImage(model);
    const warn = (line: string) => console.error(line);
    tellContext(context, `${name}: builds the image ${tag}`, { print, warn });
    if (known !== undefined) {
      warn(`warning: the tag ${tag} has an image, ${known.digest}, and gets the new one; that one has no tag then`);
    }
    const registry = await ecrLogin(model);
    const image = `${registry}/${model.repositoryName}:${tag}`;
    await buildModelImage(context, { image, tag, architecture: settings.compute.lambda.architecture });
    const digest = await pushedDigest(image, { otherwise: `the function ${functionName} runs what it ran`, print });
    if (isExternal) {
      print(`${name}: the function ${functionName} gets it`);
      await makeLive(model, { tag, digest });
    }
    const uri = `${repositoryUrl}:${tag}`;
    if (json) return console.log(JSON.stringify({ tag, digest, uri, live: isExternal }));
    print(`${name}: ${tag} is ${isExternal ? "live" : "pushed"}, ${digest}`);
    if (!isExternal) print(nextStep(model, tag));
  } finally {
    model.close();
  }
}

/** Who may push need not be allowed to list. */
function imagesIfAllowed(model: DeployedModel): Promise<readonly RepositoryImage[]> {
  return repositoryImages(model).catch((error: Error) => {
    if (isForbidden(error)) return [];
    throw error;
  });
}

/** Whether deployments leave the image alone. */
export function isLeftToOthers({ image = "external" }: Pick<ModelEnvironment, "image">): boolean {
  return image === "external";
}

/** How the function gets an image that its file chooses. */
export function nextStep({ file, name }: DeployedModel, tag: string): string {
  return `next: image: { tag: "${tag}" } in ${file}, then npx slipway deploy ${name}`;
}
