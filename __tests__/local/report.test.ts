import { linesOf, type PipelineReport, type RunEvent } from "../../local/report";
import { said } from "./sentences";

const REPORT: PipelineReport = {
  pipeline: "training",
  state: "done",
  ran: 1,
  kept: 2,
  gone: 1,
  failures: [],
  seconds: 1,
  output: "/run/flow-training",
};
const FAILURE = { datum: "data/a", reason: said("", "exitCode", "7"), log: "/run/a.log", lastLines: ["one", "two"] };

describe("what happens in a run, line by line", () => {
  test.each<[string, RunEvent, readonly string[]]>([
    ["waiting", { kind: "waiting", folder: "/run" }, ["another run works in /run; this one waits"]],
    ["a note", { kind: "note", text: "passed over: idle" }, ["passed over: idle"]],
    [
      "what is to be run",
      { kind: "cut", pipeline: "training", datums: 3, toRun: 1 },
      ["training: 1 of 3 datums to run"],
    ],
    ["nothing to be run", { kind: "cut", pipeline: "training", datums: 3, toRun: 0 }, []],
    ["a beginning", { kind: "begin", pipeline: "training", datum: "data/a" }, []],
    ["an end", { kind: "end", pipeline: "training", datum: "data/a", seconds: 1.23 }, ["training data/a took 1.2 s"]],
    [
      "a failure",
      { kind: "end", pipeline: "training", datum: "data/a", seconds: 1, failure: FAILURE },
      [said("training data/a failed:", "exitCode", "7"), "  | one", "  | two", "  all lines: /run/a.log"],
    ],
    [
      "one more try",
      { kind: "retry", pipeline: "training", failure: FAILURE, left: 1 },
      [said("training data/a failed:", "exitCode", "7; 1 try left")],
    ],
    [
      "a pipeline that is done",
      { kind: "pipeline", report: REPORT },
      ["training: done, 1 datum run, 2 as before, 1 gone"],
    ],
    [
      "one that failed",
      { kind: "pipeline", report: { ...REPORT, state: "failed", kept: 0, gone: 0, failures: [FAILURE] } },
      ["training: failed, 1 datum run, 1 failed"],
    ],
    [
      "one that was not run",
      { kind: "pipeline", report: { ...REPORT, state: "not run", reason: "ingestion failed" } },
      ["training: not run: ingestion failed"],
    ],
  ])("%s", (_, event, lines) => expect(linesOf(event)).toEqual(lines));
});
