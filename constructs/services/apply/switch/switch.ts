import { CURRENT } from "../../render/driver";
import type { ToldRoute, ToldSwitch, ToldTidy } from "../told";
import { drain } from "./drain";
import { type Change, exchange, textsOf } from "./exchange";
import { gateOfContainer, gateOfRoute } from "./gate";
import { servingContainers } from "./serving";

// How a service moves from one container to another without losing a request; docs/adr/0010 gives the reasons. Terraform
// starts the new container beside the old one, then runs these: the first for each new container, the second for each
// service whose hosts change, the third last. It stops an old container only when they have finished.

/** A new container takes over the requests of an upstream, such as a colour: gate, exchange, drain. */
export async function switchUpstream(told: ToldSwitch): Promise<string> {
  const { upstream, current, container, port } = told;
  const serving = await servingContainers(told, upstream);
  await gateOfContainer(told, serving.size > 0);
  await exchange(told, towardsContainer(told));
  const old = serving.get(current);
  if (old === undefined || old === container) return `${upstream}: ${container} gets the requests`;
  const drained = await drain(told, `${old}:${port}`);
  return `${upstream}: ${container} gets the requests, ${drained}`;
}

/** A service's hosts get another upstream, as when the idle colour is promoted: gate, exchange, drain. */
export async function switchRoute(told: ToldRoute): Promise<string> {
  const { route, files, words, keys, here } = told;
  const serving = await servingContainers(told, route);
  await gateOfRoute(told, serving);
  await exchange(told, { files, words, keys: textsOf(keys) });
  for (const [file, container] of serving) {
    const port = /-(\d+)$/.exec(file)?.[1] ?? "";
    if (!here.includes(file)) await drain(told, `${container}:${port}`);
  }
  return `${route}: routed${Object.values(words).map((colour) => `, ${colour} is live`)}`;
}

/** Files of removed services are removed, in an exchange of their own: tidy. */
export async function tidyUp(told: ToldTidy): Promise<string> {
  await exchange(told, { files: {}, keep: told.keep });
  return `${told.front}: nothing is left of services that are gone`;
}

function towardsContainer({ current, container, files, health, probes }: ToldSwitch): Change {
  return {
    files,
    words: { [`${CURRENT}/${current}`]: container },
    ...(probes.upstream && { probe: { probe: probes.upstream, timeoutSeconds: health.timeoutSeconds } }),
  };
}
