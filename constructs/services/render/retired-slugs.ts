/** Sizes that DigitalOcean no longer sells, and the closest current ones. @see https://slugs.do-api.dev/ */
export const RETIRED_SIZES: Readonly<Record<string, string>> = {
  "512mb": "s-1vcpu-512mb-10gb",
  "1gb": "s-1vcpu-1gb",
  "2gb": "s-2vcpu-2gb",
  "4gb": "s-2vcpu-4gb",
  "8gb": "s-4vcpu-8gb",
  "16gb": "s-8vcpu-16gb",
  "32gb": "g-8vcpu-32gb",
  "48gb": "g-16vcpu-64gb",
  "64gb": "g-16vcpu-64gb",
  "s-1vcpu-3gb": "s-2vcpu-4gb",
  "s-3vcpu-1gb": "s-2vcpu-2gb",
  "s-6vcpu-16gb": "s-8vcpu-16gb",
  "s-8vcpu-32gb": "g-8vcpu-32gb",
  "c-1vcpu-2gb": "c-2",
  "m-1vcpu-8gb": "m-2vcpu-16gb",
};

/** Data centres that accept no new droplets, and the closest ones that do. @see https://docs.digitalocean.com/platform/regional-availability/ */
export const RETIRED_REGIONS: Readonly<Record<string, string>> = {
  ams1: "ams3",
  ams2: "ams3",
  nyc2: "nyc3",
  sfo1: "sfo3",
};

/** The slug of a region by the name that older tools show: `Amsterdam 2` is `ams2`. */
export function regionSlug(name: string): string {
  const [, city = "", number] = /^([A-Za-z .]+?) ?(\d)$/.exec(name) ?? [];
  const slug = SLUGS[city.toLowerCase()];
  return slug === undefined ? name : `${slug}${number}`;
}

const SLUGS: Readonly<Record<string, string>> = {
  amsterdam: "ams",
  atlanta: "atl",
  bangalore: "blr",
  frankfurt: "fra",
  london: "lon",
  "new york": "nyc",
  "san francisco": "sfo",
  singapore: "sgp",
  sydney: "syd",
  toronto: "tor",
};
