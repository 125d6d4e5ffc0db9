import { RunLines } from "../../local/progress";
import type { RunEvent } from "../../local/report";
import { said } from "./sentences";

const cut = (toRun: number): RunEvent => ({ kind: "cut", pipeline: "count", datums: toRun, toRun });
const end = (datum: string): RunEvent => ({ kind: "end", pipeline: "count", datum, seconds: 0.1 });

describe("the lines of a run", () => {
  let now: number;
  let lines: RunLines;
  beforeEach(() => {
    now = 0;
    lines = new RunLines(() => now);
  });

  /** What is said while each datum takes so long. */
  const told = (count: number, milliseconds: number) =>
    Array.from({ length: count }, (_, index) => {
      now += milliseconds;
      return lines.of(end(`data/${index}`));
    }).flat();

  test("name each datum of a few", () => {
    expect(lines.of(cut(50))).toEqual(["count: 50 of 50 datums to run"]);
    expect(told(2, 6_000)).toEqual(["count data/0 took 0.1 s", "count data/1 took 0.1 s"]);
  });

  test.each([
    [10, 10_000, ["count: 500 of 10000 datums, 100 per second, about 95 s left"]],
    [1_000, 60, ["count: 5 of 60 datums, 1.0 per second, about 55 s left"]],
    [5_000, 130, ["count: 1 of 130 datums, 0.2 per second, about 11 min left"]],
    [60_000, 170, ["count: 1 of 170 datums, 0.0 per second, about 2 h 49 min left"]],
  ])("say of many how far they are, every five seconds: %i ms a datum", (milliseconds, toRun, expected) => {
    lines.of(cut(toRun));
    expect(told(Math.ceil(5_000 / milliseconds), milliseconds)).toEqual(expected);
    expect(lines.of(end("data/x"))).toEqual([]);
  });

  test("name a failure among many, and say nothing of the rest at the end", () => {
    lines.of(cut(51));
    const failure = { datum: "data/a", reason: said("", "exitCode", "7"), log: "/run/a.log", lastLines: [] };
    expect(lines.of({ kind: "end", pipeline: "count", datum: "data/a", seconds: 1, failure })).toEqual([
      said("count data/a failed:", "exitCode", "7"),
      "  all lines: /run/a.log",
    ]);
    told(49, 1);
    now = 60_000;
    expect(lines.of(end("data/z"))).toEqual([]);
  });
});
