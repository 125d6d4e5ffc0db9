import { readFileSync } from "node:fs";
import type { ObservatoryEnvironment } from "../../constructs/observatory/schema";
import { didYouMean } from "../../constructs/shared/did-you-mean";
import { isList, isRecord, partsOf } from "../../constructs/shared/rules";
import { shown, visible } from "../../constructs/shared/shown";
import { troubleOf } from "../../engine/file-errors";
import { Bus, isNobody, nobody } from "./bus";
import { agentNamed } from "./site";
import { timeText } from "./times";

/** Options of `slipway observatory call`. */
export interface CallOptions {
  readonly params?: string;
  readonly timeout?: string;
  readonly passwordFile?: string;
  readonly json: boolean;
}

const ACTIONS = ["start", "stop", "abort", "status", "wait"];

/** What OCS calls the answer of an operation. */
const RESPONSES: Readonly<Record<number, string>> = { [-1]: "ERROR", 0: "OK", 1: "TIMEOUT" };

/** So long one request waits; longer waits are several. */
const WAIT_SECONDS = 30;

/** A reply of an agent. @see https://ocs.readthedocs.io/en/main/developer/clients.html */
export interface Reply {
  readonly status: number;
  readonly message: string;
  readonly session: Readonly<Record<string, unknown>>;
}

/** Does something with an operation of an agent, and prints the reply. */
export async function callAgent(
  site: ObservatoryEnvironment,
  words: readonly string[],
  options: CallOptions,
): Promise<void> {
  const [instanceId, operation, action] = words;
  if (instanceId === undefined || operation === undefined || action === undefined || words.length > 3) {
    throw new Error(`call takes an instance-id, an operation and one of ${ACTIONS.join(", ")}, got ${shown(words)}`);
  }
  if (!ACTIONS.includes(action)) {
    const advice = didYouMean(action, ACTIONS) ?? "see slipway observatory call --help";
    throw new Error(`action must be one of ${ACTIONS.join(", ")}, got ${shown(action)}; ${advice}`);
  }
  agentNamed(site, instanceId);
  const request = requestOf(action, options);
  const reply = await ask(new Bus(site), site, { instanceId, operation, action, ...request });
  console.log(options.json ? JSON.stringify(reply, null, 2) : replyText(reply));
  if (reply.status !== 0) process.exitCode = 1;
}

interface Request {
  readonly instanceId: string;
  readonly operation: string;
  readonly action: string;
  readonly params?: object;
  readonly timeout?: number;
  readonly password?: string;
}

function requestOf(action: string, { params, timeout, passwordFile }: CallOptions) {
  if (params !== undefined && action !== "start") throw new Error(`--params is for start, got ${action}; leave it out`);
  if (timeout !== undefined && action !== "wait") throw new Error(`--timeout is for wait, got ${action}; leave it out`);
  return {
    ...(params !== undefined && { params: parametersOf(params) }),
    ...(timeout !== undefined && { timeout: secondsOf(timeout) }),
    ...(passwordFile !== undefined && { password: passwordIn(passwordFile) }),
  };
}

function passwordIn(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    const got = `${shown(file)}: ${troubleOf(error)}`;
    throw new Error(`--password-file must name a file that can be read, got ${got}; correct the path`);
  }
}

function parametersOf(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch {
    // What it should be is said below.
  }
  throw new Error(`--params must be an object in JSON, got ${shown(text)}; write it as '{"delay": 5}'`);
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== "" && seconds >= 0) return seconds;
  throw new Error(`--timeout must be a number of seconds, got ${shown(text)}; for example 60`);
}

async function ask(bus: Bus, site: ObservatoryEnvironment, request: Request): Promise<Reply> {
  const { instanceId, operation, action, params, timeout = Number.POSITIVE_INFINITY, password } = request;
  const kwargs = password === undefined ? {} : { password };
  try {
    if (action !== "wait") {
      const args = params === undefined ? [action, operation] : [action, operation, params];
      return await withAdvice(bus, request, replyOf(instanceId, await bus.call(instanceId, "ops", args, kwargs)));
    }
    for (let left = timeout; ; left -= WAIT_SECONDS) {
      const patience = { ...kwargs, timeout: Math.max(0, Math.min(left, WAIT_SECONDS)) };
      const reply = replyOf(instanceId, await bus.call(instanceId, "ops", [action, operation], patience));
      if (reply.status !== 1 || left <= WAIT_SECONDS) return await withAdvice(bus, request, reply);
    }
  } catch (error) {
    throw isNobody(error) ? nobody(site, instanceId) : error;
  }
}

/** An operation that the agent does not have is named with those that it has. */
async function withAdvice(bus: Bus, { instanceId, operation }: Request, reply: Reply): Promise<Reply> {
  if (reply.status === 0) return reply;
  const { tasks, processes } = partsOf(await bus.call(instanceId, undefined, ["get_api"]));
  const names = [tasks, processes]
    .flatMap((list) => (isList(list) ? list : []))
    .map((each) => {
      return isList(each) ? String(each[0]) : String(each);
    });
  if (names.length === 0 || names.includes(operation)) return reply;
  const advice = didYouMean(operation, names) ?? `it has ${names.join(", ")}`;
  throw new Error(`operation must be one of ${instanceId}'s, got ${shown(operation)}; ${advice}`);
}

/** What an agent says of an operation. */
export function replyOf(instanceId: string, value: unknown): Reply {
  const [status, message, session] = isList(value) ? value : [];
  if (typeof status === "number")
    return { status, message: String(message), session: isRecord(session) ? session : {} };
  throw new Error(
    `agent ${shown(instanceId)} must answer with a status, got ${shown(value)}; see which program has its address`,
  );
}

/** A reply, as OCS's client prints it. */
export function replyText({ status, message, session }: Reply): string {
  const { op_name, session_id, status: state, data, messages } = session;
  const lines = [`${RESPONSES[status] ?? status}: ${message}`];
  if (op_name !== undefined) lines.push(`  ${op_name}[session=${session_id}]; status=${state}`);
  for (const entry of isList(messages) ? messages.slice(-5) : []) {
    const [time, text] = isList(entry) ? entry : [];
    lines.push(`  ${timeText(time)} ${text}`);
  }
  if (isRecord(data) && Object.keys(data).length > 0) lines.push(`  data: ${JSON.stringify(data)}`);
  return lines.map(visible).join("\n");
}
