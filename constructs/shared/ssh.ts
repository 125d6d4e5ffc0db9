/** How a host is reached by `ssh`. */
export interface SshSettings {
  readonly sshConnections?: "shared" | "single" | undefined;
  readonly knownHostsFile?: string | undefined;
  readonly hostKey?: string | undefined;
}

/** The provider runs `ssh` for each request; sshd refuses what exceeds its MaxStartups. */
const SHARED_CONNECTION = ["ControlMaster=auto", "ControlPersist=60s", "ControlPath=~/.ssh/slipway-%C"];

/** Whether an engine is reached by `ssh`. */
export function overSsh(host: string | undefined): boolean {
  return host?.startsWith("ssh://") === true;
}

/** How `ssh` is called for an engine: by the provider, and by the programs that Terraform runs. */
export function sshOptions({ sshConnections = "shared", knownHostsFile, hostKey }: SshSettings): string[] {
  const shared = sshConnections === "shared" ? SHARED_CONNECTION : [];
  return [...shared, ...known({ knownHostsFile, hostKey })].flatMap((option) => ["-o", option]);
}

function known({ knownHostsFile, hostKey }: Pick<SshSettings, "knownHostsFile" | "hostKey">): string[] {
  if (hostKey !== undefined) {
    const none = ["UserKnownHostsFile=/dev/null", "GlobalKnownHostsFile=/dev/null"];
    return ["StrictHostKeyChecking=yes", ...none, `KnownHostsCommand=/bin/echo %H ${hostKey}`];
  }
  return knownHostsFile === undefined ? [] : ["StrictHostKeyChecking=yes", `UserKnownHostsFile=${knownHostsFile}`];
}
