import * as container from "../../shared/container/schema";
import { complaint, isRecord, isText, oneOf, textMatching, wholeNumber } from "../../shared/rules";
import * as z from "../../shared/zod";
import * as cluster from "../cluster/schema";
import type {
  DatumSetSettings,
  EgressSettings,
  PipelineServiceSettings,
  Toleration,
  TriggerSettings,
} from "./worker-settings";

type Issue = { readonly input?: unknown };

const flag = z.literal([true, false], {
  error: ({ input }: Issue) => complaint("must be true or false", input, "write one"),
});
const port = (least: number) => wholeNumber(least, 65_535, "these are the ports there are");
const list = (what: string) => ({
  error: ({ input }: Issue) => complaint(`must be a list of ${what}`, input, "write it in [ ]"),
});
const cronTime = cluster.cronTime("must be a time of cron", 'for example "@hourly"');

/** Whether a text is a JSON Patch. */
function isPatch(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((each) => isRecord(each) && isText(each.op) && isText(each.path));
  } catch {
    return false;
  }
}
const patchComplaint = ({ input }: Issue) =>
  complaint("must be a JSON Patch", input, `write '[{ "op": "add", "path": "/hostIPC", "value": true }]'`);

const egress = z.rulesOf<EgressSettings>()({
  url: textMatching(
    /^[a-z][a-z0-9]*:\/\/[^\s\p{Cc}]+$/u,
    "must be the address of a bucket and a folder",
    'for example "s3://bucket/folder"',
  ),
});
const service = z.rulesOf<PipelineServiceSettings>()({
  internalPort: port(1),
  externalPort: port(1),
  type: oneOf(["NodePort", "LoadBalancer", "ClusterIP"], "leave it out for NodePort").exactOptional(),
});
const toleration = z.rulesOf<Toleration>()({
  key: textMatching(cluster.LABEL_KEY, "must be a taint's key", "kubectl describe node shows it").exactOptional(),
  operator: oneOf(["EXISTS", "EQUAL"], "EXISTS tolerates any value"),
  value: textMatching(cluster.LABEL_VALUE, "must be a taint's value", "quote it").exactOptional(),
  effect: oneOf(
    ["ALL_EFFECTS", "NO_SCHEDULE", "PREFER_NO_SCHEDULE", "NO_EXECUTE"],
    "leave it out for all",
  ).exactOptional(),
  tolerationSeconds: wholeNumber(0, 31_536_000, "leave it out for ever").exactOptional(),
});
const datumSet = z.rulesOf<DatumSetSettings>()({
  number: wholeNumber(1, 1_000_000_000, "it is a number of datums").exactOptional(),
  sizeBytes: wholeNumber(1, Number.MAX_SAFE_INTEGER, "it is a number of bytes").exactOptional(),
  perWorker: wholeNumber(1, 1_000_000, "it is a number of sets").exactOptional(),
});

/** When a commit starts a pipeline. */
export const trigger = z.rulesOf<TriggerSettings>()({
  branch: textMatching(/^[\w.-]+$/, "must be a branch's name", 'for example "staging"'),
  all: flag.exactOptional(),
  rateLimitSpec: cronTime.exactOptional(),
  cronSpec: cronTime.exactOptional(),
  size: textMatching(/^\d+(\.\d+)?[KMGT]?i?B?$/, "must be a size", 'for example "100MB"').exactOptional(),
  commits: wholeNumber(1, 1_000_000, "it is a number of commits").exactOptional(),
});

/** The rules of a {@link WorkerSettings}. */
export const workerRules = {
  errorCommand: container.settings.shape.command,
  errorScript: z
    .array(textMatching(/^[^\0\r]*$/, "must be a line without a carriage return", "take it out"), list("lines"))
    .exactOptional(),
  egress: egress.exactOptional(),
  s3Out: flag.exactOptional(),
  service: service.exactOptional(),
  tolerations: z.array(toleration, list("tolerations")).exactOptional(),
  priorityClassName: cluster.objectName.exactOptional(),
  podPatch: z.string({ error: patchComplaint }).refine(isPatch, { error: patchComplaint }).exactOptional(),
  datumSet: datumSet.exactOptional(),
};
