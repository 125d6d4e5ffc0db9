import type { ServicesEnvironment } from "../../../../constructs/services/schema";
import type { StackPlan } from "../../../../engine/plan/stack-plan";
import { type DeclaredServer, declaredServers, query, reached, type Server } from "../server";
import { backUp } from "./back-up";

const DATABASES = "SELECT datname FROM pg_database WHERE NOT datistemplate;";

/**
 * Dumps the databases of servers that plans replace or destroy, if the file says where dumps are kept. Throws if a dump cannot be kept. A
 * server that does not answer gets none: that may be why it is replaced.
 */
export async function backUpReplaced(
  platform: ServicesEnvironment,
  plans: readonly StackPlan[],
  print: (line: string) => void,
): Promise<void> {
  const gone = plans.flatMap(({ replaced, destroyed }) => [...replaced, ...destroyed]);
  const names = new Set(gone.flatMap(({ keepsVolume, name }) => (keepsVolume === undefined ? [] : [name])));
  for (const declared of declaredServers(platform)) {
    if (declared.settings.backup === undefined || !names.has(declared.container)) continue;
    const there = await serverThere(declared, print);
    if (there !== undefined) await backUpAll(there.server, there.databases, print);
  }
}

async function serverThere(declared: DeclaredServer, print: (line: string) => void) {
  try {
    const server = reached(declared);
    const found = (await query(server, "postgres", DATABASES)).split("\n");
    // A database in the file may not exist yet.
    const databases = Object.keys(server.settings.databases ?? {}).filter((name) => found.includes(name));
    return { server, databases };
  } catch (error) {
    print(
      `postgres.${declared.name}: no dump is made before it is replaced, for it does not answer; its data stay in volume ${declared.volume}: ${(error as Error).message}`,
    );
    return undefined;
  }
}

async function backUpAll(server: Server, databases: readonly string[], print: (line: string) => void): Promise<void> {
  for (const database of databases) {
    await backUp(server, { database, print }).catch((error: Error) => {
      throw new Error(
        `postgres.${server.name} must be dumped before it is replaced, got an error; nothing was changed: correct postgres.${server.name}.backup, or leave it out\n${error.message}`,
      );
    });
  }
}
