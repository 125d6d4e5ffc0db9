import { didYouMean } from "../shared/did-you-mean";
import { dockerHostProblems } from "../shared/docker-host-problems";
import { isRecord, isText, type Parts, type Problem, partsOf } from "../shared/rules";
import { shown } from "../shared/shown";
import { acmeProblems } from "./acme-problems";
import { dnsProblems } from "./dns-problems";
import { dropletProblems } from "./droplet-problems";
import { frontProblems } from "./front-problems";
import { postgresProblems } from "./postgres-problems";
import { COLOURS, nodeNames, placesOf } from "./render/layout";
import { nodesInOrder } from "./render/node-order";
import { hostsOf, type Named, redirectedHosts, serviceProblems } from "./service-problems";
import type { PlatformSettings } from "./settings";

/** Where this machine's engine listens. */
const LOCAL_ENGINE = "unix:///var/run/docker.sock";

/** What is wrong between the settings of one platform; settings that are wrong by themselves are passed over. */
export function problemsBetween(value: unknown): Problem[] {
  if (!isRecord(value)) return [];
  const services = Object.entries(partsOf(value.services)).filter(([, each]) => isRecord(each));
  const named = services.map(([name, each]) => ({ name, path: `services.${name}`, settings: partsOf(each) }));
  const isLaidOut = isWhole(value);
  return [
    ...named.flatMap((each) => [
      ...serviceProblems(each),
      ...nodeProblems(each, value),
      ...nameProblems(each, value),
      ...networkProblems(each, value),
    ]),
    ...hostProblems(named, value),
    ...certificateProblems(named, value),
    ...acmeProblems(named, value),
    ...postgresProblems(named, value),
    ...orderProblems(value),
    ...engineProblems(value),
    ...dropletProblems(value, isLaidOut),
    ...dnsProblems(named, value, isLaidOut),
    ...frontProblems(value),
  ];
}

function schemeOf({ scheme, preset }: Parts): unknown {
  return scheme ?? (preset === undefined ? "http" : "https");
}

function nodeProblems({ path, settings }: Named, platform: Parts): Problem[] {
  const nodes = nodeNames(platform as unknown as PlatformSettings);
  const places: [string, unknown][] = [
    [`${path}.node`, settings.node],
    [`${path}.front`, settings.front],
    ...COLOURS.map((colour): [string, unknown] => [`${path}.${colour}.node`, partsOf(settings[colour]).node]),
  ];
  const unknown = places.flatMap(([where, node]) => {
    if (!isText(node) || nodes.includes(node)) return [];
    const advice = didYouMean(node, nodes) ?? "declare it in nodes";
    return [{ path: where, message: `must be one of ${nodes.join(", ")}, got ${shown(node)}; ${advice}` }];
  });
  const own = [...new Set(nodesOf(settings))];
  const isMixed = own.filter(isText).length > 1 && settings.canary !== undefined && schemeOf(settings) !== "http";
  const isPlaced = own.every((node) => node !== undefined);
  const asked = own.filter((node) => node !== undefined && settings.front !== undefined && node !== settings.front);
  const unreachable = asked.filter((node) => {
    const { address, droplet } = partsOf(partsOf(platform.nodes)[node as string]);
    return nodes.includes(node as string) && address === undefined && droplet === undefined;
  });
  return [
    ...unknown,
    ...(isMixed
      ? [
          {
            path: `${path}.canary`,
            message: `must have both colours on one node where they speak ${schemeOf(settings)}, got ${own.join(" and ")}; move one, or leave it out`,
          },
        ]
      : []),
    ...(!isPlaced && nodes.length > 1
      ? [{ path: `${path}.node`, message: `is required; there are several: ${nodes.join(", ")}` }]
      : []),
    ...(own.filter(isText).length > 1 && settings.front === undefined
      ? [
          {
            path: `${path}.front`,
            message: `is required; the colours are on ${own.filter(isText).join(" and ")}: name the node that the hosts point to`,
          },
        ]
      : []),
    ...unreachable.map((node) => ({
      path: `nodes.${node}.address`,
      message: `is required; the front of ${settings.front} asks it for ${path.slice("services.".length)}`,
    })),
  ];
}

/** The nodes of a service's containers; undefined where none is said. */
function nodesOf(settings: Parts): (string | undefined)[] {
  const colours = COLOURS.filter((colour) => isRecord(settings[colour]));
  const said =
    colours.length === 0 ? [settings.node] : colours.map((colour) => partsOf(settings[colour]).node ?? settings.node);
  return said.map((node) => (isText(node) ? node : undefined));
}

/** A container's name, with the time behind it, is what the front asks DNS for. */
function nameProblems({ name, path }: Named, platform: Parts): Problem[] {
  const { name: own } = platform;
  if (!isText(own) || own.length + name.length <= 40) return [];
  return [
    {
      path,
      message: `must be at most 40 characters with the platform's name, got ${own.length + name.length}; its containers are called ${own}-${name}-…`,
    },
  ];
}

