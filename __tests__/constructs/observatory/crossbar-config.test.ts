import { crossbarConfig } from "../../../constructs/observatory/render/crossbar-config";

describe("the router's configuration", () => {
  const { version, workers } = crossbarConfig({ wampRealm: "lab_realm", addressRoot: "dome" }, 9001);
  const [router, ...others] = workers;

  test("is one router with one realm", () => {
    expect({ version, type: router?.type, others }).toEqual({ version: 2, type: "router", others: [] });
    expect(router?.realms.map(({ name }) => name)).toEqual(["lab_realm"]);
  });

  test("lets agents register, and programs call alone, below the site's root", () => {
    const rights = (register: boolean) => ({
      uri: "dome.",
      match: "prefix",
      allow: { call: true, register, publish: true, subscribe: true },
      disclose: { caller: false, publisher: false },
      cache: true,
    });
    expect(router?.realms[0]?.roles).toEqual([
      { name: "iocs_agent", permissions: [rights(true)] },
      { name: "iocs_controller", permissions: [rights(false)] },
    ]);
  });

  test("answers agents, calls and the health check at one port", () => {
    expect(router?.transports).toEqual([
      {
        type: "web",
        endpoint: { type: "tcp", port: 9001 },
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
          call: { type: "caller", realm: "lab_realm", role: "iocs_controller", options: {} },
          info: { type: "nodeinfo" },
        },
      },
    ]);
  });
});
