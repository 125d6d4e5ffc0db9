import type { TerraformStack } from "cdktf";
import { plain } from "./plain";
import { wholeSource } from "./provider-source";
import { synthesized } from "./synthesized";

/**
 * A stack's JSON for a snapshot: without versions, metadata and hashes of assets, so that it differs only when what
 * Terraform would do may differ. It is the same on cdktf and on its fork. What it takes from another stack of its app stands as a
 * reference to that stack's remote state.
 *
 * @example expect(stackSnapshot(new LabStack(Testing.app(), "lab"))).toMatchSnapshot();
 */
export function stackSnapshot(stack: TerraformStack): Readonly<Record<string, unknown>> {
  const { terraform = {}, ...json } = synthesized(stack) as Record<string, object>;
  const { required_providers = {}, ...settings } = terraform as {
    required_providers?: Record<string, { source: string }>;
  };
  const sources = Object.entries(required_providers).map(([name, { source }]) => [
    name,
    { source: wholeSource(source) },
  ]);
  const whole = { ...json, terraform: { ...settings, required_providers: Object.fromEntries(sources) } };
  return plain(whole, stack) as Record<string, unknown>;
}
