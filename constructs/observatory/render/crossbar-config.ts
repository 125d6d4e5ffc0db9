import type { Hub } from "./layout";

/** Where the router answers what it is; a path of its own, or it would swallow the others. */
export const INFO_PATH = "/info";

/**
 * The router's `config.json`: agents join at `/ws`, programs call at `/call`. Both are anonymous, as OCS has it: only who
 * reaches the port may do anything.
 *
 * @see https://ocs.readthedocs.io/en/main/user/crossbar_config.html
 */
export function crossbarConfig({ wampRealm, addressRoot }: Pick<Hub, "wampRealm" | "addressRoot">, port: number) {
  const role = (name: string, register: boolean) => ({
    name,
    permissions: [
      {
        uri: `${addressRoot}.`,
        match: "prefix",
        allow: { call: true, register, publish: true, subscribe: true },
        disclose: { caller: false, publisher: false },
        cache: true,
      },
    ],
  });
  return {
    version: 2,
    workers: [
      {
        type: "router",
        realms: [{ name: wampRealm, roles: [role("iocs_agent", true), role("iocs_controller", false)] }],
        transports: [
          {
            type: "web",
            endpoint: { type: "tcp", port },
            paths: {
              ws: {
                type: "websocket",
                auth: { anonymous: { type: "static", role: "iocs_agent" } },
                options: {
                  open_handshake_timeout: 2500,
                  close_handshake_timeout: 1000,
                  auto_ping_interval: 10_000,
                  auto_ping_timeout: 5000,
                  auto_ping_size: 12,
                },
              },
              call: { type: "caller", realm: wampRealm, role: "iocs_controller", options: {} },
              info: { type: "nodeinfo" },
            },
          },
        ],
      },
    ],
  };
}
