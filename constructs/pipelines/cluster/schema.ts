import { imageReference } from "../../shared/container/image-reference";
import {
  complaint,
  isRecord,
  isText,
  listOf,
  oneOf,
  type Problem,
  textMatching,
  wholeNumber,
} from "../../shared/rules";
import { secretVariable as secretVariableOf } from "../../shared/secret-variable-schema";
import { shown, unseen } from "../../shared/shown";
import * as z from "../../shared/zod";
import { brokenCronRule } from "./render/cron";
import { quantityValue } from "./render/quantities";
import type { ContainerResources, SecretKey } from "./settings";

type Issue = { readonly input?: unknown };

/** What an object of some things is told when it is none. */
export const objectOf = (what: string) => ({
  error: ({ input }: Issue) => complaint(`must be an object of ${what} by their names`, input, "write it in { }"),
});

const LABEL = "[a-z0-9]([a-z0-9-]*[a-z0-9])?";

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
export const LABEL_KEY = new RegExp(
  `^((?=[^/]{1,253}/)${LABEL}(\\.${LABEL})*/)?[A-Za-z0-9]([\\w.-]{0,61}[A-Za-z0-9])?$`,
);
export const LABEL_VALUE = /^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/;

/** A name that is also the name of a host. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const clusterName = (longest: number, advice: string) =>
  textMatching(
    new RegExp(`^(?=.{1,${longest}}$)[a-z]([a-z0-9-]*[a-z0-9])?$`),
    `must be 1 to ${longest} of a-z, 0-9 and -, the first a letter and the last no -`,
    advice,
  );
/** Namespaces of the cluster itself. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces */
const OWN_NAMESPACES = ["kube-system", "kube-public", "kube-node-lease"];
export const namespace = textMatching(
  new RegExp(`^(?=.{1,63}$)${LABEL}$`),
  "must be a namespace: 1 to 63 of a-z, 0-9 and -, with no - at its ends",
  'for example "labinf"',
).refine((value) => !OWN_NAMESPACES.includes(value), {
  error: ({ input }) =>
    complaint("must be a namespace for your programs", input, "the cluster's own run there: make another"),
});
export const objectName = textMatching(
  new RegExp(`^(?=.{1,253}$)${LABEL}(\\.${LABEL})*$`),
  "must be a name of a-z, 0-9, - and .",
  "`kubectl get` shows the names there are",
);
export const secretKey = textMatching(
  /^(?!\.\.?$)[A-Za-z0-9._-]{1,253}$/,
  "must be a secret's key of letters, digits and ._-",
  'for example "mysql-password"',
);

const imageComplaint = ({ input }: Issue) =>
  complaint("must be an image with a tag that is not latest, or with its digest", input, 'for example "mysql:8.4.7"');
export const image = z.string({ error: imageComplaint }).refine((value) => isFixed(value), { error: imageComplaint });

/** Whether an image is the same tomorrow. */
export function isFixed(value: string): boolean {
  const { tag = "latest", digest } = imageReference(value) ?? {};
  return digest !== undefined || tag !== "latest";
}

/** Less is no amount that a program or a volume could have: a unit was forgotten, or `m` written for `M`. */
export const LEAST_BYTES = 1024 ** 2;

/** More than any node has: `64000` was meant to be `64000m`. */
export const MOST_PROCESSORS = 1024;

/** What is said of a quantity of too few bytes; nothing when it is another fault. */
export function fewBytes(input: unknown): string | undefined {
  const bytes = isText(input) ? quantityValue(input) : undefined;
  if (bytes === undefined || bytes === 0 || bytes >= LEAST_BYTES) return undefined;
  return complaint("must be at least 1Mi", input, 'm is a thousandth, and no unit is bytes: write "512Mi" or "4G"');
}

