export { stackDockerProvider } from "../shared/docker-provider";
export type { DockerHostSettings } from "../shared/render/docker-host";
export { AccessDirector, type AccessDirectorProps } from "./access-director";
export { AgentImage, type AgentImageProps } from "./agent-image";
export { Aggregator, type AggregatorProps } from "./aggregator";
export { Crossbar, type CrossbarProps } from "./crossbar";
export { InfluxPublisher, type InfluxPublisherProps } from "./influx-publisher";
export { Monitoring, type MonitoringProps } from "./monitoring";
export { ObservatorySite, type ObservatorySiteProps } from "./observatory-site";
export { OcsAgent, type OcsAgentProps } from "./ocs-agent";
export { OcsClient, type OcsClientProps } from "./ocs-client";
export { OcsWeb, type OcsWebProps } from "./ocs-web";
export { Registry, type RegistryProps } from "./registry";
export { type Hub, nodesInOrder, stackName } from "./render/layout";
export type {
  AccessPasswords,
  AccessSettings,
  AgentArguments,
  AgentBuild,
  AgentContainerSettings,
  AgentData,
  AgentScript,
  AgentSettings,
  ArgumentValue,
  ClientSettings,
  CrossbarSettings,
  ExternalCrossbar,
  GrafanaSettings,
  HelperSettings,
  HostSettings,
  LokiSettings,
  Manage,
  MonitoringSettings,
  NodeSettings,
  ObservatoryEnvironment,
  SiteImage,
  SiteImages,
  SiteSettings,
  WebSettings,
} from "./schema";
