export { DOCKER_PROVIDER_VERSIONS, type StackDockerProviderProps, stackDockerProvider } from "../docker-provider";
export { Container, SPEC_LABEL } from "./container";
export type {
  ContainerDevice,
  ContainerHealthCheck,
  ContainerLog,
  ContainerMount,
  ContainerNetwork,
  ContainerPort,
  ContainerSecret,
  ContainerUpload,
} from "./schema";
export type { ContainerProps } from "./settings";
