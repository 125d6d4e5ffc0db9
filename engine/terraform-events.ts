import { stripVTControlCharacters } from "node:util";
import { programHere } from "./program";

/**
 * A line of Terraform's output for programs, as far as it is read here; a line that is none of them has the type `text`.
 *
 * @see https://developer.hashicorp.com/terraform/internals/machine-readable-ui
 */
export interface TerraformEvent {
  readonly type: string;
  readonly "@message": string;
  /** Of what happens to one resource. */
  readonly hook?: { readonly resource: { readonly addr: string }; readonly action?: string };
  /** Of what a plan would do to one resource. */
  readonly change?: { readonly resource: { readonly addr: string }; readonly action: string };
  /** Of a summary. */
  readonly changes?: {
    readonly operation: string;
    readonly import?: number;
    readonly add: number;
    readonly change: number;
    readonly remove: number;
  };
  readonly diagnostic?: Diagnostic;
  readonly outputs?: Readonly<Record<string, OutputValue>>;
}

/** An error or a warning. */
interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail?: string;
  /** Of the resource that it is about. */
  readonly address?: string;
}

interface OutputValue {
  readonly sensitive?: boolean;
  /** Of a plan. */
  readonly action?: string;
  /** Absent of a plan, and of a secret. */
  readonly value?: unknown;
}

/** What Terraform did to a stack. */
export interface Counts {
  /** Absent where nothing was. */
  readonly imported?: number;
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
}

/** A lock of a state that somebody holds, as Terraform describes it. */
export interface Lock {
  readonly id: string;
  readonly who: string;
  readonly created: string;
}

export const NOTHING_DONE: Counts = { added: 0, changed: 0, destroyed: 0 };

/** Reads a line of Terraform. */
export function eventOf(line: string): TerraformEvent {
  const text = stripVTControlCharacters(line).replace(/\r/g, "");
  if (text.startsWith("{")) {
    try {
      const event = JSON.parse(text) as Partial<TerraformEvent>;
      if (typeof event.type === "string" && typeof event["@message"] === "string") return event as TerraformEvent;
    } catch {
      // A program that prints braces.
    }
  }
  return { type: "text", "@message": text };
}

/** What is about one resource, and worth reading while it happens. */
const TOLD = /^(text|apply_(start|progress|complete|errored)|provision_(start|progress|complete|errored))$/;

/** What a person reads of an event: no line, one, or several. */
export function linesOf(event: TerraformEvent): string[] {
  const { type, diagnostic, changes, outputs } = event;
  if (diagnostic !== undefined) return diagnosticLines(diagnostic);
  if (type === "outputs") return outputLines(outputs ?? {});
  const isTold = TOLD.test(type) || (changes !== undefined && changes.operation !== "plan");
  return isTold && event["@message"].trim() !== "" ? [event["@message"]] : [];
}

function diagnosticLines({ severity, summary, detail = "", address }: Diagnostic): string[] {
  const head = severity === "error" ? "Error" : "Warning";
  const place = address === undefined ? [] : [`  with ${address}`];
  const rest = detail.split("\n").filter((line) => line.trim() !== "");
  return [`${head}: ${summary}`, ...place, ...rest.map((line) => `  ${line}`)];
}

function outputLines(outputs: Readonly<Record<string, OutputValue>>): string[] {
  const known = Object.entries(outputs).filter(([, { value, sensitive }]) => sensitive === true || value !== undefined);
  const line = ([name, { sensitive, value }]: [string, OutputValue]) =>
    `  ${name} = ${sensitive === true ? "(sensitive)" : JSON.stringify(value)}`;
  return known.length === 0 ? [] : ["Outputs:", ...known.map(line)];
}

/** Whether Terraform begins with a resource there. */
export function isBegin({ type }: TerraformEvent): boolean {
  return type === "apply_start";
}

/** Whether Terraform says so only at its end: what it did, or why it failed. */
export function isLast({ changes, diagnostic }: TerraformEvent): boolean {
  return (changes !== undefined && changes.operation !== "plan") || diagnostic?.severity === "error";
}

/** Terraform's own account of what it did; none where it did not come to its end. */
export function countsOf(events: readonly TerraformEvent[]): Counts | undefined {
  const done = events.findLast(({ changes }) => changes !== undefined && changes.operation !== "plan")?.changes;
  if (done === undefined) return undefined;
  return {
    ...(done.import && { imported: done.import }),
    added: done.add,
    changed: done.change,
    destroyed: done.remove,
  };
}

function errorsIn(events: readonly TerraformEvent[]): Diagnostic[] {
  return events.flatMap(({ diagnostic }) => (diagnostic?.severity === "error" ? [diagnostic] : []));
}

