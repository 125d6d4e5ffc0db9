import { callAgent } from "../../../cli/commands/observatory/call";
import { Bus } from "../../../cli/observatory/bus";
import { replyText } from "../../../cli/observatory/reply";
import { statusOf } from "../../../cli/observatory/status";
import { type Answers, Router } from "./router";

const NOBODY = '{"error": "wamp.error.no_such_procedure", "args": ["no callee registered"], "kwargs": {}}';
const ADVICE = "end the program that has its address, or correct crossbar in the environment file";

describe("a site's bus", () => {
  let router: Router;
  afterEach(() => router.stop());

  const start = async (http: Answers["http"]) => {
    router = await Router.with({ ...(http && { http }) });
    return new Bus(router.site);
  };
  const count = () => callAgent(router.site, ["fake1", "count", "status"], { json: false });

  test("answers where a router says that nobody has a procedure", async () => {
    const bus = await start(({ procedure }) => (procedure.startsWith("observatory.") ? [200, NOBODY] : undefined));
    expect(await bus.answers()).toBe(true);
    await expect(count()).rejects.toThrow(
      'agent "fake1" must be on the bus, got nobody under its address; slipway observatory status lab says why',
    );
  });

  test.each<[text: string, status: number, got: string]>([
    ["<html><body>hi</body></html>", 200, '"<html><body>hi</body></html>"'],
    ["null", 200, '"null"'],
    ["42", 200, '"42"'],
    ["{}", 200, '"{}"'],
    ['{"args": null}', 200, '"{\\"args\\": null}"'],
    ['{"error": {"a": 1}, "args": []}', 200, '"{\\"error\\": {\\"a\\": 1}, \\"args\\": []}"'],
    ['{"args": []}', 500, "HTTP 500"],
    [NOBODY, 404, "HTTP 404"],
  ])("does not answer where another program says %s with %i", async (text, status, got) => {
    const bus = await start(() => [status, text]);
    expect(await bus.answers()).toBe(false);
    const { wampHttp } = router.site.crossbar as { readonly wampHttp: string };
    await expect(count()).rejects.toThrow(
      new Error(`the router of lab must answer at ${wampHttp}, got ${got}; ${ADVICE}`),
    );
  });

  test.each([
    [
      "levels in each other",
      `{"args": ${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}}`,
      "more than 100 levels in each other",
    ],
    ["bytes", `{"args": ["${"x".repeat(17 * 1024 * 1024)}"]}`, "more than 16 MiB"],
  ])("does not take an answer of too many %s", async (_, text, got) => {
    await start(() => [200, text]);
    await expect(count()).rejects.toThrow(`/call, got ${got}; `);
  });

  test("takes an answer of as many levels as agents use", async () => {
    const bus = await start(() => [200, `{"args": [${"[".repeat(90)}${"]".repeat(90)}]}`]);
    expect(JSON.stringify(await bus.call("fake1", "ops", []))).toHaveLength(180);
  });

  test.each([
    ['{"args": []}', "undefined"],
    ['{"args": [{"status": 0}]}', '{"status":0}'],
    ['{"args": [["zero", "text", {}]]}', '["zero","text",{}]'],
  ])("has an agent that answers otherwise than OCS: %s", async (text, got) => {
    await start(() => [200, text]);
    await expect(count()).rejects.toThrow(
      new Error(`agent "fake1" must answer with a status, got ${got}; see which program has its address`),
    );
  });

  test.each([
    ['{"error": "wamp.error.runtime_error", "args": [{"b": 2}, "no\\u001b[31m"]}', '{"b":2} no\\u001b[31m'],
    ['{"error": "wamp.error.canceled", "args": []}', "wamp.error.canceled"],
  ])("says what the error of an agent is: %s", async (text, message) => {
    const bus = await start(() => [200, text]);
    await expect(bus.call("fake1", "ops", [])).rejects.toThrow(new Error(message));
  });

  test.each([
    ["FakeDataAgent", true, ""],
    [
      "Other",
      true,
      "the class Other answers under its address: correct agentClass if the agent is one, else another has its instance-id",
    ],
    [null, false, "nobody answers under its address"],
  ])("has an agent of the class %j", async (name, registered, why) => {
    await start(() => [200, JSON.stringify({ args: [name] })]);
    expect((await statusOf(router.site))[1]).toMatchObject({ instance: "fake1", registered, why });
  });

  test.each([
    ["/no/such/file", '"/no/such/file": none there'],
    ["/", '"/": a folder'],
  ])("is not asked with the password of %s", async (passwordFile, got) => {
    await start(undefined);
    await expect(callAgent(router.site, ["fake1", "count", "stop"], { json: false, passwordFile })).rejects.toThrow(
      new Error(`--password-file must name a file that can be read, got ${got}; correct the path`),
    );
  });
});

describe("a reply in words", () => {
  test("shows times that are none as they are", () => {
    const messages = [[0, "first"], ["zz", "second"], [1e30, "third"], "fourth"];
    const session = { op_name: "count", session_id: 1, status: "done", messages };
    expect(replyText({ status: 0, message: "ok\u001b[31m", session })).toBe(
      [
        "OK: ok\\u001b[31m",
        "  count[session=1]; status=done",
        "  1970-01-01T00:00:00.000Z first",
        '  "zz" second',
        "  1e+30 third",
        "  undefined undefined",
      ].join("\n"),
    );
  });
});
