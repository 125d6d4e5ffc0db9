import {
  coloursOf,
  frontOf,
  isPair,
  nodeNames,
  nodePlan,
  otherColour,
  type Placed,
  portsOf,
  stackName,
  upstreamName,
} from "../../constructs/services/render/layout";
import { postgresOn } from "../../constructs/services/render/postgres";
import { complete } from "../../constructs/services/render/presets";
import type { Colour, PairSettings, ServiceSettings, ServicesEnvironment } from "../../constructs/services/schema";
import type { Stray } from "../../engine/strays/stray";
import { otherFilesText } from "../plan/other-files";
import { declaredImage, type Found, imageName, lookAt, type NodeFacts } from "./look";
import type { Route } from "./routes";
import type { StraysByNode } from "./strays";

/** What is known of a container of a platform. */
export interface ContainerStatus {
  /** `nmpi-blue`, `docs`, or `front`. */
  readonly name: string;
  readonly node: string;
  /** Its name on the engine; absent where it is not there. */
  readonly container?: string;
  readonly image: string;
  /** In the registry, or the id of an image that comes from none. */
  readonly digest: string;
  /** Docker's words: `Up 3 minutes`; `absent` where there is none, `unknown` where the engine does not answer. */
  readonly status: string;
  /** Docker's word: `healthy`, `unhealthy`, `starting`; `none` without a check. */
  readonly health: string;
  /** What the front gives it: `live`, `idle`, `canary 10 %`, `maintenance`; empty of the front itself. */
  readonly gets: string;
  readonly urls: readonly string[];
  readonly ports: readonly string[];
  /** Where it is not as it is declared, and what else is not well. */
  readonly wrong: readonly string[];
}

/**
 * Hashes of the declared settings of containers, by the stack of their node, and by `nmpi-blue`, `docs` or `front`; empty where they
 * are not known.
 */
export type Specs = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Every container of a platform: those that are declared, and those that are there. */
export async function statusOf(
  platform: ServicesEnvironment,
  specs: Specs,
  strays: StraysByNode = new Map(),
): Promise<ContainerStatus[]> {
  const facts = await Promise.all(
    nodeNames(platform).map(async (node) => ({ ...(await lookAt(platform, node)), strays: strays.get(node) ?? [] })),
  );
  return statusBy(platform, facts, specs);
}

/** What can be said of a platform by what was found on its nodes. */
export function statusBy(platform: ServicesEnvironment, facts: readonly NodeFacts[], specs: Specs): ContainerStatus[] {
  const status = new Status(platform, facts, specs);
  return facts.flatMap((each) => status.of(each));
}

class Status {
  constructor(
    private readonly platform: ServicesEnvironment,
    private readonly facts: readonly NodeFacts[],
    private readonly specs: Specs,
  ) {}

  of(facts: NodeFacts): ContainerStatus[] {
    const { containers, routes } = nodePlan(this.platform, facts.node);
    const isNeeded = containers.length + routes.length > 0;
    const declared: (Placed | "front")[] = [...(isNeeded ? ["front" as const] : []), ...containers];
    const servers = postgresOn(this.platform, facts.node);
    const rows = [
      ...declared.flatMap((each) => this.declared(facts, each)),
      ...servers.flatMap((name) => this.server(facts, name)),
    ];
    const names = new Set([...declared.map(nameOf), ...servers]);
    const others = facts.containers.filter(({ name }) => !names.has(name));
    const seenIds = new Set(facts.containers.map(({ id }) => id));
    // They are not among what gets requests.
    const migrations = (facts.strays ?? []).filter(({ id, isAsked }) => !seenIds.has(id) && !isAsked);
    return [
      ...rows,
      ...others.map((found) => this.undeclared(facts, found)),
      ...migrations.map((each) => this.migration(facts, each)),
    ];
  }

