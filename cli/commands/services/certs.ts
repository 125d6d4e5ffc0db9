import { Command } from "commander";
import type { ServicesEnvironment } from "../../../constructs/services/schema";
import { lazy } from "../../../constructs/shared/lazy";
import { visible } from "../../../constructs/shared/shown";
import type { Project } from "../../../engine/project";
import { count } from "../../count";
import type { HostCertificate } from "../../services/certificates";
import type { Domain } from "../../services/domains";
import { optionalWorkspace } from "../../words";

const certificates = lazy<typeof import("../../services/certificates")>(() => require("../../services/certificates"));
const registries = lazy<typeof import("../../services/domains")>(() => require("../../services/domains"));
const platforms = lazy<typeof import("../../services/platform")>(() => require("../../services/platform"));
const times = lazy<typeof import("../../services/time-left")>(() => require("../../services/time-left"));
const tables = lazy<typeof import("../../table")>(() => require("../../table"));

interface CertsOptions {
  readonly json?: boolean;
  readonly days: number;
  readonly domains: boolean;
}

/** `slipway services certs`. */
export function certsCommand(project: () => Project): Command {
  return new Command("certs")
    .description("List the certificate of each host, and when domains expire")
    .argument(...optionalWorkspace("name of the platform"))
    .option("--days <n>", "report what expires within so many days", count, 14)
    .option("--no-domains", "do not ask the registries of the domains")
    .option("--json", "print JSON: an object with certificates and domains")
    .addHelpText(
      "after",
      `
Examples:
  slipway services certs
  slipway services certs platform --days 30
  slipway services certs --no-domains --json

Exits with 1 if a certificate is missing or expires within --days, or a domain does. Certificates that are issued for at most
7 days, such as those of the internal authority, count only when their renewal is overdue. Domains are looked up at
https://rdap.org by RDAP, or at the service that SLIPWAY_RDAP_URL names; "unknown" if it does not answer.`,
    )
    .action(async (workspace: string | undefined, options: CertsOptions) =>
      printCertificates(await platforms.platformOf(project(), workspace), options),
    );
}

async function printCertificates(platform: ServicesEnvironment, { json, days, domains }: CertsOptions): Promise<void> {
  const deadline = { days, now: new Date() };
  const lookUp = { ...deadline, service: domains ? registries.rdapService(process.env) : "" };
  const names = domains ? registries.domainsOf(platform) : [];
  const [rows, registered] = await Promise.all([
    certificates.hostCertificates(platform, deadline),
    registries.registrations(names, lookUp),
  ]);
  if ([...rows, ...registered].some(({ wrong }) => wrong.length > 0)) process.exitCode = 1;
  if (json) return console.log(JSON.stringify({ certificates: rows, domains: registered }, null, 2));
  if (platform.front.certificates === "none") {
    console.log(`${platform.name}: certificates is "none", so the front has no TLS and no certificates`);
  } else {
    const head = ["host", "node", "from", "issuer", "names", "valid until", "left"];
    console.log(
      tables.tableText(
        head,
        rows.map((row) => cells(row, deadline.now)),
      ),
    );
  }
  if (registered.length > 0) {
    console.log(tables.tableText(["domain", "registered until", "days left"], registered.map(domainCells)));
  }
  for (const { host, node, wrong, note } of rows) {
    for (const each of [...wrong, ...(note === undefined ? [] : [note])])
      console.log(visible(`${host} on ${node}: ${each}`));
  }
  for (const { domain, wrong } of registered) for (const each of wrong) console.log(`${domain}: ${each}`);
}

const SOURCES = { acme: "ACME", internal: "internal authority", file: "file of certificate" };
const MOST_NAMES = 4;

function cells({ host, node, source, issuer = "", names = [], validUntil = "" }: HostCertificate, now: Date): string[] {
  const more = names.length > MOST_NAMES ? [`and ${names.length - MOST_NAMES} more`] : [];
  const left = validUntil === "" ? "" : leftUntil(validUntil, now);
  const until = validUntil.replace("T", " ").replace(/:\d\d\.\d+Z$/, "Z");
  const from = source === undefined ? "none" : SOURCES[source];
  const shownNames = [...names.slice(0, MOST_NAMES), ...more].join("\n");
  return tables.visibleCells([host, node, from, issuer, shownNames, until, left]);
}

function leftUntil(validUntil: string, now: Date): string {
  const left = Date.parse(validUntil) - now.getTime();
  return left <= 0 ? "expired" : times.spanOf(left);
}

function domainCells({ domain, registeredUntil, daysLeft }: Domain): string[] {
  return [domain, registeredUntil.slice(0, 10), daysLeft === undefined ? "" : String(daysLeft)];
}
