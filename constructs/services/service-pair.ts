import { Construct } from "constructs";
import { checkSettings, missing } from "../shared/check-props";
import { given } from "../shared/given";
import { literalParts } from "../shared/literal";
import { omit } from "../shared/pick";
import { providerProblems, requireProps } from "../shared/props";
import type { Front } from "./front";
import { colourOf, coloursOf } from "./render/layout";
import { Route, type UpstreamPlace } from "./route";
import * as rules from "./schema";
import { serviceProblems } from "./service-problems";
import type { Colour, PairSettings } from "./settings";
import { UPSTREAM_IDS, Upstream } from "./upstream";

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

  constructor(scope: Construct, id: string, props: ServicePairProps) {
    super(scope, id);
    requireProps(this, props);
    const { name, front, addresses = {}, ...pair } = props;
    const more = { name: rules.serviceName, addresses: rules.frontAddresses };
    const all = { ...omit(rules.pair.shape, "front", "node"), ...more };
    checkSettings(this, { ...pair, name, addresses }, all, (known) => [
      ...providerProblems(props, "its Front"),
      ...missing({ front }, { front: "a Front" }),
      ...serviceProblems({ path: "", settings: { ...pair, ...given(literalParts(pair)), ...known } }),
    ]);
    const places = new Map<Colour, UpstreamPlace>();
    const upstreams = new Map<Colour, Upstream>();
    for (const colour of coloursOf(pair)) {
      const address = addresses[colour];
      if (address === undefined) {
        const other = upstreams.get("blue");
        const parts = { front, service: name, colour, ...colourOf(pair, colour), ...given({ other }) };
        upstreams.set(colour, new Upstream(this, UPSTREAM_IDS[colour], parts));
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
