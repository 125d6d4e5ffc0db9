import { Annotations, TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { isLoaded } from "../shared/check-props";
import type { EnginePlace } from "../shared/render/docker-host";
import { addressesMeet } from "../shared/render/ip-address";

/** A front, and where it listens. */
interface Listening {
  readonly front: Construct;
  readonly engine: EnginePlace;
  readonly ports: readonly { readonly internal: number; readonly ip: string }[];
}

const FRONTS = new WeakMap<IConstruct, Listening[]>();

/**
 * Has synthesis refuse two fronts of an app with the same port on one engine. Stacks that name no engine are deployed to the one that
 * DOCKER_HOST names then, which may differ: between two of them it is a warning.
 */
export function ownPorts(own: Listening): void {
  const { front, engine } = own;
  if (isLoaded(front)) return;
  const all = FRONTS.get(front.node.root) ?? [];
  FRONTS.set(front.node.root, all);
  const told = all.filter((other) => other.engine.host === engine.host).flatMap((other) => shared(own, other));
  all.push(own);
  for (const { of, message } of told) {
    if (engine.host === undefined && TerraformStack.of(of) !== TerraformStack.of(front)) {
      Annotations.of(front).addWarning(`warning: ${message}, if both are deployed to one engine`);
    } else front.node.addValidation({ validate: () => [message] });
  }
}

function shared({ ports }: Listening, { front, ports: others }: Listening) {
  const both = ports.filter(({ internal, ip }) =>
    others.some((each) => each.internal === internal && addressesMeet(each.ip, ip)),
  );
  return both.map(({ internal }) => ({
    of: front,
    message: `port ${internal} must be that of one front of an engine, got it as ${front.node.path} has; choose another`,
  }));
}
