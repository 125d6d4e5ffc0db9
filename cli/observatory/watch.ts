import { hubFor } from "../../constructs/observatory/render/layout";
import type { ObservatoryEnvironment } from "../../constructs/observatory/schema";
import { didYouMean } from "../../constructs/shared/did-you-mean";
import { isList, isRecord, partsOf } from "../../constructs/shared/rules";
import { shown, visible } from "../../constructs/shared/shown";
import { Bus, isNobody, nobody } from "./bus";
import { type Published, subscribe } from "./feeds";
import { agentNamed, reachAdvice } from "./site";
import { timeText } from "./times";

/** Options of `slipway observatory watch`. */
export interface WatchOptions {
  readonly feed?: string;
  readonly count?: string;
  readonly json: boolean;
}

/** Prints what an agent publishes until it is interrupted, or has printed as many messages as wanted. */
export async function watchAgent(
  site: ObservatoryEnvironment,
  [instanceId = "", ...more]: readonly string[],
  { feed, count, json }: WatchOptions,
): Promise<void> {
  if (more.length > 0) throw new Error(`watch takes a workspace and an instance-id, got ${shown(more)} more`);
  let left = numberOf(count);
  agentNamed(site, instanceId);
  await tellFeeds(site, instanceId, feed);
  const { wampServer, wampRealm, addressRoot } = hubFor(site, "outside");
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
  await subscribe({ url: wampServer, realm: wampRealm, prefix, onEvent, advice: reachAdvice(site) });
}

/** Says what can be heard, so that silence is none of ours; a feed that the agent does not have is an error. */
async function tellFeeds(site: ObservatoryEnvironment, instanceId: string, feed: string | undefined): Promise<void> {
  const feeds = await feedsOf(site, instanceId);
  if (feed !== undefined && !feeds.includes(feed)) {
    const advice = didYouMean(feed, feeds) ?? `it has ${feeds.join(", ")}`;
    throw new Error(`--feed must be one of ${instanceId}'s, got ${shown(feed)}; ${advice}`);
  }
  const heard = feed ?? feeds.filter((each) => each !== "heartbeat").join(", ");
  console.error(`listening to ${heard || "nothing: it has no feed"} of ${instanceId}; Ctrl-C ends it`);
}

async function feedsOf(site: ObservatoryEnvironment, instanceId: string): Promise<string[]> {
  try {
    const { feeds } = partsOf(await new Bus(site).call(instanceId, undefined, ["get_api"]));
    return isList(feeds) ? feeds.map((each) => String(isList(each) ? each[0] : each)) : [];
  } catch (error) {
    throw isNobody(error) ? nobody(site, instanceId) : error;
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
  const blocks = isRecord(message) ? Object.values(message).filter(isRecord) : [];
  const fields = blocks.flatMap(({ data }) => (isRecord(data) ? Object.entries(data) : []));
  if (fields.length === 0) return `${feed} ${JSON.stringify(message)}`;
  const values = fields.map(
    ([name, value]) => `${name}=${JSON.stringify(Array.isArray(value) ? value.at(-1) : value)}`,
  );
  const times = blocks.flatMap(({ timestamps }) => (isList(timestamps) ? timestamps.map(Number) : []));
  const newest = times
    .filter(Number.isFinite)
    .reduce<number | undefined>((last, time) => (last === undefined || time > last ? time : last), undefined);
  return `${newest === undefined ? "" : `${timeText(newest)} `}${feed} ${values.join(" ")}`;
}
