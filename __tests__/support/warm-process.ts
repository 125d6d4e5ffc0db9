import type { Ended, WarmProcess } from "./warm-environment";

export type { Ended };

declare global {
  /** Of warm-environment.ts. */
  var warmProcess: () => WarmProcess;
}

/** How a program is called. */
export interface Call {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** The command `slipway`, without the start of a process for each call, and without a terminal. */
export function slipwayIn({ cwd, env = process.env }: Call, ...args: readonly string[]): Ended {
  return warmProcess().run({ program: "slipway", args, cwd, env: { ...env, ...warmApp() } });
}

/** The same while this process goes on. */
export async function slipwayBeside({ cwd, env = process.env }: Call, ...args: readonly string[]): Promise<Ended> {
  return warmProcess().runBeside({ program: "slipway", args, cwd, env: { ...env, ...warmApp() } });
}

/** The app of the project in a folder, that is `node --import tsx main.ts`, in the same way. */
export function appIn({ cwd, env = process.env }: Call): Ended {
  return warmProcess().run({ program: "app", args: [], cwd, env: { ...env } });
}

/** For a command that runs in the test's own process: with these, the app of its project runs in the warm one. */
export function warmApp(): NodeJS.ProcessEnv {
  return warmProcess().variables;
}
