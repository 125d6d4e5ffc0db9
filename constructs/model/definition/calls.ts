import type { DefinitionPath } from "../render/definition-source";
import { type DefinitionMachine, type DefinitionState, isParts } from "../render/definition-walk";
import { type Finding, got } from "./finding";

/** A right that the machine's role has beside those to call functions, in IAM's own words. */
export interface WorkflowRight {
  /** For example `dynamodb:PutItem`; `*` stands for any letters. */
  readonly actions: readonly string[];
  /** ARNs of resources, or `*`. */
  readonly resources: readonly string[];
}

/** What is known of the model whose definition is looked at. */
export interface CallFacts {
  readonly name: string;
  /** The function's own limit, in seconds. @default - it is not known */
  readonly functionTimeoutSeconds?: number | undefined;
  /** Where the machine is. @default - it is not known */
  readonly region?: string | undefined;
  readonly authorizerArn?: string | undefined;
  readonly allow?: readonly WorkflowRight[] | undefined;
  /** Whether the role's rights are made of the definition. They are not where it is uploaded by others. */
  readonly isManaged: boolean;
}

/** What a definition calls, and what is wrong with it. */
export interface Calls {
  /** Names or ARNs of functions beside the model's and the authorizer, which the role must be allowed to call. */
  readonly functions: readonly string[];
  readonly findings: readonly Finding[];
}

const FUNCTION = /^arn:[a-z-]+:lambda:([a-z0-9-]+):(\d{12}):function:([A-Za-z0-9_-]+|\$\{ModelName\})(:[\w$-]+)?$/;
const NAME = /^(\d{12}:function:)?([A-Za-z0-9_-]+|\$\{ModelName\})(:[\w$-]+)?$/;
const SERVICE = /^arn:[^:]+:states:::(aws-sdk:)?([\w-]+):(\w+)(\.[\w:]+)?$/;

/** IAM's names of services and actions where they are not the SDK's. */
const SERVICES: Readonly<Record<string, string>> = {
  sfn: "states",
  cloudwatchlogs: "logs",
  eventbridge: "events",
  apigateway: "execute-api",
};
const ACTIONS: Readonly<Record<string, string>> = {
  "http:invoke": "states:InvokeHTTPEndpoint",
  "s3:listObjectsV2": "s3:ListBucket",
  "s3:headObject": "s3:GetObject",
};

/** Follows every task of a definition: which functions it calls, which rights it needs, and how long it waits. */
export function callsIn(machines: readonly DefinitionMachine[], facts: CallFacts): Calls {
  const calls = machines.flatMap(({ states }) => states.flatMap((state) => callsOf(state, facts)));
  const isOwn = calls.some((call) => call.isOwn);
  const whole = machines[0];
  return {
    functions: [...new Set(calls.flatMap((call) => call.other ?? []))],
    findings: [
      ...calls.flatMap(({ findings }) => findings),
      ...(whole !== undefined && isOwn ? timeoutFindings(whole.path, whole.value.TimeoutSeconds, facts) : []),
    ],
  };
}

interface Call {
  readonly isOwn?: boolean;
  readonly other?: string;
  readonly findings: readonly Finding[];
}

function callsOf(state: DefinitionState, facts: CallFacts): Call[] {
  const { path, value } = state;
  if (value.Type === "Map") return mapRights(state, facts);
  if (value.Type !== "Task" || typeof value.Resource !== "string") return [];
  const [, , service, action] = SERVICE.exec(value.Resource) ?? [];
  const isInvoke = service === "lambda" && action === "invoke";
  if (service !== undefined && !isInvoke)
    return rightCall([...path, "Resource"], `${service}:${action}`, value.Resource, facts);
  if (/^arn:[^:]+:states:[^:]+:\d+:activity:/.test(value.Resource)) return [];
  const below = isInvoke ? functionNameOf(value) : { path: ["Resource"], name: value.Resource };
  const place = [...path, ...below.path];
  if (typeof below.name !== "string" || isInvoked(below.name)) {
    const message = `must be a fixed function, got ${got(below.name)}; the role's right to call it depends on it`;
    return isAllowed("lambda:InvokeFunction", facts) ? [] : [{ findings: [{ path: place, message }] }];
  }
  return functionCall(state, place, below.name, facts);
}

/** A path or an expression, which is known when the machine runs. */
function isInvoked(name: string): boolean {
  return name.startsWith("$.") || name.startsWith("$$") || name.includes("{%");
}

