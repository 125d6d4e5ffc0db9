import { literal } from "../../shared/literal";
import { canonicalQuantity } from "./render/quantities";
import { containerSecurity, type PodUser, podSecurity } from "./security";
import type { ContainerResources, SecretKey } from "./settings";

/** What a pod is made of. */
export interface PodParts {
  readonly user: PodUser;
  readonly containers: readonly PodContainer[];
  /** Run one after the other before the containers. @default - none */
  readonly initContainers?: readonly PodContainer[];
  readonly volumes?: readonly PodVolume[];
  readonly serviceAccount: string;
  /** Whether the pod may speak with the cluster as its service account. @default false */
  readonly token?: boolean;
  readonly restartPolicy: "Always" | "Never";
  readonly terminationGraceSeconds?: number;
  readonly nodeSelector?: Readonly<Record<string, string>>;
}

export interface PodContainer {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly workingDirectory?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Variables that are keys of secrets. */
  readonly secretEnvironment?: Readonly<Record<string, SecretKey>>;
  readonly ports?: readonly { readonly name: string; readonly port: number }[];
  readonly mounts?: readonly PodMount[];
  readonly requests?: ContainerResources;
  readonly limits?: ContainerResources;
  readonly probes?: { readonly startup?: PodProbe; readonly readiness: PodProbe; readonly liveness: PodProbe };
  /** @default true */
  readonly readOnlyRoot?: boolean;
}

export interface PodProbe {
  readonly command: readonly string[];
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

export interface PodMount {
  readonly volume: string;
  readonly path: string;
  readonly subPath?: string;
  readonly readOnly?: boolean;
}

export type PodVolume = { readonly name: string } & (
  | { readonly configMap: string; readonly items?: Readonly<Record<string, string>> }
  | { readonly secret: string; readonly items?: Readonly<Record<string, string>> }
  | { readonly claim: string }
  | { readonly scratch: { readonly size?: string } }
);

/** A pod's settings for the provider: all that the cluster would add by itself is said, so that no plan differs. */
export function podSpec(parts: PodParts) {
  const { restartPolicy, serviceAccount, token = false, terminationGraceSeconds = 30, nodeSelector } = parts;
  return {
    serviceAccountName: serviceAccount,
    automountServiceAccountToken: token,
    securityContext: podSecurity(parts.user),
    restartPolicy,
    terminationGracePeriodSeconds: terminationGraceSeconds,
    dnsPolicy: "ClusterFirst",
    // Variables for each service of the namespace, which Kubernetes adds else, may clash with a program's own.
    enableServiceLinks: false,
    schedulerName: "default-scheduler",
    shareProcessNamespace: false,
    hostIpc: false,
    hostNetwork: false,
    hostPid: false,
    ...(nodeSelector !== undefined && { nodeSelector: { ...nodeSelector } }),
    ...(parts.initContainers !== undefined && { initContainer: parts.initContainers.map(containerSpec) }),
    container: parts.containers.map(containerSpec),
    volume: (parts.volumes ?? []).map(volumeSpec),
  };
}

function containerSpec(container: PodContainer) {
  const { command, args, workingDirectory, mounts = [], ports = [], probes } = container;
  return {
    name: container.name,
    image: container.image,
    imagePullPolicy: "IfNotPresent",
    ...(command !== undefined && { command: literal([...command]) }),
    ...(args !== undefined && { args: literal([...args]) }),
    ...(workingDirectory !== undefined && { workingDir: workingDirectory }),
    terminationMessagePath: "/dev/termination-log",
    // A pod that failed without a message shows its last lines.
    terminationMessagePolicy: "FallbackToLogsOnError",
    securityContext: containerSecurity(container.readOnlyRoot ?? true),
    resources: { requests: quantities(container.requests), limits: quantities(container.limits) },
    env: variables(container),
    port: ports.map(({ name, port }) => ({ name, containerPort: port, protocol: "TCP" })),
    volumeMount: mounts.map(({ volume, path, subPath, readOnly = false }) => {
      return { name: volume, mountPath: literal(path), readOnly, ...(subPath !== undefined && { subPath }) };
    }),
    ...(probes !== undefined && {
      ...(probes.startup !== undefined && { startupProbe: probe(probes.startup) }),
      readinessProbe: probe(probes.readiness),
      livenessProbe: probe(probes.liveness),
    }),
  };
}

/** In one order: another one would be a change. */
function variables({ environment = {}, secretEnvironment = {} }: PodContainer) {
  const plain = Object.entries(environment).map(([name, value]) => ({ name, value: literal(value) }));
  const secret = Object.entries(secretEnvironment).map(([name, { secret, key }]) => {
    return { name, valueFrom: { secretKeyRef: { name: secret, key, optional: false } } };
  });
  return [...plain, ...secret].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function quantities({ cpu, memory, ephemeralStorage }: ContainerResources = {}): Record<string, string> {
  return {
    ...(cpu !== undefined && { cpu: canonicalQuantity(cpu) }),
    ...(memory !== undefined && { memory: canonicalQuantity(memory) }),
    ...(ephemeralStorage !== undefined && { "ephemeral-storage": canonicalQuantity(ephemeralStorage) }),
  };
}

function probe({ command, periodSeconds, timeoutSeconds, failureThreshold }: PodProbe) {
  const times = { initialDelaySeconds: 0, periodSeconds, timeoutSeconds, failureThreshold, successThreshold: 1 };
  return { exec: { command: literal([...command]) }, ...times };
}

const READ_ONLY_MODE = "0440";

function volumeSpec(volume: PodVolume) {
  const { name } = volume;
  if ("claim" in volume) return { name, persistentVolumeClaim: { claimName: volume.claim, readOnly: false } };
  if ("scratch" in volume) {
    const { size } = volume.scratch;
    return { name, emptyDir: { ...(size !== undefined && { sizeLimit: canonicalQuantity(size) }) } };
  }
  const items = Object.entries(volume.items ?? {}).map(([key, path]) => ({ key, path: literal(path) }));
  const some = { optional: false, ...(items.length > 0 && { items }) };
  if ("secret" in volume) return { name, secret: { secretName: volume.secret, defaultMode: READ_ONLY_MODE, ...some } };
  return { name, configMap: { name: volume.configMap, defaultMode: "0444", ...some } };
}
