import { hubFor } from "../../constructs/observatory/render/layout";
import type { ObservatoryEnvironment } from "../../constructs/observatory/schema";
import { shown } from "../../constructs/shared/shown";
import { reachAdvice } from "./site";

/** The router answered with an error, such as `wamp.error.no_such_procedure`. */
export class BusError extends Error {
  constructor(
    readonly uri: string,
    message: string,
  ) {
    super(message);
  }
}

const PATIENCE_MILLISECONDS = 90_000;

/** A site's bus, by the HTTP of its router. */
export class Bus {
  private readonly hub;

  constructor(private readonly site: ObservatoryEnvironment) {
    this.hub = hubFor(site, "outside");
  }

  /** Calls an agent itself, or with a part such as `ops` one of its other procedures. */
  async call(
    instanceId: string,
    part: string | undefined,
    args: readonly unknown[],
    kwargs: Readonly<Record<string, unknown>> = {},
  ): Promise<unknown> {
    const { wampHttp, addressRoot } = this.hub;
    const procedure = [addressRoot, instanceId, part].filter((each) => each !== undefined).join(".");
    const answer = await this.post(wampHttp, { procedure, args, kwargs });
    if ("error" in answer) throw new BusError(String(answer.error), [answer.args].flat().join(" "));
    return [answer.args].flat()[0];
  }

  /** Whether the router answers. */
  async answers(): Promise<boolean> {
    try {
      await ask(this.hub.wampHttp, {}, 5_000);
      return true;
    } catch {
      return false;
    }
  }

  private async post(url: string, body: unknown): Promise<Readonly<Record<string, unknown>>> {
    try {
      const request = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
      return JSON.parse(await ask(url, request, PATIENCE_MILLISECONDS)) as Readonly<Record<string, unknown>>;
    } catch (error) {
      const { cause, message } = error as Error & { readonly cause?: { readonly code?: string } };
      throw new Error(
        `the router of ${this.site.name} must answer at ${url}, got ${cause?.code ?? message}; ${reachAdvice(this.site)}`,
      );
    }
  }
}

/** What is answered. The timer of AbortSignal.timeout would not keep the process alive, nor does a connection that hangs. */
async function ask(url: string, request: RequestInit, milliseconds: number): Promise<string> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error(`nothing within ${milliseconds / 1000} s`)), milliseconds);
  try {
    return await (await fetch(url, { ...request, signal: late.signal })).text();
  } finally {
    clearTimeout(timer);
  }
}

/** Whether nobody answers under an address. */
export function isNobody(error: unknown): boolean {
  return error instanceof BusError && error.uri === "wamp.error.no_such_procedure";
}

/** What to say then. */
export function nobody({ name }: ObservatoryEnvironment, instanceId: string): Error {
  return new Error(
    `agent ${shown(instanceId)} must be on the bus, got nobody under its address; slipway observatory status ${name} says why`,
  );
}
