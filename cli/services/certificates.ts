import { X509Certificate } from "node:crypto";
import { authorityFolder } from "../../constructs/services/render/caddy-certificates";
import { REDIRECTS } from "../../constructs/services/render/driver";
import { frontOf, isPair, nodeNames, nodePlan } from "../../constructs/services/render/layout";
import type { CertificateSettings, ServicesEnvironment } from "../../constructs/services/schema";
import { certificatesOf, type FrontCertificates } from "./front-certificates";
import { issuanceError } from "./issuance-log";
import { DAY, spanOf } from "./time-left";

/** A host of a platform and its certificate. */
export interface HostCertificate {
  readonly host: string;
  readonly kind: "host" | "stagingHost" | "redirect";
  /** Absent for a redirect. */
  readonly service?: string;
  /** The node whose front serves it. */
  readonly node: string;
  /** `file` is the file of `certificate`. Absent if there is no certificate. */
  readonly source?: "acme" | "internal" | "file";
  readonly issuer?: string;
  /** Hosts and addresses that it is for. */
  readonly names?: readonly string[];
  /** ISO 8601. */
  readonly validFrom?: string;
  /** ISO 8601. */
  readonly validUntil?: string;
  /** Whole days; negative if it has expired. */
  readonly daysLeft?: number;
  /** What is wrong, and what to do. */
  readonly wrong: readonly string[];
  /** What else there is to know. @default - nothing */
  readonly note?: string;
}

/** When a certificate counts as ending. */
export interface Deadline {
  readonly days: number;
  readonly now: Date;
}

interface Wanted extends Pick<HostCertificate, "host" | "kind" | "service"> {
  readonly nodes: readonly string[];
  readonly certificate?: CertificateSettings;
}

/** @see https://cabforum.org/working-groups/server/baseline-requirements/, "Short-lived Subscriber Certificate" */
const SHORT_LIVED = 7 * DAY;
/** The front renews in the last third of a certificate's life. Half of that third is left. */
const OVERDUE = 1 / 6;

/** The certificate of each host, as the fronts have it. Empty without TLS. */
export async function hostCertificates(platform: ServicesEnvironment, deadline: Deadline): Promise<HostCertificate[]> {
  if (platform.front.certificates === "none") return [];
  const nodes = nodeNames(platform).filter((node) => nodePlan(platform, node).routes.length > 0);
  const facts = await Promise.all(nodes.map((node) => certificatesOf(platform, node)));
  return certificatesBy(platform, facts, deadline);
}

/** The same from what was read on the nodes. */
export function certificatesBy(
  platform: ServicesEnvironment,
  facts: readonly FrontCertificates[],
  deadline: Deadline,
): Promise<HostCertificate[]> {
  const wanted = wantedOf(
    platform,
    facts.map(({ node }) => node),
  );
  return Promise.all(wanted.map((each) => new Row(platform, frontFor(each, facts), each, deadline).row()));
}

function wantedOf(platform: ServicesEnvironment, publicNodes: readonly string[]): Wanted[] {
  const services = Object.entries(platform.services).flatMap(([service, settings]) => {
    const { certificate, hosts } = settings;
    const common = { service, nodes: [frontOf(platform, service)], ...(certificate && { certificate }) };
    const staging = isPair(settings) ? (settings.stagingHosts ?? []) : [];
    return [
      ...hosts.map((host): Wanted => ({ host, kind: "host", ...common })),
      ...staging.map((host): Wanted => ({ host, kind: "stagingHost", ...common })),
    ];
  });
  // Without services there is no front.
  const redirects = publicNodes.length === 0 ? [] : Object.keys(platform.front.redirects ?? {});
  return [...services, ...redirects.map((host): Wanted => ({ host, kind: "redirect", nodes: publicNodes }))];
}

/** Every front redirects, and DNS leads to one of them: the one that has a certificate. */
function frontFor({ host, nodes }: Wanted, facts: readonly FrontCertificates[]): FrontCertificates {
  const candidates = facts.filter(({ node }) => nodes.includes(node));
  return (candidates.find(({ issued }) => issued.has(host)) ?? candidates[0]) as FrontCertificates;
}

class Row {
  private readonly kind: "acme" | "internal";

  constructor(
    private readonly platform: ServicesEnvironment,
    private readonly facts: FrontCertificates,
    private readonly wanted: Wanted,
    private readonly deadline: Deadline,
  ) {
    this.kind = platform.front.certificates === "internal" ? "internal" : "acme";
  }

  async row(): Promise<HostCertificate> {
    const { host, kind, service, certificate } = this.wanted;
    const common = { host, kind, ...(service !== undefined && { service }), node: this.facts.node };
    const { trouble } = this.facts;
    if (trouble !== undefined) return { ...common, wrong: [`unknown: ${trouble}`] };
    if (certificate !== undefined) return { ...common, ...this.ofFile(service as string, certificate) };
    const issued = this.issued();
    if (issued === undefined) return { ...common, wrong: [`missing: ${await this.missing()}`] };
    return { ...common, ...(await this.described(issued.pem, this.kind, issued.wrong)) };
  }