function hostProblems(all: readonly Named[], platform: Parts): Problem[] {
  const hosts = [...all.flatMap(hostsOf), ...redirectedHosts(platform)];
  return hosts.flatMap(({ path, host }, index) => {
    const first = hosts.findIndex((each) => each.host === host);
    // Twice in one list is told by the list's own rule.
    if (first === index || !isText(host) || hosts[first]?.path.replace(/\[\d+\]$/, "") === path.replace(/\[\d+\]$/, ""))
      return [];
    return [
      {
        path,
        message: `must be a host of its own, got ${shown(host)} as ${hosts[first]?.path} too; a browser finds one of them`,
      },
    ];
  });
}

function certificateProblems(all: readonly Named[], platform: Parts): Problem[] {
  const { certificates } = partsOf(platform.front);
  return all.flatMap(({ path, settings }) => {
    const certificate = partsOf(settings.certificate);
    if (settings.certificate === undefined) return [];
    if (certificates === "none") {
      return [
        {
          path: `${path}.certificate`,
          message: 'must be left out where front.certificates is "none", got one; the front speaks no TLS',
        },
      ];
    }
    if (certificate.acme === "now" && certificates === "internal") {
      return [
        {
          path: `${path}.certificate.acme`,
          message: 'must be left out where front.certificates is "internal", got "now"; name an ACME authority',
        },
      ];
    }
    return [];
  });
}

/** Networks to which every service of the platform is connected anyway, or none can be. */
function networkProblems({ path, settings }: Named, platform: Parts): Problem[] {
  const networks: unknown[] = Array.isArray(settings.networks) ? settings.networks : [];
  return networks.flatMap((network, index) => {
    const { name } = partsOf(network);
    if (!isText(name) || !["host", "none", "bridge", platform.name].includes(name)) return [];
    const advice = name === platform.name ? "it is the platform's own, leave it out" : "make one, and name it";
    return [
      { path: `${path}.networks[${index}].name`, message: `must be a network of yours, got ${shown(name)}; ${advice}` },
    ];
  });
}

/** Fronts that ask each other in a circle have no order in which they could be deployed. */
function orderProblems(value: Parts): Problem[] {
  if (!isWhole(value) || nodesInOrder(value) !== undefined) return [];
  const crossing = Object.entries(value.services).flatMap(([name, service]) => {
    const nodes = [...new Set(placesOf(value, name).map(({ node }) => node))].filter((node) => node !== service.front);
    return service.front === undefined || nodes.length === 0
      ? []
      : [`${name} (${nodes.join(", ")} behind ${service.front})`];
  });
  return [
    {
      path: "services",
      message: `must not have fronts that ask each other in a circle, got ${crossing.join(", ")}; let one front serve them all`,
    },
  ];
}

/** Whether a platform can be laid out: everything that says where something is, is right. */
function isWhole(value: Parts): value is Parts & PlatformSettings {
  const nodes = nodeNames(value as unknown as PlatformSettings);
  const isNode = (node: unknown) => node === undefined || nodes.includes(String(node));
  const { services } = value;
  if (!isRecord(services)) return false;
  return Object.values(services).every((service) => {
    const { node, front, blue, green } = partsOf(service);
    return isRecord(service) && [node, front, partsOf(blue).node, partsOf(green).node].every(isNode);
  });
}

/** Each stack speaks with one engine, and makes things on it that are called after the platform. */
function engineProblems(platform: Parts): Problem[] {
  const nodes = Object.entries(partsOf(platform.nodes)).map(([name, node]) => ({
    path: `nodes.${name}`,
    ...partsOf(node),
  }));
  const engines = nodes.map((node: Parts): unknown => node.dockerHost ?? (node.droplet ? node : LOCAL_ENGINE));
  const addresses = nodes.map((node): unknown => (node as Parts).address);
  return nodes.flatMap((node: Parts & { readonly path: string }, index) => {
    const { path, dockerHost } = node;
    const first = engines.indexOf(engines[index]);
    const firstThere = addresses.indexOf(addresses[index]);
    return [
      ...(addresses[index] === undefined || firstThere === index
        ? []
        : [
            {
              path: `${path}.address`,
              message: `must be an address of its own, got ${shown(addresses[index])} as ${nodes[firstThere]?.path} has; others would ask that one`,
            },
          ]),
      ...(first === index
        ? []
        : [
            {
              path: `${path}.dockerHost`,
              message: `must be an engine of its own, got ${dockerHost === undefined ? "none" : shown(dockerHost)} as ${nodes[first]?.path} has; make one node of them`,
            },
          ]),
      ...(node.droplet === undefined ? dockerHostProblems(node, `${path}.`) : []),
    ];
  });
}
