import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";

export const BASE = process.env.SLIPWAY_TEST_BASE_IMAGE ?? "slipway-test/base:1";

/**
 * It answers with VERSION on port 8000, `/slow` after two seconds. Told to stop, it ends at once: what is on its way then is
 * lost, as in many a program. CRASH: it ends with 3 before it listens. DIES: it ends so many seconds after it began to
 * listen. SICK: it answers 500. WAITS: it does not listen before {@link release} lets it.
 */
const PROGRAM = `
import http.server, os, signal, socketserver, sys, threading, time

class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        if self.path.startswith("/slow"): time.sleep(2)
        body = ("\\n".join([os.environ["VERSION"]] + ([self.headers["host"], self.headers.get("x-forwarded-for", "-"), self.headers.get("x-forwarded-proto", "-")] if self.path.startswith("/who") else []))).encode()
        self.send_response(500 if "SICK" in os.environ else 200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def do_POST(self):
        size = len(self.rfile.read(int(self.headers["content-length"])))
        self.send_response(200)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"ok")
    def log_message(self, *args): pass

class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 128

signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
if "CRASH" in os.environ:
    print("cannot reach the database", flush=True)
    sys.exit(3)
time.sleep(0.5)
while "WAITS" in os.environ and not os.path.exists("/tmp/released"): time.sleep(0.1)
if "DIES" in os.environ:
    def die():
        print("out of connections", flush=True)
        os._exit(4)
    threading.Timer(float(os.environ["DIES"]), die).start()
Server(("", 8000), Handler).serve_forever()
`;

const FILE = `FROM ${BASE}\nCMD ["python3", "-u", "-c", ${JSON.stringify(PROGRAM)}]\n`;

/** The image of a small web application; that of another checkout's program has another tag. */
export const APP = `slipway-test/web-app:${createHash("sha256").update(FILE).digest("hex").slice(0, 12)}`;

/** Builds it, where the engine has none of the same program. */
export function buildImage(): void {
  const { status, stderr } = spawnSync("docker", ["build", "-q", "-t", APP, "-"], { input: FILE, encoding: "utf8" });
  if (status !== 0) throw new Error(`${APP} must be built of ${BASE}, got ${stderr}`);
}

/** Lets a container listen that waits. */
export function release(container: string): void {
  const { status, stderr } = spawnSync("docker", ["exec", container, "touch", "/tmp/released"], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${container} must be let listen, got ${stderr}`);
}
