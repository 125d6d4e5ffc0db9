import { lazy } from "../../shared/lazy";
import type { AccessPasswords } from "../settings";

const yaml = lazy<typeof import("yaml")>(() => require("yaml"));

/** The file of an AccessDirector. @see https://ocs.readthedocs.io/en/main/agents/access_director.html */
export function accessFile(passwords: readonly AccessPasswords[]): string {
  const entries = passwords.map(({ agentClass, instanceId, password1, password2, password3 }) => {
    const isDefault = agentClass === undefined && instanceId === undefined;
    return Object.fromEntries(
      Object.entries({
        default: isDefault ? true : undefined,
        agent_class: agentClass,
        instance_id: instanceId,
        password_1: password1 ?? (isDefault ? "" : undefined),
        password_2: password2,
        password_3: password3,
      }).filter(([, value]) => value !== undefined),
    );
  });
  return yaml.stringify({ passwords_block_default_hashfunc: "md5", passwords: entries }, { version: "1.1" });
}