  private get deploy(): string {
    return `slipway deploy ${this.platform.name}`;
  }

  private ofFile(service: string, { certFile, acme = "later" }: CertificateSettings) {
    const pem = this.facts.files.get(service);
    if (pem === undefined) return { wrong: [`missing: ${certFile} is not deployed yet: ${this.deploy}`] };
    const parsed = parse(pem);
    const wrong = parsed === undefined ? [UNREADABLE] : this.problems(parsed, false, `replace ${certFile} and deploy`);
    const note =
      acme === "later"
        ? undefined
        : this.issued() === undefined
          ? "ACME has issued none beside it yet"
          : `ACME has issued one beside it: remove certificate from ${service}`;
    return { source: "file" as const, ...facts(parsed, this.deadline), wrong, ...(note !== undefined && { note }) };
  }

  private async described(pem: string, source: "acme" | "internal", more: readonly string[]) {
    const parsed = parse(pem);
    if (parsed === undefined) return { source, wrong: [UNREADABLE, ...more] };
    const logs = `slipway services logs ${this.platform.name} front says why it was not renewed`;
    const wrong = this.problems(parsed, true, logs);
    const said = wrong.length === 0 ? undefined : await this.said();
    return {
      ...{ source, ...facts(parsed, this.deadline) },
      wrong: [...wrong, ...(said === undefined ? [] : [said]), ...more],
    };
  }

  /** That of the declared authority, or else the one that lasts longest. */
  private issued(): { readonly pem: string; readonly wrong: readonly string[] } | undefined {
    const { certificates, globalOptions = [] } = this.platform.front;
    const all = this.facts.issued.get(this.wanted.host);
    if (certificates === "none" || all === undefined) return undefined;
    const declared = all.get(authorityFolder(certificates));
    if (declared !== undefined) return { pem: declared, wrong: [] };
    const [authority, pem] = [...all].sort(([, one], [, other]) => endOf(other) - endOf(one))[0] as [string, string];
    const isChosen = globalOptions.some((line) => /^\s*cert_issuer\b/.test(line));
    const wrong = `it is of ${authority}, and the declared authority has issued none yet`;
    return { pem, wrong: isChosen ? [] : [wrong] };
  }

  private async missing(): Promise<string> {
    const { host, service = REDIRECTS } = this.wanted;
    if (!this.facts.hosts.get(service)?.includes(host)) return `the host is not deployed yet: ${this.deploy}`;
    const said = await this.said();
    if (said !== undefined) return said;
    const logs = `slipway services logs ${this.platform.name} front`;
    if (this.kind === "internal") return `the front's authority has issued none: ${logs}`;
    return `the authority has issued none yet; its DNS record must point to ${this.facts.node}, with ports 80 and 443 open: ${logs}`;
  }

  private async said(): Promise<string | undefined> {
    const error = issuanceError(await this.facts.log(), this.wanted.host);
    return error && `the front's last attempt got: ${error}`;
  }

  private problems(certificate: X509Certificate, isRenewed: boolean, advice: string): string[] {
    const { host } = this.wanted;
    const { now, days } = this.deadline;
    const [from, until] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
    const left = until - now.getTime();
    const isShort = isRenewed && until - from <= SHORT_LIVED;
    const wrong = [];
    if (left <= 0) wrong.push(`expired ${spanOf(-left)} ago; ${advice}`);
    else if (left <= (isShort ? (until - from) * OVERDUE : days * DAY))
      wrong.push(`expires in ${spanOf(left)}; ${advice}`);
    if (from > now.getTime()) wrong.push(`is valid from ${new Date(from).toISOString()} on`);
    if (certificate.checkHost(host, { subject: "never" }) === undefined)
      wrong.push(`must be for ${host}, got ${namesOf(certificate).join(", ") || "no name"}`);
    return wrong;
  }
}

const UNREADABLE = "its file must be a certificate in PEM, got none that can be read";

function facts(certificate: X509Certificate | undefined, { now }: Deadline) {
  if (certificate === undefined) return {};
  const until = new Date(certificate.validTo);
  return {
    issuer: issuerOf(certificate),
    names: namesOf(certificate),
    validFrom: new Date(certificate.validFrom).toISOString(),
    validUntil: until.toISOString(),
    daysLeft: Math.floor((until.getTime() - now.getTime()) / DAY),
  };
}

/** The first of a chain is the host's own. */
function parse(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function endOf(pem: string): number {
  const certificate = parse(pem);
  return certificate === undefined ? 0 : Date.parse(certificate.validTo);
}

/** `Let's Encrypt, R11`. */
function issuerOf({ issuer }: X509Certificate): string {
  const parts = new Map(issuer.split("\n").map((line) => [line.split("=")[0], line.slice(line.indexOf("=") + 1)]));
  const named = [parts.get("O"), parts.get("CN")].filter((part) => part !== undefined);
  return named.length === 0 ? issuer.replaceAll("\n", ", ") : named.join(", ");
}

function namesOf({ subjectAltName = "" }: X509Certificate): string[] {
  return subjectAltName.split(", ").flatMap((name) => /^(?:DNS|IP Address):(.*)$/.exec(name)?.[1] ?? []);
}
