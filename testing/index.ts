export type { Annotation, StackAnnotations } from "./annotations";
export { Capture } from "./capture";
export type { Block, ResourceClass } from "./elements";
export { Match, type Matcher } from "./match";
export { type PlannedResource, type PlanSnapshot, type PlanSnapshotOptions, planSnapshot } from "./plan-snapshot";
export { stackSnapshot } from "./stack-snapshot";
export { type Attributes, Template } from "./template";
