import { createInterface } from "node:readline/promises";
import { shown } from "../../../constructs/shared/shown";
import type { OwnedOptions } from "./owned";

/** Asks a person one thing; an empty answer is none. */
export type Ask = (question: string) => Promise<string>;

/** On the terminal, if there is one: standard output may be read by a program. */
export function terminal(): Ask | undefined {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  return async (question) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    // Ctrl-C and Ctrl-D end the command, not this question alone.
    const closed = new Promise<never>((_, reject) => {
      lines.once("close", () =>
        reject(new Error("the question must be answered, got the end of the input; nothing was written")),
      );
    });
    try {
      return (await Promise.race([lines.question(question), closed])).trim();
    } finally {
      closed.catch(() => {});
      lines.close();
    }
  };
}

/** Which questions are open. */
export interface Open {
  /** What all models share is to be written. */
  readonly shared: boolean;
  /** At least one model is. */
  readonly models: boolean;
}

/** Asks what no option says. */
export async function askOwner(given: OwnedOptions, open: Open, ask: Ask | undefined): Promise<OwnedOptions> {
  if (ask === undefined) return given;
  const answer = async (question: string) => (await ask(question)) || undefined;
  const isOpen = (option: keyof OwnedOptions, which: keyof Open) => open[which] && given[option] === undefined;
  const account = isOpen("account", "shared")
    ? await answer("AWS account of the models, 12 digits (empty: any account of your credentials): ")
    : undefined;
  const backend = isOpen("backend", "shared")
    ? await answer("Where their states are, s3://<bucket>/<key> or local (empty: local): ")
    : undefined;
  const adopt = isOpen("adopt", "models")
    ? await answer("Adopt the states of the older modules, yes or no (empty: no): ")
    : undefined;
  if (adopt !== undefined && !["yes", "no"].includes(adopt)) {
    throw new Error(`the answer must be yes or no, got ${shown(adopt)}; nothing was written`);
  }
  return {
    ...given,
    ...(account !== undefined && { account }),
    ...(backend !== undefined && { backend }),
    ...(adopt !== undefined && { adopt: adopt === "yes" }),
  };
}
