import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { partsOf } from "../../constructs/shared/rules";

/** @see https://github.com/aws/aws-lambda-runtime-interface-emulator */
const INVOCATIONS = "/2015-03-31/functions/function/invocations";

const START_SECONDS = 60;
const POLL_MILLISECONDS = 100;

/** What the function said: its result, or its error as Step Functions sees it. */
export type Answer = { readonly value: unknown } | { readonly error: string; readonly cause: string };

/** The Lambda runtime interface emulator of a container, by the port of this machine that leads to it. */
export class Emulator {
  constructor(private readonly port: number) {}

  /** Waits until it listens: Docker accepts connections before it does. @param signal ends the wait */
  async isReady(signal: AbortSignal): Promise<void> {
    const deadline = performance.now() + START_SECONDS * 1000;
    while (!signal.aborted) {
      const answer = await this.ask("GET", "/", "").catch(() => undefined);
      if (answer !== undefined) return;
      if (performance.now() > deadline) {
        throw new Error(
          `the image must answer at its port 8080 within ${START_SECONDS} s, got nothing; build it from a base of Lambda, ` +
            "which has the runtime interface emulator, and run it on an engine of this machine",
        );
      }
      await sleep(POLL_MILLISECONDS);
    }
  }

  /** Calls the function; its time limit is the emulator's. */
  async invoke(event: unknown): Promise<Answer> {
    const text = await this.ask("POST", INVOCATIONS, JSON.stringify(event));
    const value = jsonOf(text);
    if (value === undefined) return { error: "Lambda.Unknown", cause: text.trim() };
    const { errorType, errorMessage } = partsOf(value);
    return typeof errorType === "string" && typeof errorMessage === "string"
      ? { error: errorType, cause: errorMessage }
      : { value };
  }

  /** Not by fetch, which gives up after five minutes. */
  private ask(method: string, path: string, body: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const asked = request({ host: "127.0.0.1", port: this.port, method, path, agent: false }, (response) => {
        let text = "";
        response
          .setEncoding("utf8")
          .on("data", (part: string) => {
            text += part;
          })
          .on("end", () => resolve(text))
          .on("error", reject);
      });
      asked.on("error", reject).end(body);
    });
  }
}

/** An empty answer is the result of a handler that returns nothing in some runtimes. */
function jsonOf(text: string): unknown {
  if (text.trim() === "") return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
