import { manage as manageRule, siteOption } from "../../../constructs/observatory/agent-schema";
import type { AgentArguments, AgentSettings, HostSettings, Manage } from "../../../constructs/observatory/schema";
import { problemsOf } from "../../../constructs/shared/rules";
import { shown } from "../../../constructs/shared/shown";
import { programHere } from "../../../engine/program";
import { wordOf } from "../../import/yaml-parts";
import { argumentsOf } from "./arguments";
import { agentCommand } from "./command";
import type { Service } from "./compose";
import { containerSettings } from "./container";
import { bare } from "./mounts";
import type { Router } from "./router";
import type { AgentServices } from "./services";
import { type OldAgent, type OldHost, type OldSite, subjectOf } from "./site";
import type { SplitHost } from "./split-hosts";

/** What a host is made with. */
export interface Surroundings {
  readonly site: OldSite;
  /** Absent where no compose file was named. */
  readonly services?: readonly Service[];
  readonly router: Router;
  readonly agents: AgentServices;
  /** The image of most agents. */
  readonly ocs: string;
  /** The folder that paths are written from. */
  readonly project: string;
}

/** A host of the new site. */
export function newHost(host: SplitHost, around: Surroundings): HostSettings {
  const { site, services } = around;
  const { isDocker } = host;
  if (services !== undefined && !isDocker && host.name.endsWith("-docker")) {
    site.tell(
      host.line,
      `host ${host.name} has no container in the compose files, and is native here; name the compose file of its containers too`,
    );
  }
  const agents = host.agents.map((agent) => (isDocker ? container(agent, host, around) : native(agent, around)));
  const { timeout, crossbar } = host;
  const [configDir, bin] = crossbar ? [wordOf(crossbar, "config-dir")?.text, wordOf(crossbar, "bin")?.text] : [];
  return {
    hostname: host.name,
    ...(isDocker ? {} : { kind: "native" }),
    ...addresses(host, isDocker, around),
    ...logDir(host, isDocker, agents, site),
    ...(timeout && { crossbarTimeoutSeconds: Number(timeout.text) }),
    ...(crossbar && {
      crossbar: { ...(configDir !== undefined && { configDir }), ...(bin !== undefined && { bin }) },
    }),
    agents,
  };
}

/** Where a host's agents find the router; what follows from the site is left out. */
function addresses(host: OldHost, isDocker: boolean, { site, router }: Surroundings): Partial<HostSettings> {
  const { hub } = site;
  const [server, http, realm] = [host.server?.text, host.http?.text, host.realm?.text];
  const isExternal = router.settings !== undefined && "wampServer" in router.settings;
  const follows = (own: string | undefined, common: string | undefined) =>
    own === undefined || (isDocker && (router.isMeant(own) || (isExternal && own === common)));
  return {
    ...(follows(server, hub.server?.text) ? {} : { wampServer: server }),
    ...(follows(http, hub.http?.text) ? {} : { wampHttp: http }),
    ...(realm === undefined || (isDocker && realm === hub.realm?.text) ? {} : { wampRealm: realm }),
  } as Partial<HostSettings>;
}

function logDir(
  { name, logDir: said }: OldHost,
  isDocker: boolean,
  agents: readonly AgentSettings[],
  { tell }: OldSite,
): Pick<HostSettings, "logDir"> {
  if (said === undefined) return {};
  const folder = said.text;
  const isThere = ({ mounts = [] }: AgentSettings) =>
    mounts.some(({ path }) => bare(folder) === path || folder.startsWith(`${path}/`));
  if (!isDocker || (agents.length > 0 && agents.every(isThere))) return { logDir: folder };
  tell(
    said.line,
    `hosts.${name}.log-dir is no folder that its containers have, and is left out; they write to standard output: see docker logs`,
  );
  return {};
}

