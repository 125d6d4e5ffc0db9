import { readFileSync } from "node:fs";
import { Command } from "commander";
import type { ObservatoryEnvironment } from "../../../constructs/observatory/schema";
import { lazy } from "../../../constructs/shared/lazy";
import { shown } from "../../../constructs/shared/shown";
import { troubleOf } from "../../../engine/file-errors";
import type { Project } from "../../../engine/project";
import type { Bus } from "../../observatory/bus";
import type { Reply } from "../../observatory/reply";
import { workspaceAndRest } from "../../words";

const meant = lazy<typeof import("../../../constructs/shared/did-you-mean")>(() =>
  require("../../../constructs/shared/did-you-mean"),
);
const rules = lazy<typeof import("../../../constructs/shared/rules")>(() =>
  require("../../../constructs/shared/rules"),
);
const workspaces = lazy<typeof import("../../../engine/workspace-named")>(() =>
  require("../../../engine/workspace-named"),
);
const buses = lazy<typeof import("../../observatory/bus")>(() => require("../../observatory/bus"));
const replies = lazy<typeof import("../../observatory/reply")>(() => require("../../observatory/reply"));
const sites = lazy<typeof import("../../observatory/site")>(() => require("../../observatory/site"));

interface CallOptions {
  readonly params?: string;
  readonly timeout?: string;
  readonly passwordFile?: string;
  readonly json?: boolean;
}

const ACTIONS = ["start", "stop", "abort", "status", "wait"];

/** So long one request waits; longer waits are several. */
const WAIT_SECONDS = 30;

/** `slipway observatory call`. */
export function callCommand(project: () => Project): Command {
  return new Command("call")
    .description("Start, stop, query or wait for an agent's operation, like OCS's own client")
    .argument("<instance-id...>", "instance-id, operation and action, after the workspace if the project has several")
    .usage("[options] [workspace] <instance-id> <operation> <start|stop|abort|status|wait>")
    .option("--params <json>", "parameters for start, for example '{\"delay\": 5}'")
    .option("--timeout <seconds>", "timeout of wait (default: wait until the operation ends)")
    .option("--password-file <file>", "file with the password for the Access Director")
    .option("--json", "print the reply as JSON")
    .addHelpText(
      "after",
      `
Examples:
  slipway observatory call barebones1 count start
  slipway observatory call barebones1 count status --json
  slipway observatory call lab fake-data1 delay_task start --params '{"delay": 5}'

Exits with 0 if the agent replies OK, and with 1 otherwise.`,
    )
    .action((words: readonly string[], options: CallOptions) => {
      const { workspace, rest } = workspaceAndRest(words, 3);
      return callAgent(workspaces.namedEnvironment(project(), "observatory", workspace), rest, options);
    });
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
    const advice = meant.didYouMean(action, ACTIONS) ?? "see slipway observatory call --help";
    throw new Error(`action must be one of ${ACTIONS.join(", ")}, got ${shown(action)}; ${advice}`);
  }
  sites.agentNamed(site, instanceId);
  const request = requestOf(action, options);
  const reply = await ask(new buses.Bus(site), site, { instanceId, operation, action, ...request });
  console.log(options.json ? JSON.stringify(reply, null, 2) : replies.replyText(reply));
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
    if (rules.isRecord(value)) return value;
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
      return await withAdvice(
        bus,
        request,
        replies.replyOf(instanceId, await bus.call(instanceId, "ops", args, kwargs)),
      );
    }
    for (let left = timeout; ; left -= WAIT_SECONDS) {
      const patience = { ...kwargs, timeout: Math.max(0, Math.min(left, WAIT_SECONDS)) };
      const reply = replies.replyOf(instanceId, await bus.call(instanceId, "ops", [action, operation], patience));
      if (reply.status !== 1 || left <= WAIT_SECONDS) return await withAdvice(bus, request, reply);
    }
  } catch (error) {
    throw buses.isNobody(error) ? buses.nobody(site, instanceId) : error;
  }
}

/** An operation that the agent does not have is named with those that it has. */
async function withAdvice(bus: Bus, { instanceId, operation }: Request, reply: Reply): Promise<Reply> {
  if (reply.status === 0) return reply;
  const { tasks, processes } = rules.partsOf(await bus.call(instanceId, undefined, ["get_api"]));
  const names = [tasks, processes]
    .flatMap((list) => (rules.isList(list) ? list : []))
    .map((each) => {
      return rules.isList(each) ? String(each[0]) : String(each);
    });
  if (names.length === 0 || names.includes(operation)) return reply;
  const advice = meant.didYouMean(operation, names) ?? `it has ${names.join(", ")}`;
  throw new Error(`operation must be one of ${instanceId}'s, got ${shown(operation)}; ${advice}`);
}
