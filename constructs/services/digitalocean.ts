/** What needs the bindings of DigitalOcean, which a platform on machines that exist does not. */
export { stackDigitaloceanProvider } from "../shared/digitalocean-provider";
export { DropletNode, type DropletNodeProps } from "./droplet-node";
export { PlatformDroplets, type PlatformDropletsProps } from "./platform-droplets";
export type { DigitalOceanSettings, DropletSettings } from "./schema";
