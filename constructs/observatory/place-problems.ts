import { plainPath } from "../shared/container/problems";
import { type Problem, partsOf } from "../shared/rules";
import { shown } from "../shared/shown";
import { isWithin } from "./container-problems";
import { engineOf } from "./places";
import { DATA_FOLDER } from "./render/arguments";
import { CROSSBAR, isHere } from "./render/layout";
import { recordsIn, type SoundAgent, type SoundSite, textOf } from "./sound";

/** What containers would share with their host, with each other, or with themselves, and may not. */
export function placeProblems(site: SoundSite): Problem[] {
  return [...dataProblems(site), ...rootProblems(site), ...aliasProblems(site), ...loopbackProblems(site)];
}

/** Aggregators name their files by the time alone. */
function dataProblems(site: SoundSite): Problem[] {
  const folders = site.agents.flatMap((agent) => {
    const folder = dataFolder(agent);
    if (folder === undefined) return [];
    return [{ agent, key: `${engineOf(site, agent.host.settings.node ?? site.nodes[0])} ${folder}`, folder }];
  });
  return folders.flatMap(({ agent, key, folder }, index) => {
    const first = folders.findIndex((each) => each.key === key);
    if (first === index) return [];
    const message = `must be the only aggregator that writes to ${folder}, got ${folders[first]?.agent.instanceId} there too; their files have the same names: change one folder`;
    return [{ path: agent.path, message }];
  });
}

/** The folder or volume of the host to which an aggregator writes; nothing where it has a volume of its own. */
function dataFolder({ settings, agentClass, host }: SoundAgent): string | undefined {
  if (agentClass !== "AggregatorAgent" || !host.isDocker) return undefined;
  const to = plainPath(textOf(partsOf(settings.arguments)["data-dir"]) ?? DATA_FOLDER);
  const own = textOf(partsOf(settings.data).hostPath);
  const mounts = recordsIn(settings.mounts).flatMap(([, { source, path }]) => {
    const [from, at] = [textOf(source), textOf(path)];
    return from === undefined || at === undefined ? [] : [{ from, at: plainPath(at) }];
  });
  const all = [...mounts, ...(own === undefined ? [] : [{ from: own, at: DATA_FOLDER }])];
  const [mount] = all.filter(({ at }) => isWithin(to, at)).sort((a, b) => b.at.length - a.at.length);
  return mount && plainPath(`${mount.from}/${to.slice(mount.at.length)}`);
}

/** Whoever may write to the host's root may do everything there. */
function rootProblems({ agents, helpers }: SoundSite): Problem[] {
  return [...agents, ...helpers].flatMap(({ path, settings }) => {
    const hostPath = textOf(partsOf(settings.data).hostPath);
    const mounts = recordsIn(settings.mounts).flatMap(([index, { source, readOnly }]) =>
      readOnly === true || !isRoot(textOf(source)) ? [] : [{ at: `mounts[${index}].source`, got: source }],
    );
    const places = [...mounts, ...(isRoot(hostPath) ? [{ at: "data.hostPath", got: hostPath }] : [])];
    return places.map(({ at, got }) => ({
      path: `${path}.${at}`,
      message: `must be a folder below the host's root, got ${shown(got)}; a container that can write there owns the host: name the folder that it needs`,
    }));
  });
}

function isRoot(path: string | undefined): boolean {
  return path?.startsWith("/") === true && plainPath(path) === "/";
}

/** A container finds itself under its hostname, before it finds another under that name. */
function aliasProblems({ settings, hosts, helpers }: SoundSite): Problem[] {
  const aliases = [
    ...("wampServer" in partsOf(settings.crossbar) ? [] : [[CROSSBAR, "the router"] as const]),
    ...(settings.monitoring === undefined ? [] : [["influxdb", "InfluxDB"] as const]),
    ...helpers.flatMap(({ name }) => (name === undefined ? [] : [[name.toLowerCase(), `the helper ${name}`] as const])),
  ];
  return hosts.flatMap(({ path, hostname, isDocker }) => {
    const found = aliases.find(([alias]) => alias === hostname?.toLowerCase());
    if (found === undefined || !isDocker) return [];
    const message = `must be another name, got ${shown(hostname)}, under which containers find ${found[1]}; write the machine's name and -docker`;
    return [{ path: `${path}.hostname`, message }];
  });
}

/** Under a loopback address a container in the site's network finds itself alone. */
function loopbackProblems({ settings, hosts, agents }: SoundSite): Problem[] {
  const away = agents.filter(({ host, settings: agent }) => host.isDocker && agent.network !== "host");
  const of = (path: string, parts: object, who: readonly SoundAgent[]) =>
    (["wampServer", "wampHttp"] as const).flatMap((name) => {
      const url = textOf(partsOf(parts)[name]);
      const lost = who.filter(({ host }) => host.path === path || host.settings[name] === undefined);
      if (url === undefined || lost.length === 0 || !isHere(hostIn(url))) return [];
      const names = lost.map(({ instanceId }) => instanceId).join(", ");
      const message = `must be an address that containers reach, got ${shown(url)}, under which ${names} ${lost.length === 1 ? "finds itself" : "find themselves"}; write the router's address, or network "host" in the agent`;
      return [{ path: `${path}.${name}`, message }];
    });
  return [
    ...of("crossbar", partsOf(settings.crossbar), away),
    ...hosts.flatMap((host) =>
      of(
        host.path,
        host.settings,
        away.filter((agent) => agent.host === host),
      ),
    ),
  ];
}

/** The host of an address. */
function hostIn(url: string): string {
  const [, six, name] = /^\w+:\/\/(?:\[([^\]]+)\]|([^/:]+))/.exec(url) ?? [];
  return six ?? name ?? "";
}
