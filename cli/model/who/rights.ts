import { Policy } from "../../../testing/policy/policy";
import type { RolePolicy } from "./stack-policies";

/** An answer of policies: `unknown` where a policy counts that no stack here makes. */
type Answer = "yes" | "no" | "unknown";

/** What a role may do with a model. */
export interface ModelRights {
  readonly read: Answer;
  readonly write: Answer;
  /** Whether it may change the scenario `base`. */
  readonly base: Answer;
  /** Whether the back end lets it start the model. */
  readonly run: Answer;
  /** Of a role that may run the model by the name of another one. */
  readonly runsBy?: string;
}

/** A model, as the policies name it. */
export interface PolicyModel {
  readonly name: string;
  readonly partition: string;
}

/** What a policy that is not known might allow at most: what is denied stays so. */
const EVERYTHING = { Effect: "Allow", Action: "*", Resource: "*" };

/** Evaluates the policies of a role. */
export function rightsOf(policies: readonly RolePolicy[], { name, partition }: PolicyModel): ModelRights {
  const known = policies.flatMap(({ document }) => document ?? []);
  const isOpen = known.length < policies.length;
  const all = known.map((document) => Policy.of(document));
  const bucket = `arn:${partition}:s3:::${name}`;
  const joined = (more: readonly object[]) =>
    Policy.of({ Version: "2012-10-17", Statement: [...all.flatMap(({ statements }) => statements), ...more] });
  const [together, denials] = [joined([]), joined([EVERYTHING])];
  const may = (action: string, key: string): Answer => {
    if (together.allows(action, `${bucket}/${key}`)) return "yes";
    return isOpen && denials.allows(action, `${bucket}/${key}`) ? "unknown" : "no";
  };
  const write = both(may("s3:PutObject", "scenario/file"), may("s3:DeleteObject", "scenario/file"));
  const places = all.flatMap((policy) => placesOf(policy));
  const run = places.find((each) => bucketIn(each) === name) ?? places.find((each) => each.includes(name));
  const by = run === undefined || bucketIn(run) === name ? {} : { runsBy: bucketIn(run) };
  const runs = run !== undefined ? "yes" : isOpen ? "unknown" : "no";
  return {
    read: may("s3:GetObject", "scenario/file"),
    write,
    base: may("s3:PutObject", "base/file"),
    run: runs,
    ...by,
  };
}

function both(one: Answer, other: Answer): Answer {
  if (one === other) return one;
  return [one, other].includes("no") ? "no" : "unknown";
}

/**
 * What the back end reads of a policy to decide who may run what: the resources of the second statement, where that allows. A model whose
 * name is in one of them may be run.
 */
function placesOf({ statements }: Policy): string[] {
  const second = statements[1];
  if (second?.Effect !== "Allow") return [];
  const { Resource } = second;
  return (Array.isArray(Resource) ? Resource : [Resource]).map(String);
}

/** The bucket of `arn:aws:s3:::bucket/*`. */
function bucketIn(arn: string): string {
  return /:::([^/]+)/.exec(arn)?.[1] ?? arn;
}
