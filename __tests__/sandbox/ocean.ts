import { up } from "../../sandbox/server";
import { environment } from "./temporary";

/** What the emulator answered. */
export interface Answered {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the tests say which fields they expect
  readonly body: any;
  readonly headers: Headers;
}

export type Body = Readonly<Record<string, unknown>>;

/** A sandbox, asked for DigitalOcean's API. */
export class Ocean {
  private constructor(
    readonly sandbox: string,
    readonly pid?: number,
  ) {}

  /** The sandbox that answers at that address. */
  static at(sandbox: string): Ocean {
    return new Ocean(sandbox);
  }

  /** @param actionSeconds how long an action is in progress: with 0, until the next request */
  static async start(project: string, actionSeconds = 0, more: NodeJS.ProcessEnv = {}): Promise<Ocean> {
    // A droplet of these tests needs no engine, which takes seconds to start.
    const usual = { SLIPWAY_DIGITALOCEAN_ACTION_SECONDS: String(actionSeconds), SLIPWAY_DROPLET_ENGINES: "off" };
    const { url, pid } = await up({ project, seed: {}, environment: { ...environment, ...usual, ...more } });
    return new Ocean(url, pid);
  }

  get url(): string {
    return `${this.sandbox}/slipway-digitalocean`;
  }

  async ask(method: string, path: string, body?: Body | string, headers: Record<string, string> = {}) {
    const authorization = "Bearer sandbox";
    const sent = await fetch(path.startsWith("http") ? path : `${this.url}/v2/${path}`, {
      method,
      headers: { authorization, "content-type": "application/json", ...headers },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await sent.text();
    const answered: Answered = {
      status: sent.status,
      body: text === "" ? undefined : JSON.parse(text),
      headers: sent.headers,
    };
    return answered;
  }

  /** The body of an answer that must have that status. */
  async must(status: number, method: string, path: string, body?: Body) {
    const answered = await this.ask(method, path, body);
    if (answered.status === status) return answered.body;
    throw new Error(`${method} ${path} must answer ${status}, got ${answered.status} ${JSON.stringify(answered.body)}`);
  }

  get(path: string) {
    return this.must(200, "GET", path);
  }

  /** Status and sentence of a refusal. */
  async refusal(method: string, path: string, body?: Body): Promise<[number, string]> {
    const { status, body: said } = await this.ask(method, path, body);
    return [status, said?.message];
  }

  /** A droplet that is active. */
  async droplet(more: Body = {}) {
    const usual = { name: "node", region: "tor1", size: "s-1vcpu-1gb", image: "ubuntu-24-04-x64" };
    const { droplet } = await this.must(202, "POST", "droplets", { ...usual, ...more });
    return (await this.get(`droplets/${droplet.id}`)).droplet;
  }

  /** Asks for an action of a resource, and sees it completed. */
  async act(resource: string, body: Body) {
    const { action } = await this.must(resource.startsWith("volumes") ? 202 : 201, "POST", `${resource}/actions`, body);
    expect(action.status).toBe("in-progress");
    const { action: done } = await this.get(`${resource}/actions/${action.id}`);
    expect(done).toMatchObject({ id: action.id, status: "completed", completed_at: expect.any(String) });
    return done;
  }
}

export const NOT_FOUND: [number, string] = [404, "The resource you were accessing could not be found."];
