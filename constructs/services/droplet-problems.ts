import { isRecord, type Parts, type Problem, partsOf } from "../shared/rules";
import { shown } from "../shared/shown";
import { NODES, nodesBefore, regionOf } from "./render/layout";
import { serverNodes } from "./render/postgres";
import type { PlatformSettings } from "./settings";

/** What is wrong between the settings of nodes that are droplets. */
export function dropletProblems(platform: Parts, isWhole: boolean): Problem[] {
  const nodes = Object.entries(partsOf(platform.nodes)).map(([name, node]) => ({ name, settings: partsOf(node) }));
  const droplets = nodes.filter(({ settings }) => settings.droplet !== undefined);
  if (droplets.length === 0) {
    if (platform.digitalocean === undefined) return [];
    const message = "must be left out where no node has a droplet, got settings; give a node one";
    return [{ path: "digitalocean", message }];
  }
  return [
    ...(platform.digitalocean === undefined
      ? [{ path: "digitalocean", message: "is required where a node has a droplet; it names region and SSH keys" }]
      : []),
    ...nodes.flatMap(({ name }) =>
      name === NODES
        ? [{ path: `nodes.${name}`, message: `must have another name, got ${shown(name)}; the droplets' stack has it` }]
        : [],
    ),
    ...droplets.flatMap(({ name, settings }) => [...besideProblems(name, settings), ...twinProblems(name, droplets)]),
    ...(isWhole ? regionProblems(platform as unknown as PlatformSettings) : []),
  ];
}

interface Named {
  readonly name: string;
  readonly settings: Parts;
}

/** A droplet says itself where its engine is. */
function besideProblems(name: string, settings: Parts): Problem[] {
  const isAdopted = partsOf(settings.droplet).adopt !== undefined;
  const idle = ["dockerHost", "address", "publicAddress", ...(isAdopted ? [] : ["hostKey", "knownHostsFile"])];
  return idle
    .filter((key) => settings[key] !== undefined)
    .map((key) => ({
      path: `nodes.${name}.${key}`,
      message: `must be left out beside droplet, got ${shown(settings[key])}; the droplet says it`,
    }));
}

function twinProblems(name: string, droplets: readonly Named[]): Problem[] {
  const { adopt } = partsOf(droplets.find((each) => each.name === name)?.settings.droplet);
  const [first] = droplets.filter(({ settings }) => partsOf(settings.droplet).adopt === adopt);
  if (adopt === undefined || first === undefined || first.name === name) return [];
  const message = `must be a droplet of its own, got ${shown(adopt)} as nodes.${first.name} has; make one node of them`;
  return [{ path: `nodes.${name}.droplet.adopt`, message }];
}

/** A private network is in one region. */
function regionProblems(platform: PlatformSettings): Problem[] {
  const { nodes = {} } = platform;
  return Object.keys(nodes).flatMap((node) => {
    const asked = nodesBefore(platform, node);
    const servers = serverNodes(platform, node).filter((each) => !asked.includes(each));
    return [...asked, ...servers].flatMap((other) => {
      const isApart = isRecord(nodes[node]?.droplet) && isRecord(nodes[other]?.droplet);
      const [here, there] = [regionOf(platform, node), regionOf(platform, other)];
      if (!isApart || here === there) return [];
      const message = `must be ${shown(here)}, where ${node} is, whose ${asked.includes(other) ? "front asks" : "services ask"} it, got ${shown(there)}; a private network is in one region`;
      return [{ path: `nodes.${other}.droplet.region`, message }];
    });
  });
}
