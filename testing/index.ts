export { type PlannedResource, type PlanSnapshot, type PlanSnapshotOptions, planSnapshot } from "./plan-snapshot";
export { stackSnapshot } from "./stack-snapshot";
export { type Attributes, type Block, type ResourceClass, Template } from "./template";
