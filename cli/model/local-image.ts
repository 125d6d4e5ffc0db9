import { outputOf } from "../../engine/process";
import type { DeployedModel } from "./deployed-model";
import { buildModelImage } from "./image/build-image";
import { soundContext, tellContext } from "./image/sound-context";

/** Of images that stay on this machine. */
const TAG = "local";

/** The image that is named, or the one that was built last. */
export async function imageNamed(model: DeployedModel, named: string | undefined): Promise<string> {
  const image = named ?? localImage(model);
  const { status, stderr, error } = await outputOf(["docker", "image", "inspect", "--format", "{{.Id}}", image]);
  if (status === 0) return image;
  if (error !== undefined) throw new Error("docker must be installed to run an image, got no such program");
  if (!/No such image/i.test(stderr)) throw engineError(stderr);
  // docker run pulls an image that is named.
  if (named !== undefined) return named;
  throw new Error(
    `image ${image} must be on the Docker engine, got none; build it with --folder, or name another with --image`,
  );
}

/**
 * Builds the image of a model's folder, for this machine. The context is checked as for a push: somebody may push the image by hand.
 *
 * @param allowed paths that are sent, whatever they look like
 * @param print gets what is sent
 */
export async function builtImage(
  model: DeployedModel,
  { folder, allowed, print }: { folder: string; allowed: readonly string[]; print: (line: string) => void },
): Promise<string> {
  const image = localImage(model);
  const { architecture } = model.settings.compute.lambda;
  const context = soundContext(model, folder, allowed);
  tellContext(context, `${model.name}: builds the image ${image}`, { print, warn: print });
  await buildModelImage(context, { image, tag: TAG, architecture });
  return image;
}

function localImage({ name }: DeployedModel): string {
  return `slipway-model/${name}:${TAG}`;
}

function engineError(said: string): Error {
  return new Error(`the Docker engine must answer, got ${said.trim().split("\n").at(-1) || "nothing"}; start it`);
}