/** An agent that is no container of ours. */
function native(agent: OldAgent, { site }: Surroundings): AgentSettings {
  const { instanceId, agentClass, words, manage: said } = agent;
  const args = ownArguments(argumentsOf(words, subjectOf(instanceId), site.tell), agent, false, site);
  const isKnown = said !== undefined && said.type === "str" && problemsOf(manageRule, said.text).length === 0;
  if (said !== undefined && !isKnown) {
    const why = said.type === "bool" ? ", which YAML takes for a truth value" : "";
    site.tell(
      said.line,
      `${subjectOf(instanceId)} has manage ${said.source}${why}: a HostManager knows no such word, and passes over the agent; it is left out, which means host/up`,
    );
  }
  return {
    instanceId,
    agentClass,
    ...(Object.keys(args).length > 0 && { arguments: args }),
    ...(isKnown && { manage: said.text as Manage }),
  };
}

/** An agent whose container Terraform keeps. */
function container(agent: OldAgent, host: OldHost, around: Surroundings): AgentSettings {
  const { instanceId, agentClass, words, line, manage } = agent;
  const { site, services, ocs, project } = around;
  const subject = subjectOf(instanceId);
  const all = argumentsOf(words, subject, site.tell);
  const own = ownArguments(all, agent, true, site);
  if (manage !== undefined && !["ignore", "no", "False"].includes(manage.text)) {
    site.tell(
      manage.line,
      `${subject} has manage ${manage.source}, but ${programHere().product} keeps its container now: no HostManager may; it is "ignore" in the new site file`,
    );
  }
  const service = around.agents.get(instanceId);
  if (service === undefined) {
    if (services !== undefined) {
      site.tell(
        line,
        `${subject} has no container in the compose files, but host ${agent.host} is one of containers; it gets one from images.ocs: put it into a native host if it is none`,
      );
    }
    return { instanceId, agentClass, ...(Object.keys(own).length > 0 && { arguments: own }) };
  }
  tellHub(service, host, around);
  const command = agentCommand(service);
  const args = { ...own, ...command.arguments };
  const { image, ...settings } = containerSettings(service, command, project);
  return {
    instanceId,
    agentClass,
    ...(Object.keys(args).length > 0 && { arguments: args }),
    ...(image !== undefined && image !== ocs && { image }),
    ...(agentClass === "AggregatorAgent" ? withData(settings, service) : settings),
  };
}

/** The arguments without options of OCS that follow from the site. */
function ownArguments(all: AgentArguments, agent: OldAgent, isDocker: boolean, { tell }: OldSite): AgentArguments {
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => {
      const advice = siteOption(name, isDocker);
      if (advice === undefined) return true;
      tell(
        agent.line,
        `${subjectOf(agent.instanceId)} has --${name} among its arguments, which is left out; ${advice} if the agent needs another`,
      );
      return false;
    }),
  );
}

/** What is mounted where an aggregator writes is its data. */
function withData(settings: Partial<AgentSettings>, { name, line, tell }: Service): Partial<AgentSettings> {
  const { mounts = [], ...others } = settings;
  const data = mounts.find(({ path }) => path === "/data");
  if (data === undefined) return settings;
  const rest = mounts.filter((mount) => mount !== data);
  if (!data.source.startsWith("/")) {
    tell(
      line,
      `service ${shown(name)} writes to the volume ${shown(data.source)}; a new one is made for the agent: copy the files into it, or write data: { hostPath }`,
    );
  }
  return {
    ...others,
    ...(rest.length > 0 && { mounts: rest }),
    ...(data.source.startsWith("/") && { data: { hostPath: data.source } }),
  };
}

/** An agent has no router of its own here. */
function tellHub({ name, line, tell, hub }: Service, host: OldHost, { site, router }: Surroundings): void {
  const usual = (host.server ?? site.hub.server)?.text;
  const isExternal = router.settings === undefined || "wampServer" in router.settings;
  if (hub === undefined || !isExternal || hub === usual) return;
  tell(
    line,
    `service ${shown(name)} has SITE_HUB ${hub}, but its host has ${usual}; give the agent a host of its own with that wampServer`,
  );
}
