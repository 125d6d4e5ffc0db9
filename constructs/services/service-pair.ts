import { Construct } from "constructs";
import { checkProps } from "../shared/check-props";
import { given } from "../shared/given";
import { literalParts } from "../shared/literal";
import { omit } from "../shared/pick";
import type { Front } from "./front";
import { coloursOf } from "./render/layout";
import { Route, type UpstreamPlace } from "./route";
import * as rules from "./schema";
import { serviceProblems } from "./service-problems";
import type { Colour, ColourSettings, PairSettings } from "./settings";
import { Upstream } from "./upstream";

/** Settings of a {@link ServicePair}. */
export interface ServicePairProps extends Omit<PairSettings, "front" | "node"> {
  /** Its containers' names end with it and the colour. */
  readonly name: string;
  readonly front: Front;
  /** The addresses of fronts that have a colour, where that is another node's, such as `{ green: "10.106.0.3:8041" }`. @default - here */
  readonly addresses?: Readonly<Partial<Record<Colour, string>>>;
}

/**
 * Blue and green behind a front. To deploy is to change the colour that is not live; to promote is to change `live`; to roll
 * back is to change it back. Also all at once: no request is lost.
 *
 * @example
 * new ServicePair(this, "Nmpi", {
 *   name: "nmpi", front, port: 8000,
 *   hosts: ["nmpi.localhost"], stagingHosts: ["nmpi-staging.localhost"],
 *   blue: { image: "example/nmpi:1" }, green: { image: "example/nmpi:2" }, live: "blue",
 * });
 */
export class ServicePair extends Construct {
  /** The colours whose containers are here. */
  readonly upstreams: ReadonlyMap<Colour, Upstream>;
  readonly route: Route;

  constructor(scope: Construct, id: string, { name, front, addresses = {}, ...pair }: ServicePairProps) {
    super(scope, id);
    const more = { name: rules.serviceName, addresses: rules.frontAddresses };
    const all = { ...omit(rules.pair.shape, "front", "node"), ...more };
    checkProps(this, { ...pair, name, addresses }, all, (known) =>
      serviceProblems({ path: "", settings: { ...pair, ...given(literalParts(pair)), ...known } }),
    );
    const places = new Map<Colour, UpstreamPlace>();
    const upstreams = new Map<Colour, Upstream>();
    for (const colour of coloursOf(pair)) {
      const address = addresses[colour];
      if (address === undefined) {
        const other = upstreams.get("blue");
        upstreams.set(colour, colourUpstream(this, { front, service: name, colour, pair, ...given({ other }) }));
      }
      places.set(colour, upstreams.get(colour) ?? { address: address as string });
    }
    this.upstreams = upstreams;
    const { live } = pair;
    this.route = new Route(this, "Route", {
      front,
      service: name,
      settings: pair,
      live,
      to: Object.fromEntries(places),
    });
  }
}

/** What a colour of a pair is made of. */
export interface ColourParts {
  readonly front: Front;
  readonly service: string;
  readonly colour: Colour;
  readonly pair: Omit<PairSettings, "front" | "node">;
  readonly other?: Upstream;
}

/** A colour's container, with the id that it has wherever the hosts of its pair point to. */
export function colourUpstream(scope: Construct, { front, service, colour, pair, other }: ColourParts): Upstream {
  const { image, environment } = pair[colour] as ColourSettings;
  const { environment: common, ...rest } = pair;
  const both = { ...common, ...environment };
  const settings = { ...rest, ...(Object.keys(both).length > 0 && { environment: both }) };
  const parts = { front, service, colour, image, settings, ...given({ other }) };
  return new Upstream(scope, colour === "blue" ? "Blue" : "Green", parts);
}
