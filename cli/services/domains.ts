import { getDomain } from "tldts";
import { isPair } from "../../constructs/services/render/layout";
import { isPublicName } from "../../constructs/services/render/public-names";
import type { ServicesEnvironment } from "../../constructs/services/schema";
import { shown } from "../../constructs/shared/shown";
import { DAY, spanOf } from "./time-left";

/** A registered domain that hosts of a platform are in. */
export interface Domain {
  readonly domain: string;
  /** ISO 8601; `unknown` if the registry does not say. */
  readonly registeredUntil: string;
  /** Whole days; absent if unknown. */
  readonly daysLeft?: number;
  /** What is wrong, and what to do. */
  readonly wrong: readonly string[];
}

/** How registrations are looked up. */
export interface LookUp {
  /** Base address of an RDAP service. @see https://www.rfc-editor.org/rfc/rfc9082#section-3.1.3 */
  readonly service: string;
  readonly days: number;
  readonly now: Date;
  /** @default 5000 */
  readonly timeoutMilliseconds?: number;
}

/** It redirects to the registry of a domain. @see https://about.rdap.org */
const RDAP_ORG = "https://rdap.org";

/** The service that SLIPWAY_RDAP_URL names, or else rdap.org. */
export function rdapService({ SLIPWAY_RDAP_URL: named }: NodeJS.ProcessEnv): string {
  if (named === undefined || named === "") return RDAP_ORG;
  if (/^https?:\/\//.test(named) && URL.canParse(named)) return named.replace(/\/+$/, "");
  throw new Error(
    `SLIPWAY_RDAP_URL must be an address with https:// or http://, got ${shown(named)}; for example ${RDAP_ORG}`,
  );
}

/** The registered domains of a platform's hosts, each once. Names that no registry has are left out. */
export function domainsOf({ services, front }: ServicesEnvironment): string[] {
  const hosts = Object.values(services).flatMap((settings) => [
    ...settings.hosts,
    ...(isPair(settings) ? (settings.stagingHosts ?? []) : []),
  ]);
  const all = [...hosts, ...Object.keys(front.redirects ?? {})].filter(isPublicName);
  return [...new Set(all.flatMap((host) => getDomain(host) ?? []))];
}

/** Asks the registries when domains expire. One that does not answer in time is unknown. */
export function registrations(domains: readonly string[], lookUp: LookUp): Promise<Domain[]> {
  return Promise.all(domains.map((domain) => registration(domain, lookUp)));
}

async function registration(domain: string, { days, now, ...asked }: LookUp): Promise<Domain> {
  const until = await expiration(domain, asked).catch(() => undefined);
  if (until === undefined) return { domain, registeredUntil: "unknown", wrong: [] };
  const left = until.getTime() - now.getTime();
  const daysLeft = Math.floor(left / DAY);
  const when = left <= 0 ? `expired on ${until.toISOString().slice(0, 10)}` : `expires in ${spanOf(left)}`;
  const wrong = left <= days * DAY ? [`its registration ${when}; renew it at the registrar`] : [];
  return { domain, registeredUntil: until.toISOString(), daysLeft, wrong };
}

/** @see https://www.rfc-editor.org/rfc/rfc9083#section-4.5 */
async function expiration(
  domain: string,
  { service, timeoutMilliseconds = 5000 }: Pick<LookUp, "service" | "timeoutMilliseconds">,
): Promise<Date | undefined> {
  const answer = await fetch(`${service}/domain/${domain}`, {
    headers: { accept: "application/rdap+json" },
    signal: AbortSignal.timeout(timeoutMilliseconds),
  });
  if (!answer.ok) return undefined;
  const { events } = (await answer.json()) as { readonly events?: unknown };
  if (!Array.isArray(events)) return undefined;
  const found = events.find((event) => event?.eventAction === "expiration")?.eventDate;
  const date = new Date(typeof found === "string" ? found : Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