/** What is said of too many processors; nothing when it is another fault. */
export function manyProcessors(input: unknown): string | undefined {
  const amount = typeof input === "number" || isText(input) ? quantityValue(input) : undefined;
  if (amount === undefined || amount <= MOST_PROCESSORS) return undefined;
  return complaint(`must be at most ${MOST_PROCESSORS} processors`, input, 'a thousandth of one is "1m"');
}

const size = (advice: string) => {
  const few = (input: unknown) => (/\D$/.test(String(input)) ? fewBytes(input) : undefined);
  const error = ({ input }: Issue) => few(input) ?? complaint("must be a quantity in bytes", input, advice);
  return z
    .string({ error })
    .refine((value) => /[kMGTPEi]$/.test(value) && (quantityValue(value) ?? 0) >= LEAST_BYTES, { error });
};
const memory = size('for example "512Mi" or "4G"');
export const storage = size('for example "8Gi"');
const cpuComplaint = ({ input }: Issue) =>
  manyProcessors(input) ?? complaint("must be a number of processors above 0", input, '0.5 or "500m"');
const cpu = z.custom<number | string>(
  (value) =>
    (typeof value === "number" || isText(value)) &&
    /^\d+(\.\d{1,3})?m?$/.test(String(value)) &&
    quantityValue(value) !== 0 &&
    (quantityValue(value) ?? 0) <= MOST_PROCESSORS,
  { error: cpuComplaint },
);
export const containerResources = z.rulesOf<ContainerResources>()({
  cpu: cpu.exactOptional(),
  memory: memory.exactOptional(),
  ephemeralStorage: storage.exactOptional(),
});
export const removal = oneOf(["refused", "allowed"], "allowed loses the data with the stack");
export const nodeSelector = z.record(
  textMatching(LABEL_KEY, "must be a label's name", 'for example "acceleration"'),
  textMatching(LABEL_VALUE, "must be a label's value", "quote it"),
  {
    error: (issue: Issue) =>
      complaint("must be an object of labels", issue.input, 'for example { acceleration: "none" }'),
  },
);
export const timeoutSeconds = wholeNumber(10, 604_800, "then it counts as failed");

/** The complaint of an object in whose place somebody may write a secret. */
export const unseenObject = { error: ({ input }: Issue) => `must be an object, got ${unseen(input)}; write it in { }` };
export const secretVariable = secretVariableOf("cpsign_license");
const notReferred = ({ input }: Issue) =>
  `must name a key of a secret, got ${unseen(input)}; write { secret: "old-mysql", key: "mysql-root-password" }`;
export const secretKeyReference = z.custom<SecretKey>(
  (value) =>
    isRecord(value) &&
    Object.keys(value).length === 2 &&
    objectName.safeParse(value.secret).success &&
    secretKey.safeParse(value.key).success,
  { error: notReferred },
);
export const namespaces = listOf(namespace, "namespaces");
/** A time of cron, with what it is called where it stands. */
export const cronTime = (rule: string, advice: string, words: readonly string[] = []) => {
  const broken = (value: string) => brokenCronRule(value, rule, words);
  const error = ({ input }: Issue) => complaint((isText(input) ? broken(input) : undefined) ?? rule, input, advice);
  return z.string({ error }).refine((value) => broken(value) === undefined, { error });
};
export const cron = cronTime("must be a schedule of five fields as cron has it", 'for example "15 3 * * *"');

/** What is wrong between what a container asks for and what it may have. */
export function resourceProblems(path: string, requests: unknown, limits: unknown): Problem[] {
  return ["cpu", "memory", "ephemeralStorage"].flatMap((kind) => {
    const [asked, allowed] = [requests, limits].map((each) => (isRecord(each) ? each[kind] : undefined));
    if (asked === undefined || allowed === undefined) return [];
    const [least, most] = [quantityValue(String(asked)), quantityValue(String(allowed))];
    if (least === undefined || most === undefined || least <= most) return [];
    const message = `must be at least what is requested (${shown(asked)}), got ${shown(allowed)}; raise it, or lower the request`;
    return [{ path: `${path}.${kind}`, message }];
  });
}
