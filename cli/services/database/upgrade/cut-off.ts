import { failure, query, type Server } from "../server";

const SESSIONS = `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE backend_type = 'client backend' AND pid <> pg_backend_pid();`;

/** The networks of a server's container. */
export async function networksOf(server: Server): Promise<string[]> {
  const format = "{{range $name, $_ := .NetworkSettings.Networks}}{{$name}} {{end}}";
  return (await inspected(server, format)) ?? [];
}

/** The volumes of a server's container; undefined where there is no container. */
export function volumesOf(server: Server): Promise<string[] | undefined> {
  return inspected(server, "{{range .Mounts}}{{.Name}} {{end}}");
}

async function inspected(server: Server, format: string): Promise<string[] | undefined> {
  const { engine, container } = server;
  const { code, stdout, stderr } = await engine.docker(["container", "inspect", "--format", format, container]);
  if (code === 0) return stdout.trim().split(" ").filter(Boolean);
  if (/No such container/i.test(stderr)) return undefined;
  throw new Error(failure(server, stderr));
}

/** Takes a server out of its networks and ends all sessions: what is dumped then stays as it is. Only its socket is left. */
export async function cutOff(server: Server, networks: readonly string[]): Promise<void> {
  const { engine, container } = server;
  for (const network of networks) {
    const { code, stderr } = await engine.docker(["network", "disconnect", network, container]);
    if (code !== 0 && !/is not connected/i.test(stderr)) throw new Error(failure(server, stderr));
  }
  await query(server, "postgres", SESSIONS);
}

/** Puts it back into its networks. */
export async function connectAgain(server: Server, networks: readonly string[]): Promise<void> {
  const { engine, container } = server;
  for (const network of networks) {
    const { code, stderr } = await engine.docker(["network", "connect", network, container]);
    if (code !== 0 && !/already exists in network/i.test(stderr)) throw new Error(failure(server, stderr));
  }
}
