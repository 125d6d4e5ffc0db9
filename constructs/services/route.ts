import { Annotations } from "cdktf";
import { Construct } from "constructs";
import { missing, refuse } from "../shared/check-props";
import { given } from "../shared/given";
import { ownName } from "../shared/own-names";
import { otherProps, providerProblems, requireProps } from "../shared/props";
import type { TerraformData } from "../shared/terraform-data";
import { asked } from "./asked";
import type { Front } from "./front";
import {
  CONTAINER,
  currentName,
  type Files,
  KEYS,
  LIVE,
  type Probe,
  type RouteDescription,
  type Target,
} from "./render/driver";
import { complete } from "./render/presets";
import { hashWarnings } from "./service-warnings";
import type { Colour, CommonSettings, PairSettings } from "./settings";
import type { Upstream } from "./upstream";
import { isPlatform } from "./warned";

/** Where an upstream is: of the same front, or at the address of another node's front. */
export type UpstreamPlace = Upstream | { readonly address: string };

/** What a route is made of. */
export interface RouteParts {
  readonly front: Front;
  readonly service: string;
  readonly settings: CommonSettings & Partial<Pick<PairSettings, "canary" | "stagingHosts">>;
  /** Of a pair, the colour that is live. @default - none: there is one upstream */
  readonly live?: Colour;
  readonly to: { readonly only: UpstreamPlace } | Readonly<Partial<Record<Colour, UpstreamPlace>>>;
}

const PARTS = { front: true, service: true, settings: true, live: true, to: true } as const;

/** The hosts of a service, and what they get. */
export class Route extends Construct {
  readonly resource: TerraformData;

  constructor(scope: Construct, id: string, parts: RouteParts) {
    super(scope, id);
    requireProps(this, parts);
    const required = { front: "a Front", service: "the service's name", settings: "its settings", to: "where it is" };
    refuse(this, [
      ...otherProps(this, parts, PARTS),
      ...providerProblems(parts, "its Front"),
      ...missing(parts, required),
    ]);
    const { front, service, settings, live, to } = parts;
    const known = complete(settings);
    const { health, port, scheme, drainSeconds, maintenance } = known;
    const places = Object.values(to) as readonly UpstreamPlace[];
    const first = (live === undefined ? places[0] : (to as Record<Colour, UpstreamPlace>)[live]) as UpstreamPlace;
    const needed = settings.canary === undefined ? [first] : places;
    const files = front.driver.route(describe(parts));
    const hosts = [...settings.hosts, ...(settings.stagingHosts ?? [])];
    const words = live === undefined ? {} : { [`${LIVE}/${service}`]: live };
    const speech = { scheme, port };
    const here = places.flatMap((place) => ("address" in place ? [] : currentName(place.description.name, speech)));
    const probe = askedAt(front, first, known, service);
    if (!isPlatform(this)) {
      for (const warning of hashWarnings("directives", settings))
        Annotations.of(this).addWarning(`warning: ${warning}`);
    }
    for (const name of hosts)
      ownName(this, { kind: "service of a front", name, setting: "hosts", place: front.node.path });
    this.resource = front.run(this, "Resource", {
      action: "route",
      told: {
        ...{ route: service, hosts, files, words, health, here, drainSeconds },
        ...(maintenance === undefined && { probe }),
      },
      keys: keysOf(parts),
      after: [front.configuration, ...needed.flatMap((place) => ("address" in place ? [] : [place.switch]))],
    });
    front.lead(service, hosts, [...Object.keys(files), ...Object.keys(words)], this.resource);
  }
}

function describe({ front, service, settings, to }: RouteParts): RouteDescription {
  const { hosts, port, scheme, readTimeoutSeconds, maxBodyMiB, maintenance, directives = [] } = complete(settings);
  const { certificates } = front.description;
  const { certificate, canary, stagingHosts = [] } = settings;
  return {
    ...{ service, hosts, stagingHosts, port, scheme, readTimeoutSeconds, directives },
    certificates: typeof certificates === "object" ? "acme" : certificates,
    ...(certificate && { certificate: certificate.acme ?? "later" }),
    targets: targetsOf(to),
    ...given({ maxBodyMiB, maintenance }),
    ...(canary && { canary: { sticky: "none", ...canary } as const }),
  };
}

/** A certificate that exists, and its key, by their paths in the front. */
function keysOf({ service, settings: { certificate } }: RouteParts): Files {
  if (certificate === undefined) return {};
  const { certFile, keyFile } = certificate;
  return { [`${KEYS}/${service}.crt`]: certFile, [`${KEYS}/${service}.key`]: keyFile };
}

/** A colour that is alone gets all that comes. */
function targetsOf(to: RouteParts["to"]): RouteDescription["targets"] {
  const [one, other] = Object.values(to) as readonly UpstreamPlace[];
  if (one === undefined || other === undefined) return { only: targetOf(one as UpstreamPlace) };
  const { blue, green } = to as Readonly<Record<Colour, UpstreamPlace>>;
  return { blue: targetOf(blue), green: targetOf(green) };
}

function targetOf(place: UpstreamPlace): Target {
  return "address" in place ? place : { upstream: place.description.name, lane: place.description.lane };
}

/** At which the front asks whether it is healthy; of an upstream here, which container that is stands in its file. */
function askedAt(
  { driver }: Front,
  place: UpstreamPlace,
  known: ReturnType<typeof complete>,
  service: string,
): Probe & { readonly current?: string } {
  const probe = asked(driver, known, service, CONTAINER);
  if (!("address" in place)) return { ...probe, current: currentName(place.description.name, known) };
  const { bridge: _, ...through } = probe;
  return { ...through, url: `http://${place.address}${known.health.path}` };
}
