// What a test's container runs: it speaks HTTP/1.1 (SPEAKS=http), the same and HTTP/2 with TLS (https), or HTTP/2 alone (h2c).
const { createHash } = require("node:crypto");
const { readFileSync } = require("node:fs");
const http = require("node:http");
const http2 = require("node:http2");

const { SPEAKS = "http", VERSION = "1", PORT = "8000", SICK } = process.env;
const message = (text) => Buffer.concat([Buffer.from([0, 0, 0, 0, text.length]), Buffer.from(text, "latin1")]);

/** A call of gRPC. */
function call(request, response) {
  const end = (status, text = "") => {
    response.addTrailers({ "grpc-status": status });
    response.end(text);
  };
  const whole = () =>
    new Promise((done) => {
      const parts = [];
      request.on("data", (part) => parts.push(part)).on("end", () => done(Buffer.concat(parts)));
    });
  response.writeHead(200, { "content-type": "application/grpc" });
  switch (request.url) {
    case "/grpc.health.v1.Health/Check":
      return whole().then((asked) => {
        if (asked.subarray(7).toString() !== "demo.Echo") return end("5");
        end("0", message(SICK ? "\x08\x02" : "\x08\x01"));
      });
    case "/demo.Echo/Both":
      return request.on("data", (part) => response.write(part)).on("end", () => end("0"));
    case "/demo.Echo/Stream":
      return whole().then(() =>
        parts(
          5,
          (count) => response.write(message(`${count}`)),
          () => end("0"),
        ),
      );
    default:
      return whole().then((text) => end("0", text));
  }
}

/** Says something so many times. */
function parts(most, say, end) {
  let count = 0;
  const timer = setInterval(() => {
    say(++count);
    if (count < most) return;
    clearInterval(timer);
    end();
  }, 100);
}

function page(request, response) {
  if (request.url === "/count") {
    let size = 0;
    return request.on("data", ({ length }) => (size += length)).on("end", () => response.end(`${size}`));
  }
  request.resume();
  if (request.url === "/slow") return setTimeout(() => response.end(VERSION), 2000);
  if (request.url === "/version") return response.end(VERSION);
  // In HTTP/2 it has another name.
  if (request.url === "/host") return response.end(request.headers[":authority"] ?? request.headers.host);
  if (request.url !== "/events") return response.end(`${VERSION} ${request.httpVersion}`);
  response.writeHead(200, { "content-type": "text/event-stream" });
  parts(
    5,
    (count) => response.write(`data: ${count}\n\n`),
    () => response.end(),
  );
}

/** A web socket that says what it hears, of short texts. */
function upgrade(request, socket) {
  const accept = createHash("sha1").update(
    `${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`,
  );
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept.digest("base64")}\r\n\r\n`,
  );
  socket.on("error", () => undefined);
  let heard = Buffer.alloc(0);
  socket.on("data", (part) => {
    heard = Buffer.concat([heard, part]);
    // Parts may be cut anywhere.
    while (heard.length >= 6 && heard.length >= 6 + (heard[1] & 127)) {
      const length = heard[1] & 127;
      const frame = heard.subarray(0, 6 + length);
      heard = heard.subarray(6 + length);
      if ((frame[0] & 15) !== 1) return socket.end();
      const mask = frame.subarray(2, 6);
      const text = frame.subarray(6).map((byte, index) => byte ^ mask[index % 4]);
      socket.write(Buffer.concat([Buffer.from([129, length]), text]));
    }
  });
}

const keys = () => ({ key: readFileSync("/keys/key.pem"), cert: readFileSync("/keys/cert.pem"), allowHTTP1: true });
const server =
  SPEAKS === "http"
    ? http.createServer()
    : SPEAKS === "https"
      ? http2.createSecureServer(keys())
      : http2.createServer();
server.on("request", (request, response) => {
  const isCall = request.headers["content-type"]?.startsWith("application/grpc");
  return isCall ? call(request, response) : page(request, response);
});
server.on("upgrade", upgrade);
process.once("SIGTERM", () => process.exit());
server.listen(Number(PORT));