/** Why Terraform failed: its errors; of what it said in plain text all from the first error on, or all. */
export function reasonOf(events: readonly TerraformEvent[]): string[] {
  const errors = errorsIn(events);
  if (errors.length > 0) return errors.flatMap(diagnosticLines);
  const texts = textsOf(events);
  const start = texts.findIndex((line) => /^\s*Error: /.test(line));
  return texts.slice(Math.max(0, start)).filter((line) => line.trim() !== "");
}

/** Each error in one text; of what it said without events, all in one. */
export function errorTexts(events: readonly TerraformEvent[]): string[] {
  const errors = errorsIn(events).map(({ summary, detail = "" }) => `${summary} ${detail}`);
  return (errors.length > 0 ? errors : [reasonOf(events).join(" ")]).map((each) => each.replace(/\s+/g, " "));
}

/** What it said besides its events: a program in its place, or Terraform before it has read how it is called. */
function textsOf(events: readonly TerraformEvent[]): string[] {
  return events.flatMap((event) => (event.type === "text" ? [event["@message"].replace(/^[│╷╵]\s?/, "")] : []));
}

/** Whether Terraform did not begin, because a plugin, a module or the backend is not as it was. */
export function asksForInit(events: readonly TerraformEvent[]): boolean {
  if (events.some(isBegin)) return false;
  return /\b(terraform|tofu) init\b/.test([...reasonOf(events), ...textsOf(events)].join(" "));
}

const EXISTS = /AlreadyOwnedByYou|AlreadyExists|already exists?|ResourceConflict/i;

/** Addresses of resources that Terraform could not make because they exist, though no state knows them. */
export function existingOf(events: readonly TerraformEvent[]): string[] {
  const found = errorsIn(events).filter(({ summary, detail = "" }) => EXISTS.test(summary) || EXISTS.test(detail));
  return [...new Set(found.flatMap(({ address }) => address ?? []))];
}

/** Addresses of resources that a plan would destroy, and that must stay. */
export function protectedOf(events: readonly TerraformEvent[]): string[] {
  const text = errorsIn(events).map(({ detail = "" }) => detail.replace(/\s+/g, " "));
  return text.flatMap((each) => /Resource (\S+) has lifecycle\.prevent_destroy set/.exec(each)?.[1] ?? []);
}

/** Addresses of what a plan has found to import: those that it read, and did not miss. */
export function foundByImport(events: readonly TerraformEvent[]): string[] {
  const read = events.flatMap(({ type, hook }) => (type === "refresh_complete" && hook ? [hook.resource.addr] : []));
  // What it says besides is of the configuration that it writes for them.
  const missed = errorsIn(events).filter(({ summary }) => summary === "Cannot import non-existent remote object");
  const missing = missed.flatMap(
    ({ address, detail = "" }) => address ?? /object to "([^"]+)"/.exec(detail)?.[1] ?? [],
  );
  return read.filter((each) => !missing.includes(each));
}

/** Whether the state has changed since a plan was made. */
export function isStale(events: readonly TerraformEvent[]): boolean {
  return errorsIn(events).some(({ summary }) => /plan is stale|different state lineage/i.test(summary));
}

/** The lock that kept Terraform from a state, if one did. */
export function lockOf(events: readonly TerraformEvent[]): Lock | undefined {
  const locked = errorsIn(events).find(({ summary }) => summary.includes("Error acquiring the state lock"));
  if (locked === undefined) return undefined;
  const field = (name: string) => new RegExp(`^\\s*${name}:\\s+(.*?)\\s*$`, "m").exec(locked.detail ?? "")?.[1] ?? "";
  // Where a state cannot be read, there is no lock either.
  return field("ID") === "" ? undefined : { id: field("ID"), who: field("Who"), created: field("Created") };
}

/** Where a lock was met. */
export interface LockedPlace {
  readonly workspace: string;
  readonly stack: string;
  /** The stack's folder, from the project's. */
  readonly folder: string;
  readonly action: "deploy" | "destroy";
}

/** What to do about a lock. A recovery would make again what a destroy has taken away. */
export function lockedMessage({ workspace, stack, folder, action }: LockedPlace, { id, who, created }: Lock): string {
  const free = `free it alone: ${programHere().word} -chdir=${folder} force-unlock ${id}`;
  const advice =
    action === "deploy"
      ? `run slipway recover ${workspace}, or ${free}`
      : `run slipway destroy ${workspace} again, or ${free}`;
  return (
    `${stack}: the state must be free, got a lock of ${who || "somebody"} since ${created}; wait for that run, ` +
    `or, when it is over, ${advice}`
  );
}
