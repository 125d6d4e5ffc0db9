import { connect, createServer, type Server, type Socket } from "node:net";

/** How containers call this machine on Docker Desktop, and where the engine's arguments say so. */
const HOST = "host.docker.internal";
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

/** The way of a container to an address that this process reaches. */
export interface Way {
  /** The address for the container. */
  readonly url: string;
  /** What `docker run` needs for it. */
  readonly args: readonly string[];
  close(): void;
}

/**
 * A container has a loopback address of its own. On Linux, connections to the bridge's gateway are passed on to this machine's; on
 * Docker Desktop, `host.docker.internal` leads to it.
 *
 * @param gateway the address of this machine on the engine's bridge @default - the engine says none
 */
export async function wayTo(url: string, gateway: string | undefined): Promise<Way> {
  const { hostname, port, protocol } = new URL(url);
  if (!LOOPBACK.test(hostname)) return { url, args: [], close: () => {} };
  const target = { host: hostname.replace(/[[\]]/g, ""), port: Number(port || (protocol === "https:" ? 443 : 80)) };
  const relay = gateway === undefined ? undefined : await relayTo(target, gateway);
  if (relay === undefined) {
    return { url: withHost(url, HOST, target.port), args: [`--add-host=${HOST}:host-gateway`], close: () => {} };
  }
  return { url: withHost(url, gateway as string, relay.port), args: [], close: relay.close };
}

function withHost(url: string, hostname: string, port: number): string {
  const changed = new URL(url);
  changed.hostname = hostname;
  changed.port = String(port);
  return changed.href.replace(/\/$/, "");
}

/** Undefined if the gateway is no address of this machine: the engine then runs on another one, or in a virtual machine. */
function relayTo(target: { readonly host: string; readonly port: number }, gateway: string) {
  const server: Server = createServer((from) => {
    const to = connect(target);
    from.pipe(to).pipe(from);
    for (const [socket, other] of [
      [from, to],
      [to, from],
    ] as const) {
      socket.on("error", () => other.destroy()).on("close", () => other.destroy());
    }
    open.add(from);
    from.on("close", () => open.delete(from));
  });
  const open = new Set<Socket>();
  const close = () => {
    server.close();
    for (const socket of open) socket.destroy();
  };
  return new Promise<{ readonly port: number; close(): void } | undefined>((resolve) => {
    server.on("error", () => resolve(undefined));
    server.listen({ host: gateway, port: 0 }, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? { port: address.port, close } : undefined);
    });
  });
}
