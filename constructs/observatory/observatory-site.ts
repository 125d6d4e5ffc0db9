import { Annotations, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { checkSettings } from "../shared/check-props";
import { type Container, DockerNetwork } from "../shared/container";
import { given } from "../shared/given";
import { requireProps } from "../shared/props";
import { type ProviderProps, useProvider } from "../shared/provider";
import { shown } from "../shared/shown";
import { AccessDirector } from "./access-director";
import { imageOfAgent } from "./agent-image";
import { Aggregator } from "./aggregator";
import { Crossbar } from "./crossbar";
import { helperContainers } from "./helpers";
import { InfluxPublisher } from "./influx-publisher";
import { Monitoring } from "./monitoring";
import { OcsAgent, type OcsAgentProps } from "./ocs-agent";
import { OcsClient } from "./ocs-client";
import { OcsWeb } from "./ocs-web";
import { problemsWithinObservatory } from "./problems";
import { Registry } from "./registry";
import { impliedArguments } from "./render/arguments";
import {
  containerAgents,
  containerName,
  crossbarNode,
  firstNode,
  hubFor,
  hubOfHost,
  madeCrossbar,
  nodeNames,
  nodeOfHost,
  nodeOfPart,
} from "./render/layout";
import { clientFile, siteFile, siteYaml } from "./render/site-file";
import * as rules from "./schema";
import type { HostSettings, SiteImage, SiteSettings } from "./settings";
import { siteWarnings } from "./warnings";

/** Settings of an {@link ObservatorySite}. */
export interface ObservatorySiteProps extends SiteSettings, ProviderProps {
  /** Of a site on several Docker hosts: the one whose containers this stack has. @default - the only one */
  readonly node?: string;
}

/**
 * A site of OCS on one Docker host: its network, its router, and a container for each agent that is not native.
 *
 * @example
 * new ObservatorySite(this, "Site", {
 *   name: "lab",
 *   images: { ocs: "simonsobs/ocs:v0.12.1", crossbar: "crossbario/crossbar:cpy3-20.8.1" },
 *   hosts: [{ hostname: "lab-docker", agents: [{ instanceId: "fake-data1", agentClass: "FakeDataAgent" }] }],
 * });
 */
export class ObservatorySite extends Construct {
  readonly network: DockerNetwork;
  /** Absent where the router runs on another node, or elsewhere. */
  readonly crossbar?: Crossbar;
  readonly monitoring?: Monitoring;
  readonly web?: OcsWeb;
  readonly client?: OcsClient;
  /** The agents in containers here, by their instance-ids. */
  readonly agents: ReadonlyMap<string, OcsAgent>;
  /** The containers beside them here, by their names. */
  readonly helpers: ReadonlyMap<string, Container>;
  /** The site configuration as a whole, as YAML. */
  readonly siteConfiguration: string;
  /** What a client elsewhere needs: save it as `default.yaml` in OCS_CONFIG_DIR. */
  readonly clientConfiguration: string;

  constructor(scope: Construct, id: string, props: ObservatorySiteProps) {
    super(scope, id);
    requireProps(this, props);
    const { node: here, provider, ...site } = props;
    useProvider(this, "docker", provider);
    checkSettings(this, site, rules.site.shape, () => [
      ...problemsWithinObservatory(site),
      ...nodeProblems(site, here),
    ]);
    const node = here ?? firstNode(site);
    if (node === (crossbarNode(site) ?? firstNode(site))) {
      for (const warning of siteWarnings(site)) Annotations.of(this).addWarning(`warning: ${warning}`);
    }
    this.network = new DockerNetwork(this, "Network", { name: site.name });
    const common = { network: this.network, ...(site.allowLatest === true && { allowLatest: true }) };
    if (crossbarNode(site) === node) this.crossbar = this.makeCrossbar(site, common);
    if (site.monitoring !== undefined && nodeOfPart(site, site.monitoring) === node) {
      this.monitoring = this.makeMonitoring(site, common);
    }
    const before = this.crossbar === undefined ? [] : [this.crossbar.container.resource];
    const { log, logDriver } = this.monitoring ?? {};
    const logged = { ...given({ log }), before: [...before, ...(logDriver === undefined ? [] : [logDriver])] };
    this.helpers = helperContainers(this, site, node, { ...common, ...given({ log }), dependsOn: logged.before });
    this.agents = this.makeAgents(site, node, { ...common, ...logged });
    if (site.client !== undefined && nodeOfPart(site, site.client) === node) {
      const props = {
        name: containerName(site.name, "client"),
        hub: hubFor(site, { container: node }),
        dependsOn: before,
      };
      this.client = new OcsClient(this, "Client", { ...common, ...props, image: site.images.ocs });
    }
    if (site.web !== undefined && nodeOfPart(site, site.web) === node) this.web = this.makeWeb(site, common);
    this.siteConfiguration = siteYaml(siteFile(site), `Site configuration of ${site.name}.`);
    this.clientConfiguration = siteYaml(clientFile(site), `How clients reach ${site.name}.`);
  }

  private makeCrossbar(site: SiteSettings, common: Common): Crossbar {
    const { realm, addressRoot, images } = site;
    const { node: _, ...made } = madeCrossbar(site) as { readonly node?: string; readonly port: number };
    return new Crossbar(this, "Crossbar", {
      ...common,
      ...made,
      ...(realm !== undefined && { realm }),
      ...(addressRoot !== undefined && { addressRoot }),
      name: containerName(site.name, "crossbar"),
      image: images.crossbar as SiteImage,
    });
  }

  private makeMonitoring(site: SiteSettings, common: Common): Monitoring {
    const { node: _, ...monitoring } = site.monitoring as NonNullable<SiteSettings["monitoring"]>;
    const { influxdb, grafana, loki, lokiDriver } = site.images;
    const publisher = containerAgents(site).find(({ agent }) => agent.agentClass === "InfluxDBAgent");
    const database = publisher?.agent.arguments?.database;
    return new Monitoring(this, "Monitoring", {
      ...common,
      ...monitoring,
      ...(typeof database === "string" && { database }),
      name: site.name,
      images: {
        influxdb: influxdb as SiteImage,
        ...(grafana !== undefined && { grafana }),
        ...(loki !== undefined && { loki }),
        ...(lokiDriver !== undefined && { lokiDriver }),
      },
    });
  }

  private makeWeb(site: SiteSettings, common: Common): OcsWeb {
    const { node: _, ...web } = site.web as NonNullable<SiteSettings["web"]>;
    const hub = hubFor(site, "outside");
    const image = site.images.web as SiteImage;
    return new OcsWeb(this, "Web", {
      ...common,
      ...web,
      hub,
      image,
      name: containerName(site.name, "web"),
      site: site.name,
    });
  }

  private helpersOf({ helpers = [] }: HostSettings): ITerraformDependable[] {
    return helpers.flatMap(({ name }) => this.helpers.get(name)?.resource ?? []);
  }

  /** The agents in containers on a node, each with the id that it has on the bus. */
  private makeAgents(site: SiteSettings, node: string, { network, allowLatest, log, before }: Common & Before) {
    const scope = new Construct(this, "Agents");
    const images = new Construct(scope, "Images");
    const here = containerAgents(site).filter(({ host }) => nodeOfHost(site, host) === node);
    const agents = here.map(({ host, agent }) => {
      const { agentClass, instanceId, access, manage: _, network: ownNetwork, image: __, ...settings } = agent;
      const { hostname, logDir, crossbarTimeoutSeconds } = host;
      const props = {
        ...given({ crossbarTimeoutSeconds, logDir, allowLatest, log }),
        ...settings,
        ...{ agentClass, instanceId, hostname },
        name: containerName(site.name, instanceId),
        hub: hubOfHost(site, host, ownNetwork),
        image: imageOfAgent(images, site, agent),
        network: ownNetwork === "host" ? ("host" as const) : network,
        arguments: { ...impliedArguments(site, host, agent), ...agent.arguments },
        dependsOn: [...before, ...this.helpersOf(host)],
      };
      if (agentClass === "AccessDirector" && access !== undefined) {
        return [instanceId, new AccessDirector(scope, instanceId, { ...props, access }).agent] as const;
      }
      const Kind = KINDS.get(agentClass);
      const made =
        Kind === undefined ? new OcsAgent(scope, instanceId, props) : new Kind(scope, instanceId, props).agent;
      return [instanceId, made] as const;
    });
    return new Map(agents);
  }
}

/** What all containers of a site share. */
interface Common {
  readonly network: DockerNetwork;
  readonly allowLatest?: boolean;
}

/** An agent that has more than a container. */
type AgentKind = new (scope: Construct, id: string, props: OcsAgentProps) => { readonly agent: OcsAgent };

const KINDS = new Map<string, AgentKind>([
  ["AggregatorAgent", Aggregator],
  ["InfluxDBAgent", InfluxPublisher],
  ["RegistryAgent", Registry],
]);

/** What must be there before any agent. */
interface Before extends Pick<OcsAgentProps, "log"> {
  readonly before: readonly ITerraformDependable[];
}

function nodeProblems(site: SiteSettings, here: string | undefined) {
  const names = nodeNames(site);
  if (here === undefined && names.length > 1) {
    return [{ path: "node", message: `is required; a stack has one Docker host: ${names.join(", ")}` }];
  }
  if (here === undefined || names.includes(here)) return [];
  return [{ path: "node", message: `must be one of ${names.join(", ")}, got ${shown(here)}; declare it in nodes` }];
}
