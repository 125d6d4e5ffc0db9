import { imageReference } from "../../constructs/shared/container/image-reference";
import { outputOf, type RunOptions, run } from "../../engine/process";

/** Runs docker in the terminal. @returns the exit code; 1 if a signal ended it */
export async function dockerRun(
  program: string,
  args: readonly string[],
  more: Partial<RunOptions> = {},
): Promise<number> {
  const options = { cwd: process.cwd(), env: process.env, ...more };
  const ended = await run(program, args, options).catch(() => {
    throw new Error(`${program} must be installed to build an image, got no such program`);
  });
  return ended.interruptedBy === undefined ? (ended.code ?? 1) : 1;
}

/** How an image is pushed. */
export interface PushOptions {
  /** What stays as it is if the push fails: `nothing was written`. */
  readonly otherwise: string;
  /** Gets each line that docker prints. @default - they are printed */
  readonly print?: (line: string) => void;
}

/** Pushes an image. @returns its digest in the registry */
export async function pushedDigest(image: string, { otherwise, print = console.log }: PushOptions): Promise<string> {
  const lines: string[] = [];
  const onLine = (line: string) => {
    lines.push(line);
    print(line);
  };
  const code = await dockerRun("docker", ["push", image], { onLine });
  if (code !== 0) throw new Error(`${image} must be pushed, got exit code ${code}; ${otherwise}`);
  const { repository, tag } = imageReference(image) as { readonly repository: string; readonly tag: string };
  const last = lines.findLast((line) => line.startsWith(`${tag}: digest: `)) ?? "";
  const digest = /sha256:[0-9a-f]{64}\b/.exec(last)?.[0] ?? (await knownDigest(image, repository));
  if (digest !== undefined) return digest;
  throw new Error(`${image} must have a digest in the registry, got none; it is pushed, and ${otherwise}`);
}

/** The digest in a registry, as the engine knows it. */
async function knownDigest(image: string, repository: string): Promise<string | undefined> {
  const { stdout } = await outputOf(["docker", "image", "inspect", "--format", "{{json .RepoDigests}}", image]);
  const all = stdout.trim().startsWith("[") ? (JSON.parse(stdout) as readonly string[]) : [];
  return all.map((each) => each.split("@")).find(([each]) => each === repository)?.[1];
}
