import { isMigration, onEngine, type PlatformContainer } from "../../../engine/strays/platform-containers";
import { straysAmong } from "../../../engine/strays/strays";

const TIMES = ["20261121141604", "20261121151604", "20261121161604"];
const line = (name: string, state = "running", colour = "blue") =>
  [
    `id of ${name}`,
    name,
    "web:1",
    "2026-11-21 14:16:05 +0100 CET",
    state,
    "Up 3 minutes",
    "web",
    colour,
    "",
    "5f3c",
    "other,lab",
  ].join("\t");
const front = (name: string) => ["id", name, "caddy:2", "", "running", "Up", "", "", "front", "5f3c", "lab"].join("\t");

const SUM = "12 3 ./edge.caddy\n34 5 current/web\n";

/** An engine that prints this for `ps`, and that for what the front asks. */
function engine(ps: readonly string[], asked: readonly string[] | undefined, left = SUM, now = SUM) {
  const calls: (readonly string[])[] = [];
  const ask = async (args: readonly string[]) => {
    calls.push(args);
    if (args[0] === "ps") return { status: 0, stdout: ps.map((each) => `${each}\n`).join(""), stderr: "" };
    if (asked === undefined) return { status: 1, stdout: "", stderr: "Error: No such container: lab-front" };
    return { status: 0, stdout: [asked.map((each) => `${each}\n`).join(""), left, now].join("//\n"), stderr: "" };
  };
  return { ask, calls };
}

const NAMES = TIMES.map((time) => `lab-web-blue-${time}`);
const known = (...names: readonly string[]) => ({
  containers: new Set(names.map((name) => `id of ${name}`)),
  empty: new Set<string>(),
});

describe("the containers of a platform on its engine", () => {
  test("are those of its services whose names end with a time", async () => {
    const { ask, calls } = engine(
      [
        line(NAMES[0] as string),
        line("lab-web-blue"),
        line("other-web-20261121141604"),
        line("lab-docs-2026112114160", "exited", ""),
        front("lab-front"),
        front("lab-front-mine"),
      ],
      [NAMES[0] as string],
    );
    const { containers, asked, fronts, apart } = await onEngine(ask, "lab");
    expect(fronts?.map(({ name }) => name)).toEqual(["lab-front", "lab-front-mine"]);
    expect(apart).toEqual([]);
    expect(containers).toEqual([
      {
        ...{ id: `id of ${NAMES[0]}`, name: NAMES[0], service: "web", colour: "blue", image: "web:1" },
        ...{ created: "2026-11-21T13:16:05.000Z", state: "running", status: "Up 3 minutes" },
      },
    ]);
    expect(asked).toEqual(new Set([NAMES[0]]));
    expect(calls[0]).toEqual(expect.arrayContaining(["label=services.platform=lab"]));
  });

  test.each([
    ["changed", SUM.replace("34", "35"), ["current/web"]],
    ["gone", "34 5 current/web\n", ["edge.caddy"]],
    ["new", `${SUM}7 8 live/my web\n`, ["live/my web"]],
    ["all gone", "", ["current/web", "edge.caddy"]],
  ])("are asked by nobody knows whom where files of the front are %s", async (_, now, files) => {
    const { asked, otherFiles } = await onEngine(engine([line(NAMES[0] as string)], [], SUM, now).ask, "lab");
    expect({ asked, otherFiles }).toEqual({ asked: undefined, otherFiles: files });
  });

  test("are apart where somebody has paused them, or taken them out of the network", async () => {
    const [paused, alone, stopped] = NAMES.map((name) => line(name).replace("other,lab", ""));
    const rows = [paused?.replace("running", "paused"), alone, stopped?.replace("running", "exited")] as string[];
    const { apart } = await onEngine(engine(rows, []).ask, "lab");
    expect(apart?.map(({ name, how }) => [name, how])).toEqual([
      [NAMES[0], "paused"],
      [NAMES[1], "disconnected"],
    ]);
  });

  test("are apart where a PostgreSQL server is paused", async () => {
    const server = (state: string) =>
      ["id", "lab-db", "postgres:17", "", state, "Up", "", "", "postgres", "5f3c", "lab-db"].join("\t");
    expect((await onEngine(engine([server("paused")], []).ask, "lab")).apart).toEqual([
      { id: "id", name: "lab-db", how: "paused" },
    ]);
    expect((await onEngine(engine([server("running")], []).ask, "lab")).apart).toEqual([]);
  });

  test("have a front that ends again and again, also where it was listed in the moment in which it ran", async () => {
    const { ask } = engine([line(NAMES[0] as string)], undefined);
    const moment = (state: string) => async (args: readonly string[]) =>
      args[1] === "inspect" ? { status: 0, stdout: `f00 ${state}\n`, stderr: "" } : ask(args);
    const now = new Date().toISOString();
    expect((await onEngine(moment(`running 3 ${now}`), "lab")).apart).toEqual([
      { id: "f00", name: "lab-front", how: "ending" },
    ]);
    expect((await onEngine(moment(`running 0 ${now}`), "lab")).apart).toEqual([]);
    // It has run for long since.
    expect((await onEngine(moment("running 3 2026-01-02T03:04:05.678901Z"), "lab")).apart).toEqual([]);
  });

  test("are read without the front where it does not answer, and not read where the engine does not", async () => {
    const { containers, asked } = await onEngine(engine([line(NAMES[0] as string)], undefined).ask, "lab");
    expect({ count: containers.length, asked }).toEqual({ count: 1, asked: undefined });
    const silent = async () => ({ status: 1, stdout: "", stderr: "no route\n" });
    await expect(onEngine(silent, "lab")).rejects.toThrow('the Docker engine must answer, got "no route"');
  });
});

describe("strays", () => {
  const container = (name: string, state = "running"): PlatformContainer => ({
    ...{ id: `id of ${name}`, name, service: "web", colour: "blue", image: "web:1", created: "", state, status: "" },
  });
  const found = (
    containers: readonly PlatformContainer[],
    asked: readonly string[] | undefined,
    states: ReturnType<typeof known> = known(NAMES[0] as string),
  ) => {
    const there = { containers, ...(asked && { asked: new Set(asked) }) };
    return straysAmong({ stack: "lab", there }, states).map(({ name, isAsked }) => [name, isAsked]);
  };
  const all = NAMES.map((name) => container(name));

  test("are those that no state has; one that the front asks is told apart", () => {
    expect(found(all, [NAMES[1] as string])).toEqual([
      [NAMES[1], true],
      [NAMES[2], false],
    ]);
    expect(found(all, [], known(...NAMES))).toEqual([]);
  });

  test("may all get requests where the front does not answer, or nothing is in the state", () => {
    const everyone = NAMES.map((name) => [name, true]);
    expect(found(all, undefined)).toEqual(everyone.slice(1));
    expect(found(all, [], { containers: new Set(), empty: new Set(["lab"]) })).toEqual(everyone);
  });

  test("are no migration that still runs", () => {
    const [ended, running] = TIMES.map((time) => `lab-web-blue-migrate-${time}`);
    const both = [container(ended as string, "exited"), container(running as string)];
    expect(both.every(isMigration)).toBe(true);
    expect(found(both, [])).toEqual([[ended, false]]);
  });
});
