import { slipwayIn } from "../../support/warm-process";

/** `slipway services` in a project whose states are where the project is. */
export function servicesIn(cwd: string, ...args: readonly string[]) {
  const { SLIPWAY_STATE_DIR: _, ...env } = process.env;
  return slipwayIn({ cwd, env }, "services", ...args);
}
