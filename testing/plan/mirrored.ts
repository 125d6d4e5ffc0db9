import { lazy } from "../../constructs/shared/lazy";
import { wholeSource } from "../provider-source";
import type { PlanRun, StackJson } from "./settings";

const engine = lazy<typeof import("../../engine/providers/mirrored")>(() => require("../../engine/providers/mirrored"));

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
  const sources = stacks.flatMap(({ terraform: { required_providers = {} } = {} }) =>
    Object.values(required_providers).map(({ source }) => wholeSource(source)),
  );
  const needed = [...new Set(sources)];
  return { command, env: await engine.mirroredSurroundings({ folder, needed, command, environment: env }) };
}
