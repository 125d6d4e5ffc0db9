import { wholeSource } from "../provider-source";
import type { PlanRun, StackJson } from "./settings";

/**
 * Terraform's command, and the surroundings in which it finds providers: also in mirrors that SLIPWAY_PROVIDER_MIRRORS names.
 *
 * @param folder in which links to the providers are made
 */
export async function mirrored(
  folder: string,
  stacks: readonly StackJson[],
  { env, terraform: command = "terraform" }: PlanRun,
): Promise<{ readonly command: string; readonly env: NodeJS.ProcessEnv }> {
  // A test that makes no plan does not wait for it.
  const { mirroredSurroundings } =
    require("../../engine/providers/mirrored") as typeof import("../../engine/providers/mirrored");
  const sources = stacks.flatMap(({ terraform: { required_providers = {} } = {} }) =>
    Object.values(required_providers).map(({ source }) => wholeSource(source)),
  );
  const needed = [...new Set(sources)];
  return { command, env: await mirroredSurroundings({ folder, needed, command, environment: env }) };
}
