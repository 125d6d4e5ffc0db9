import type { Engine, Inspected } from "../../../constructs/services/apply/engine";
import { Closed, passGate } from "../../../constructs/services/apply/switch/gate";

const PROBE = { url: "http://lab-a:80/", host: "a.example.org", service: "a" };
const HEALTH = { intervalSeconds: 0.01, timeoutSeconds: 1, minHealthySeconds: 0.1, deadlineSeconds: 0.3 };

type State = Partial<Inspected["State"]> & { readonly restarts?: number };

/** Passes a gate before which the answers come one after the other, and the container is so each time; the last stay. */
async function gate(answers: readonly string[], states: readonly State[] = [{}], more: Partial<typeof HEALTH> = {}) {
  const [said, seen] = [[...answers], [...states]];
  const next = <T>(list: T[]): T => (list.length > 1 ? (list.shift() as T) : (list[0] as T));
  const asked: string[] = [];
  const engine = {
    inspect: async () => {
      const { restarts = 0, ...state } = next(seen);
      return { RestartCount: restarts, State: { Status: "running", Running: true, ExitCode: 0, ...state } };
    },
    run: async (container: string, script: string) => {
      asked.push(`${container}: ${script.split("\n").at(-3)}`);
      return { code: 0, stdout: next(said), stderr: "" };
    },
  };
  const begin = performance.now();
  const health = { ...HEALTH, ...more };
  await passGate({ engine: engine as unknown as Engine, front: "lab-front", probe: PROBE, health, container: "lab-a" });
  return { asked, seconds: (performance.now() - begin) / 1000 };
}

describe("the gate before a new container", () => {
  test("opens when the front has had its answer for long enough", async () => {
    const { asked, seconds } = await gate(["200"]);
    expect(seconds).toBeGreaterThanOrEqual(0.1);
    expect(asked[0]).toBe("lab-front: status 'http://lab-a:80/' 'a.example.org' 'a' 1");
    expect(asked.length).toBeGreaterThan(2);
  });

  test("opens at once where that is enough", async () => {
    expect((await gate(["204"], [{}], { minHealthySeconds: 0 })).asked).toHaveLength(1);
  });

  test("waits while a container begins", async () => {
    const { seconds } = await gate(["000", "502", "404", "000", "200"]);
    expect(seconds).toBeGreaterThan(0.1);
  });

  test("waits for the container's own health check", async () => {
    const starting = { Health: { Status: "starting" } };
    await gate(["200"], [starting, starting, starting, { Health: { Status: "healthy" } }]);
    await expect(gate(["200"], [starting])).rejects.toThrow(
      new Closed("must be healthy within 0.3 s, got a health check that has not succeeded yet"),
    );
  });

  test.each([
    ["000", "no answer from http://lab-a:80/"],
    ["", "no answer from http://lab-a:80/"],
    ["404", "the status 404 from http://lab-a:80/"],
    ["100", "the status 100 from http://lab-a:80/"],
  ])("closes after its time when the answer is %p", async (answer, got) => {
    await expect(gate([answer])).rejects.toThrow(new Closed(`must be healthy within 0.3 s, got ${got}`));
  });

  test("closes when it is not healthy any more", async () => {
    await expect(gate(["200", "200", "503"])).rejects.toThrow(
      new Closed("must be healthy for 0.1 s, got the status 503 from http://lab-a:80/ after 0 s"),
    );
  });

  test("asks once more where an answer got lost, and closes at the second", async () => {
    await gate(["200", "000", "200"]);
    await gate(["200", "", "200", "000", "200"]);
    await expect(gate(["200", "000", "000", "200"])).rejects.toThrow(
      new Closed("must be healthy for 0.1 s, got no answer from http://lab-a:80/ after 0 s"),
    );
  });

  test.each<[string, State, string]>([
    ["has ended", { Running: false, ExitCode: 3 }, "must stay up, got its end with code 3"],
    [
      "could not begin",
      { Running: false, ExitCode: 127, Error: "no such file" },
      "must stay up, got its end with code 127 (no such file)",
    ],
    ["had no memory", { Running: false, OOMKilled: true }, "must stay up, got its end for want of memory"],
    ["was started again", { restarts: 1 }, "must stay up, got its end; it was started again"],
    [
      "waits to be started again",
      { Status: "restarting", ExitCode: 1 },
      "must stay up, got its end with code 1; it is started again and again",
    ],
    [
      "says that it is not healthy",
      { Health: { Status: "unhealthy", Log: [{ Output: "first" }, { Output: "no database\n" }] } },
      'must be healthy, got "unhealthy" of its own health check: no database',
    ],
    [
      "says so without a word",
      { Health: { Status: "unhealthy", Log: null } },
      'must be healthy, got "unhealthy" of its own health check',
    ],
  ])("closes early when the container %s", async (_what, state, says) => {
    const begin = performance.now();
    await expect(gate(["200"], [{}, {}, state], { minHealthySeconds: 60 })).rejects.toThrow(new Closed(says));
    expect(performance.now() - begin).toBeLessThan(5_000);
  });

  test("takes restarts of before for none", async () => {
    await gate(["200"], [{ restarts: 3 }]);
  });

  test("says when the front itself does not run", async () => {
    const run = async () => ({ code: 1, stdout: "", stderr: "Error: container lab-front is not running\n" });
    const engine = { run } as unknown as Engine;
    const failed = passGate({ engine, front: "lab-front", probe: PROBE, health: HEALTH });
    await expect(failed).rejects.toThrow(
      new Error('front lab-front must run, got "Error: container lab-front is not running"; deploy again when it does'),
    );
    await expect(failed).rejects.not.toBeInstanceOf(Closed);
  });

  test("tells who waits what it waits for", async () => {
    const lines: string[] = [];
    const answers = ["000", "502", "502", "200", "200", "200"];
    const engine = {
      inspect: async () => ({ RestartCount: 0, State: { Status: "running", Running: true, ExitCode: 0 } }),
      run: async () => ({ code: 0, stdout: answers.shift() ?? "200", stderr: "" }),
    } as unknown as Engine;
    const health = { ...HEALTH, intervalSeconds: 1.1, minHealthySeconds: 1, deadlineSeconds: 10 };
    const tell = (line: string) => lines.push(line);
    await passGate({ engine, front: "lab-front", probe: PROBE, health, container: "lab-a", tell });
    // Not in its first seconds.
    expect(lines).toEqual(["is healthy, and watched for 1 s"]);
  });
});
