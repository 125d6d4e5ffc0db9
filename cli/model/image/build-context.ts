import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { ignoredBy } from "../../../constructs/shared/render/dockerignore";
import { shown } from "../../../constructs/shared/shown";
import { isBelow } from "../../../engine/folders";
import { isThere, readText } from "../../out";
import { type Copied, copiedPaths } from "./copied-paths";

/** A file that is sent to Docker. */
export interface ContextFile {
  /** From the context, with `/`. */
  readonly path: string;
  readonly bytes: number;
}

/** What an image of a model is built from. */
export interface BuildContext {
  /** The folder that holds the model and the library beside it; absolute, without links. */
  readonly folder: string;
  /** The model's folder, in the context: `quetzal_paris`. */
  readonly model: string;
  /** The model's folder, absolute, without links. */
  readonly modelFolder: string;
  /** Absolute. */
  readonly dockerfile: string;
  /** The dockerignore file, from the context, for messages. @default - there is none */
  readonly dockerignore?: string;
  /** Values of the Dockerfile's arguments. */
  readonly args: Readonly<Record<string, string>>;
  /** Whether the Dockerfile has the argument IMAGE_TAG. */
  readonly wantsTag: boolean;
  /** What BuildKit sends, in the order of the paths. */
  readonly files: readonly ContextFile[];
}

/** A folder with more files holds something that no image needs. */
const MOST_FILES = 200_000;

/**
 * The files that Docker gets: those of the model's folder and its neighbours that the Dockerfile copies and no dockerignore excludes.
 *
 * @param folder the model's, from here
 */
export function buildContext(folder: string): BuildContext {
  if (!isThere("--folder", "folder", folder, "read")) {
    throw new Error(`--folder must be a model's folder, got ${shown(folder)}, which is not there; name another`);
  }
  const modelFolder = realpathSync(resolve(folder));
  const dockerfile = join(modelFolder, "Dockerfile");
  if (!isThere("--folder", "file", dockerfile, "read")) {
    throw new Error(`--folder must have a Dockerfile, got none in ${shown(folder)}; copy the template there`);
  }
  const [context, model] = [dirname(modelFolder), basename(modelFolder)];
  const text = readText("--folder", dockerfile);
  const args = { QUETZAL_MODEL_NAME: model };
  const list = [join(modelFolder, "Dockerfile.dockerignore"), join(context, ".dockerignore")].find(existsSync);
  const files = sent(context, copiedPaths(text, args), list);
  return {
    folder: context,
    model,
    modelFolder,
    dockerfile,
    ...(list !== undefined && { dockerignore: relative(context, list).split(sep).join("/") }),
    args,
    wantsTag: /^\s*ARG\s+IMAGE_TAG\b/im.test(text),
    files,
  };
}

function sent(context: string, copied: Copied, list: string | undefined): ContextFile[] {
  const { isIgnored, hasExceptions, wrong } = ignoredBy(list === undefined ? "" : readFileSync(list, "utf8"));
  const [first] = wrong;
  if (first !== undefined) {
    throw new Error(`${list}:${first.number} must be a pattern, got ${shown(first.line)}; correct it there`);
  }
  const files = new Map<string, ContextFile>();
  const walk = (path: string) => {
    const isLeftOut = path !== "" && isIgnored(path);
    if (isLeftOut && !hasExceptions) return;
    const found = lstatSync(join(context, path), { throwIfNoEntry: false });
    if (found?.isDirectory()) {
      for (const name of readdirSync(join(context, path)).sort()) walk(path === "" ? name : `${path}/${name}`);
    } else if (found?.isFile() && !isLeftOut) {
      files.set(path, { path, bytes: found.size });
      if (files.size > MOST_FILES) throw tooMany(context);
    }
  };
  for (const path of copied === "everything" ? [""] : copied.map((each) => throughLink(context, each))) walk(path);
  return [...files.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** BuildKit follows a link that is copied by its own name, and sends links below as they are. */
function throughLink(context: string, path: string): string {
  const place = join(context, path);
  if (!existsSync(place)) return path;
  const real = realpathSync(place);
  return isBelow(real, context) ? relative(context, real).split(sep).join("/") : path;
}

function tooMany(context: string): Error {
  return new Error(
    `the build context must have at most ${MOST_FILES} files, got more in ${context}; name what the image does not need in Dockerfile.dockerignore`,
  );
}