function functionNameOf(value: DefinitionState["value"]): { readonly path: DefinitionPath; readonly name: unknown } {
  const key = "Arguments" in value ? "Arguments" : "Parameters";
  const parameters = value[key];
  if (!isParts(parameters)) return { path: [key], name: parameters };
  const field = "FunctionName.$" in parameters ? "FunctionName.$" : "FunctionName";
  return { path: [key, field], name: parameters[field] };
}

function functionCall(
  { path, value }: DefinitionState,
  place: DefinitionPath,
  called: string,
  facts: CallFacts,
): Call[] {
  const { name, region, authorizerArn } = facts;
  const timeouts = () => timeoutFindings(path, value.TimeoutSeconds, facts);
  if (/^\$\{FunctionArn\}(:[\w$-]+)?$/.test(called)) return [{ isOwn: true, findings: timeouts() }];
  if (/^\$\{AuthorizerArn\}(:[\w$-]+)?$/.test(called)) return [];
  // Of one that stands for nothing it is said elsewhere.
  if (/\$\{(?!ModelName\})/.test(called)) return [];
  const arn = FUNCTION.exec(called);
  const own = arn?.[3] ?? NAME.exec(called)?.[2];
  if (own === undefined) {
    const message = `must be a function, got ${got(called)}; write its ARN, or \${FunctionArn} for the model's`;
    return [{ findings: [{ path: place, message }] }];
  }
  if (arn !== null && region !== undefined && arn[1] !== region) {
    const message = `must be a function in ${region}, got ${got(called)}; a state machine calls no function of another region`;
    return [{ findings: [{ path: place, message }] }];
  }
  if (own === name || own === "${ModelName}") return [{ isOwn: true, findings: timeouts() }];
  const plain = arn === null ? own : called.replace(/(:function:[^:]+):.*$/, "$1");
  if (plain === authorizerArn) return [];
  if (facts.isManaged || isAllowed("lambda:InvokeFunction", facts)) return [{ other: plain, findings: [] }];
  const message = `must be a function that the machine's role may call, got ${got(called)}; ${advice("lambda:InvokeFunction")}`;
  return [{ findings: [{ path: place, message }] }];
}

/** A run would go on without the function, and start it again beside itself. */
function timeoutFindings(
  path: DefinitionPath,
  seconds: unknown,
  { functionTimeoutSeconds: least }: CallFacts,
): Finding[] {
  if (typeof seconds !== "number" || least === undefined || seconds >= least) return [];
  const message = `must be at least the function's timeout, ${least} seconds, got ${seconds}; the function would run on alone`;
  return [{ path: [...path, "TimeoutSeconds"], message }];
}

/** A distributed Map starts executions of its own, and may read and write S3. */
function mapRights({ path, value }: DefinitionState, facts: CallFacts): Call[] {
  const processor = isParts(value.ItemProcessor) ? value.ItemProcessor : {};
  const mode = isParts(processor.ProcessorConfig) ? processor.ProcessorConfig.Mode : undefined;
  const place = [...path, "ItemProcessor", "ProcessorConfig", "Mode"];
  return [
    ...(mode === "DISTRIBUTED" ? rightCall(place, "states:startExecution", mode, facts) : []),
    ...["ItemReader", "ResultWriter"].flatMap((key) => {
      const { Resource } = isParts(value[key]) ? value[key] : {};
      const [, , service, action] = SERVICE.exec(String(Resource)) ?? [];
      return service === undefined
        ? []
        : rightCall([...path, key, "Resource"], `${service}:${action}`, Resource, facts);
    }),
  ];
}

function rightCall(path: DefinitionPath, asked: string, value: unknown, facts: CallFacts): Call[] {
  const [service = "", action = ""] = asked.split(":");
  const right = ACTIONS[asked] ?? `${SERVICES[service] ?? service}:${action.charAt(0).toUpperCase()}${action.slice(1)}`;
  if (isAllowed(right, facts)) return [];
  const message = `must be what the machine's role may do, got ${got(value)}; ${advice(right)}`;
  return [{ findings: [{ path, message }] }];
}

function advice(right: string): string {
  return `add { actions: ["${right}"], resources: [ … ] } to workflow.allow`;
}

function isAllowed(right: string, { allow = [] }: CallFacts): boolean {
  return allow.some(({ actions }) =>
    actions.some((action) => {
      const words = action.split("*").map((word) => word.replace(/[^\w:-]/g, ""));
      return new RegExp(`^${words.join(".*")}$`, "i").test(right);
    }),
  );
}
