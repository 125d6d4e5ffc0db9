/** Everything that needs the DigitalOcean bindings, which a platform on existing machines does not. */
export { stackDigitaloceanProvider } from "../shared/digitalocean-provider";
export { Dns, type DnsProps } from "./dns";
export { DropletNode, type DropletNodeProps } from "./droplet-node";
export { PlatformDroplets, type PlatformDropletsProps } from "./platform-droplets";
export type {
  DigitalOceanSettings,
  DnsSettings,
  DomainSettings,
  DropletSettings,
  RecordSettings,
  RecordType,
} from "./schema";
