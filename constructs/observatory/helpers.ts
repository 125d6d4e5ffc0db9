import { Construct } from "constructs";
import { Container, type ContainerProps, type DockerNetwork } from "../shared/container";
import { given } from "../shared/given";
import { pick } from "../shared/pick";
import { containerName, hostHelpers, nodeOfHost } from "./render/layout";
import { CONTAINER_SETTINGS, PROGRAM_SETTINGS, type SiteSettings } from "./settings";

/** What the containers of helpers share. */
interface Common extends Pick<ContainerProps, "allowLatest" | "dependsOn" | "log"> {
  readonly network: DockerNetwork;
}

/** The containers beside the agents of a node, by the names under which the site's containers find them. */
export function helperContainers(
  scope: Construct,
  site: SiteSettings,
  node: string,
  { network, ...common }: Common,
): ReadonlyMap<string, Container> {
  const helpers = hostHelpers(site).flatMap(({ host, helper }) => (nodeOfHost(site, host) === node ? [helper] : []));
  const parent = helpers.length === 0 ? undefined : new Construct(scope, "Helpers");
  return new Map(
    helpers.map((helper) => {
      const { name, image, networks = [] } = helper;
      const container = new Container(parent as Construct, name, {
        name: containerName(site.name, name),
        image,
        ...given(common),
        ...given(pick(helper, ...CONTAINER_SETTINGS, ...PROGRAM_SETTINGS)),
        network: helper.network === "host" ? "host" : [{ network, aliases: [name] }, ...networks],
      });
      return [name, container] as const;
    }),
  );
}
