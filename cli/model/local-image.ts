import { outputOf } from "../../engine/process";
import type { DeployedModel } from "./deployed-model";
import { buildContext } from "./image/build-context";
import { buildModelImage } from "./image/build-image";

/** Of images that stay on this machine. */
const TAG = "local";

/** The image that is named, or the one that was built last. */
export async function imageNamed(model: DeployedModel, named: string | undefined): Promise<string> {
  // What is named may be pulled.
  if (named !== undefined) return named;
  const image = localImage(model);
  const { status, stderr, error } = await outputOf(["docker", "image", "inspect", "--format", "{{.Id}}", image]);
  if (status === 0) return image;
  if (error !== undefined || !/No such image/i.test(stderr)) throw engineError(stderr);
  throw new Error(
    `image ${image} must be on the Docker engine, got none; build it with --folder, or name another with --image`,
  );
}

/** The image of a model's folder, for this machine alone. */
export async function builtImage(model: DeployedModel, folder: string): Promise<string> {
  const image = localImage(model);
  const { architecture } = model.settings.compute.lambda;
  await buildModelImage(buildContext(folder), { image, tag: TAG, architecture });
  return image;
}

function localImage({ name }: DeployedModel): string {
  return `slipway-model/${name}:${TAG}`;
}

function engineError(said: string): Error {
  return new Error(`the Docker engine must answer, got ${said.trim().split("\n").at(-1) || "nothing"}; start it`);
}
