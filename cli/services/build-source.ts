import { existsSync, realpathSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { secretProblems } from "../../constructs/shared/container/secrets";
import { shown } from "../../constructs/shared/shown";
import { NoRevision, revisionOf, revisionText } from "../image/revision";
import { isThere } from "../out";

/** What is built. */
export interface BuildSource {
  /** Absolute. */
  readonly context: string;
  /** Absolute. */
  readonly dockerfile: string;
  /** The git revision, of changed files with `-dirty`. */
  readonly revision: string;
  readonly isDirty: boolean;
}

/** How it is asked for. */
export interface SourceOptions {
  readonly context: string;
  /** @default - `Dockerfile` of the context */
  readonly file?: string;
  readonly allowDirty?: boolean;
}

/**
 * The context, the Dockerfile and their revision.
 *
 * @param own files whose changes do not count, absolute
 * @param mustBeClean why changed files are refused in any case. @default - `allowDirty` allows them
 */
export async function buildSource(
  { context, file, allowDirty = false }: SourceOptions,
  own: readonly string[],
  mustBeClean?: string,
): Promise<BuildSource> {
  if (!isThere("--context", "folder", context, "read")) throw absent("--context", context, "a folder");
  const folder = realpathSync(resolve(context));
  const dockerfile = resolve(file ?? join(folder, "Dockerfile"));
  if (!isThere("--file", "file", dockerfile, "read")) throw absent("--file", relative("", dockerfile), "a Dockerfile");
  const revision = await revisionOf(
    folder,
    [realpathSync(dockerfile)],
    own.filter((each) => existsSync(each)).map((each) => realpathSync(each)),
  ).catch((error: unknown) => {
    if (!(error instanceof NoRevision)) throw error;
    const advice = "the image is tagged with its revision";
    throw new Error(`--context must be in a git repository with a commit, got ${shown(error.message)}; ${advice}`);
  });
  const { changed } = revision;
  const isDirty = changed.length > 0;
  if (isDirty && (!allowDirty || mustBeClean !== undefined)) {
    throw dirty(context, changed, mustBeClean ?? "commit them, or add --allow-dirty");
  }
  return { context: folder, dockerfile, revision: revisionText(revision), isDirty };
}

function absent(option: string, path: string, what: string): Error {
  return new Error(`${option} must be ${what}, got ${shown(path)}, which is not there; name another`);
}

function dirty(folder: string, changed: readonly string[], advice: string): Error {
  const files = `${changed.slice(0, 3).join(", ")}${changed.length > 3 ? ` and ${changed.length - 3} more` : ""}`;
  return new Error(`--context must have no uncommitted changes, got ${shown(files)} in ${shown(folder)}; ${advice}`);
}

/** The words of `docker build` for `name=value`. */
export function buildArguments(args: readonly string[]): string[] {
  return args.flatMap((arg) => {
    const [, name, value = ""] = /^(\w+)=(.*)$/s.exec(arg) ?? [];
    if (name === undefined) {
      throw new Error(`--build-arg must be name=value, got ${shown(arg.split("=")[0])}; for example VERSION=1.4.0`);
    }
    if (secretProblems({ environment: { [name]: value } }).length > 0) {
      throw new Error(`--build-arg must hold no secret, got one in ${name}; anyone who has the image could read it`);
    }
    return ["--build-arg", arg];
  });
}
