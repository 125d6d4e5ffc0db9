/** What Linux can allow beside a user's own rights. @see https://man7.org/linux/man-pages/man7/capabilities.7.html */
const NAMES = `AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE
  DAC_READ_SEARCH FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN
  NET_BIND_SERVICE NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYSLOG SYS_ADMIN SYS_BOOT SYS_CHROOT
  SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM`;

export const CAPABILITIES: readonly string[] = ["ALL", ...NAMES.split(/\s+/)];

/** `NET_ADMIN` of `net_admin` and of `CAP_NET_ADMIN`. */
export function bareCapability(name: string): string {
  return name.toUpperCase().replace(/^CAP_/, "");
}

/** As the engine says it, which the provider compares letter by letter. */
export function engineCapability(name: string): string {
  const bare = bareCapability(name);
  return bare === "ALL" ? bare : `CAP_${bare}`;
}
