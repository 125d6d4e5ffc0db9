// Starts a Terraform provider and passes on what Terraform asks of it: node provider-relay.cjs <program> <pattern>. Of the types
// of resources that the provider knows, it names those alone that fit the pattern: to read all 1,500 of Amazon's takes most of a
// plan's time. What Terraform asks, and what the provider does, is otherwise as it is. It ends with its standard input.
const { spawn } = require("node:child_process");
const { mkdtempSync, rmSync } = require("node:fs");
const http2 = require("node:http2");
const { connect } = require("node:net");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { createInterface } = require("node:readline");

const [, , program, pattern] = process.argv;
const wanted = new RegExp(pattern, "u");
const SCHEMA = /\/tfplugin\d\.Provider\/Get(?:ProviderSchema|Schema)$/u;
const NODE_LIMITS = {
  maxSessionMemory: 1024,
  settings: { initialWindowSize: 16 * 2 ** 20, maxConcurrentStreams: 1000 },
};

const folder = mkdtempSync(join(tmpdir(), "provider-relay-"));
const provider = spawn(program, ["-debug"], { stdio: ["ignore", "pipe", "ignore"] });
provider.once("close", (code) => end(code ?? 1));
process.stdin.once("close", () => provider.kill()).resume();
process.once("SIGTERM", () => provider.kill());

function end(code) {
  rmSync(folder, { recursive: true, force: true });
  process.exit(code);
}

const lines = createInterface({ input: provider.stdout });
lines.on("line", (line) => {
  const [, found] = /TF_REATTACH_PROVIDERS='(\{.*\})'/u.exec(line) ?? [];
  if (found === undefined) return;
  const reach = JSON.parse(found);
  const [name] = Object.keys(reach);
  const socket = join(folder, "socket");
  relay(reach[name].Addr.String).listen(socket, () => {
    reach[name].Addr.String = socket;
    console.log(JSON.stringify(reach));
  });
});

/** A server that asks the provider all that it is asked. */
function relay(address) {
  const session = http2.connect("http://localhost", { ...NODE_LIMITS, createConnection: () => connect(address) });
  // It ends with the provider, whose end is ours; what was asked last hears of it by its own stream.
  session.on("error", () => provider.kill());
  let schema;
  const server = http2.createServer(NODE_LIMITS);
  // A run of Terraform that was killed.
  server.on("sessionError", () => undefined);
  server.on("stream", (stream, headers) => {
    if (!SCHEMA.test(headers[":path"])) return pass(session, stream, headers);
    schema ??= shortSchema(session, headers);
    stream.resume();
    schema.then((body) => {
      stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
      stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
      stream.end(body);
    });
  });
  return server;
}

function pass(session, stream, headers) {
  const asked = session.request(headers, { endStream: false });
  let trailers = {};
  asked.on("trailers", (found) => {
    trailers = found;
  });
  asked.on("response", (found, flags) => {
    if (flags & http2.constants.NGHTTP2_FLAG_END_STREAM) return stream.respond(found, { endStream: true });
    stream.on("wantTrailers", () => stream.sendTrailers(trailers));
    stream.respond(found, { waitForTrailers: true });
    asked.pipe(stream);
  });
  stream.pipe(asked);
  for (const [one, other] of [
    [stream, asked],
    [asked, stream],
  ]) {
    one.on("error", () => other.close(http2.constants.NGHTTP2_CANCEL));
    one.on("aborted", () => other.close(http2.constants.NGHTTP2_CANCEL));
  }
}

/** What the provider says of itself, with the wanted types alone: one gRPC message. */
function shortSchema(session, headers) {
  return new Promise((done, fail) => {
    const asked = session.request(headers, { endStream: false });
    const parts = [];
    asked.on("data", (part) => parts.push(part));
    asked.on("error", fail);
    asked.on("end", () => {
      const kept = Buffer.concat([...fields(Buffer.concat(parts).subarray(5))]);
      const head = Buffer.alloc(5);
      head.writeUInt32BE(kept.length, 1);
      done(Buffer.concat([head, kept]));
    });
    asked.end(Buffer.alloc(5));
  });
}

// GetProviderSchema.Response: what has a type's name for its key.
const BY_TYPE = new Set([2, 3, 7, 8, 9, 10, 11, 12]);

/** The fields of a message of protocol buffers, without the entries of maps whose key is not wanted. */
function* fields(message) {
  let at = 0;
  while (at < message.length) {
    const begin = at;
    const tag = varint(message, at);
    if ((tag.value & 7) !== 2) throw new Error(`every field must be a message, got type ${tag.value & 7}`);
    const length = varint(message, tag.end);
    at = length.end + length.value;
    if (!BY_TYPE.has(tag.value >> 3) || wanted.test(key(message.subarray(length.end, at)))) {
      yield message.subarray(begin, at);
    }
  }
}

/** The key of a map's entry: its first field. */
function key(entry) {
  const length = varint(entry, 1);
  return entry.toString("utf8", length.end, length.end + length.value);
}

function varint(message, begin) {
  let value = 0;
  for (let at = begin, shift = 0; ; at++, shift += 7) {
    value += (message[at] & 127) * 2 ** shift;
    if (message[at] < 128) return { value, end: at + 1 };
  }
}
