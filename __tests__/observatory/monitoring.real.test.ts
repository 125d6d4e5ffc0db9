import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IMAGE } from "../container/workspace";
import { docker, SiteProject } from "./site-project";

/** Stands for images that cannot be pulled everywhere: it runs, has a health check like InfluxDB's, and serves nothing. */
const STAND_IN = "slipway-test/stand-in:1";
const DOCKERFILE = `FROM ${IMAGE}
RUN printf '#!/bin/sh\\n' > /usr/local/bin/influx && chmod 755 /usr/local/bin/influx
RUN mkdir -p /app/dist /etc/grafana /var/lib/grafana /var/lib/influxdb
ENTRYPOINT []
CMD ["sleep", "infinity"]
`;

describe("the panel and the monitoring of a site", () => {
  const project = new SiteProject();
  const folder = mkdtempSync(join(tmpdir(), "monitoring-"));
  const password = join(folder, "grafana");
  const site = (port: number) => `
    images: { ...IMAGES, web: "${STAND_IN}", influxdb: "${STAND_IN}", grafana: "${STAND_IN}" },
    crossbar: { port: 18401 },
    web: { port: ${port} },
    monitoring: { influxdbPort: 18403, removal: "allowed", grafana: { adminPasswordFile: "${password}", port: 18404 } },
    hosts: [{ hostname: "lab-docker", agents: [] }],`;
  const inside = (part: string, ...words: string[]) => docker("exec", project.container("shown", part), ...words);

  beforeAll(async () => {
    await project.start();
    const { status, stderr } = spawnSync("docker", ["build", "--quiet", "--tag", STAND_IN, "-"], {
      input: DOCKERFILE,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`the stand-in must be built, got ${stderr}`);
    writeFileSync(password, "the lab's own password");
    chmodSync(folder, 0o755);
  });
  afterAll(async () => {
    await project.stop();
    rmSync(folder, { recursive: true });
    docker("image", "rm", STAND_IN);
  });

  test("are deployed, with nothing to do in a second plan", () => {
    project.write("shown", site(18402));
    project.deploy("shown");
    expect(project.slipway("plan", project.name("shown")).stdout).toBe(`${project.name("shown")}: nothing to do\n`);
    expect(Object.keys(project.running("shown")).sort()).toEqual(
      ["crossbar", "grafana", "influxdb", "web"].map((part) => project.container("shown", part)),
    );
  });

  test("know each other, and the router", () => {
    expect(inside("grafana", "cat", "/etc/grafana/provisioning/datasources/slipway.yaml")).toContain(
      "url: http://influxdb:8086",
    );
    expect(inside("grafana", "getent", "hosts", "influxdb")).toMatch(/^\d/);
    expect(JSON.parse(inside("web", "cat", "/app/dist/config.json"))).toMatchObject({
      crossbars: [{ name: project.name("shown"), url: "ws://127.0.0.1:18401/ws" }],
    });
  });

  test("have their password in a file of the host alone", () => {
    expect(inside("grafana", "cat", "/run/secrets/grafana-admin")).toBe("the lab's own password");
    expect(docker("inspect", project.container("shown", "grafana"))).not.toContain("own password");
    expect(project.read("cdktf.out/stacks", "terraform.tfstate.d")).not.toContain("own password");
  });

  test("listen on a loopback address alone", () => {
    const ports = ["web", "influxdb", "grafana"].map((part) => docker("port", project.container("shown", part)).trim());
    expect(ports).toEqual(["80/tcp -> 127.0.0.1:18402", "8086/tcp -> 127.0.0.1:18403", "3000/tcp -> 127.0.0.1:18404"]);
  });

  test("change one by one, and are gone with their volumes when they are destroyed", async () => {
    const before = project.running("shown");
    project.write("shown", site(18405));
    project.deploy("shown");
    const after = project.running("shown");
    const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
    expect(changed).toEqual([project.container("shown", "web")]);
    project.succeed("destroy", project.name("shown"), "--auto-approve");
    expect(await project.engine.names(project.name("shown"))).toEqual([]);
  });
});
