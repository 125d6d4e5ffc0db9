import { Construct } from "constructs";
import type { TerraformData } from "../shared/terraform-data";
import type { Front } from "./front";
import { KEYS, type Target } from "./render/driver";
import { complete } from "./render/presets";
import type { CommonSettings, PairSettings } from "./settings";
import type { Upstream } from "./upstream";

/** Where an upstream is: of the same front, or at the address of another node's front. */
export type UpstreamPlace = Upstream | { readonly address: string };

/** What a route is made of. */
export interface RouteParts {
  readonly front: Front;
  readonly service: string;
  readonly settings: CommonSettings & Pick<PairSettings, "canary">;
  /** `live`: a gate is before it. `staging`: it may lead to what is broken. */
  readonly kind: "live" | "staging";
  readonly hosts: readonly string[];
  /** The first gets the requests, the second the share of a canary. */
  readonly to: readonly [UpstreamPlace, ...UpstreamPlace[]];
}

/** Some hosts of a front, and the upstream that they get. */
export class Route extends Construct {
  readonly resource: TerraformData;

  constructor(scope: Construct, id: string, { front, service, settings, kind, hosts, to }: RouteParts) {
    super(scope, id);
    const all = complete(settings);
    const { certificates, innerPort } = front.description;
    const targets = to.map(targetOf) as [Target, ...Target[]];
    const { certificate, canary } = settings;
    const files = front.driver.route({
      ...{ name: kind === "live" ? service : `${service}.staging`, service, hosts, targets, innerPort },
      ...{ scheme: all.scheme, readTimeoutSeconds: all.readTimeoutSeconds, directives: all.directives ?? [] },
      certificates: typeof certificates === "object" ? "acme" : certificates,
      ...(certificate && { certificate: { name: service, acme: certificate.acme ?? "later" } }),
      ...(all.maxBodyMiB !== undefined && { maxBodyMiB: all.maxBodyMiB }),
      ...(all.maintenance !== undefined && { maintenance: all.maintenance }),
      ...(canary && kind === "live" && { canary: { sticky: "none", ...canary } as const }),
    });
    const after = to.flatMap((place) => ("address" in place ? [] : [place.switch]));
    const isAsked = kind === "live" && all.maintenance === undefined;
    this.resource = front.run(this, "Resource", {
      action: "route",
      told: {
        ...{ route: kind === "live" ? service : `${service} (staging)`, files, health: all.health },
        ...(isAsked && {
          probe: { url: `${urlOf(targets[0], innerPort)}${all.health.path}`, host: hosts[0], service },
        }),
      },
      ...(certificate && {
        keys: {
          [`${KEYS}/${service}.crt`]: certificate.certFile,
          [`${KEYS}/${service}.key`]: certificate.keyFile,
        },
      }),
      after: [front.configuration, ...after],
    });
    front.register(files, this.resource);
  }
}

function targetOf(place: UpstreamPlace): Target {
  return "address" in place ? place : { upstream: place.description.name, lane: place.description.lane };
}

function urlOf(target: Target, innerPort: number): string {
  return "address" in target ? `http://${target.address}` : `http://127.0.0.1:${innerPort + target.lane}`;
}