  /** The rows of what is declared: while it is replaced there are two. */
  private declared(facts: NodeFacts, placed: Placed | "front"): ContainerStatus[] {
    const { name: workspace } = this.platform;
    const name = nameOf(placed);
    const image =
      placed === "front"
        ? imageName(this.platform.front.image)
        : declaredImage(this.platform, placed.service, placed.colour);
    const common = { name, node: facts.node, urls: this.urls(placed) };
    const found = facts.containers.filter((each) => each.name === name);
    if (found.length === 0) return [{ ...common, ...this.missing(facts, image) }];
    return found.map((each) => ({
      ...common,
      ...seen(each, facts.images.get(image) === each.imageId ? image : each.image),
      ...(placed !== "front" && { ports: [String(complete(this.settings(placed)).port)] }),
      gets: this.gets(facts, placed, each),
      wrong: isStray(facts, each)
        ? [placed === "front" ? `no state has it: slipway deploy ${workspace} replaces it` : this.stray]
        : [
            ...troubleOf(each),
            ...this.isolation(each),
            ...this.otherThanDeclared(facts, each, image),
            ...(placed === "front" ? this.silence(facts) : this.otherThanRouted(facts, placed, each)),
          ],
    }));
  }

  /** The row of a PostgreSQL server: nothing comes to it through the front. */
  private server(facts: NodeFacts, name: string): ContainerStatus[] {
    const image = imageName(this.platform.postgres?.[name]?.image ?? "");
    const common = { name, node: facts.node, urls: [], gets: "" };
    const found = facts.containers.filter((each) => each.server === name);
    if (found.length === 0) return [{ ...common, ...this.missing(facts, image) }];
    return found.map((each) => ({
      ...common,
      ...seen(each, facts.images.get(image) === each.imageId ? image : each.image),
      wrong: [...troubleOf(each), ...this.otherThanDeclared(facts, each, image)],
    }));
  }

  private missing({ trouble }: NodeFacts, image: string) {
    const { name: workspace } = this.platform;
    const [status, wrong] =
      trouble === undefined ? ["absent", `not there: slipway deploy ${workspace}`] : ["unknown", trouble];
    return { image, digest: "", status, health: "none", gets: "", ports: [], wrong: [wrong] };
  }

  /** Taken out of the platform's network by hand. */
  private isolation({ state, networks }: Found): string[] {
    const { name } = this.platform;
    return state !== "running" || networks.includes(name)
      ? []
      : [`it must be in the network ${name}, got ${networks.join(", ") || "none"}: slipway deploy ${name}`];
  }

  private get stray(): string {
    return `no state has it, and it gets no requests: slipway services repair ${this.platform.name} removes it`;
  }

  private migration({ node }: NodeFacts, { name: container, service, colour, image, status }: Stray): ContainerStatus {
    const name = upstreamName(service, colour as Colour | undefined);
    const common = { name, node, container, image, status, digest: "", health: "none", gets: "", urls: [], ports: [] };
    return { ...common, wrong: [this.stray] };
  }

  private undeclared(facts: NodeFacts, found: Found): ContainerStatus {
    const { name, image } = found;
    const wrong = isStray(facts, found)
      ? [this.stray]
      : [...troubleOf(found), `not declared: slipway deploy ${this.platform.name} takes it away`];
    return { name, node: facts.node, ...seen(found, image), gets: "", urls: [], wrong };
  }

  private otherThanDeclared(facts: NodeFacts, found: Found, declared: string): string[] {
    const id = facts.images.get(declared) ?? "";
    const spec = this.specs.get(stackName(this.platform.name, facts.node))?.get(found.name);
    const deploy = `slipway deploy ${this.platform.name}`;
    if (id !== found.imageId)
      return [`image ${declared} is declared${id === "" ? ", which is not here yet" : ""}: ${deploy}`];
    return spec !== undefined && spec !== found.spec ? [`other settings are declared: ${deploy}`] : [];
  }

