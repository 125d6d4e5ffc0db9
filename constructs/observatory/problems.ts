import { problemsWithin } from "../shared/container/problems";
import { didYouMean } from "../shared/did-you-mean";
import { dockerHostProblems } from "../shared/docker-host-problems";
import { isRecord, type Problem, partsOf } from "../shared/rules";
import { shown } from "../shared/shown";
import { nearMiss } from "./agent-classes";
import { argumentProblems } from "./argument-problems";
import { containerProblems, helperProblems, isMounted } from "./container-problems";
import { nameProblems } from "./containers";
import { placeProblems } from "./place-problems";
import { crossbarProblems, portProblems } from "./places";
import { CONTAINER_SETTINGS } from "./settings";
import { type SoundAgent, type SoundSite, soundSite, textOf } from "./sound";

/** What is wrong between the settings of one site; settings that are wrong by themselves are passed over. */
export function problemsWithinObservatory(value: unknown): Problem[] {
  if (!isRecord(value)) return [];
  const site = soundSite(value);
  return [
    ...twinProblems(site),
    ...nameProblems(site),
    ...nodeProblems(site),
    ...crossbarProblems(site),
    ...imageProblems(site),
    ...policyProblems(site),
    ...site.hosts.flatMap((host) => hostProblems(host, site)),
    ...site.agents.flatMap((agent) => [
      ...classProblems(agent),
      ...argumentProblems(agent.settings, agent.host.isDocker).map((each) => {
        return { ...each, path: `${agent.path}.${each.path}` };
      }),
      ...(agent.host.isDocker ? containerProblems(agent) : nativeProblems(agent)),
    ]),
    ...site.helpers.flatMap(helperProblems),
    ...portProblems(site),
    ...placeProblems(site),
  ];
}

function twinProblems({ agents, hosts }: SoundSite): Problem[] {
  const ids = agents.flatMap(({ instanceId, path }, index) => {
    const first = agents.findIndex((each) => each.instanceId === instanceId);
    if (instanceId === undefined || first === index) return [];
    const message = `must be there once, got ${shown(instanceId)} as ${agents[first]?.path} too; instance ids are unique in a site`;
    return [{ path: `${path}.instanceId`, message }];
  });
  const names = hosts.flatMap(({ hostname, path }, index) => {
    const first = hosts.findIndex((each) => each.hostname === hostname);
    if (hostname === undefined || first === index) return [];
    const message = `must be there once, got ${shown(hostname)} as hosts[${first}] too; OCS would read the last one alone: put their agents into one`;
    return [{ path: `${path}.hostname`, message }];
  });
  return [...ids, ...names];
}

function nodeProblems({ settings, nodes, hosts }: SoundSite): Problem[] {
  const { crossbar, client, web, monitoring } = settings;
  const places: [path: string, node: unknown][] = [
    ["crossbar.node", partsOf(crossbar).node],
    ["client.node", partsOf(client).node],
    ["web.node", partsOf(web).node],
    ["monitoring.node", partsOf(monitoring).node],
    ...hosts.map((host): [string, unknown] => [`${host.path}.node`, host.settings.node]),
  ];
  const trust = Object.entries(partsOf(settings.nodes)).flatMap(([name, node]) =>
    dockerHostProblems(partsOf(node), `nodes.${name}.`),
  );
  const unknown = places.flatMap(([path, value]) => {
    const node = textOf(value);
    if (node === undefined || nodes.includes(node)) return [];
    const advice = didYouMean(node, nodes) ?? "declare it in nodes";
    return [{ path, message: `must be one of ${nodes.join(", ")}, got ${shown(node)}; ${advice}` }];
  });
  const unplaced = hosts.flatMap(({ path, isDocker, settings: host }) => {
    if (!isDocker && host.node !== undefined) {
      return [{ path: `${path}.node`, message: "is for containers, got one on a native host; take it out" }];
    }
    if (!isDocker || host.node !== undefined || nodes.length < 2) return [];
    return [{ path: `${path}.node`, message: `is required; there are several: ${nodes.join(", ")}` }];
  });
  return [...trust, ...unknown, ...unplaced];
}

