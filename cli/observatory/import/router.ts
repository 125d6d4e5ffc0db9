import { isIP } from "node:net";
import { isHere, isLoopback } from "../../../constructs/observatory/render/layout";
import type { CrossbarSettings, ExternalCrossbar, SiteImage } from "../../../constructs/observatory/schema";
import { isAny } from "../../../constructs/shared/render/ip-address";
import { shown } from "../../../constructs/shared/shown";
import { itemsOf, type MapPart, type Part, partAt } from "../../import/yaml-parts";
import { type Service, settled, sourceOf } from "./compose";
import { volumesOf } from "./mounts";
import type { OldSite } from "./site";
import { USUAL_CROSSBAR } from "./usual-images";

/** The WAMP router of the new site. */
export interface Router {
  readonly settings?: CrossbarSettings | ExternalCrossbar;
  readonly image?: SiteImage;
  /** Under which others than its own host reach it. */
  readonly address?: string;
  /** The service that it was. */
  readonly service?: Service;
  /** Whether an address is that of the router for its neighbours. */
  readonly isMeant: (url: string) => boolean;
}

/** A port that a service publishes. */
interface Port {
  readonly ip: string;
  readonly external: number;
  readonly internal: number;
}

/** What the image of ocs-crossbar takes where nothing is said. */
const USUAL = { OCS_REALM: "test_realm", OCS_ADDRESS_ROOT: "observatory" };
/** What its documentation says, and nothing reads. */
const UNREAD = { OCS_CROSSBAR_REALM: "OCS_REALM", OCS_CROSSBAR_PORT: "OCS_PORT" };

/** A service of crossbar. */
export function isCrossbar({ image, name, instanceId, settings }: Service): boolean {
  const called = image ?? `${sourceOf(settings, "image") ?? ""} ${name}`;
  return instanceId === undefined && called.includes("crossbar");
}

/** The router that is made here when a compose file has one; else that of the hub. */
export function routerOf(site: OldSite, services: readonly Service[]): Router {
  const [service, ...others] = services.filter(isCrossbar);
  for (const other of others) {
    other.tell(other.line, `service ${shown(other.name)} is a second crossbar; it is left out: a site has one router`);
  }
  return service === undefined ? external(site) : made(site, service);
}

function external({ hub, tell }: OldSite): Router {
  const isMeant = () => false;
  if (hub.server === undefined) return { isMeant };
  const wampServer = hub.server.text;
  if (hub.http !== undefined) return { settings: { wampServer, wampHttp: hub.http.text }, isMeant };
  const wampHttp = wampServer.replace(/^ws/, "http").replace(/\/ws\/?$/, "/call");
  tell(hub.line, `hub.wamp_http is missing, which clients need; it is ${wampHttp} here: correct it if that is another`);
  return { settings: { wampServer, wampHttp }, isMeant };
}

function made(site: OldSite, service: Service): Router {
  tellRouter(site, service);
  const inside = numberOf(service.environment.get("OCS_PORT")?.value) ?? 8001;
  const port = publishedPort(service, inside);
  const { ip, external } = port;
  const names = [service.name, sourceOf(service.settings, "container_name"), sourceOf(service.settings, "hostname")];
  const isMeant = (url: string) => {
    const place = placeOf(url);
    return place !== undefined && names.includes(place.host) && [external, port.internal].includes(place.port);
  };
  const hub = placeOf(site.hub.server?.text ?? "");
  const address =
    hub !== undefined && isAny(ip) && !isHere(hub.host) && !names.includes(hub.host) ? hub.host : undefined;
  tellHub(site, { ip, external, address, isMeant });
  return {
    settings: {
      port: external,
      ...(ip === "127.0.0.1" ? {} : { ip }),
      ...(isLoopback(ip) ? {} : { allowPublic: true }),
    },
    image: imageOf(service),
    ...(address === undefined ? {} : { address }),
    service,
    isMeant,
  };
}

