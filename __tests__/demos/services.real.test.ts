import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { APP, BASE, buildImage } from "../services/web-app";

const ROOT = resolve(__dirname, "../..");
const EXAMPLE = join(ROOT, "examples/environments/services/my-platform.ts");
const CADDY = process.env.SLIPWAY_TEST_CADDY_IMAGE;

/** What a real platform of this checkout would see of the demo. */
function traces() {
  const folder = (path: string) => (existsSync(path) ? readdirSync(path).sort() : []);
  return {
    example: createHash("sha256").update(readFileSync(EXAMPLE)).digest("hex"),
    states: folder(join(ROOT, "terraform.tfstate.d")),
    demos: folder(join(ROOT, ".sandbox")).filter(
      (name) => name.startsWith("demo-") && existsSync(join(ROOT, ".sandbox", name, "environments/services")),
    ),
  };
}

function left(kind: "container" | "network" | "volume"): string {
  const args = [kind, "ls", ...(kind === "container" ? ["--all"] : []), "--filter", "name=laptop-"];
  const format = kind === "container" ? "{{.Names}}" : "{{.Name}}";
  const { stdout } = spawnSync("docker", [...args, "--format", format], { encoding: "utf8" });
  return stdout
    .split("\n")
    .filter((name) => /^laptop-[0-9a-f]{6}/.test(name))
    .join(" ");
}

describe("npm run demo:services", () => {
  test("promotes and rolls back under load, without a request that fails, and leaves no trace", () => {
    buildImage();
    const before = traces();
    const options = [...(CADDY ? ["--front", CADDY] : []), ...["--image", APP]];
    const { status, stdout, stderr } = spawnSync("npm", ["run", "--silent", "demo:services", "--", ...options], {
      cwd: ROOT,
      encoding: "utf8",
    });
    expect(stderr).not.toMatch(/Error|must/);
    for (const line of [
      "Apply complete! Resources: 19 added, 0 changed, 0 destroyed.",
      "No changes: what is deployed is what the file says",
      "blue answers\n",
      'services.whoami.live is "green", was "blue"',
      "green answers; ",
      'services.whoami.live is "blue", was "green"',
      "Apply complete! Resources: 0 added, 0 changed, 19 destroyed.",
      "nothing is left",
    ]) {
      expect(stdout).toContain(line);
    }
    expect(Number(/(\d+) requests were sent, 0 failed/.exec(stdout)?.[1])).toBeGreaterThan(500);
    expect(status).toBe(0);
    expect(traces()).toEqual(before);
    expect(["container", "network", "volume"].map((kind) => left(kind as "container"))).toEqual(["", "", ""]);
  });

  const MUST = "it must listen on port 8000 and answer / with the value of its variable VERSION";
  test.each([
    [
      "that is nowhere",
      "registry.invalid/web:1",
      /^registry\.invalid\/web:1 must be on the engine, or in a registry that answers, got: /,
    ],
    ["that ends at once", BASE, /^\S+ must answer with the value of VERSION, got .*; take another one: /],
  ])("says what an image must do %s, before anything is deployed", (_what, image, message) => {
    const options = [...(CADDY ? ["--front", CADDY] : []), ...["--image", image]];
    const { status, stdout, stderr } = spawnSync("npm", ["run", "--silent", "demo:services", "--", ...options], {
      cwd: ROOT,
      encoding: "utf8",
    });
    expect(stderr).toMatch(message);
    expect(stderr).toContain(`npm run demo:services -- --image IMAGE\n`);
    expect(stderr).toContain(MUST);
    expect(stderr).toContain("| docker build -t demo-web:1 -");
    expect(stdout).not.toContain("3. ");
    expect(status).toBe(1);
  });
});
