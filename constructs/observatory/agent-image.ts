import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { Image } from "@cdktf/provider-docker/lib/image";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { missing, refuse } from "../shared/check-props";
import type { ContainerProps } from "../shared/container";
import { given } from "../shared/given";
import { keepLifecycle } from "../shared/kept-lifecycle";
import { otherProps, requireProps } from "../shared/props";
import { type ProviderProps, useProvider } from "../shared/provider";
import { projectPath } from "../shared/read/project-path";
import { fromStackFolder, stackFolder } from "../shared/stack-path";
import { readImageFolder } from "./read/image-folder";
import { imageWord } from "./render/dockerfile";
import type { FolderProblem } from "./render/image-folder";
import type { AgentScript, AgentSettings, SiteSettings } from "./settings";

/** Settings of an {@link AgentImage}. */
export interface AgentImageProps extends ProviderProps {
  /** The image's repository on its engine; its tag is a hash of what is in it. */
  readonly name: string;
  /** From the project's folder. What its .dockerignore names is left out. */
  readonly folder: string;
  /** What a rendered Dockerfile begins with, with its tag. @default - required where the folder has no Dockerfile */
  readonly base?: string;
  /** The agent of a rendered Dockerfile, in the folder. @default - required where the folder has no Dockerfile */
  readonly script?: AgentScript;
  /** Whether the Dockerfile may build on `latest`. @default false */
  readonly allowLatest?: boolean;
}

const PROPS = { name: true, folder: true, base: true, script: true, allowLatest: true, provider: true } as const;

/**
 * An image that the engine builds from a folder of the project: of the folder's own Dockerfile, which is checked, or of
 * one that is rendered. Another content is another image.
 *
 * @see https://ocs.readthedocs.io/en/main/developer/docker.html
 */
export class AgentImage extends Construct {
  readonly resource: Image;
  readonly imageId: string;

  constructor(scope: Construct, id: string, props: AgentImageProps) {
    super(scope, id);
    requireProps(this, props);
    useProvider(this, "docker", props.provider);
    const needed = { name: "the image's name", folder: "a folder of the project" };
    refuse(this, [...otherProps(this, props, PROPS), ...missing(props, needed)]);
    const folder = projectPath(props.folder);
    const { files, rendered, problems } = readImageFolder(props);
    if (problems.length > 0) throw new Error(problems.map((problem) => this.complaint(problem, props)).join("\n"));
    const hash = contentHash(folder, files, rendered ?? "");
    this.resource = new Image(this, "Resource", {
      name: `${props.name}:${hash}`,
      buildAttribute: { context: this.copy(folder, files, rendered, hash) },
      triggers: { content: hash },
      lifecycle: { createBeforeDestroy: true },
    });
    keepLifecycle(this.resource);
    this.imageId = this.resource.imageId;
  }

  private complaint({ of, message }: FolderProblem, { folder }: AgentImageProps): string {
    return `[${this.node.path}] ${of === "Dockerfile" ? `${folder}/Dockerfile:` : `${of} `}${message}`;
  }

  /** Puts what is built beside the stack, from where Terraform sends it to the engine. */
  private copy(folder: string, files: readonly string[], rendered: string | undefined, hash: string): string {
    const stack = TerraformStack.of(this);
    const context = join(stackFolder(stack), "assets", this.node.addr, hash);
    for (const path of files) {
      mkdirSync(dirname(join(context, path)), { recursive: true });
      copyFileSync(join(folder, path), join(context, path));
    }
    if (rendered !== undefined) writeFileSync(join(context, "Dockerfile"), rendered);
    return fromStackFolder(stack, context);
  }
}

/** A hash of everything that is sent to the engine. */
function contentHash(folder: string, files: readonly string[], rendered: string): string {
  const hash = createHash("sha256").update(rendered);
  for (const path of files) {
    const isProgram = statSync(join(folder, path)).mode & 0o111;
    hash.update(`\0${path}\0${isProgram ? "x" : ""}\0`).update(readFileSync(join(folder, path)));
  }
  return hash.digest("hex").slice(0, 12);
}

/** What an agent's container is made of; an image of a folder is built once for all agents that have it. */
export function imageOfAgent(images: Construct, site: SiteSettings, agent: AgentSettings): ContainerProps["image"] {
  const { image, script } = agent;
  if (image === undefined) return site.images.ocs;
  if (typeof image === "string" || !("build" in image)) return image;
  const { build, base = site.images.ocs } = image;
  // However agents write its path.
  const id = encodeURIComponent(posix.normalize(build).replace(/(?<=.)\/$/, ""));
  const there = images.node.tryFindChild(id) as AgentImage | undefined;
  const built =
    there ??
    new AgentImage(images, id, {
      name: `${site.name}/${imageWord(build)}`,
      folder: build,
      base: typeof base === "string" ? base : base.local,
      ...given({ script }),
      ...(site.allowLatest === true && { allowLatest: true }),
    });
  return { imageId: built.imageId };
}
