/** A machine at DigitalOcean that is made, with Docker on it. */
export interface DropletSettings {
  /**
   * The slug of its size, such as `s-1vcpu-2gb`: virtual processors and memory. Another one is a restart of some minutes.
   *
   * @see https://slugs.do-api.dev/
   */
  readonly size: string;
  /** The slug of its data centre, such as `ams3`. @default - that of `digitalocean` */
  readonly region?: string;
  /** The slug of an image of Ubuntu or Debian; it counts when the droplet is created. @default "ubuntu-24-04-x64" */
  readonly image?: string;
  /** Whether another size also has its disk. A disk that has grown cannot shrink: the way back to a smaller size is closed. @default false */
  readonly resizeDisk?: boolean;
  /** How often DigitalOcean copies the whole disk; a copy is kept for four weeks, or for a week with `daily`. @default "none" */
  readonly backups?: "none" | "daily" | "weekly";
  /** In MiB; a file on the disk. @default 1024 */
  readonly swapMiB?: number;
  /** Whether Terraform may destroy it, with all that is on its disk. @default "refused" */
  readonly removal?: "refused" | "allowed";
  /** The id of a droplet that exists, which is adopted with what is on it. It needs Docker, and nothing on it is changed. @default - one is created */
  readonly adopt?: number;
}

/** What the droplets of a platform share. */
export interface DigitalOceanSettings {
  /** The slug of the data centre, such as `ams3`. Nodes that ask each other must be in one. */
  readonly region: string;
  /** Names of the account's SSH keys that may log in as root. Later changes reach droplets that are created later. */
  readonly sshKeys: readonly string[];
  /** From where SSH is reached: addresses, or networks as in `203.0.113.0/24`. Their firewall lets nobody else in. */
  readonly adminAddresses: readonly string[];
  /** The name of a project of the account, in which the droplets are listed. @default - the account's default project */
  readonly project?: string;
  /** The private network's addresses, /16 to /28. @default - DigitalOcean chooses */
  readonly ipRange?: string;
  /** Who is told of a busy processor, memory or disk, and of a certificate that soon ends: a verified address of the account. @default - nobody */
  readonly alertEmail?: string;
}
