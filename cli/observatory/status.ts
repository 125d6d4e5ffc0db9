import {
  containerName,
  crossbarNode,
  hostHelpers,
  isDocker,
  nodeOfHost,
  nodesInOrder,
} from "../../constructs/observatory/render/layout";
import type { AgentSettings, HostSettings, ObservatoryEnvironment } from "../../constructs/observatory/schema";
import { isText } from "../../constructs/shared/rules";
import { Bus } from "./bus";
import { type SiteContainer, SiteEngine } from "./engine";
import { lostRouter, reasonIn } from "./log-reason";
import { reachAdvice } from "./site";

/** The status of an agent, a helper or the router. Helpers and the router have no class. */
export interface PartStatus {
  readonly instance: string;
  readonly agentClass: string;
  readonly host: string;
  /** The container's name; absent for a native agent. */
  readonly container?: string;
  /** Docker's word: `running`, `restarting`, `exited`; `absent` where there is none, `native` where none is wanted. */
  readonly state: string;
  /** Docker's word: `healthy`, `unhealthy`, `starting`; `none` without a check. */
  readonly health: string;
  /** Whether it answers on the bus. */
  readonly registered: boolean;
  /** Why not all is well with it; empty when all is. */
  readonly why: string;
}

/** The status of a site's router, helpers and agents. */
export async function statusOf(site: ObservatoryEnvironment): Promise<PartStatus[]> {
  const bus = new Bus(site);
  const [containers, isUp] = await Promise.all([containersOf(site), bus.answers()]);
  const agents = site.hosts.flatMap((host) => host.agents.map((agent) => ({ host, agent })));
  const router = await routerStatus(site, containers, isUp);
  const told = agents.map(({ host, agent }) => agentStatus({ site, host, agent, containers, bus, isUp }));
  const helpers = hostHelpers(site).map(({ host, helper }) => helperStatus(site, host, helper.name, containers));
  return [...router, ...(await Promise.all([...helpers, ...told]))];
}

type Containers = ReadonlyMap<string, SiteContainer>;

