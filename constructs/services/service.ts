import { Construct } from "constructs";
import { checkSettings, missing } from "../shared/check-props";
import { given } from "../shared/given";
import { literalParts } from "../shared/literal";
import { omit } from "../shared/pick";
import { providerProblems, requireProps } from "../shared/props";
import type { Front } from "./front";
import { Route } from "./route";
import * as rules from "./schema";
import { serviceProblems } from "./service-problems";
import type { ServiceSettings } from "./settings";
import { UPSTREAM_IDS, Upstream } from "./upstream";

/** Settings of a {@link Service}. */
export interface ServiceProps extends Omit<ServiceSettings, "front" | "node"> {
  /** Its container's name ends with it. */
  readonly name: string;
  readonly front: Front;
  /** The address of the front that has its container, where that is another node's, such as `10.106.0.3:8040`. @default - here */
  readonly address?: string;
}

/**
 * One container behind a front. A changed one is started beside it, asked, and gets the requests: none is lost.
 *
 * @example
 * new Service(this, "Docs", { name: "docs", front, image: "example/docs:3", port: 8000, hosts: ["docs.localhost"] });
 */
export class Service extends Construct {
  /** Absent where the container is on another node. */
  readonly upstream?: Upstream;
  readonly route: Route;

  constructor(scope: Construct, id: string, props: ServiceProps) {
    super(scope, id);
    requireProps(this, props);
    const { name, front, address, ...settings } = props;
    const more = { name: rules.serviceName, address: rules.frontAddress.exactOptional() };
    const all = { ...omit(rules.service.shape, "front", "node"), ...more };
    checkSettings(this, { ...settings, name, address }, all, (known) => [
      ...providerProblems(props, "its Front"),
      ...missing({ front }, { front: "a Front" }),
      ...serviceProblems({ path: "", settings: { ...settings, ...given(literalParts(settings)), ...known } }),
    ]);
    const { image } = settings;
    if (address === undefined)
      this.upstream = new Upstream(this, UPSTREAM_IDS.only, { front, service: name, image, settings });
    const only = this.upstream ?? { address: address as string };
    this.route = new Route(this, "Route", { front, service: name, settings, to: { only } });
  }
}
