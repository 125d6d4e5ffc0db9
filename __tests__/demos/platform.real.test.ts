import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { CADDY } from "../services/platform-project";
import { APP, buildImage } from "../services/web-app";
import { hasDropletProviders } from "../support/droplet-providers";

const POSTGRES = process.env.SLIPWAY_TEST_POSTGRES_IMAGE ?? "postgres:15";
const ROOT = resolve(__dirname, "../..");

const demo = (...options: string[]) =>
  spawnSync("npm", ["run", "--silent", "demo:platform", "--", ...options], { cwd: ROOT, encoding: "utf8" });

describe("npm run demo:platform", () => {
  test("promotes across machines under load, loses one, and leaves nothing; no request fails", async () => {
    if (!(await hasDropletProviders())) return;
    buildImage();
    const { status, stdout, stderr } = demo("--front", CADDY, "--image", APP, "--database", POSTGRES);
    expect(stderr).not.toMatch(/Error|must/);
    for (const line of [
      "No changes: what is deployed is what the file says",
      'services.nmpi.live is "green", was "blue"',
      "green answers; ",
      'services.nmpi.live is "blue", was "green"',
      "the engine of drcockroach does not answer",
      "drcockroach is back, with its containers",
      "all 1,000 jobs are in its database",
      "nothing is left",
    ]) {
      expect(stdout).toContain(line);
    }
    expect(Number(/(\d+) requests were sent, 0 failed/.exec(stdout)?.[1])).toBeGreaterThan(500);
    expect(status).toBe(0);
  });

  test("says which image it must have", () => {
    const { status, stderr } = demo();
    expect(stderr).toBe("error: required option '--image <image>' not specified\n");
    expect(status).toBe(1);
  });
});
