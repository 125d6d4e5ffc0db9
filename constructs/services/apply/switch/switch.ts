import { CURRENT, type Files, HOSTS, REDIRECTS } from "../../render/driver";
import type { Told, ToldConfiguration, ToldRoute, ToldSwitch, ToldTidy } from "../told";
import { drain } from "./drain";
import { type Change, exchange, textsOf } from "./exchange";
import { gateOfContainer, gateOfRoute } from "./gate";
import { addressOf, servingContainers } from "./serving";
import { allWaiting, changesHands, hostsInFront, noneWaiting, wait } from "./waiting";

// How a service moves from one container to another without losing a request; docs/adr/0010 gives the reasons. Terraform
// starts the new container beside the old one, then runs these: the first for each new container, the second for each
// service whose hosts change, the third last. It stops an old container only when they have finished.

/** A new container takes over the requests of an upstream, such as a colour: gate, exchange, drain. */
export async function switchUpstream(told: ToldSwitch): Promise<string> {
  const { upstream, current, container, files } = told;
  const serving = await servingContainers(told, upstream);
  await gateOfContainer(told, serving.size > 0);
  await exchange(told, towardsContainer(told));
  // Under another port it had another file, whose requests end with the route; of another node's route nobody here knows.
  const isAsked = Object.keys(files).length > 0;
  const old = [...serving].filter(([file, each]) => each !== container && (isAsked || file === current));
  const drained = await Promise.all(old.map((each) => drain(told, addressOf(each))));
  return [`${upstream}: ${container} gets the requests`, ...drained].join(", ");
}

/** A service's hosts get another upstream, as when the idle colour is promoted: gate, exchange, drain. */
export async function switchRoute(told: ToldRoute): Promise<string> {
  const { route, hosts, files, words, here, drainSeconds } = told;
  const serving = await servingContainers(told, route);
  const known = await hostsInFront(told, route);
  await gateOfRoute(told, serving);
  const change = { files, words: { ...words, ...hostsFile(route, hosts) }, keys: textsOf(told.keys) };
  const live = Object.values(words)
    .map((colour) => `, ${colour} is live`)
    .join("");
  if (changesHands(route, hosts, known)) {
    await wait(told, route, { ...change, here, drainSeconds });
    return `${route}: its hosts change hands at the end${live}`;
  }
  await exchange(told, change);
  await drainAll(
    told,
    [...serving].filter(([file]) => !here.includes(file)),
    drainSeconds,
  );
  return `${route}: routed${live}`;
}

/** What is for all services. Hosts that lead elsewhere are a route. */
export async function configure(told: ToldConfiguration): Promise<string> {
  const { files, redirects } = told;
  const keys = textsOf(told.keys);
  const own = redirects && { files: redirects.files, words: hostsFile(REDIRECTS, redirects.hosts) };
  const isLate = redirects && changesHands(REDIRECTS, redirects.hosts, await hostsInFront(told, REDIRECTS));
  if (own !== undefined && isLate) {
    await exchange(told, { files, keys });
    await wait(told, REDIRECTS, { ...own, here: [], drainSeconds: 0 });
  } else await exchange(told, { files: { ...files, ...own?.files }, words: own?.words ?? {}, keys });
  return `${told.front}: configured`;
}

/** Hosts change hands, all at once, and the files of services that are gone are removed: tidy. What they have begun ends. */
export async function tidyUp(told: ToldTidy): Promise<string> {
  const { keep, front } = told;
  const [waiting, serving] = [await allWaiting(told), await servingContainers(told)];
  // A service that is gone waits for nothing.
  const changes = [...waiting].filter(([name]) => keep.includes(`${HOSTS}/${name}`)).map(([, change]) => change);
  const all = (part: "files" | "words" | "keys") =>
    Object.assign({}, ...changes.map((change) => change[part])) as Files;
  await exchange(told, { files: all("files"), words: all("words"), keys: all("keys"), keep });
  if (waiting.size > 0) await noneWaiting(told);
  const gone = [...serving].filter(([file]) => !keep.includes(`${CURRENT}/${file}`));
  const drainSeconds = Math.max(told.drainSeconds, ...changes.map((change) => change.drainSeconds));
  await drainAll(told, gone, drainSeconds);
  const moved = changes.length === 0 ? "" : `the hosts of ${[...waiting.keys()].join(", ")} have changed hands; `;
  return `${front}: ${moved}nothing is left of services that are gone`;
}

function hostsFile(service: string, hosts: readonly string[]): Files {
  return { [`${HOSTS}/${service}`]: hosts.map((host) => `${host}\n`).join("") };
}

/** Waits until no request is on its way to some containers, by their files below CURRENT. */
async function drainAll(
  told: Told,
  serving: readonly (readonly [string, string])[],
  drainSeconds: number,
): Promise<void> {
  for (const each of serving) await drain({ ...told, drainSeconds }, addressOf(each));
}

function towardsContainer({ current, container, files, health, probes }: ToldSwitch): Change {
  return {
    files,
    words: { [`${CURRENT}/${current}`]: container },
    ...(probes.upstream && { probe: { probe: probes.upstream, timeoutSeconds: health.timeoutSeconds } }),
  };
}
