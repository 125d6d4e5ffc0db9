import type { HistoryEvent } from "@aws-sdk/client-sfn";
import { reasonText, stepLine } from "../../../../cli/model/run/follow";
import { Steps } from "../../../../cli/model/run/history";
import { runsText } from "../../../../cli/model/run/list";
import { tellResult } from "../../../../cli/model/run/result";

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 31, 12, 0, seconds));
const event = (id: number, previousEventId: number, type: string, more: object = {}) =>
  ({ id, previousEventId, type, timestamp: at(id), ...more }) as HistoryEvent;
const entered = (id: number, previous: number, type: string, name: string) =>
  event(id, previous, `${type}StateEntered`, { stateEnteredEventDetails: { name } });
const exited = (id: number, previous: number, type: string, name: string) =>
  event(id, previous, `${type}StateExited`, { stateExitedEventDetails: { name } });
const lines = (events: readonly HistoryEvent[]) => {
  const steps = new Steps();
  return events.flatMap((each) => {
    const news = steps.news(each);
    return news === undefined ? [] : (stepLine(news) ?? []);
  });
};

describe("the lines of a run", () => {
  test("are one for each step, with its time", () => {
    const events = [
      event(1, 0, "ExecutionStarted"),
      entered(2, 0, "Task", "Authorization"),
      event(3, 2, "TaskScheduled"),
      event(4, 3, "TaskSucceeded"),
      exited(5, 4, "Task", "Authorization"),
      entered(6, 5, "Choice", "Which"),
      exited(7, 6, "Choice", "Which"),
      entered(8, 7, "Task", "STEP 1"),
      exited(20, 8, "Task", "STEP 1"),
      event(21, 20, "ExecutionSucceeded"),
    ];
    expect(lines(events)).toEqual(["  Authorization            3.0 s", "  STEP 1                   12 s"]);
  });

  test("are those of branches at the same time", () => {
    const events = [
      entered(1, 0, "Parallel", "Both"),
      event(2, 1, "ParallelStateStarted"),
      entered(3, 2, "Task", "Left"),
      entered(4, 2, "Task", "Right"),
      exited(6, 4, "Task", "Right"),
      exited(9, 3, "Task", "Left"),
      exited(10, 9, "Parallel", "Both"),
    ];
    expect(lines(events)).toEqual([
      "  Right                    2.0 s",
      "  Left                     6.0 s",
      "  Both                     9.0 s",
    ]);
  });

  test("say why a step failed, also where it is tried again", () => {
    const cause = JSON.stringify({ errorMessage: "no links\n in base", errorType: "RuntimeError", stackTrace: [] });
    const events = [
      entered(1, 0, "Task", "STEP 1"),
      event(2, 1, "TaskFailed", { taskFailedEventDetails: { error: "RuntimeError", cause } }),
      event(3, 2, "TaskScheduled"),
      event(4, 3, "TaskTimedOut", { taskTimedOutEventDetails: { error: "States.Timeout" } }),
      event(5, 4, "ExecutionFailed", { executionFailedEventDetails: { error: "States.Timeout" } }),
    ];
    expect(lines(events)).toEqual([
      "  STEP 1                   failed after 1.0 s: RuntimeError: RuntimeError: no links in base",
      "  STEP 1                   failed after 3.0 s: States.Timeout",
    ]);
  });

  test("come once, although the last page of a history is read again", () => {
    const events = [entered(1, 0, "Task", "A"), exited(2, 1, "Task", "A")];
    expect(lines([...events, ...events])).toHaveLength(1);
  });
});

test.each([
  [{ error: "E", cause: "why" }, "E: why"],
  [{ cause: "called with eyJhbGciOiJub25lIn0.e30.c2ln" }, "called with eyJhbGciOiJub25lIn0.e30.c2ln"],
  [{ error: "E" }, "E"],
  [{}, "no reason given"],
  [{ error: "\u001b[31mE" }, "\\u001b[31mE"],
])("%j is said as %s", (reason, text) => expect(reasonText(reason)).toBe(text));

describe("a run's result", () => {
  const run = { name: "base-1", arn: "arn", scenario: "base", started: at(0), ended: at(30) };
  const told = (status: string, more: object = {}) => {
    const printed: string[] = [];
    tellResult("my-model", { ...run, status, ...more }, (line) => void printed.push(line));
    return printed;
  };

  test("is said where it succeeded", () => expect(told("SUCCEEDED")).toEqual(["base-1 succeeded after 30 s"]));

  test.each([
    ["FAILED", { error: "E", cause: "why" }, "got FAILED after 30 s: E: why"],
    ["TIMED_OUT", {}, "got TIMED_OUT after 30 s"],
    ["ABORTED", { error: "Stopped" }, "got ABORTED after 30 s: Stopped"],
  ])("is an error where it is %s", (status, more, got) =>
    expect(() => told(status, more)).toThrow(
      new Error(`my-model: base-1 must succeed, ${got}; slipway model logs my-model --run base-1 prints its log`),
    ),
  );

  test("is listed with its reason in lines of at most 40 columns", () => {
    const cause = "The function was not there when the step began, and nobody has made it since";
    const text = runsText([{ ...run, status: "FAILED", error: "E", cause }], false);
    expect(text).toContain("│ E: The function was not there when the   │");
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThan(120);
  });

  test("is listed", () => {
    expect(runsText([], false)).toBe("no runs");
    expect(runsText([{ ...run, status: "FAILED", error: "E" }], false)).toContain(
      "│ base-1 │ base     │ FAILED │ 2026-01-31T12:00:00Z │ 30 s │ E   │",
    );
    expect(JSON.parse(runsText([{ ...run, status: "SUCCEEDED" }], true))).toEqual([
      {
        ...{ name: "base-1", arn: "arn", scenario: "base", status: "SUCCEEDED" },
        ...{ started: "2026-01-31T12:00:00.000Z", ended: "2026-01-31T12:00:30.000Z" },
      },
    ]);
  });
});
