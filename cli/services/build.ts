import { join } from "node:path";
import type { ServicesEnvironment } from "../../constructs/services/schema";
import { imageReference } from "../../constructs/shared/container/image-reference";
import { shown } from "../../constructs/shared/shown";
import { editedText } from "../../engine/environment-editor";
import { outputOf, type RunOptions, run } from "../../engine/process";
import type { Project } from "../../engine/project";
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
  const lines: string[] = [];
  const code = await dockerRun("docker", ["push", image], (line) => {
    lines.push(line);
    console.log(line);
  });
  if (code !== 0) throw new Error(`${image} must be pushed, got exit code ${code}; nothing was written`);
  const { repository, tag } = imageReference(image) as { readonly repository: string; readonly tag: string };
  const last = lines.findLast((line) => line.startsWith(`${tag}: digest: `)) ?? "";
  const digest = /sha256:[0-9a-f]{64}\b/.exec(last)?.[0] ?? (await knownDigest(image, repository));
  if (digest !== undefined) return `${repository}@${digest}`;
  throw new Error(`${image} must have a digest in the registry, got none; it is pushed, and nothing was written`);
}

/** The digest in a registry, as the engine knows it. */
async function knownDigest(image: string, repository: string): Promise<string | undefined> {
  const { stdout } = await outputOf(["docker", "image", "inspect", "--format", "{{json .RepoDigests}}", image]);
  const all = stdout.trim().startsWith("[") ? (JSON.parse(stdout) as readonly string[]) : [];
  return all.map((each) => each.split("@")).find(([each]) => each === repository)?.[1];
}

/** @returns the exit code; 1 if a signal ended it */
async function dockerRun(program: string, args: readonly string[], onLine?: RunOptions["onLine"]): Promise<number> {
  const options = { cwd: process.cwd(), env: process.env, ...(onLine && { onLine }) };
  const ended = await run(program, args, options).catch(() => {
    throw new Error(`${program} must be installed to build an image, got no such program`);
  });
  return ended.interruptedBy === undefined ? (ended.code ?? 1) : 1;
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
