import { Fn } from "cdktf";

/**
 * An ARN up to its account, `arn:aws:logs:ca-central-1:123456789012`, for another ARN of the same service. Read from a
 * resource's own ARN it needs no data source, so a plan needs no call to AWS for it.
 */
export function arnPrefix(arn: string): string {
  return Fn.join(":", Fn.slice(Fn.split(":", arn), 0, 5));
}
