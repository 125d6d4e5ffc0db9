import { SUPERUSER } from "../../../constructs/services/render/postgres";
import { didYouMean } from "../../../constructs/shared/did-you-mean";
import { shown } from "../../../constructs/shared/shown";
import { failure, type Server } from "./server";

/** The password of a role, which was generated on the node. */
export async function passwordOf(server: Server, role: string): Promise<string> {
  const { settings, name, engine, container, passwords } = server;
  const roles = { [SUPERUSER]: { password: settings.password }, ...settings.roles };
  const found = Object.hasOwn(roles, role) ? roles[role as keyof typeof roles] : undefined;
  if (found === undefined) {
    const known = Object.keys(roles);
    const advice = didYouMean(role, known) ?? `declare it in postgres.${name}.roles`;
    throw new Error(`--role must be one of ${known.join(", ")}, got ${shown(role)}; ${advice}`);
  }
  if (found.password !== undefined) {
    const { variable } = found.password;
    throw new Error(
      `--role must have a password that was generated, got ${role}, whose password is in TF_VAR_${variable}; look there`,
    );
  }
  const { code, stdout, stderr } = await engine.runAtFiles(container, `cat ${passwords}/${role}`);
  if (code !== 0) throw new Error(failure(server, stderr));
  return stdout.trim();
}
