// Asks a host in all the ways in which programs do, each at a steady rate, until its input ends; then it says what came of it.
const { createHash, randomBytes } = require("node:crypto");
const http = require("node:http");
const https = require("node:https");
const http2 = require("node:http2");
const { performance } = require("node:perf_hooks");

const { scheme, port, host, timeoutSeconds, leadsElsewhere } = JSON.parse(process.argv[2]);
const isSecure = scheme === "https";
const client = isSecure ? https : http;
const place = { host: "127.0.0.1", port, servername: host, rejectUnauthorized: false, headers: { host } };
/** As browsers do, none is kept longer than servers keep it: one that is used just when it ends would be lost on the way. */
const kept = new client.Agent({ keepAlive: true, maxSockets: 8, scheduling: "fifo", timeout: 3000 });

/** Sends a request of HTTP/1.1, and has its whole answer. */
function ask({ path = "/", method = "GET", agent = kept, headers = {}, write = (request) => request.end() }) {
  return new Promise((done, failed) => {
    const asked = { ...place, path, method, agent, headers: { ...place.headers, ...headers } };
    const request = client.request(asked, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("error", failed);
      response.on("aborted", () => failed(new Error("the answer broke off")));
      response.on("end", () => done({ status: response.statusCode, text: Buffer.concat(parts).toString() }));
    });
    request.on("error", failed);
    write(request);
  });
}

function expect(holds, got) {
  if (!holds) throw new Error(`got ${JSON.stringify(got)}`);
}

const isElsewhere = (status) => leadsElsewhere && status === 301;

/** @param holds what must hold of an answer's text */
async function page(how, holds = () => true) {
  const { status, text } = await ask(how);
  expect(isElsewhere(status) || (status === 200 && holds(text)), `${status} ${text.slice(0, 60)}`);
}

let session;
/** One connection of HTTP/2, as long as it takes requests. */
function connected() {
  if (session !== undefined && !session.closed && !session.destroyed) return session;
  session = http2.connect(`${scheme}://127.0.0.1:${port}`, { servername: host, rejectUnauthorized: false });
  session.on("error", () => undefined);
  const one = session;
  // It ends what it has begun.
  one.on("goaway", () => {
    if (session === one) session = undefined;
  });
  return one;
}

function askH2() {
  return new Promise((done, failed) => {
    const stream = connected().request({ ":path": "/", ":authority": host });
    let status;
    stream.on("response", (headers) => {
      status = headers[":status"];
    });
    stream.on("error", failed);
    stream.on("data", () => undefined);
    stream.on("close", () =>
      status === 200 || isElsewhere(status) ? done() : failed(new Error(`got ${status ?? "no answer"}`)),
    );
    stream.end();
  });
}

/** Parts of a body, one after another. */
function upload(request) {
  let left = 20;
  const timer = setInterval(() => {
    if (--left > 0) return request.write(Buffer.alloc(10_000));
    clearInterval(timer);
    request.end();
  }, 100);
  request.on("error", () => clearInterval(timer));
}

/** A web socket that hears what it says. */
function converse() {
  return new Promise((done, failed) => {
    const key = randomBytes(16).toString("base64");
    const headers = { ...place.headers, connection: "Upgrade", upgrade: "websocket" };
    Object.assign(headers, { "sec-websocket-key": key, "sec-websocket-version": "13" });
    const request = client.request({ ...place, path: "/", agent: false, headers });
    request.on("error", failed);
    request.on("response", ({ statusCode }) =>
      isElsewhere(statusCode) ? done() : failed(new Error(`got ${statusCode}`)),
    );
    request.on("upgrade", (response, socket) => {
      const guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
      const accept = createHash("sha1").update(`${key}${guid}`).digest("base64");
      if (response.headers["sec-websocket-accept"] !== accept) failed(new Error("got another key"));
      let count = 0;
      const say = () => socket.write(Buffer.concat([Buffer.from([129, 132, 0, 0, 0, 0]), Buffer.from("ping")]));
      socket.on("error", failed);
      socket.on("close", () => (count === 5 ? done() : failed(new Error(`it ended after ${count} of 5`))));
      let heard = Buffer.alloc(0);
      socket.on("data", (part) => {
        heard = Buffer.concat([heard, part]);
        // Parts may be cut anywhere.
        if (heard.length < 6) return;
        if (heard.subarray(2, 6).toString() !== "ping") return failed(new Error(`got ${heard.toString("hex")}`));
        heard = heard.subarray(6);
        if (++count === 5) return socket.end(Buffer.from([136, 128, 0, 0, 0, 0]));
        setTimeout(say, 200);
      });
      say();
    });
    request.end();
  });
}

/** The ways, and how many of each begin in a second. */
const WAYS = {
  "keep-alive": [15, () => page({})],
  "new connections": [8, () => page({ agent: false, headers: { connection: "close" } })],
  POST: [
    8,
    () =>
      page({ method: "POST", path: "/count", write: (request) => request.end("0123456789") }, (text) => text === "10"),
  ],
  "HTTP/2": [8, askH2],
  slow: [2, () => page({ path: "/slow", agent: false })],
  streams: [2, () => page({ path: "/events", agent: false }, (text) => text.split("data:").length === 6)],
  uploads: [
    1,
    () => page({ method: "POST", path: "/count", agent: false, write: upload }, (text) => text === "190000"),
  ],
  WebSocket: [1, converse],
};

const report = {};
const going = new Set();
const begin = performance.now();
const timers = Object.entries(WAYS).map(([way, [perSecond, work]]) => {
  const count = { sent: 0, failed: 0, slowest: 0, reasons: [] };
  report[way] = count;
  return setInterval(() => {
    const since = performance.now();
    count.sent++;
    let timer;
    const late = new Promise((_, failed) => {
      timer = setTimeout(() => failed(new Error(`no end within ${timeoutSeconds} s`)), timeoutSeconds * 1000);
    });
    const one = Promise.race([work(), late])
      .catch((error) => {
        count.failed++;
        const at = Math.round(since - begin);
        if (count.reasons.length < 5) count.reasons.push(`${at} ms: ${error.code ?? ""} ${error.message}`);
      })
      .finally(() => {
        clearTimeout(timer);
        count.slowest = Math.max(count.slowest, Math.round(performance.now() - since));
        going.delete(one);
      });
    going.add(one);
  }, 1000 / perSecond);
});

process.stdin.resume();
process.stdin.on("end", async () => {
  for (const timer of timers) clearInterval(timer);
  await Promise.all(going);
  process.stdout.write(JSON.stringify(report), () => process.exit());
});
console.error("begun");
