import type { CommonSettings, HealthSettings, Scheme } from "../settings";

/** What is known of a service of the neuromorphic platform. */
export interface Preset {
  readonly port: number;
  readonly scheme: Scheme;
  readonly readTimeoutSeconds: number;
  readonly maxBodyMiB?: number;
  /** Variables that must have a value: host and port of its database, if it has one. */
  readonly variables: readonly string[];
  /** Variables whose values are secret: each in `secretEnvironment`. */
  readonly secrets: readonly string[];
}

const DATABASE = ["NMPI_DATABASE_HOST", "NMPI_DATABASE_PORT"];
const SECRETS = ["DJANGO_SECRET_KEY", "NMPI_DATABASE_PASSWORD", "HBP_OIDC_CLIENT_ID", "HBP_OIDC_CLIENT_SECRET"];

/** Their images speak TLS on 443, with certificates of their own. */
const IMAGE = { port: 443, scheme: "https", readTimeoutSeconds: 300, maxBodyMiB: 75 } as const;

export const PRESET: Readonly<Record<NonNullable<CommonSettings["preset"]>, Preset>> = {
  nmpi: { ...IMAGE, variables: DATABASE, secrets: [...SECRETS, "EMAIL_PASSWORD"] },
  quotas: { ...IMAGE, variables: DATABASE, secrets: SECRETS },
  docs: { ...IMAGE, variables: [], secrets: [] },
  splash: { ...IMAGE, variables: [], secrets: [] },
};

/** So long requests may go on in a container of a service that is gone, or of a front that is replaced. */
export const DRAIN_SECONDS = 30;

const LONGEST_DRAIN_SECONDS = 3600;

/** A service's settings with everything that was left out. */
export function complete<S extends CommonSettings>(settings: S) {
  const { variables: _, secrets: __, ...known } = settings.preset === undefined ? BARE : PRESET[settings.preset];
  const path = settings.health?.grpc === undefined ? "/" : GRPC_HEALTH;
  const health = { path, intervalSeconds: 1, timeoutSeconds: 5, minHealthySeconds: 5, deadlineSeconds: 120 };
  const { readTimeoutSeconds = known.readTimeoutSeconds } = settings;
  return {
    ...known,
    // A request that may still be answered is not cut off.
    drainSeconds: Math.min(readTimeoutSeconds, LONGEST_DRAIN_SECONDS),
    ...settings,
    port: settings.port ?? (known.port as number),
    health: { ...health, ...(settings.health as HealthSettings | undefined) },
  };
}

/** @see https://github.com/grpc/grpc/blob/master/doc/health-checking.md */
const GRPC_HEALTH = "/grpc.health.v1.Health/Check";

const BARE = {
  port: undefined,
  scheme: "http",
  readTimeoutSeconds: 300,
  maxBodyMiB: undefined,
  variables: [],
  secrets: [],
} as const;
