import { flag } from "../shared/container/schema";
import { complaint, isText, listOf, oneOf, textMatching, wholeNumber } from "../shared/rules";
import { secretCommand } from "../shared/secret-variable-schema";
import * as z from "../shared/zod";
import type { DigitalOceanSettings, DropletSettings } from "./droplet-settings";
import { RETIRED_REGIONS, RETIRED_SIZES, regionSlug } from "./render/retired-slugs";

type Issue = { readonly input?: unknown };

const size = z
  .string({ error: (issue) => sizeComplaint(issue) })
  .refine((value) => /^[a-z0-9.]+(-[a-z0-9.]+)+$/.test(value) && RETIRED_SIZES[value] === undefined, {
    error: (issue) => sizeComplaint(issue),
  });
function sizeComplaint({ input }: Issue): string {
  const next = isText(input) ? RETIRED_SIZES[input.toLowerCase()] : undefined;
  if (next === undefined) return complaint("must be the slug of a size", input, 'for example "s-1vcpu-2gb"');
  return complaint("must be a size that DigitalOcean offers", input, `that one is retired: take "${next}"`);
}

const region = z
  .string({ error: (issue) => regionComplaint(issue) })
  .refine((value) => /^[a-z]{3}\d$/.test(value) && RETIRED_REGIONS[value] === undefined, {
    error: (issue) => regionComplaint(issue),
  });
function regionComplaint({ input }: Issue): string {
  const slug = isText(input) ? regionSlug(input) : "";
  const next = RETIRED_REGIONS[slug];
  if (next !== undefined) {
    return complaint("must be a region that takes new droplets", input, `${slug} takes none: take "${next}"`);
  }
  const meant = slug !== input && /^[a-z]{3}\d$/.test(slug) ? slug : "ams3";
  return complaint("must be the slug of a region", input, `for example "${meant}"`);
}

const name = (rule: string, advice: string) => textMatching(/^[^\p{Cc}"\\]{1,255}$/u, rule, advice);

const OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
const IPV4 = `${OCTET}(\\.${OCTET}){3}`;

/** The rules of a droplet's settings. */
export const droplet = z.rulesOf<DropletSettings>()({
  size,
  region: region.exactOptional(),
  image: textMatching(
    /^(ubuntu|debian)-[a-z0-9.-]+$/,
    "must be the slug of an image of Ubuntu or Debian",
    'for example "ubuntu-24-04-x64"; a droplet of another image can be adopted',
  ).exactOptional(),
  resizeDisk: flag.exactOptional(),
  backups: oneOf(["none", "daily", "weekly"], "they cost a fifth of the droplet, daily ones a third").exactOptional(),
  swapMiB: wholeNumber(0, 16_384, "0 is none").exactOptional(),
  removal: oneOf(["refused", "allowed"], "allowed lets a plan destroy the droplet and its disk").exactOptional(),
  adopt: wholeNumber(1, Number.MAX_SAFE_INTEGER, "doctl compute droplet list shows the ids").exactOptional(),
});

/** The rules of what a platform's droplets share. */
export const digitalocean = z.rulesOf<DigitalOceanSettings>()({
  region,
  sshKeys: listOf(
    name("must be the name of an SSH key of the account", "doctl compute ssh-key list shows them"),
    "keys",
  ).refine((value) => value.length > 0, {
    error: ({ input }) => complaint("must name a key at least", input, "without one nobody can log in"),
  }),
  adminAddresses: listOf(
    textMatching(
      new RegExp(`^(${IPV4}(/([12]?\\d|3[0-2]))?|[0-9a-f:]*:[0-9a-f:]*(/\\d{1,3})?)$`),
      "must be an address or a network",
      'for example "203.0.113.7" or "203.0.113.0/24"',
    ),
    "addresses",
  ).refine((value) => value.length > 0, {
    error: ({ input }) => complaint("must name an address at least", input, "Terraform and you log in from there"),
  }),
  token: secretCommand("tokens/digitalocean").exactOptional(),
  project: name("must be the name of a project of the account", "doctl projects list shows them").exactOptional(),
  ipRange: textMatching(
    new RegExp(`^${IPV4}/(1[6-9]|2[0-8])$`),
    "must be a private network of /16 to /28",
    'for example "10.110.0.0/20"',
  ).exactOptional(),
  alertEmail: textMatching(
    /^[^\s@"{}\\]+@[^\s@"{}\\]+$/,
    "must be an e-mail address",
    "DigitalOcean must have verified it",
  ).exactOptional(),
});
