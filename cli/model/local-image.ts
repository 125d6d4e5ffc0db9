import { outputOf } from "../../engine/process";
import type { DeployedModel } from "./deployed-model";

/** The image that is named, or the one that was built last. */
export async function imageNamed(model: DeployedModel, named: string | undefined): Promise<string> {
  // What is named may be pulled.
  if (named !== undefined) return named;
  const image = localImage(model);
  const { status, stderr, error } = await outputOf(["docker", "image", "inspect", "--format", "{{.Id}}", image]);
  if (status === 0) return image;
  if (error !== undefined || !/No such image/i.test(stderr)) throw engineError(stderr);
  throw new Error(`image ${image} must be on the Docker engine, got none; build it with --folder, or name another with --image`);
}

function localImage({ name }: DeployedModel): string {
  return `slipway-model/${name}:local`;
}

function engineError(said: string): Error {
  return new Error(`the Docker engine must answer, got ${said.trim().split("\n").at(-1) || "nothing"}; start it`);
}
