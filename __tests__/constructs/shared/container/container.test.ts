import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Container as DockerContainer } from "@cdktf/provider-docker/lib/container";
import { DataDockerImage } from "@cdktf/provider-docker/lib/data-docker-image";
import { Image } from "@cdktf/provider-docker/lib/image";
import { TerraformStack, TerraformVariable, Testing, Token } from "cdktf";
import { Container, type ContainerProps, DockerNetwork, DockerVolume } from "../../../../constructs/shared/container";
import { made, template } from "./made";

const command = ["curl", "-f", "http://localhost/"];

describe("Container", () => {
  test("stops in order, has a log that does not fill the disk, comes back, and is not looked at where that misleads", () => {
    expect(made()).toEqual({
      name: "lab",
      image: "${docker_image.App_Image_4C2C9528.image_id}",
      restart: "unless-stopped",
      destroyGraceSeconds: 30,
      stopTimeout: 30,
      init: true,
      mustRun: true,
      wait: false,
      logDriver: "json-file",
      logOpts: { "max-size": "10m", "max-file": "5" },
      networkMode: "bridge",
      labels: [{ label: "slipway.spec", value: expect.stringMatching(/^[0-9a-f]{16}$/) }],
      lifecycle: { ignore_changes: expect.arrayContaining(["capabilities", "healthcheck", "host", "ports"]) },
    });
  });

  test("keeps a pulled image on the engine, and pulls none that is there or made elsewhere", () => {
    expect(template().only(Image)).toEqual({ name: "lab/app:1", keepLocally: true });
    const local = template({ image: { local: "app:dev" } });
    expect(local.only(DataDockerImage)).toEqual({ name: "app:dev" });
    expect(local.only(DockerContainer).image).toBe("${data.docker_image.App_LocalImage_B534F7BE.id}");
    expect(local.counts).toEqual({ docker_container: 1 });
    expect(made({ image: { imageId: "sha256:0" } }).image).toBe("sha256:0");
  });

  test("takes latest when told so, and a digest", () => {
    const nameOf = (props: Partial<ContainerProps>) => template(props).only(Image).name;
    expect(nameOf({ image: "lab/app", allowLatest: true })).toBe("lab/app");
    const digest = `Registry.example.org:5000/lab/app:latest@sha256:${"a".repeat(64)}`;
    expect(nameOf({ image: digest })).toBe(digest);
  });

  test("publishes ports to its own host only, sorted", () => {
    const dns = { internal: 53, external: 5353, ip: "0.0.0.0" };
    expect(made({ ports: [{ internal: 8080 }, { ...dns, protocol: "udp" }, dns] }).ports).toEqual([
      { ...dns, protocol: "tcp" },
      { ...dns, protocol: "udp" },
      { internal: 8080, external: 8080, ip: "127.0.0.1", protocol: "tcp" },
    ]);
  });

  test("names capabilities as the engine does", () => {
    expect(
      made({ capabilities: { add: ["net_admin", "CAP_NET_ADMIN", "chown"], drop: ["all"] } }).capabilities,
    ).toEqual({ add: ["CAP_CHOWN", "CAP_NET_ADMIN"], drop: ["ALL"] });
  });

  test("says how much swap there is, when it says how much memory", () => {
    expect(made({ memoryMiB: 256 })).toMatchObject({ memory: 256, memorySwap: 256 });
    expect(made({ memoryMiB: 256, memorySwapMiB: -1 })).toMatchObject({ memory: 256, memorySwap: -1 });
    expect(made()).not.toHaveProperty("memory");
  });

  test("waits until it is healthy, as long as that may take", () => {
    const check = { command, intervalSeconds: 2, timeoutSeconds: 1, retries: 5, startPeriodSeconds: 20 };
    const healthcheck = { test: ["CMD", ...command], interval: "2s", timeout: "1s", retries: 5, startPeriod: "20s" };
    expect(made({ healthCheck: check })).toMatchObject({ healthcheck, wait: true, waitTimeout: 50 });
    const long = { command, intervalSeconds: 90, startPeriodSeconds: 3600 };
    expect(made({ healthCheck: long })).toMatchObject({ healthcheck: { interval: "1m30s", startPeriod: "1h0m0s" } });
    expect(made({ healthCheck: check, wait: "started" })).toMatchObject({ healthcheck, wait: false });
    expect(made({ wait: "healthy" })).toMatchObject({ wait: true, waitTimeout: 300 });
    expect(made({ healthCheck: "none" })).toMatchObject({ healthcheck: { test: ["NONE"] }, wait: false });
  });

  test("waits for the end of what runs once, and warns of its exit code", () => {
    const once = template({ runs: "once", healthCheck: { command } });
    expect(once.only(DockerContainer)).toMatchObject({
      mustRun: false,
      attach: true,
      logs: true,
      restart: "no",
      wait: false,
    });
    expect(once.json.check).toEqual({
      App_F1B96344: {
        assert: [
          {
            condition: "${docker_container.App_F1B96344.exit_code == 0}",
            error_message: "test/App must end with exit code 0; `docker logs` shows what the container said.",
          },
        ],
      },
    });
  });

  test("starts first under a name of its own, which no later plan changes", () => {
    const { name, lifecycle } = made({ replacement: "start-first" });
    expect(name).toBe('${join("-", ["lab", formatdate("YYYYMMDDhhmmss", plantimestamp())])}');
    expect(lifecycle).toMatchObject({
      create_before_destroy: true,
      ignore_changes: expect.arrayContaining(["name", "ports"]),
    });
  });

  test("mounts volumes, folders and secrets that must exist, sorted; Terraform never reads a secret", () => {
    const mounts = [
      { source: "/srv/lab", path: "/lab", readOnly: true },
      { source: "data", path: "/data" },
    ];
    const secrets = [{ hostFile: "/etc/lab/password" }, { hostFile: "/etc/lab/key", path: "/keys/lab" }];
    expect(made({ mounts, secrets }).mounts).toEqual([
      { type: "volume", source: "data", target: "/data", readOnly: false },
      { type: "bind", source: "/etc/lab/key", target: "/keys/lab", readOnly: true },
      { type: "bind", source: "/srv/lab", target: "/lab", readOnly: true },
      { type: "bind", source: "/etc/lab/password", target: "/run/secrets/password", readOnly: true },
    ]);
  });

  test("is replaced with a network or a volume of its stack, not of another", () => {
    const other = new TerraformStack(Testing.app(), "other");
    const elsewhere = new DockerNetwork(other, "Network", { name: "far" });
    const container = made((stack) => ({
      network: [
        { network: new DockerNetwork(stack, "Network", { name: "lab-net" }), aliases: ["b", "a"] },
        { network: elsewhere },
        { name: "known", ipv4Address: "10.0.0.9" },
      ],
      mounts: [{ volume: new DockerVolume(stack, "Data", { name: "lab-data" }), path: "/data" }],
    }));
    expect(container.networksAdvanced).toEqual([
      { name: "lab-net", aliases: ["a", "b"] },
      { name: "far" },
      { name: "known", ipv4Address: "10.0.0.9" },
    ]);
    expect(container.mounts).toEqual([{ type: "volume", source: "lab-data", target: "/data", readOnly: false }]);
    expect(container.lifecycle?.replace_triggered_by).toEqual([
      expect.stringMatching(/^docker_network\.Network_/),
      expect.stringMatching(/^docker_volume\.Data_/),
    ]);
  });

  test("takes secret variables from Terraform, one for all containers that name it", () => {
    const secretEnvironment = { PGPASSWORD: { variable: "db_password" } };
    const stack = template((stack) => {
      new Container(stack, "Other", { name: "other", image: "lab/app:1", secretEnvironment });
      return { environment: { B: "2", A: "1" }, secretEnvironment };
    });
    expect(stack.json.variable).toEqual({ db_password: { type: "string", sensitive: true, nullable: false } });
    expect(stack.only(DockerContainer, { name: "lab" }).env).toEqual(["A=1", "B=2", "PGPASSWORD=${var.db_password}"]);
  });

  test("uploads texts, and files of the project beside the stack", () => {
    const source = join(tmpdir(), "slipway-upload.sh");
    writeFileSync(source, "echo 1\n");
    const uploads = [
      { path: "/b.sh", source, executable: true },
      { path: "/a", content: "a" },
    ];
    expect(made({ uploads }).upload).toEqual([
      { file: "/a", content: "a", executable: false },
      {
        file: "/b.sh",
        source: expect.stringMatching(/^assets\/App_Uploads_.+\/c44090c3f318c724c480b810801ef297\/slipway-upload\.sh$/),
        sourceHash: expect.stringMatching(/^[0-9a-f]{32}$/),
        executable: true,
      },
    ]);
  });

  test("takes texts as they stand, and references of Terraform where they are tokens", () => {
    const { command, env } = made((stack) => {
      const url = new TerraformVariable(stack, "url", { type: "string" }).stringValue;
      return { command: ["sh", "-c", "echo ${HOME} %{x}"], environment: { URL: `${url}/\${path}` } };
    });
    expect(command).toEqual(["sh", "-c", "echo $${HOME} %%{x}"]);
    expect(env).toEqual(["URL=${var.url}/$${path}"]);
  });

  test("passes tokens unchecked", () => {
    const port = Token.asNumber("${var.port}");
    const container = made((stack) => {
      const name = new TerraformVariable(stack, "name", { type: "string" }).stringValue;
      return { name, ports: [{ internal: 80, external: port }] };
    });
    expect(container.name).toBe("${var.name}");
    expect(container.ports).toEqual([{ internal: 80, external: "${var.port}", ip: "127.0.0.1", protocol: "tcp" }]);
  });

  test("says the rest in the provider's words", () => {
    expect(
      made({
        user: "9000:9000",
        hostname: "lab-docker",
        workingDirectory: "/app",
        stopSignal: "SIGINT",
        stopGraceSeconds: 60,
        init: false,
        cpus: 1,
        gpus: "all",
        shmSizeMiB: 256,
        ulimits: { nofile: { soft: 1024, hard: 4096 } },
        groups: ["dialout"],
        privileged: true,
        devices: [{ hostPath: "/dev/ttyUSB0" }],
        extraHosts: { crossbar: "10.0.0.1", six: "fd00::1" },
        readOnlyRoot: true,
        tmpfs: { "/tmp": "size=1m" },
        log: { driver: "journald", options: { tag: "lab" } },
        network: "host",
      }),
    ).toMatchObject({
      user: "9000:9000",
      hostname: "lab-docker",
      workingDir: "/app",
      stopSignal: "SIGINT",
      stopTimeout: 60,
      destroyGraceSeconds: 60,
      init: false,
      cpus: "1.0",
      gpus: "all",
      shmSize: 256,
      ulimit: [{ name: "nofile", soft: 1024, hard: 4096 }],
      groupAdd: ["dialout"],
      privileged: true,
      devices: [{ hostPath: "/dev/ttyUSB0", containerPath: "/dev/ttyUSB0", permissions: "rwm" }],
      host: [
        { host: "crossbar", ip: "10.0.0.1" },
        { host: "six", ip: "fd00::1" },
      ],
      readOnly: true,
      tmpfs: { "/tmp": "size=1m" },
      logDriver: "journald",
      logOpts: { tag: "lab" },
      networkMode: "host",
    });
  });
});
