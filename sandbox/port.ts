import { createServer } from "node:net";

/** How far from the preferred port the search goes. */
const TRIES = 100;

/** The port that was asked for, or the first free one from the preferred one on. */
export async function freePort(listen: string, asked: number | undefined, preferred: number): Promise<number> {
  if (asked !== undefined) {
    const refusal = await refusalOf(listen, asked);
    if (refusal === undefined) return asked;
    throw new Error(`port ${asked} on ${listen} must be free, got ${refusal}; name another one with --port, or none`);
  }
  let refusal: string | undefined;
  for (let port = preferred; port < preferred + TRIES; port++) {
    refusal = await refusalOf(listen, port);
    if (refusal === undefined) return port;
    if (refusal !== IN_USE) break;
  }
  throw new Error(
    `the sandbox must be able to listen on ${listen}, got ${refusal}; name another address with --listen`,
  );
}

const IN_USE = "one that is in use";

function refusalOf(listen: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on("error", (error: NodeJS.ErrnoException) => resolve(error.code === "EADDRINUSE" ? IN_USE : error.message));
    server.listen({ host: listen, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
