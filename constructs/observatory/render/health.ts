import { INFO_PATH } from "./crossbar-config";
import type { Hub } from "./layout";

const SOON = "timeout=4";

/** Whether the router answers: a program of its container, where python3 is. */
export function crossbarCheck(port: number): string[] {
  return python(`import urllib.request as u; u.urlopen("http://127.0.0.1:${port}${INFO_PATH}", ${SOON})`);
}

/** Whether an agent answers on the bus: a program of its container, where python3 is. */
export function agentCheck({ wampHttp, addressRoot }: Hub, instanceId: string): string[] {
  const call = JSON.stringify({ procedure: `${addressRoot}.${instanceId}`, args: ["get_agent_class"] });
  return python(
    `import json, sys, urllib.request as u; r = u.Request(${JSON.stringify(wampHttp)}, ${JSON.stringify(call)}.encode(), {"Content-Type": "application/json"}); sys.exit("error" in json.load(u.urlopen(r, ${SOON})))`,
  );
}

function python(program: string): string[] {
  return ["python3", "-c", program];
}
