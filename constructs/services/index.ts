export { stackDockerProvider } from "../shared/docker-provider";
export type { EnginePlace } from "../shared/render/docker-host";
export { ExternalNode, type ExternalNodeProps, type NodeEngine } from "./external-node";
export { Front, type FrontProps, type FrontRun } from "./front";
export { PlatformNode, type PlatformNodeProps } from "./platform-node";
export { Postgres, type PostgresPlaces, type PostgresProps } from "./postgres";
export type {
  PostgresDatabaseSettings,
  PostgresRoleSettings,
  PostgresSettings,
  PostgresUse,
} from "./postgres-settings";
export { CADDY } from "./render/caddy";
export type {
  Files,
  FrontDescription,
  FrontDriver,
  RouteDescription,
  Target,
  UpstreamDescription,
} from "./render/driver";
export { dropletNames, LOCAL, NODES, stackName } from "./render/layout";
export { nodesInOrder } from "./render/node-order";
export { Route, type RouteParts, type UpstreamPlace } from "./route";
export type {
  AcmeSettings,
  CanarySettings,
  CertificateSettings,
  Colour,
  ColourSettings,
  CommonSettings,
  DigitalOceanSettings,
  DnsSettings,
  DomainSettings,
  DropletSettings,
  FrontSettings,
  HealthSettings,
  MigrateSettings,
  NodeSettings,
  PairSettings,
  PlatformSettings,
  RecordSettings,
  RecordType,
  ServiceContainerSettings,
  ServiceSettings,
  ServicesEnvironment,
} from "./schema";
export { Service, type ServiceProps } from "./service";
export { ServicePair, type ServicePairProps } from "./service-pair";
export type { Scheme } from "./settings";
export { Upstream, type UpstreamParts } from "./upstream";