/** What the old router was told that is not so, or was not so. */
function tellRouter({ hub }: OldSite, { name, line, tell, environment, settings }: Service): void {
  const subject = `service ${shown(name)}`;
  for (const [unread, read] of Object.entries(UNREAD)) {
    const found = environment.get(unread);
    if (found)
      tell(
        found.line,
        `${subject} has ${unread}, which its image does not read, for it knows ${read}; take it out, both follow from the site`,
      );
  }
  const own = volumesOf(settings).find(({ target }) => target.includes(".crossbar"));
  if (own !== undefined) {
    tell(
      own.line,
      `${subject} has a configuration of its own, which is not taken over; slipway writes it for the hub's realm and address_root`,
    );
    return;
  }
  const said = { OCS_REALM: hub.realm?.text, OCS_ADDRESS_ROOT: hub.root?.text };
  for (const [variable, usual] of Object.entries(USUAL)) {
    const found = environment.get(variable);
    const wanted = said[variable as keyof typeof said];
    const got = found === undefined ? usual : found.value;
    if (wanted === undefined || got === undefined || got === wanted) continue;
    tell(
      found?.line ?? line,
      `${subject} must have the hub's ${variable}, ${shown(wanted)}, got ${shown(got)}; agents could not join: the new router has the hub's`,
    );
  }
}

/** Where the hub says that the router is, others will look for it. */
function tellHub(
  { hub, tell }: OldSite,
  {
    ip,
    external,
    address,
    isMeant,
  }: { ip: string; external: number; address?: string | undefined; isMeant: Router["isMeant"] },
): void {
  const place = placeOf(hub.server?.text ?? "");
  if (hub.server === undefined || isMeant(hub.server.text)) return;
  const host = address ?? (isAny(ip) ? "127.0.0.1" : ip);
  const isSame = place?.port === external && (place.host === host || (isHere(place.host) && isHere(host)));
  if (isSame) return;
  tell(
    hub.server.line,
    `hub.wamp_server is ${hub.server.text}, but the new router is at ${host}:${external}; correct crossbar, or what looks for it there`,
  );
}

function publishedPort(service: Service, inside: number): Port {
  const { settings, name, tell, line } = service;
  const subject = `service ${shown(name)}`;
  const isHost = sourceOf(settings, "network_mode") === "host";
  const said = itemsOf(partAt(settings, "ports"));
  const ports = said.flatMap((part) => portOf(part) ?? []);
  const found = isHost
    ? { ip: "0.0.0.0", external: inside, internal: inside }
    : (ports.find(({ internal }) => internal === inside) ?? ports[0]);
  if (found === undefined) {
    const [first] = said;
    if (first !== undefined) {
      tell(
        first.line,
        `${subject} has ports that cannot be taken over; the new router is at 127.0.0.1:${inside}: correct crossbar`,
      );
    }
    return { ip: "127.0.0.1", external: inside, internal: inside };
  }
  const at = partAt(settings, isHost ? "network_mode" : "ports")?.line ?? line;
  if (!isLoopback(found.ip)) {
    tell(
      at,
      `${subject} is published on ${found.ip}: anybody who reaches it may call and register everything; take allowPublic out and set ip to 127.0.0.1, or let a firewall before the host allow the nodes alone`,
    );
  }
  return found;
}

function portOf(part: Part): Port | undefined {
  if (part.kind === "map") return longPort(part);
  if (part.kind !== "word") return undefined;
  const [, ip, external, internal] = /^(?:(.+):)?(\d{1,5}):(\d{1,5})(?:\/tcp)?$/.exec(part.source) ?? [];
  return port(ip?.replace(/^\[|\]$/g, ""), external, internal);
}

function longPort(part: MapPart): Port | undefined {
  return port(sourceOf(part, "host_ip"), sourceOf(part, "published"), sourceOf(part, "target"));
}

/** A port as compose publishes it: without an address on all of them. */
function port(ip = "0.0.0.0", published?: string, target?: string): Port | undefined {
  const [external, internal] = [numberOf(published), numberOf(target)];
  if (external === undefined || internal === undefined || isIP(ip) === 0) return undefined;
  return { ip, external, internal };
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : undefined;
}

function imageOf({ image, settings, name, tell, line }: Service): SiteImage {
  const builds = partAt(settings, "build") !== undefined;
  if (image !== undefined && settled(image) !== undefined) return builds ? { local: image } : image;
  tell(
    line,
    `service ${shown(name)} has no image that can be taken over; images.crossbar is ${USUAL_CROSSBAR}: correct it if that is another`,
  );
  return USUAL_CROSSBAR;
}

/** Host and port of an address. */
function placeOf(url: string): { readonly host: string; readonly port: number } | undefined {
  const [, scheme, host, port] = /^(ws|http)s?:\/\/(\[[^\]]+\]|[^\s/:]+)(?::(\d+))?(?:\/|$)/.exec(url) ?? [];
  if (scheme === undefined || host === undefined) return undefined;
  const usual = /^(ws|http)s:/.test(url) ? 443 : 80;
  return { host: host.replace(/^\[|\]$/g, ""), port: port === undefined ? usual : Number(port) };
}
