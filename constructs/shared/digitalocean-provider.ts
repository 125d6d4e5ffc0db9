import { DigitaloceanProvider } from "@cdktf/provider-digitalocean/lib/provider";
import type { TerraformStack } from "cdktf";
import { DIGITALOCEAN_PROVIDER_VERSIONS } from "./provider-versions";
import { requireProvider } from "./required-provider";

/** The stack's DigitalOcean provider. Its token comes from DIGITALOCEAN_TOKEN where Terraform runs, and stands in no file. */
export function stackDigitaloceanProvider(stack: TerraformStack): DigitaloceanProvider {
  const provider = new DigitaloceanProvider(stack, "DigitalOcean");
  requireProvider(stack, "digitalocean", {
    source: "digitalocean/digitalocean",
    version: DIGITALOCEAN_PROVIDER_VERSIONS,
  });
  return provider;
}
