import { connect } from "node:http2";

type Drive = (stream: ReturnType<ReturnType<typeof connect>["request"]>) => unknown;

/** Requests of HTTP/2 to a host of the front. */
export class Calls {
  constructor(
    private readonly port: number,
    private readonly host: string,
    private readonly method: "GET" | "POST",
    private readonly isSecure = true,
  ) {}

  async ask(path: string, drive: Drive) {
    const { host, method } = this;
    const url = `http${this.isSecure ? "s" : ""}://127.0.0.1:${this.port}`;
    const session = connect(url, { rejectUnauthorized: false, servername: host });
    const call = method === "POST" ? { "content-type": "application/grpc", te: "trailers" } : {};
    const headers = { ":method": method, ":path": path, ":authority": host, ...call };
    const stream = session.request(headers, { endStream: false });
    const parts: string[] = [];
    let status: number | undefined;
    let grpc: unknown;
    stream.on("response", (found) => {
      status = found[":status"];
    });
    stream.on("trailers", (found) => {
      grpc = found["grpc-status"];
    });
    stream.on("data", (part) => parts.push(`${part}`));
    const ended = new Promise((done, fail) => stream.on("close", done).on("error", fail));
    drive(stream);
    const timer = setTimeout(
      () => stream.destroy(new Error(`${path} must end, got ${JSON.stringify(parts)} in 20 s`)),
      20_000,
    );
    await ended.finally(() => clearTimeout(timer));
    session.close();
    return { status, parts, ...(grpc === undefined ? {} : { grpc }) };
  }
}

/** Calls of each kind to the server of gRPC that the test image has. */
export async function callsOfGrpc(calls: Calls): Promise<void> {
  const ask = (path: string, drive: Drive) => calls.ask(`/demo.Echo/${path}`, drive);
  expect(await ask("One", (stream) => stream.end("hello"))).toEqual({ status: 200, parts: ["hello"], grpc: "0" });
  const { parts, ...rest } = await ask("Stream", (stream) => stream.end("go"));
  expect(rest).toEqual({ status: 200, grpc: "0" });
  expect(parts).toEqual(["1", "2", "3", "4", "5"].map((count) => `\0\0\0\0\x01${count}`));
  // What is said next is what was heard: both speak at a time.
  let count = 0;
  const both = await ask("Both", (stream) => {
    stream.write("0");
    stream.on("data", () => (++count < 4 ? stream.write(`${count}`) : stream.end()));
  });
  expect(both).toEqual({ status: 200, parts: ["0", "1", "2", "3"], grpc: "0" });
}
