import type { Cluster, Said } from "../../../cli/pipelines/cluster";
import { Interruption } from "../../../cli/pipelines/interruption";
import { runJob } from "../../../cli/pipelines/job";
import type { JobManifest } from "../../../constructs/pipelines/database/render/dump-jobs";
import { said } from "../sentences";

const MANIFEST = { metadata: { name: "look", namespace: "labinf" } } as unknown as JobManifest;
const answered = (value: unknown): Said => ({
  code: 0,
  stdout: value === undefined ? "" : JSON.stringify(value),
  stderr: "",
});
const failed = (stderr: string): Said => ({ code: 1, stdout: "", stderr });
const ended = (type: string, reason?: string) => ({ status: { conditions: [{ type, status: "True", reason }] } });
const pod = (name: string, ...states: object[]) => ({
  metadata: { name },
  status: {
    initContainerStatuses: states.slice(0, -1).map((state, index) => ({ name: `step-${index}`, state })),
    containerStatuses: states.slice(-1).map((state) => ({ name: "last", state })),
  },
});

interface Answers {
  readonly jobs: unknown[];
  readonly pods: unknown[][];
  /** Lines of each log that is asked for. */
  readonly logs?: string[][];
  readonly create?: Said;
  readonly remove?: Said;
}

/** Answers one after the other, the last one again and again; a log has its own name. */
function clusterThat({ jobs, pods, logs = [], create = answered(""), remove = answered("") }: Answers) {
  const asked: string[] = [];
  const take = <T>(all: T[]): T => (all.length > 1 ? all.shift() : all[0]) as T;
  const answer = (job: unknown) => (typeof job === "string" ? failed(job) : answered(job));
  const cluster = {
    namespace: "labinf",
    ask(words: readonly string[]): Said {
      const text = words.slice(2).join(" ");
      asked.push(text.replace(" --ignore-not-found --output json", ""));
      if (text.startsWith("create")) return create;
      if (text.startsWith("delete")) return remove;
      if (text.startsWith("get job")) return answer(take(jobs));
      return text.startsWith("get pods") ? answered({ items: take(pods) }) : answered("");
    },
    command: (...words: string[]) => {
      const log = take(logs) ?? [`2026-11-21T03:15:00.1Z ${words.slice(-2).join(" ")}`];
      return ["printf", "%s\\n", ...log];
    },
  };
  return { cluster: cluster as unknown as Cluster, asked };
}

describe("a job that is followed", () => {
  let warned: jest.SpyInstance;
  beforeEach(() => {
    warned = jest.spyOn(console, "error").mockImplementation(() => {});
    jest.spyOn(Interruption.prototype, "pause").mockResolvedValue();
  });
  afterEach(() => jest.restoreAllMocks());

  test("hands on the log of each container as it begins, of each try, and is taken away", async () => {
    const over = { terminated: { exitCode: 0 } };
    const { cluster, asked } = clusterThat({
      jobs: [{}, {}, {}, {}, ended("Complete")],
      pods: [
        [],
        [pod("a", { running: {} }, { waiting: { reason: "PodInitializing" } })],
        [pod("a", over, { running: {} })],
        [pod("a", over, over)],
        [pod("a", over, over), pod("b", over, over)],
      ],
    });
    const lines: string[] = [];
    await runJob(cluster, MANIFEST, (line) => lines.push(line));
    expect(lines).toEqual(["step-0 a", "last a", "step-0 b", "last b"]);
    expect(asked[0]).toBe("create --filename -");
    expect(asked).toContain("get pods --selector job-name=look");
    expect(asked.at(-1)).toBe("delete job look --ignore-not-found --wait=false");
    expect(warned).not.toHaveBeenCalled();
  });

  test.each([
    [[ended("Failed", "DeadlineExceeded")], said("job look", "jobFailed", "DeadlineExceeded")],
    [[undefined], said("job look", "jobFailed", "none: somebody has taken it away")],
    [["no route"], "job look must be followed, got no route"],
  ])("fails with %j, and is taken away", async (jobs, message) => {
    const { cluster, asked } = clusterThat({ jobs, pods: [[]] });
    await expect(runJob(cluster, MANIFEST)).rejects.toThrow(message);
    expect(asked.at(-1)).toMatch(/^delete job look /);
  });

  test("hands on the rest of a log that broke off, and tells of what kubectl says itself once", async () => {
    const line = (text: string) => `2026-11-21T03:15:00.123456789+01:00 ${text}`;
    const running = [pod("a", { running: {} })];
    const { cluster } = clusterThat({
      jobs: [{}, {}, {}, {}, ended("Complete")],
      pods: [running, running, running, [pod("a", { terminated: {} })]],
      logs: [
        ["error: no route", line("one"), line("2026 two")],
        ["error: no route"],
        [line("one"), line("2026 two"), line(""), line("three")],
        [line("one"), line("2026 two"), line(""), line("three"), line("four")],
      ],
    });
    const lines: string[] = [];
    await runJob(cluster, MANIFEST, (line) => lines.push(line));
    expect(lines).toEqual(["one", "2026 two", "", "three", "four"]);
    expect(warned.mock.calls).toEqual([["error: no route"]]);
  });

  test("is not given up when the cluster is out of reach for a moment", async () => {
    const { cluster } = clusterThat({ jobs: ["no route", ended("Complete")], pods: [[]] });
    await runJob(cluster, MANIFEST);
  });

  test("says once why its pod does not begin", async () => {
    const waiting = { waiting: { reason: "ImagePullBackOff", message: "no such image" } };
    const unscheduled = {
      metadata: { name: "a" },
      status: { conditions: [{ type: "PodScheduled", status: "False", message: "0/1 nodes are available" }] },
    };
    const { cluster } = clusterThat({
      jobs: [{}, {}, {}, ended("Complete")],
      pods: [[unscheduled], [pod("a", waiting)], [pod("a", waiting)], []],
    });
    await runJob(cluster, MANIFEST);
    expect(warned.mock.calls).toEqual([
      ["waiting: 0/1 nodes are available"],
      ["waiting: ImagePullBackOff: no such image"],
    ]);
  });

  test("says where to look when its pod does not begin for long", async () => {
    const { cluster } = clusterThat({ jobs: [...Array(30).fill({}), ended("Complete")], pods: [[]] });
    await runJob(cluster, MANIFEST);
    expect(warned.mock.calls).toEqual([["waiting: its pod has not begun; kubectl --namespace labinf get events"]]);
  });

  test("that cannot be taken away is told of, with the command that does it", async () => {
    const { cluster } = clusterThat({ jobs: [ended("Complete")], pods: [[]], remove: failed("no route\n") });
    await runJob(cluster, MANIFEST);
    expect(warned.mock.calls).toEqual([
      [expect.stringMatching(/^warning: job look must be taken away, got no route; printf /)],
    ]);
  });

  test("that the cluster refuses is an error", async () => {
    const { cluster, asked } = clusterThat({ jobs: [], pods: [], create: failed("forbidden") });
    await expect(runJob(cluster, MANIFEST)).rejects.toThrow("job look must be taken by the cluster, got forbidden");
    expect(asked.at(-1)).toMatch(/^delete job look /);
    expect(process.listenerCount("SIGTERM")).toBe(0);
  });
});
