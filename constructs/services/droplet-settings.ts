import type { SecretCommand } from "../shared/secret-variable";

/** A droplet to create at DigitalOcean, with Docker on it. */
export interface DropletSettings {
  /**
   * Slug of its size, such as `s-1vcpu-2gb`: virtual processors and memory. A change resizes it in place, which takes some minutes.
   *
   * @see https://slugs.do-api.dev/
   */
  readonly size: string;
  /** Slug of its data centre, such as `ams3`. @default - that of `digitalocean` */
  readonly region?: string;
  /** Slug of an image of Ubuntu or Debian. Only used when the droplet is created. @default "ubuntu-24-04-x64" */
  readonly image?: string;
  /** Whether a larger size also brings its larger disk. A disk cannot shrink, so you cannot go back to a smaller size. @default false */
  readonly resizeDisk?: boolean;
  /** How often DigitalOcean backs up the whole disk. Weekly backups are kept for four weeks, daily ones for a week. @default "none" */
  readonly backups?: "none" | "daily" | "weekly";
  /** Size of the swap file, in MiB. @default 1024 */
  readonly swapMiB?: number;
  /** Whether Terraform may destroy it, with everything on its disk. @default "refused" */
  readonly removal?: "refused" | "allowed";
  /** Id of an existing droplet to import. It must have Docker; nothing on it is changed. @default - a droplet is created */
  readonly adopt?: number;
}

/** What the droplets of a platform share. */
export interface DigitalOceanSettings {
  /** Slug of the data centre, such as `ams3`. Nodes that ask each other must be in the same one. */
  readonly region: string;
  /** Names of the account's SSH keys that may log in as root. A change only affects droplets that are created later. */
  readonly sshKeys: readonly string[];
  /** Addresses, or networks such as `203.0.113.0/24`, that may use SSH. The firewall blocks everyone else. */
  readonly adminAddresses: readonly string[];
  /**
   * The command that prints the API token, such as `{ command: ["pass", "show", "tokens/digitalocean"] }`. `slipway` runs it; an exported
   * DIGITALOCEAN_TOKEN wins.
   *
   * @default - DIGITALOCEAN_TOKEN of the shell
   */
  readonly token?: SecretCommand;
  /** Name of a project of the account to put the droplets into. @default - the account's default project */
  readonly project?: string;
  /** Address range of the private network, /16 to /28. @default - DigitalOcean chooses */
  readonly ipRange?: string;
  /** Receives alerts: high CPU, memory or disk usage, hosts that are down, certificates about to expire. DigitalOcean must have verified it. @default - no alerts */
  readonly alertEmail?: string;
}
