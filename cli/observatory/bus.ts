import { hubFor } from "../../constructs/observatory/render/layout";
import type { ObservatoryEnvironment } from "../../constructs/observatory/schema";
import { isList, isRecord, isText } from "../../constructs/shared/rules";
import { shown, visible } from "../../constructs/shared/shown";
import { isTooDeep, limitedText, TOO_DEEP } from "./limits";
import { reachAdvice } from "./site";

/** The router answered with an error, such as `wamp.error.no_such_procedure`. */
class BusError extends Error {
  constructor(
    readonly uri: string,
    message: string,
  ) {
    super(message);
  }
}

const NOBODY = "wamp.error.no_such_procedure";
const PATIENCE_MILLISECONDS = 90_000;
/** So long a router that is there may need to say that nobody has a procedure. */
const SHORT_PATIENCE_MILLISECONDS = 5000;

/** What a router says of a call. */
interface Answer {
  /** The URI of an error; absent where the call succeeded. */
  readonly error?: string;
  readonly args: readonly unknown[];
}

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
    const procedure = [this.hub.addressRoot, instanceId, part].filter((each) => each !== undefined).join(".");
    const answer = await this.post({ procedure, args, kwargs }, PATIENCE_MILLISECONDS);
    if (answer.error !== undefined) throw new BusError(answer.error, errorText(answer.error, answer.args));
    return answer.args[0];
  }

  /** Whether a router answers: one that is asked for what nobody has says so. */
  async answers(): Promise<boolean> {
    try {
      const procedure = `${this.hub.addressRoot}.slipway.nobody`;
      await this.post({ procedure, args: [], kwargs: {} }, SHORT_PATIENCE_MILLISECONDS);
      return true;
    } catch {
      return false;
    }
  }

  private async post(body: unknown, milliseconds: number): Promise<Answer> {
    const { wampHttp } = this.hub;
    const refusal = (got: string, advice: string) =>
      new Error(`the router of ${this.site.name} must answer at ${wampHttp}, got ${got}; ${advice}`);
    const request = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    const said = await ask(wampHttp, request, milliseconds).catch((error: unknown) => {
      const { cause, message } = error as Error & { readonly cause?: { readonly code?: string } };
      throw refusal(cause?.code ?? message, reachAdvice(this.site));
    });
    const value = said.isRight ? parsed(said.text) : undefined;
    const isDeep = isTooDeep(value);
    const answer = isDeep ? undefined : answerOf(value);
    if (answer !== undefined) return answer;
    const got = isDeep ? TOO_DEEP : said.isRight ? shown(said.text) : `HTTP ${said.status}`;
    throw refusal(got, "end the program that has its address, or correct crossbar in the environment file");
  }
}

/** What is answered. The timer of AbortSignal.timeout would not keep the process alive, nor does a connection that hangs. */
async function ask(url: string, request: RequestInit, milliseconds: number) {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error(`no answer within ${milliseconds / 1000} s`)), milliseconds);
  try {
    const response = await fetch(url, { ...request, signal: late.signal });
    return { isRight: response.ok, status: response.status, text: await limitedText(response) };
  } finally {
    clearTimeout(timer);
  }
}

/** What a router says; nothing where something else answers. */
function answerOf(value: unknown): Answer | undefined {
  if (!isRecord(value)) return undefined;
  const { error, args = [] } = value;
  if (!isList(args)) return undefined;
  if (error === undefined) return "args" in value ? { args } : undefined;
  return isText(error) ? { error, args } : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function errorText(uri: string, args: readonly unknown[]): string {
  const text = args.map((each) => (isText(each) ? each : shown(each))).join(" ");
  return visible(text === "" ? uri : text);
}

/** Whether nobody answers under an address. */
export function isNobody(error: unknown): boolean {
  return error instanceof BusError && error.uri === NOBODY;
}

/** What to say then. */
export function nobody({ name }: ObservatoryEnvironment, instanceId: string): Error {
  return new Error(
    `agent ${shown(instanceId)} must be on the bus, got nobody under its address; slipway observatory status ${name} says why`,
  );
}
