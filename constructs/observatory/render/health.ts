import { INFO_PATH } from "./crossbar-config";
import type { Hub } from "./layout";

const SECONDS = 4;

/** Whether the router answers: a program of its container, where python3 is. */
export function crossbarCheck(port: number): string[] {
  return [
    ...["python3", "-c"],
    `import urllib.request as u; u.urlopen("http://127.0.0.1:${port}${INFO_PATH}", timeout=${SECONDS})`,
  ];
}

/** Whether an agent answers on the bus: a program of its container, where python3 is. */
export function agentCheck({ wampHttp, addressRoot }: Pick<Hub, "wampHttp" | "addressRoot">, instanceId: string) {
  const call = JSON.stringify({ procedure: `${addressRoot}.${instanceId}`, args: ["get_agent_class"] });
  const url = URL.canParse(wampHttp) ? new URL(wampHttp) : undefined;
  if (url?.protocol !== "http:") return byLibrary(wampHttp, call);
  const { hostname, port, pathname } = url;
  // Without the HTTP library and Python's site packages, it takes a sixth of the processor time.
  const request = [
    `POST ${pathname} HTTP/1.0`,
    `Host: ${hostname}`,
    "Content-Type: application/json",
    `Content-Length: ${call.length}`,
    "",
    call,
  ];
  const address = `(${JSON.stringify(hostname.replace(/^\[|\]$/g, ""))}, ${port || 80})`;
  const program = [
    `import socket, sys; s = socket.create_connection(${address}, ${SECONDS})`,
    `s.sendall(${JSON.stringify(request.join("\r\n"))}.encode())`,
    'a = s.makefile("rb").read()',
    `sys.exit(b" 200 " not in a[:14] or b'"error"' in a)`,
  ];
  return ["python3", "-I", "-S", "-c", program.join("; ")];
}

/** For TLS, and for an address that Terraform knows only after an apply. */
function byLibrary(url: string, call: string): string[] {
  return [
    ...["python3", "-c"],
    `import json, sys, urllib.request as u; r = u.Request(${JSON.stringify(url)}, ${JSON.stringify(call)}.encode(), {"Content-Type": "application/json"}); sys.exit("error" in json.load(u.urlopen(r, timeout=${SECONDS})))`,
  ];
}
