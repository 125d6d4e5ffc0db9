import { providerSource } from "../../engine/providers/providers";

const NEEDED = ["digitalocean/digitalocean", "hashicorp/tls"];

/** Whether Terraform's providers for droplets are there: no registry that CI reaches has them. Says so where they are not. */
export async function hasDropletProviders(): Promise<boolean> {
  const source = await providerSource({ project: process.cwd() });
  const isThere =
    source.kind !== "folders" || NEEDED.every((name) => source.packages.some((each) => each.provider === name));
  if (!isThere) console.log(`left out: ${NEEDED.join(" and ")} are in no mirror that SLIPWAY_PROVIDER_MIRRORS names`);
  return isThere;
}