async function containersOf(site: ObservatoryEnvironment): Promise<Containers> {
  const found = nodesInOrder(site).map((node) => {
    const hosts = site.hosts.filter((host) => isDocker(host) && nodeOfHost(site, host) === node);
    const names = hosts.flatMap(({ agents, helpers = [] }) =>
      [...helpers.map(({ name }) => name), ...agents.map(({ instanceId }) => instanceId)].map((part) =>
        containerName(site.name, part),
      ),
    );
    const router = crossbarNode(site) === node ? [containerName(site.name, "crossbar")] : [];
    return new SiteEngine(site, node).inspect([...router, ...names]);
  });
  return new Map((await Promise.all(found)).flat().map((each) => [each.Name.replace(/^\//, ""), each]));
}

async function routerStatus(
  site: ObservatoryEnvironment,
  containers: Containers,
  isUp: boolean,
): Promise<PartStatus[]> {
  const node = crossbarNode(site);
  const common = { instance: "crossbar", agentClass: "", registered: isUp };
  if (node === undefined) {
    const why = isUp ? "" : `it does not answer; ${reachAdvice(site)}`;
    return [{ ...common, host: "", state: "native", health: "none", why }];
  }
  const container = containerName(site.name, "crossbar");
  const facts = factsOf(containers.get(container));
  const silence = facts.health === "starting" ? "it is starting" : `it does not answer; ${reachAdvice(site)}`;
  const why = (await containerTrouble(site, node, container, containers.get(container))) ?? (isUp ? "" : silence);
  return [{ ...common, host: node, container, ...facts, why }];
}

/** A helper is not on the bus. It is fine if its container runs and is not unhealthy. */
async function helperStatus(
  site: ObservatoryEnvironment,
  host: HostSettings,
  name: string,
  containers: Containers,
): Promise<PartStatus> {
  const container = containerName(site.name, name);
  const inspected = containers.get(container);
  const facts = factsOf(inspected);
  const trouble = await containerTrouble(site, nodeOfHost(site, host), container, inspected);
  const why = trouble ?? (facts.health === "unhealthy" ? "its health check fails" : "");
  return { instance: name, agentClass: "", host: host.hostname, registered: false, container, ...facts, why };
}

interface Asked {
  readonly site: ObservatoryEnvironment;
  readonly host: HostSettings;
  readonly agent: AgentSettings;
  readonly containers: Containers;
  readonly bus: Bus;
  readonly isUp: boolean;
}

async function agentStatus({ site, host, agent, containers, bus, isUp }: Asked): Promise<PartStatus> {
  const { instanceId, agentClass } = agent;
  const answer = isUp ? await whoAnswers(bus, instanceId) : undefined;
  const common = { instance: instanceId, agentClass, host: host.hostname, registered: answer !== undefined };
  const other =
    answer === undefined || answer === agentClass
      ? undefined
      : `the class ${answer} answers under its address: correct agentClass if the agent is one, else another has its instance-id`;
  if (!isDocker(host)) {
    const why = other ?? (answer === undefined ? "nobody answers under its address" : "");
    return { ...common, state: "native", health: "none", why };
  }
  const container = containerName(site.name, instanceId);
  const inspected = containers.get(container);
  const node = nodeOfHost(site, host);
  const trouble = await containerTrouble(site, node, container, inspected, isUp);
  const why = trouble ?? other ?? (answer === undefined ? await silence(site, node, container, inspected, isUp) : "");
  return { ...common, container, ...factsOf(inspected), why };
}

/** The class of the agent that answers; nothing when nobody does. */
async function whoAnswers(bus: Bus, instanceId: string): Promise<string | undefined> {
  try {
    const answer = await bus.call(instanceId, undefined, ["get_agent_class"]);
    return isText(answer) ? answer : undefined;
  } catch {
    // Nobody is there, or the router has gone meanwhile.
    return undefined;
  }
}

function factsOf(inspected: SiteContainer | undefined) {
  const { State } = inspected ?? {};
  return { state: State?.Status ?? "absent", health: State?.Health?.Status ?? "none" };
}

/** What is wrong with a container. */
async function containerTrouble(
  site: ObservatoryEnvironment,
  node: string,
  container: string,
  inspected: SiteContainer | undefined,
  isRouterUp = true,
): Promise<string | undefined> {
  if (inspected === undefined) return `not deployed: slipway deploy ${site.name}`;
  const { Status, ExitCode } = inspected.State;
  if (Status === "running" && inspected.RestartCount === 0) return undefined;
  if (Status === "running" && inspected.State.Health?.Status === "healthy") return undefined;
  const lines = await new SiteEngine(site, node).lastLines(container, LINES);
  // An agent ends because it has lost its router, whatever else is in its log.
  const said = !isRouterUp && lostRouter(lines) ? NO_ROUTER : reasonIn(lines);
  const why = said === undefined ? "" : `: ${said}`;
  if (Status === "running") return `it was started again ${inspected.RestartCount} times${why}`;
  return `it ${Status === "paused" ? "is paused" : `ended with code ${ExitCode}${why}`}`;
}

/** So much of a log is looked through for a reason. */
const LINES = 40;

const NO_ROUTER = "the router does not answer";

/** Why an agent whose container runs does not answer. */
async function silence(
  site: ObservatoryEnvironment,
  node: string,
  container: string,
  inspected: SiteContainer | undefined,
  isUp: boolean,
): Promise<string> {
  if (!isUp) return NO_ROUTER;
  if (inspected?.State.Health?.Status === "starting") return "it is starting";
  const said = reasonIn(await new SiteEngine(site, node).lastLines(container, LINES));
  return `it has not registered${said === undefined ? "" : `: ${said}`}`;
}
