import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Emulator } from "../../../local/model/emulator";

describe("the emulator of a container", () => {
  let server: Server;
  let answer = "";
  let emulator: Emulator;
  beforeAll(async () => {
    server = createServer((request, response) => {
      const isCall = request.method === "POST" && request.url === "/2015-03-31/functions/function/invocations";
      response.statusCode = isCall ? 200 : 404;
      response.end(isCall ? answer : "");
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    emulator = new Emulator((server.address() as AddressInfo).port);
  });
  afterAll(() => new Promise((done) => server.close(done)));

  test.each([
    ['{"a": 1}', { value: { a: 1 } }],
    ["", { value: null }],
    ['{"errorMessage": "no", "errorType": "ValueError", "stackTrace": []}', { error: "ValueError", cause: "no" }],
    ["Task timed out after 3.00 seconds", { error: "Lambda.Unknown", cause: "Task timed out after 3.00 seconds" }],
  ])("that says %j", async (text, expected) => {
    answer = text;
    await emulator.isReady(new AbortController().signal);
    expect(await emulator.invoke({})).toEqual(expected);
  });
});
