import { askDigitalOcean } from "../../engine/digitalocean-api";

interface Droplets {
  readonly droplets: readonly { readonly name: string; readonly status: string }[];
}

/** Why a droplet does not answer, if DigitalOcean knows: it is off, or gone. Undefined where it runs, or nobody may ask. */
export async function dropletTrouble(
  { platform, node }: { readonly platform: string; readonly node: string },
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const list = `droplets?tag_name=${encodeURIComponent(platform)}&per_page=200`;
  const answer = await askDigitalOcean<Droplets>(list, environment);
  if (answer?.body === undefined) return undefined;
  const found = answer.body.droplets.find(({ name }) => name === node);
  if (found === undefined) return `gone at DigitalOcean; slipway deploy ${platform} creates it again`;
  return found.status === "active" ? undefined : `${found.status} at DigitalOcean`;
}
