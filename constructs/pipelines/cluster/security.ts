/** Who runs in a pod. */
export interface PodUser {
  readonly user: number;
  readonly group: number;
}

/** What every pod of ours is held to. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted */
export function podSecurity({ user, group }: PodUser) {
  return {
    runAsNonRoot: true,
    runAsUser: String(user),
    runAsGroup: String(group),
    // A new volume belongs to root; a large one is not gone through at each start.
    fsGroup: String(group),
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
  };
}

/** What every container of ours is held to. */
export function containerSecurity(readOnlyRoot: boolean) {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    privileged: false,
    readOnlyRootFilesystem: readOnlyRoot,
    runAsNonRoot: true,
  };
}

/** The namespace refuses every pod that is not held to it. */
export const RESTRICTED_NAMESPACE = {
  "pod-security.kubernetes.io/enforce": "restricted",
  "pod-security.kubernetes.io/warn": "restricted",
  "pod-security.kubernetes.io/audit": "restricted",
} as const;
