import type { ITerraformDependable } from "cdktf";
import type { ProviderProps } from "../provider";
import type { DockerNetwork } from "./network";
import type { AtPath, ContainerMount, ContainerNetwork, ContainerSettings, InNetwork } from "./settings";
import type { DockerVolume } from "./volume";

/** Settings of a container, with networks and volumes of its stack. */
export interface ContainerProps extends Omit<ContainerSettings, "mounts" | "network">, ProviderProps {
  /** `host`, `none`, or the networks it is in. @default - the engine's bridge */
  readonly network?: "host" | "none" | readonly (ContainerNetwork | JoinedNetwork)[];
  /** @default - none */
  readonly mounts?: readonly (ContainerMount | MountedVolume)[];
  /** What must be there before. @default - nothing */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** A network of the stack that a container is in. */
export interface JoinedNetwork extends InNetwork {
  readonly network: DockerNetwork;
}

/** A volume of the stack in a container. */
export interface MountedVolume extends AtPath {
  readonly volume: DockerVolume;
}

/** The settings with names in place of constructs. */
export function settingsOf({ dependsOn, network, mounts, provider, ...settings }: ContainerProps): ContainerSettings {
  return {
    ...settings,
    ...(network && { network: typeof network === "string" ? network : network.map(namedNetwork) }),
    ...(mounts && { mounts: mounts.map(namedVolume) }),
  };
}

function namedNetwork(each: ContainerNetwork | JoinedNetwork): ContainerNetwork {
  if (!("network" in each)) return each;
  const { network, ...more } = each;
  return { name: network.networkName, ...more };
}

function namedVolume(each: ContainerMount | MountedVolume): ContainerMount {
  if (!("volume" in each)) return each;
  const { volume, ...more } = each;
  return { source: volume.volumeName, ...more };
}
