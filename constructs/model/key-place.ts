import type { Construct, IConstruct } from "constructs";
import { regionOf } from "../shared/aws-place";
import { isLoaded, refuseAtSynthesis } from "../shared/check-props";
import { given } from "../shared/given";
import { type EncryptionKey, keyProblems } from "./key-schema";

const COMPARED = new WeakSet<IConstruct>();

/** Has synthesis refuse a key of another region, or another partition, than the provider's, as `slipway check` does in a file. */
export function compareKeyPlace(scope: Construct, kmsKey: EncryptionKey | undefined): void {
  // What is around it has the same key.
  if (kmsKey === undefined || isLoaded(scope) || scope.node.scopes.some((each) => COMPARED.has(each))) return;
  COMPARED.add(scope);
  refuseAtSynthesis(scope, () =>
    keyProblems(kmsKey.arn, given({ region: regionOf(scope) }), "the provider").map(({ message }) => ({
      path: "kmsKey.arn",
      message,
    })),
  );
}
