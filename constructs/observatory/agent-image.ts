import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import dockerignore from "@balena/dockerignore";
import { Image } from "@cdktf/provider-docker/lib/image";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { shown } from "../shared/shown";
import { fromStackFolder, stackFolder } from "../shared/stack-path";
import { dockerfile, dockerfileProblems } from "./render/dockerfile";
import type { AgentScript } from "./settings";

/** Settings of an {@link AgentImage}. */
export interface AgentImageProps {
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
    const folder = resolve(props.folder);
    if (!existsSync(folder) || !statSync(folder).isDirectory()) {
      throw this.error("folder", `must be a folder, got ${shown(props.folder)}; a path begins at the project's folder`);
    }
    const own = join(folder, "Dockerfile");
    const rendered = existsSync(own) ? undefined : this.render(props, folder);
    if (rendered === undefined) this.check(readFileSync(own, "utf8"), props);
    const files = filesOf(folder);
    const hash = contentHash(folder, files, rendered ?? "");
    this.resource = new Image(this, "Resource", {
      name: `${props.name}:${hash}`,
      buildAttribute: { context: this.copy(folder, files, rendered, hash) },
      triggers: { content: hash },
      lifecycle: { createBeforeDestroy: true },
    });
    this.imageId = this.resource.imageId;
  }

  private render({ base, script, folder: said }: AgentImageProps, folder: string): string {
    if (base === undefined || script === undefined) {
      const advice = "add one, or say script, with which it is rendered";
      throw this.error("folder", `must have a Dockerfile, got ${shown(said)} without; ${advice}`);
    }
    if (!script.path.startsWith("/") && !existsSync(join(folder, script.path))) {
      throw this.error("script.path", `must be a file of ${said}, got ${shown(script.path)}; correct it`);
    }
    const requirements = existsSync(join(folder, "requirements.txt"));
    return dockerfile({ base, folder: basename(folder), script, requirements });
  }

  private check(text: string, { folder, allowLatest = false }: AgentImageProps): void {
    const problems = dockerfileProblems(text, allowLatest);
    if (problems.length === 0) return;
    throw new Error(problems.map((problem) => `[${this.node.path}] ${folder}/Dockerfile:${problem}`).join("\n"));
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

  private error(path: string, message: string): Error {
    return new Error(`[${this.node.path}] ${path} ${message}`);
  }
}

/** What is sent to the engine: everything that .dockerignore does not name. */
function filesOf(folder: string): string[] {
  const list = join(folder, ".dockerignore");
  const rules = dockerignore({ ignorecase: false }).add(existsSync(list) ? readFileSync(list, "utf8") : "");
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => path.split(sep).join("/"));
  const wanted = paths.filter((path) => path === "Dockerfile" || !rules.ignores(path));
  return wanted.filter((path) => statSync(join(folder, path)).isFile()).sort();
}

function contentHash(folder: string, files: readonly string[], rendered: string): string {
  const hash = createHash("sha256").update(rendered);
  for (const path of files) {
    const isProgram = statSync(join(folder, path)).mode & 0o111;
    hash.update(`\0${path}\0${isProgram ? "x" : ""}\0`).update(readFileSync(join(folder, path)));
  }
  return hash.digest("hex").slice(0, 12);
}
