import { setTimeout as sleep } from "node:timers/promises";
import type { FilteredLogEvent } from "@aws-sdk/client-cloudwatch-logs";
import { visible } from "../../../constructs/shared/shown";
import type { DeployedModel } from "../deployed-model";
import { withoutTokens } from "./token";

/** A part of a log. */
export interface LogSpan {
  readonly group: string;
  readonly from: Date;
  readonly until?: Date;
}

/** How late CloudWatch may have a line. */
const LATE_MILLISECONDS = 2_000;

/** A function's lines, oldest first; nothing where the function has never run. */
export async function linesOf(model: DeployedModel, span: LogSpan): Promise<string[]> {
  return (await eventsOf(model, span)).map(lineOf);
}

/** The last lines of a function in a span; they are waited for a while, because they come late. */
export async function tailOf(model: DeployedModel, span: LogSpan, count: number): Promise<string[]> {
  const found = await linesOf(model, span);
  if (found.length > 0) return found.slice(-count);
  await sleep(LATE_MILLISECONDS);
  return (await linesOf(model, span)).slice(-count);
}

/** Lines that are new each time that it is asked. */
export class GrowingLog {
  private readonly seen = new Set<string>();
  private newest: number;

  constructor(
    private readonly model: DeployedModel,
    private readonly group: string,
    from: Date,
  ) {
    this.newest = from.getTime();
  }

  async fresh(): Promise<string[]> {
    // Others' lines may come later than newer ones.
    const from = new Date(this.newest - LATE_MILLISECONDS);
    const events = await eventsOf(this.model, { group: this.group, from });
    const fresh = events.filter(({ eventId = "" }) => !this.seen.has(eventId));
    for (const { eventId = "", timestamp = 0 } of fresh) {
      this.seen.add(eventId);
      this.newest = Math.max(this.newest, timestamp);
    }
    return fresh.map(lineOf);
  }
}

async function eventsOf(model: DeployedModel, { group, from, until }: LogSpan): Promise<FilteredLogEvent[]> {
  const client = await model.logs();
  const { paginateFilterLogEvents } = await import("@aws-sdk/client-cloudwatch-logs");
  const input = {
    logGroupName: group,
    startTime: from.getTime(),
    ...(until !== undefined && { endTime: until.getTime() + LATE_MILLISECONDS }),
  };
  return model.answered(`the log ${group}`, async () => {
    const events: FilteredLogEvent[] = [];
    for await (const page of paginateFilterLogEvents({ client }, input)) events.push(...(page.events ?? []));
    return events;
  });
}

/** As a terminal may show it, without tokens: a program may log what it was called with. */
function lineOf({ message = "" }: FilteredLogEvent): string {
  return message
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => visible(withoutTokens(line.replaceAll("\t", "  "))))
    .join("\n");
}
