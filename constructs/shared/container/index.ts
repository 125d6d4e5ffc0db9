export { stackDockerProvider } from "../docker-provider";
export type { StackDockerProviderProps } from "../provider-settings";
export { DOCKER_PROVIDER_VERSIONS } from "../provider-versions";
export { SPEC_LABEL } from "../render/container-name";
export type { SecretVariable } from "../secret-variable";
export { Container } from "./container";
export { DockerNetwork, type DockerNetworkProps } from "./network";
export type { ContainerProps, JoinedNetwork, MountedVolume } from "./props";
export type {
  ContainerDevice,
  ContainerHealthCheck,
  ContainerImage,
  ContainerLimits,
  ContainerLog,
  ContainerMount,
  ContainerNetwork,
  ContainerPlaces,
  ContainerPort,
  ContainerRights,
  ContainerSecret,
  ContainerSettings,
  ContainerUlimit,
  ContainerUpload,
} from "./settings";
export { DockerVolume, type DockerVolumeProps } from "./volume";
