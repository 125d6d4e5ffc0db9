import { request } from "node:http";
import type { Seed } from "./seed-data";

/** What a sandbox says of itself. */
export interface Identity {
  /** Different with each start: proves that it is the server that was started, which a process id alone does not. */
  readonly instance: string;
  readonly pid: number;
  readonly account: string;
  readonly moto: string;
}

/** Where a server that listens there is reached from this machine. An address, never a name: S3 would take it for a bucket's host. */
export function urlOf({ listen, port }: { readonly listen: string; readonly port: number }): string {
  const reached = { "0.0.0.0": "127.0.0.1", localhost: "127.0.0.1", "::": "::1" }[listen] ?? listen;
  return `http://${reached.includes(":") ? `[${reached}]` : reached}:${port}`;
}

/** Who answers there; nothing when nobody does, or something else than a sandbox. */
export async function whoAnswers(url: string): Promise<Identity | undefined> {
  const answer = await ask(url, "GET");
  if (answer === undefined || answer.status !== 200) return undefined;
  try {
    const identity = JSON.parse(answer.body) as Identity;
    return typeof identity.instance === "string" && typeof identity.pid === "number" ? identity : undefined;
  } catch {
    return undefined;
  }
}

/** Whether something accepts connections there. */
export async function isOpen(url: string): Promise<boolean> {
  return (await ask(url, "GET")) !== undefined;
}

/** Asks the instance to save its account and to end; another instance ignores it. */
export async function askToEnd(url: string, instance: string): Promise<void> {
  await ask(url, "DELETE", instance);
}

/** Adds to a running sandbox what its account lacks of a seed. */
export async function plant(url: string, instance: string, seed: Seed): Promise<void> {
  const answer = await ask(url, "PUT", instance, JSON.stringify(seed));
  if (answer?.status === 200) return;
  throw new Error(
    `the sandbox could not take the seed, got "${answer?.body.trim() ?? "no answer"}"; correct the environment it comes from`,
  );
}

function ask(
  url: string,
  method: string,
  instance = "",
  body = "",
): Promise<{ status: number; body: string } | undefined> {
  return new Promise((resolve) => {
    const headers = { "x-slipway-instance": instance, "content-length": Buffer.byteLength(body) };
    const sent = request(`${url}/slipway-sandbox`, { method, headers, agent: false, timeout: 3_000 }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: text }));
      response.on("error", () => resolve({ status: 0, body: "" }));
    });
    sent.on("timeout", () => {
      resolve({ status: 0, body: "" });
      sent.destroy();
    });
    sent.on("error", (error: NodeJS.ErrnoException) =>
      resolve(error.code === "ECONNREFUSED" ? undefined : { status: 0, body: "" }),
    );
    sent.end(body);
  });
}
