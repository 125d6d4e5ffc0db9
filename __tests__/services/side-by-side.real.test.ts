import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Load, type LoadReport } from "../../demos/load";
import { providerSettings } from "../../engine/providers/providers";
import { freePort } from "../../sandbox/port";
import { app, docker, PlatformProject } from "./platform-project";
import { APP } from "./web-app";

const run = promisify(execFile);

/** One program, one change of it, three ways. */
describe("a program is changed under load", () => {
  const project = new PlatformProject();
  const reports = new Map<string, LoadReport>();

  const underLoad = async (way: string, port: number, change: () => Promise<unknown>) => {
    const headers = { host: "web.test" };
    const load = new Load({
      url: `http://127.0.0.1:${port}/`,
      headers,
      requestsPerSecond: 50,
      concurrency: 10,
      perSegment: 50,
    });
    await load.start();
    await change();
    // Until the new one answers.
    await project.answering("web.test", "2", port);
    const report = await load.stop();
    reports.set(way, report);
    return report.failed;
  };

  beforeAll(() => project.start());
  afterAll(async () => {
    for (const [way, { requests, failed }] of reports) console.log(`${way}: ${failed} of ${requests} requests failed`);
    await project.stop();
  });

  test("the seed's way, stop, rename and start: requests are lost", async () => {
    const name = `${project.prefix}-seed`;
    const port = await freePort("127.0.0.1", undefined, 18_900);
    const start = (version: string) =>
      run("docker", ["run", "-d", "--name", name, "-e", `VERSION=${version}`, "-p", `127.0.0.1:${port}:8000`, APP]);
    await start("1");
    await project.answering("web.test", "1", port);
    const failed = await underLoad("stop, rename, start", port, async () => {
      await run("docker", ["stop", name]);
      await run("docker", ["rename", name, `${name}-old`]);
      await start("2");
      await run("docker", ["rm", "-f", `${name}-old`]);
    });
    docker("rm", "--force", name);
    expect(failed).toBeGreaterThan(0);
  });

  test("a container that Terraform replaces: requests are lost", async () => {
    const name = `${project.prefix}-plain`;
    const port = await freePort("127.0.0.1", undefined, 18_900);
    const folder = join(project.project.folder, "plain");
    mkdirSync(folder);
    const { variables } = await providerSettings({
      project: project.project.folder,
      environment: process.env,
      needed: ["kreuzwerker/docker"],
    });
    const env = { ...process.env, ...variables };
    const terraform = (...args: string[]) => run("terraform", args, { cwd: folder, env });
    const write = (version: string) =>
      writeFileSync(
        join(folder, "plain.tf.json"),
        JSON.stringify({
          terraform: { required_providers: { docker: { source: "kreuzwerker/docker" } } },
          resource: {
            docker_container: {
              web: {
                name,
                image: APP,
                env: [`VERSION=${version}`],
                ports: { internal: 8000, external: port, ip: "127.0.0.1" },
              },
            },
          },
        }),
      );
    write("1");
    await terraform("init", "-input=false");
    await terraform("apply", "-auto-approve", "-input=false");
    await project.answering("web.test", "1", port);
    write("2");
    const failed = await underLoad("a replacement", port, () => terraform("apply", "-auto-approve", "-input=false"));
    spawnSync("terraform", ["destroy", "-auto-approve"], { cwd: folder, env });
    expect(failed).toBeGreaterThan(0);
  });

  test("behind a front: none", async () => {
    const web = (version: string) =>
      `services: { web: { port: 8000, hosts: ["web.test"], health: { minHealthySeconds: 2 }, ${app(version)} } },`;
    await project.deploy("front", web("1"));
    expect(await underLoad("behind a front", project.port, () => project.deploy("front", web("2")))).toBe(0);
  });
});
