import { join } from "node:path";
import type { ServicesEnvironment } from "../../constructs/services/schema";
import { imageReference } from "../../constructs/shared/container/image-reference";
import { shown } from "../../constructs/shared/shown";
import { editedText } from "../../engine/environment-editor";
import type { Project } from "../../engine/project";
import { dockerRun, pushedDigest } from "../image/docker-image";
import { readText } from "../out";
import { auditEdit } from "./audit";
import { auditFile } from "./audit-places";
import { buildArguments, buildSource, type SourceOptions } from "./build-source";
import { type BuildTarget, buildTarget } from "./build-target";
import { ChangedFile } from "./changed-file";
import { declaredImage } from "./look";
import { engineOf } from "./platform";
import { checkLogin, registryOf } from "./registry-login";

/** How an image is built. */
export interface BuildOptions extends SourceOptions {
  readonly colour?: string;
  /** @default - an image of a registry is pushed, unless its files are not committed */
  readonly push?: boolean;
  /** As `name=value`. */
  readonly buildArg?: readonly string[];
}

/**
 * Builds the image of a service, pushes it, and writes it into the environment file.
 *
 * @param words `[workspace] <service>`
 */
export async function build(project: Project, words: readonly string[], options: BuildOptions): Promise<void> {
  const { colour, push, buildArg = [] } = options;
  const target = buildTarget(project, words, colour);
  const { name, repository, localTo } = target;
  const isLocal = localTo !== undefined;
  if (isLocal && push === true) {
    throw new Error(
      `--push must be left out for ${name}, got an image of its node alone; name one of a registry instead`,
    );
  }
  const args = buildArguments(buildArg);
  const mustBeClean = push === true ? "commit them, or leave out --push" : undefined;
  // The command writes both.
  const own = [join(project.folder, target.file), auditFile(project, target.platform.name)];
  const source = await buildSource(options, own, mustBeClean);
  const isPushed = !isLocal && push !== false && !source.isDirty;
  // What will not work is refused before a build that takes minutes.
  if (isPushed || isLocal) refuseUneditable(project, target);
  if (isPushed) await checkLogin(registryOf(repository), process.env);
  const image = `${repository}:${tagOf(source.revision, target)}`;
  console.log(`${name}: building ${image} from ${options.context}`);
  await buildImage(target, ["--tag", image, "--file", source.dockerfile, ...args, source.context]);
  if (!isLocal && !isPushed) {
    const why = source.isDirty ? "the changes are not committed" : "--no-push";
    console.log(`${image} is built but not pushed: ${why}; ${target.file} stays as it is`);
    return;
  }
  const changed = writeImage(project, target, isLocal ? image : await pushed(image));
  await auditEdit(project, changed, { action: "build", built: name });
}

/** `3f2a91c-green`, or `3f2a91c-green-dirty`. */
function tagOf(revision: string, { colour }: BuildTarget): string {
  const [commit, ...dirty] = revision.split("-");
  return [commit, ...(colour === undefined ? [] : [colour]), ...dirty].join("-");
}

/** An image of a registry is built by this machine's docker, another one by the engine that it is for. */
async function buildImage({ platform, name, localTo }: BuildTarget, args: readonly string[]): Promise<void> {
  const words = ["build", ...args];
  const [program, ...rest] =
    localTo === undefined ? (["docker", ...words] as const) : engineOf(platform, localTo).command(words);
  const code = await dockerRun(program, rest);
  if (code === 0) return;
  throw new Error(`the image of ${name} must be built, got exit code ${code}; nothing was pushed or written`);
}

/** Pushes an image. @returns its name by its digest */
async function pushed(image: string): Promise<string> {
  const digest = await pushedDigest(image, { otherwise: "nothing was written" });
  return `${imageReference(image)?.repository}@${digest}`;
}

function refuseUneditable(project: Project, { file, path }: BuildTarget): void {
  editedText({ text: readText("environment file", join(project.folder, file)), name: file, path, value: "" });
}

/** Writes the image into the file. If the file then exports something else, the change is taken back. */
function writeImage(project: Project, target: BuildTarget, image: string): ServicesEnvironment {
  const { platform, service, colour, file, path } = target;
  const was = declaredImage(platform, service, colour);
  const setting = path.join(".");
  try {
    const { platform: changed } = ChangedFile.by(project, {
      workspace: platform.name,
      edit: (text, name) => editedText({ text, name, path, value: image }),
      expect: (changed) => {
        const now = declaredImage(changed, service, colour);
        if (now !== image) throw new Error(`${file}: ${setting} must be what the file exports, got ${shown(now)}`);
      },
    });
    console.log(`${file}: ${setting} is "${image}", was "${was}"`);
    console.log(`next: npx slipway services deploy ${platform.name}`);
    return changed;
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${image} is ready, and the file stays as it was; edit it by hand`);
  }
}