function imageProblems({ settings, agents }: SoundSite): Problem[] {
  const images = partsOf(settings.images);
  const monitoring = partsOf(settings.monitoring);
  const needed: [image: string, needed: boolean, by: string][] = [
    ["crossbar", !("wampServer" in partsOf(settings.crossbar)), "the crossbar that is made here"],
    ["web", settings.web !== undefined, "web"],
    ["influxdb", settings.monitoring !== undefined, "monitoring"],
    ["grafana", monitoring.grafana !== undefined, "monitoring.grafana"],
    ["loki", monitoring.loki !== undefined, "monitoring.loki"],
    ["lokiDriver", monitoring.loki !== undefined, "monitoring.loki"],
  ];
  const missing = needed.flatMap(([image, isNeeded, by]) =>
    isNeeded && images[image] === undefined
      ? [{ path: `images.${image}`, message: `is required by ${by}; name an image with its tag or digest` }]
      : [],
  );
  if (settings.allowLatest === true) return missing;
  const all: [string, unknown][] = [
    ...Object.entries(images).map(([key, image]): [string, unknown] => [`images.${key}`, image]),
    ...agents.map(({ path, settings: { image } }): [string, unknown] => [
      `${path}.image`,
      partsOf(image).base ?? image,
    ]),
  ];
  const latest = all.flatMap(([path, image]) => {
    const found = typeof image === "string" ? problemsWithin({ image }) : [];
    return found.map(({ message }) => ({ path, message }));
  });
  return [...missing, ...latest];
}

/** An agent that asks a director who is not there lets nobody do anything. */
function policyProblems({ settings, agents }: SoundSite): Problem[] {
  const places: [path: string, policy: unknown][] = [
    ["accessPolicy", settings.accessPolicy],
    ...agents.map(({ path, settings: agent }): [string, unknown] => [
      `${path}.arguments.access-policy`,
      partsOf(agent.arguments)["access-policy"],
    ]),
  ];
  return places.flatMap(([path, policy]) => {
    const id = /^director:(.+)$/.exec(textOf(policy) ?? "")?.[1];
    if (id === undefined) return [];
    const found = agents.find((agent) => agent.instanceId === id);
    if (found?.agentClass === "AccessDirector") return [];
    const directors = agents.flatMap((agent) =>
      agent.agentClass === "AccessDirector" ? (agent.instanceId ?? []) : [],
    );
    const advice = didYouMean(id, directors) ?? `the site has ${directors.join(", ") || "none"}`;
    return [{ path, message: `must name an AccessDirector of the site, got ${shown(policy)}; ${advice}` }];
  });
}

function hostProblems({ path, settings, hostname, isDocker }: SoundSite["hosts"][number], site: SoundSite): Problem[] {
  if (!isDocker) return [];
  const local =
    'must not be localhost for containers, got "localhost"; OCS takes that name for any host: write the machine\'s name and -docker';
  const logDir = textOf(settings.logDir);
  const unseen = site.agents.filter(({ host, settings: agent }) => host.path === path && !isMounted(logDir, agent));
  return [
    ...(hostname === "localhost" ? [{ path: `${path}.hostname`, message: local }] : []),
    ...(settings.crossbar === undefined
      ? []
      : [{ path: `${path}.crossbar`, message: "is for a native host, got one of containers; take it out" }]),
    ...(logDir === undefined || unseen.length === 0
      ? []
      : [
          {
            path: `${path}.logDir`,
            message: `must be mounted in its containers, got ${shown(logDir)}, which ${unseen.map(({ instanceId }) => instanceId).join(", ")} does not see; add it to mounts, or leave logDir out: containers write to standard output`,
          },
        ]),
  ];
}

function classProblems({ path, agentClass }: SoundAgent): Problem[] {
  const near = agentClass === undefined ? undefined : nearMiss(agentClass);
  if (near === undefined) return [];
  return [
    {
      path: `${path}.agentClass`,
      message: `must be a class that is there, got ${shown(agentClass)}; did you mean "${near}"?`,
    },
  ];
}

/** What says something of a container. */
const OF_CONTAINERS = [
  ...["image", "script", "network", "logLevel", "crossbarTimeoutSeconds", "healthCheck", "wait", "data", "access"],
  ...["networks", ...CONTAINER_SETTINGS],
];

function nativeProblems({ path, settings, host }: SoundAgent): Problem[] {
  const found = OF_CONTAINERS.filter((name) => settings[name] !== undefined);
  return found.map((name) => ({
    path: `${path}.${name}`,
    message: `is for a container, got it in the native host ${host.hostname}; take it out`,
  }));
}
