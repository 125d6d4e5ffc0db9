import type { PlatformContainer } from "./platform-containers";

/** A container of a platform that no state has: a deployment was killed before Terraform could write it down. */
export interface Stray extends PlatformContainer {
  /** Whether it may get requests: it is removed when a deployment has put another in its place. */
  readonly isAsked: boolean;
}