  private otherThanRouted(facts: NodeFacts, placed: Placed, { container }: Found): string[] {
    const { service } = placed;
    const workspace = this.platform.name;
    const now = facts.front?.current.get(nameOf(placed));
    const other = `the front asks ${now ?? "none"} in its place: slipway deploy ${workspace}`;
    const wrong = facts.front !== undefined && now !== container ? [other] : [];
    const settings = this.settings(placed);
    const front = this.frontOf(service);
    if (front === undefined) return wrong;
    const route = front.routes.get(service);
    if (route === undefined) return [...wrong, `the front has no route to it: slipway deploy ${workspace}`];
    if (!isPair(settings)) return wrong;
    const deploy = `slipway deploy ${workspace} makes ${settings.live} live`;
    if (route.noColour !== undefined)
      return [...wrong, `the front must have a colour live, got ${JSON.stringify(route.noColour)}: ${deploy}`];
    if (route.live === undefined || route.live === settings.live) return wrong;
    return [...wrong, `the front has ${route.live} live, the file says ${settings.live}: ${deploy}`];
  }

  private silence({ front }: NodeFacts): string[] {
    if (front === undefined) return ["it must answer, got nothing: what is live is not known"];
    const { otherFiles } = front;
    return otherFiles.length === 0 ? [] : [`${otherFilesText(otherFiles)}: slipway deploy ${this.platform.name}`];
  }

  /** What the front gives a container, in fact. */
  private gets(facts: NodeFacts, placed: Placed | "front", { container }: Found): string {
    if (placed === "front") return "";
    const now = facts.front?.current.get(nameOf(placed));
    const route = this.frontOf(placed.service)?.routes.get(placed.service);
    if (route === undefined || (facts.front !== undefined && now !== container)) return "nothing";
    return share(route, placed.colour ?? "blue");
  }

  private frontOf(service: string) {
    return this.facts.find(({ node }) => node === frontOf(this.platform, service))?.front;
  }

  private urls(placed: Placed | "front"): string[] {
    if (placed === "front") return [];
    const settings = this.settings(placed);
    const inFact = this.frontOf(placed.service)?.routes.get(placed.service)?.live;
    const isLive = !isPair(settings) || (inFact ?? settings.live) === placed.colour;
    const hosts = isLive ? settings.hosts : ((settings as PairSettings).stagingHosts ?? []);
    const { httpPort, httpsPort } = portsOf(this.platform.front);
    const [scheme, port, usual] =
      this.platform.front.certificates === "none" ? ["http", httpPort, 80] : ["https", httpsPort, 443];
    return hosts.map((host) => `${scheme}://${host}${port === usual ? "" : `:${port}`}`);
  }

  private settings({ service }: Placed): PairSettings | ServiceSettings {
    return this.platform.services[service] as PairSettings | ServiceSettings;
  }
}

function isStray({ strays = [] }: NodeFacts, { id }: Found): boolean {
  return strays.some((each) => each.id === id && !each.isAsked);
}

function nameOf(placed: Placed | "front"): string {
  return placed === "front" ? "front" : upstreamName(placed.service, placed.colour);
}

function seen({ container, digest, status, health, ports }: Found, image: string) {
  return { container, image, digest, status, health, ports };
}

function share({ live, percent, noColour }: Route, colour: Colour): string {
  if (noColour !== undefined) return "nothing";
  if (live === undefined) return "maintenance";
  if (live === colour) return percent === undefined ? "live" : `live, ${100 - percent} %`;
  return percent === undefined ? "idle" : `canary, ${percent} %`;
}

function troubleOf({ state, health, exitCode }: Found): string[] {
  if (state !== "running") return [`it must run, got ${state} with code ${exitCode}`];
  return health === "unhealthy" ? ["its own health check fails"] : [];
}

/** The colour that the front gives a pair's hosts now; nothing where the front does not say. */
export async function liveInFact(platform: ServicesEnvironment, service: string): Promise<Colour | undefined> {
  const { front } = await lookAt(platform, frontOf(platform, service));
  return front?.routes.get(service)?.live;
}

/** The colour of a pair that is not live, where it has one. */
export function idleColour(pair: PairSettings): Colour | undefined {
  return coloursOf(pair).find((colour) => colour === otherColour(pair.live));
}
