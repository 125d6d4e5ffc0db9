import type { Hub } from "./layout";

/** Where the control panel finds its routers. */
export const WEB_CONFIG_FILE = "/app/dist/config.json";

/** The routers that the control panel offers; the browser connects to them itself. */
export function webConfig(name: string, { wampServer, wampRealm, addressRoot }: Hub): string {
  const crossbar = { name, url: wampServer, realm: wampRealm, addr_root: addressRoot };
  return JSON.stringify({ crossbars: [crossbar] }, null, 2);
}
