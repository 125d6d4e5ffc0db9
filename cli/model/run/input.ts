import type { Parameters } from "./parameters";

/** What a run is started with, beside its token. */
export interface RunInput {
  readonly scenario: string;
  readonly choice: string;
  readonly params: Parameters;
  readonly variants: readonly string[];
  /** Who runs it; what the run writes into the bucket carries it. */
  readonly user: string;
}

/** Step Functions takes no larger one, in bytes. @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const LARGEST_INPUT = 262_144;

/**
 * An execution's input, with the fields that the web page sends and that a model's handler reads.
 *
 * @param token for the authorization step; without one it gets an empty text, for a path that is not there would end the run before it
 */
export function executionInput({ scenario, choice, params, variants, user }: RunInput, token = ""): string {
  const text = JSON.stringify({
    authorization: token,
    choice,
    scenario_path_S3: `${scenario}/`,
    launcher_arg: { training_folder: "/tmp", params },
    variants,
    metadata: { user_email: user },
  });
  const bytes = Buffer.byteLength(text);
  if (bytes > LARGEST_INPUT) {
    throw new Error(
      `--param must leave the run's input at most ${LARGEST_INPUT} bytes, got ${bytes}; put data into the scenario`,
    );
  }
  return text;
}

/** The scenario of an input, if it has one. */
export function scenarioOf(input: string | undefined): string | undefined {
  try {
    const { scenario_path_S3: path } = JSON.parse(input ?? "{}") as { readonly scenario_path_S3?: unknown };
    return typeof path === "string" ? path.replace(/\/+$/, "") : undefined;
  } catch {
    return undefined;
  }
}

/** A run's name: its scenario, when it began, and something by which two of one second differ. At most 80 of what AWS takes. */
export function runName(scenario: string, now: Date, chance: string): string {
  const time = now.toISOString().replace(/[-:]|\.\d+Z/g, "");
  return `${scenario.replace(/[^\w.-]/g, "-").slice(0, 50)}-${time}-${chance}`;
}
