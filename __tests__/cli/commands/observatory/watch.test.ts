import type { WebSocket } from "ws";
import { printLogs } from "../../../../cli/commands/observatory/logs";
import { watchAgent } from "../../../../cli/commands/observatory/watch";
import { type Published, subscribe } from "../../../../cli/observatory/feeds";
import { Router } from "../../observatory/router";
import { said } from "../../sentences";

const WELCOME = "[2, 1, {}]";
const SUBSCRIBED = "[33, 1, 7]";

/** A router that says the next text whenever it is told something. */
const says =
  (...texts: readonly string[]) =>
  (socket: WebSocket) => {
    const left = [...texts];
    socket.on("message", () => {
      const text = left.shift();
      if (text !== undefined) socket.send(text);
    });
  };

describe("what is published", () => {
  let router: Router;
  afterEach(() => router.stop());

  const listen = async (webSocket: (socket: WebSocket) => void, patienceMilliseconds = 200) => {
    router = await Router.with({ webSocket });
    const heard: Published[] = [];
    const leftOut: string[] = [];
    const onEvent = (event: Published) => heard.push(event) < 2;
    const { port } = router;
    const url = `ws://127.0.0.1:${port}/ws`;
    const onLeftOut = (topic: string, why: string) => void leftOut.push(`${topic} ${why}`);
    const common = { onEvent, onLeftOut, advice: "start it", patienceMilliseconds };
    const options = { url, realm: "lab", prefix: "a.", ...common };
    const error = await subscribe(options).then(
      () => undefined,
      (reason: Error) => reason.message.replace(String(port), "PORT"),
    );
    return { error, heard, ...(leftOut.length > 0 && { leftOut }) };
  };

  test("is handed on, until it is enough", async () => {
    const { error, heard } = await listen((socket) => {
      says(WELCOME, SUBSCRIBED)(socket);
      socket.on("message", (text) => {
        if (!String(text).startsWith("[32")) return;
        for (const event of ['[36,7,1,{"topic":"a.b"},[1]]', "[36,7,2]", "[36,7,3,{},[3]]"]) socket.send(event);
      });
    });
    expect({ error, heard }).toEqual({
      error: undefined,
      heard: [
        { topic: "a.b", args: [1] },
        { topic: "a.", args: [] },
      ],
    });
  });

  test("is left out where its parts lie in each other too deep, and the next is handed on", async () => {
    const deep = `[36,7,1,{"topic":"a.b"},[${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}]]`;
    const heard = await listen((socket) => {
      says(WELCOME, SUBSCRIBED)(socket);
      socket.on("message", (text) => {
        if (!String(text).startsWith("[32")) return;
        for (const event of [deep, '[36,7,2,{"topic":"a.c"},[2]]', "[36,7,3]"]) socket.send(event);
      });
    });
    expect(heard).toEqual({
      error: undefined,
      heard: [
        { topic: "a.c", args: [2] },
        { topic: "a.", args: [] },
      ],
      leftOut: ["a.b more than 100 levels in each other"],
    });
  });

  test("is an error where a message is too large", async () => {
    const { error } = await listen(says("x".repeat(17 * 1024 * 1024)), 10_000);
    expect(error).toBe("the router must answer at ws://127.0.0.1:PORT/ws, got a message of more than 16 MiB; start it");
  });

  test.each([
    ["<html>", '"<html>"'],
    ["null", '"null"'],
    ["{}", '"{}"'],
    ["[]", '"[]"'],
    ['["36"]', '"[\\"36\\"]"'],
  ])("is an error where the router says %s", async (text, got) => {
    const { error } = await listen(says(text));
    expect(error).toBe(
      `the router at ws://127.0.0.1:PORT/ws must speak WAMP, got ${got}; see which program answers there`,
    );
  });

  test.each([[says()], [says(WELCOME)]])("is an error where the router welcomes nobody (%#)", async (webSocket) => {
    const { error } = await listen(webSocket);
    expect(error).toBe(
      "the router must answer at ws://127.0.0.1:PORT/ws, got a connection and no word of WAMP in 0.2 s; start it",
    );
  });

  test("is an error where the router falls silent", async () => {
    const { error } = await listen(says(WELCOME, SUBSCRIBED));
    expect(error).toBe(
      "the router at ws://127.0.0.1:PORT/ws must answer, got silence for 0.2 s; begin again when it is up",
    );
  });

  test("is waited for while the router answers pings", async () => {
    let pings = 0;
    const { error } = await listen((socket) => {
      says(WELCOME, SUBSCRIBED)(socket);
      socket.on("ping", () => {
        pings += 1;
        if (pings < 4) socket.pong();
        else socket.close();
      });
    });
    expect(error).toBe("the router at ws://127.0.0.1:PORT/ws has ended the connection; begin again when it is up");
    expect(pings).toBe(4);
  });

  test("is an error where the realm is another", async () => {
    const { error } = await listen(says('[3, {}, "wamp.error.no_such_realm"]'));
    expect(error).toBe(
      'the router at ws://127.0.0.1:PORT/ws must let us listen in the realm lab, got "wamp.error.no_such_realm"; compare its realm',
    );
  });

  test("is counted by a whole number, before anybody is asked", async () => {
    router = await Router.with({});
    await expect(watchAgent(router.site, ["fake1"], { count: "0", json: false })).rejects.toThrow(
      new Error('--count must be a whole number from 1, got "0"; leave it out for all'),
    );
  });

  test.each([
    [["fake1"], { tail: "x" }, said("--tail", "tail", '"x"')],
    [["fake1"], { tail: "-1" }, said("--tail", "tail", '"-1"')],
    [["fake1", "extra", "words"], {}, 'logs takes a workspace and an instance-id, got ["extra","words"] more'],
  ])("is not what logs shows of %j with %j", async (words, options, message) => {
    router = await Router.with({});
    await expect(printLogs(router.site, words, { follow: false, ...options })).rejects.toThrow(new Error(message));
  });
});
