import { exitCodeOf } from "./not-approved";
import { program } from "./program";

/** Runs the command line; a problem is printed without a stack trace. */
export async function main(version: string): Promise<void> {
  // What Node the SDK of AWS will need next year is our concern, not our users'.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  // A terminal that is gone is no reason to leave a deployment half done.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  try {
    await program(version).parseAsync();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = exitCodeOf(error);
  }
}
