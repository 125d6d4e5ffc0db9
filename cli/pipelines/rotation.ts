import { randomBytes } from "node:crypto";
import type { JobManifest } from "../../constructs/pipelines/database/render/dump-jobs";
import { MYSQL_PORT } from "../../constructs/pipelines/database/render/mysql-client";
import {
  copiedSecrets,
  type PasswordUser,
  passwordUsers,
} from "../../constructs/pipelines/database/render/mysql-contents";
import { rotationJob } from "../../constructs/pipelines/database/render/rotation-job";
import { discardScript } from "../../constructs/pipelines/database/render/rotation-scripts";
import { didYouMean } from "../../constructs/shared/did-you-mean";
import { shown } from "../../constructs/shared/shown";
import type { Cluster } from "./cluster";
import { runJob } from "./job";

/** Gives users of the database new passwords, and all secrets that have them; those that held go on, where MySQL can. */
export async function rotate(cluster: Cluster, user: string | undefined): Promise<void> {
  const { database, users } = usersOf(cluster, user);
  const { namespace } = cluster;
  const { name } = database;
  const jobs = { passwords: deployed(cluster, `${name}-passwords`), setUp: deployed(cluster, `${name}-setup`) };
  const place = { name: `${name}-rotation-${randomBytes(4).toString("hex")}`, namespace };
  const address = { host: name, port: MYSQL_PORT };
  const copies = copiedSecrets(database);
  await runJob(cluster, rotationJob(jobs, place, { ...address, secret: { namespace, name }, users, copies }));
}

/** Ends the old passwords. */
export async function discardOld(cluster: Cluster, user: string | undefined): Promise<void> {
  const { users } = usersOf(cluster, user);
  const code = await cluster.show(cluster.inDatabase(["sh", "-c", discardScript(users)]));
  if (code !== 0) throw new Error(`the old passwords must be discarded, got ${code}; mend what stands above`);
}

function usersOf(cluster: Cluster, user: string | undefined) {
  // Without a database it says so.
  cluster.inDatabase([]);
  const database = cluster.environment.database as NonNullable<typeof cluster.environment.database>;
  const all = passwordUsers(database);
  const users: PasswordUser[] = user === undefined ? all : all.filter(({ name }) => name === user);
  if (users.length > 0) return { database, users };
  const known = all.map(({ name }) => name);
  const advice = didYouMean(String(user), known) ?? "name it in database.users, and deploy";
  throw new Error(`--user must be one of ${known.join(", ")}, got ${shown(user)}; ${advice}`);
}

/** A job that a deployment has left: with the images and the service account that it had. */
function deployed(cluster: Cluster, name: string): JobManifest {
  const { namespace, environment } = cluster;
  const words = ["get", "jobs", "--selector", "app.kubernetes.io/component=job", "--output", "json"];
  const { items } = JSON.parse(cluster.told(["--namespace", namespace, ...words])) as { readonly items: JobManifest[] };
  const found = items.find(({ metadata }) => new RegExp(`^${name}-[0-9a-f]{16}$`).test(metadata.name));
  if (found !== undefined) return found;
  throw new Error(
    `a job ${name} must be in namespace ${namespace}, got none; slipway deploy ${environment.name} makes it`,
  );
}
