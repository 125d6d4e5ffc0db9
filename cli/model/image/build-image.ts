import type { Architecture } from "../../../constructs/model/schema";
import { shown } from "../../../constructs/shared/shown";
import { outputOf } from "../../../engine/process";
import { dockerRun } from "../../image/docker-image";
import type { BuildContext } from "./build-context";

/** What is built from a context. */
export interface ModelImage {
  /** Its name with its tag. */
  readonly image: string;
  /** What the model calls it, which the Dockerfile may ask for. */
  readonly tag: string;
  /** @default "x86_64" */
  readonly architecture?: Architecture | undefined;
}

/**
 * Builds the image of a model for Lambda: for its processor, whatever this machine has, and without an attestation, which Lambda
 * refuses.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/images-create.html
 */
export async function buildModelImage(
  { folder, dockerfile, args, wantsTag }: BuildContext,
  { image, tag, architecture = "x86_64" }: ModelImage,
): Promise<void> {
  await refuseWithoutBuildx();
  const platform = architecture === "arm64" ? "linux/arm64" : "linux/amd64";
  const given = Object.entries({ ...args, ...(wantsTag && { IMAGE_TAG: tag }) });
  const code = await dockerRun(
    "docker",
    [
      ...["build", "--provenance=false", "--platform", platform],
      ...given.flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]),
      ...["--tag", image, "--file", dockerfile, folder],
    ],
    { env: { ...process.env, DOCKER_BUILDKIT: "1" } },
  );
  if (code !== 0) throw new Error(`the image ${image} must be built, got exit code ${code}; nothing was pushed`);
}

/** Docker's older builder, which runs without it, knows no platforms and no attestations. */
async function refuseWithoutBuildx(): Promise<void> {
  const { status, stderr, error } = await outputOf(["docker", "buildx", "version"], { environment: process.env });
  if (status === 0) return;
  if (error !== undefined) throw new Error("docker must be installed to build an image, got no such program");
  const got = shown(stderr.trim().split("\n")[0] ?? "");
  throw new Error(`docker must have the plugin buildx, got ${got}; install it, or a newer Docker`);
}
