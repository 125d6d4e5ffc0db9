import type { HistoryEvent, SFNClient } from "@aws-sdk/client-sfn";
import { isText, partsOf } from "../../../constructs/shared/rules";
import { withoutTokens } from "./token";

/** Something that happened in a step of a run. */
export interface StepNews {
  readonly kind: "entered" | "left" | "failed";
  readonly step: string;
  /** Of the state: Task, Wait, Map. */
  readonly type: string;
  readonly at: Date;
  /** Since the step was entered. */
  readonly milliseconds: number;
  readonly error?: string;
  readonly cause?: string;
}

/** A step that was entered. */
interface Entered {
  readonly step: string;
  readonly type: string;
  readonly at: Date;
}

/** The failure of a task, or of a call of a function or an activity. How the run ended is in the run. */
const FAILURE = /^(Task|LambdaFunction|Activity)\w*(Failed|TimedOut)$/;

/** Turns a history's events, in their order, into what happened in steps. */
export class Steps {
  /** The step within which each event lies. */
  private readonly within = new Map<number, Entered>();
  private readonly last = new Map<string, Entered>();

  /** What an event says of a step; nothing where it is of no step, or was seen. */
  news({ id = 0, previousEventId = 0, type, timestamp, ...details }: Partial<HistoryEvent>): StepNews | undefined {
    if (this.within.has(id)) return undefined;
    const at = timestamp ?? new Date(0);
    const [, entering] = /^(\w+)StateEntered$/.exec(type ?? "") ?? [];
    if (entering !== undefined) {
      const entered = { step: details.stateEnteredEventDetails?.name ?? "", type: entering, at };
      this.within.set(id, entered);
      this.last.set(entered.step, entered);
      return { kind: "entered", ...entered, milliseconds: 0 };
    }
    const around = this.within.get(previousEventId);
    const [, leaving] = /^(\w+)StateExited$/.exec(type ?? "") ?? [];
    const name = details.stateExitedEventDetails?.name;
    // A parallel step is left by an event that follows one of its branches.
    const entered = name !== undefined && around?.step !== name ? (this.last.get(name) ?? around) : around;
    if (entered === undefined) return undefined;
    this.within.set(id, entered);
    const milliseconds = at.getTime() - entered.at.getTime();
    if (leaving !== undefined) return { kind: "left", ...entered, at, milliseconds };
    if (!FAILURE.test(type ?? "")) return undefined;
    return { kind: "failed", ...entered, at, milliseconds, ...reasonIn(details) };
  }
}

function reasonIn(details: Partial<HistoryEvent>): Pick<StepNews, "error" | "cause"> {
  const found = Object.values(details)
    .map((part) => partsOf(part))
    .find((part) => "error" in part || "cause" in part);
  const { error, cause } = found ?? {};
  return {
    ...(isText(error) && { error: withoutTokens(error) }),
    ...(isText(cause) && { cause: withoutTokens(cause) }),
  };
}

/** A run's history, asked again and again. What its steps get and give is not asked for: a token is among it. */
export class History {
  private readonly steps = new Steps();
  private token: string | undefined;

  constructor(
    private readonly client: SFNClient,
    private readonly arn: string,
  ) {}

  /** What happened since it was asked last. */
  async fresh(): Promise<StepNews[]> {
    const { GetExecutionHistoryCommand } = await import("@aws-sdk/client-sfn");
    const found: StepNews[] = [];
    for (let more = true; more; ) {
      const input = { executionArn: this.arn, maxResults: 1000, includeExecutionData: false, nextToken: this.token };
      const { events = [], nextToken } = await this.client.send(new GetExecutionHistoryCommand(input));
      found.push(...events.flatMap((event) => this.steps.news(event) ?? []));
      more = nextToken !== undefined;
      // The last page is asked for again: it grows.
      if (more) this.token = nextToken;
    }
    return found;
  }
}
