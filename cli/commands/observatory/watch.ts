import { Command } from "commander";
import type { ObservatoryEnvironment } from "../../../constructs/observatory/schema";
import { lazy } from "../../../constructs/shared/lazy";
import { shown, visible } from "../../../constructs/shared/shown";
import type { Project } from "../../../engine/project";
import type { Published } from "../../observatory/feeds";
import { workspaceAndRest } from "../../words";

const layout = lazy<typeof import("../../../constructs/observatory/render/layout")>(() =>
  require("../../../constructs/observatory/render/layout"),
);
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
const feeds = lazy<typeof import("../../observatory/feeds")>(() => require("../../observatory/feeds"));
const sites = lazy<typeof import("../../observatory/site")>(() => require("../../observatory/site"));
const clock = lazy<typeof import("../../observatory/times")>(() => require("../../observatory/times"));

interface WatchOptions {
  readonly feed?: string;
  readonly count?: string;
  readonly json?: boolean;
}

/** `slipway observatory watch`. */
export function watchCommand(project: () => Project): Command {
  return new Command("watch")
    .description("Print what an agent publishes, as it arrives, until Ctrl-C")
    .argument("<instance-id...>", "instance-id, after the workspace if the project has several")
    .usage("[options] [workspace] <instance-id>")
    .option("--feed <name>", "print only this feed (default: all but heartbeat)")
    .option("--count <number>", "exit after <number> messages")
    .option("--json", "print each message as a line of JSON")
    .addHelpText(
      "after",
      `
Examples:
  slipway observatory watch fake-data1
  slipway observatory watch lab fake-data1 --feed false_temperatures --count 1 --json`,
    )
    .action((words: readonly string[], options: WatchOptions) => {
      const { workspace, rest } = workspaceAndRest(words, 1);
      return watchAgent(workspaces.namedEnvironment(project(), "observatory", workspace), rest, options);
    });
}

/** Prints what an agent publishes until it is interrupted, or has printed as many messages as wanted. */
export async function watchAgent(
  site: ObservatoryEnvironment,
  [instanceId = "", ...more]: readonly string[],
  { feed, count, json }: WatchOptions,
): Promise<void> {
  if (more.length > 0) throw new Error(`watch takes a workspace and an instance-id, got ${shown(more)} more`);
  let left = numberOf(count);
  sites.agentNamed(site, instanceId);
  await tellFeeds(site, instanceId, feed);
  const { wampServer, wampRealm, addressRoot } = layout.hubFor(site, "outside");
  const prefix = `${addressRoot}.${instanceId}.feeds.`;
  const onEvent = (event: Published) => {
    const name = event.topic.slice(prefix.length);
    if (feed === undefined ? name === "heartbeat" : name !== feed) return true;
    // Beside the message OCS publishes what the feed is.
    const [message] = [event.args[0]].flat();
    console.log(json ? JSON.stringify({ feed: name, message }) : visible(messageText(name, message)));
    left -= 1;
    return left > 0;
  };
  const onLeftOut = (topic: string, why: string) => {
    console.error(visible(`a message of ${topic.slice(prefix.length)} is left out: it has ${why}`));
  };
  const advice = sites.reachAdvice(site);
  await feeds.subscribe({ url: wampServer, realm: wampRealm, prefix, onEvent, onLeftOut, advice });
}

/** Says what can be heard, so that silence is none of ours; a feed that the agent does not have is an error. */
async function tellFeeds(site: ObservatoryEnvironment, instanceId: string, feed: string | undefined): Promise<void> {
  const known = await feedsOf(site, instanceId);
  if (feed !== undefined && !known.includes(feed)) {
    const advice = meant.didYouMean(feed, known) ?? `it has ${known.join(", ")}`;
    throw new Error(`--feed must be one of ${instanceId}'s, got ${shown(feed)}; ${advice}`);
  }
  const heard = feed ?? known.filter((each) => each !== "heartbeat").join(", ");
  console.error(`listening to ${heard || "nothing: it has no feed"} of ${instanceId}; Ctrl-C ends it`);
}

async function feedsOf(site: ObservatoryEnvironment, instanceId: string): Promise<string[]> {
  try {
    const { feeds: told } = rules.partsOf(await new buses.Bus(site).call(instanceId, undefined, ["get_api"]));
    return rules.isList(told) ? told.map((each) => String(rules.isList(each) ? each[0] : each)) : [];
  } catch (error) {
    throw buses.isNobody(error) ? buses.nobody(site, instanceId) : error;
  }
}

function numberOf(count: string | undefined): number {
  if (count === undefined) return Number.POSITIVE_INFINITY;
  const number = Number(count);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`--count must be a whole number from 1, got ${shown(count)}; leave it out for all`);
}

/** A message as a line: the newest value of each field, for those that carry fields. */
function messageText(feed: string, message: unknown): string {
  const blocks = rules.isRecord(message) ? Object.values(message).filter(rules.isRecord) : [];
  const fields = blocks.flatMap(({ data }) => (rules.isRecord(data) ? Object.entries(data) : []));
  if (fields.length === 0) return `${feed} ${JSON.stringify(message)}`;
  const values = fields.map(
    ([name, value]) => `${name}=${JSON.stringify(Array.isArray(value) ? value.at(-1) : value)}`,
  );
  const times = blocks.flatMap(({ timestamps }) => (rules.isList(timestamps) ? timestamps.map(Number) : []));
  const newest = times
    .filter(Number.isFinite)
    .reduce<number | undefined>((last, time) => (last === undefined || time > last ? time : last), undefined);
  return `${newest === undefined ? "" : `${clock.timeText(newest)} `}${feed} ${values.join(" ")}`;
}
