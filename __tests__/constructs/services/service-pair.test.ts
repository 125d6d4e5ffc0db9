import { Container as DockerContainer } from "@cdktf/provider-docker/lib/container";
import { TerraformVariable } from "cdktf";
import { Service, ServicePair, type ServicePairProps, type ServiceProps } from "../../../constructs/services";
import { failure } from "../../support/synthesized";
import { frontIn, made } from "./made";
import { said } from "./sentences";

const PAIR: Omit<ServicePairProps, "front"> = {
  name: "nmpi",
  port: 8000,
  hosts: ["nmpi.example.org"],
  stagingHosts: ["nmpi-staging.example.org"],
  live: "blue",
  blue: { image: "example/nmpi:1" },
  green: { image: "example/nmpi:2" },
};
const DOCS: Omit<ServiceProps, "front"> = {
  name: "docs",
  image: "example/docs:1",
  port: 80,
  hosts: ["docs.example.org"],
};
const SECRETS = {
  DJANGO_SECRET_KEY: { variable: "django_secret_key" },
  NMPI_DATABASE_PASSWORD: { variable: "database_password" },
  HBP_OIDC_CLIENT_ID: { variable: "client_id" },
  HBP_OIDC_CLIENT_SECRET: { variable: "client_secret" },
};

const pair = (more: Partial<ServicePairProps> = {}, front: Parameters<typeof frontIn>[1] = {}) =>
  made((stack) => {
    new ServicePair(stack, "Nmpi", { ...PAIR, ...more, front: frontIn(stack, front) });
  });
const docs = (more: Partial<ServiceProps> = {}, front: Parameters<typeof frontIn>[1] = {}) =>
  made((stack) => {
    new Service(stack, "Docs", { ...DOCS, ...more, front: frontIn(stack, front) });
  });

describe("ServicePair", () => {
  test("has one migration at a time, each before its container", () => {
    const { container } = pair({ migrate: { command: ["migrate"] } });
    const needs = (name: string) => JSON.stringify(container(name).dependsOn);
    expect(container("lab-nmpi-blue-migrate")).toMatchObject({ command: ["migrate"], mustRun: false, attach: true });
    expect(container("lab-nmpi-blue-migrate").dependsOn).toEqual([]);
    expect(needs("lab-nmpi-green-migrate")).toMatch(/terraform_data\.Nmpi_Blue_Migrated/);
    expect(needs("lab-nmpi-blue")).toMatch(/terraform_data\.Nmpi_Blue_Migrated/);
    expect(needs("lab-nmpi-green")).toMatch(/terraform_data\.Nmpi_Green_Migrated/);
  });

  test("is two containers of which the new is made before the old goes", () => {
    const { container, template } = pair();
    for (const [colour, lane] of [
      ["blue", "Blue"],
      ["green", "Green"],
    ]) {
      expect(container(`lab-nmpi-${colour}`)).toMatchObject({
        image: expect.stringMatching(new RegExp(`^\\$\\{docker_image\\.Nmpi_${lane}_`)),
        lifecycle: { create_before_destroy: true, ignore_changes: expect.arrayContaining(["name"]) },
        networksAdvanced: [{ name: "lab" }],
        labels: expect.arrayContaining([
          { label: "services.platform", value: "lab" },
          { label: "services.service", value: "nmpi" },
          { label: "services.colour", value: colour },
        ]),
        // A gate is before it, not Terraform's own patience.
        wait: false,
      });
    }
    const published = template.all(DockerContainer).filter(({ ports }) => ports !== undefined);
    expect(published.map(({ name }) => name)).toEqual(["lab-front"]);
  });

  test("waits in each step for what that step needs, and for nothing else", () => {
    const { run, container } = pair();
    const configured = "Front_Configuration";
    expect(run("Nmpi_Blue_Switch").after).toEqual([configured]);
    expect(run("Nmpi_Green_Switch").after).toEqual([configured]);
    expect(run("Nmpi_Route").after).toEqual([configured, "Nmpi_Blue_Switch"]);
    expect(run("Front_Tidy").after).toEqual([configured, "Nmpi_Blue_Switch", "Nmpi_Green_Switch", "Nmpi_Route"]);
    for (const colour of ["blue", "green"]) {
      expect(container(`lab-nmpi-${colour}`).dependsOn).toEqual([
        expect.stringMatching(/^terraform_data\.Front_Configuration_/),
      ]);
    }
  });

  test("that is promoted changes one word", () => {
    const [blue, green] = [pair(), pair({ live: "green" })];
    for (const name of [
      "Nmpi_Blue_Switch",
      "Nmpi_Green_Switch",
      "Front_Configuration",
      "Front_Handover",
      "Front_Tidy",
    ]) {
      expect(green.run(name)).toEqual(blue.run(name));
    }
    for (const colour of ["lab-nmpi-blue", "lab-nmpi-green"]) {
      expect(green.container(colour)).toEqual(blue.container(colour));
    }
    expect(green.run("Nmpi_Route").after).toEqual(["Front_Configuration", "Nmpi_Green_Switch"]);
    expect(green.run("Nmpi_Route").told.files).toEqual(blue.run("Nmpi_Route").told.files);
    expect(blue.run("Nmpi_Route").told.words).toEqual({ "live/nmpi": "blue" });
    expect(green.run("Nmpi_Route").told.words).toEqual({ "live/nmpi": "green" });
  });

  test("switches to a new container, whatever made it new", () => {
    const { run } = pair(
      { health: { path: "/health", minHealthySeconds: 10 }, drainSeconds: 60 },
      { innerPort: 9000, isAsked: true },
    );
    const name = expect.stringMatching(/^\$\{docker_container\.Nmpi_Green_Container_\w+\.name\}$/);
    const asked = { host: "nmpi.example.org", service: "nmpi" };
    expect(run("Nmpi_Green_Switch")).toMatchObject({
      action: "switch",
      createBeforeDestroy: true,
      told: {
        upstream: "nmpi-green",
        container: name,
        drainSeconds: 60,
        files: { "inner/1/nmpi-green.caddy": expect.stringContaining("header Slipway-Service nmpi") },
        health: { path: "/health", intervalSeconds: 1, timeoutSeconds: 5, minHealthySeconds: 10, deadlineSeconds: 120 },
        probes: {
          container: {
            ...asked,
            url: expect.stringMatching(
              /^http:\/\/\$\{docker_container\.Nmpi_Green_Container_\w+\.name\}:8000\/health$/,
            ),
          },
          upstream: { ...asked, url: "http://127.0.0.1:9001/health" },
        },
      },
      triggers: {
        container: expect.stringMatching(/^\$\{docker_container\.Nmpi_Green_Container_\w+\.id\}$/),
        routes: expect.stringMatching(/^\$\{docker_volume\.Front_Routes_\w+\.mountpoint\}$/),
      },
    });
  });

  test("is found at the inner ports where others ask alone", () => {
    const { told } = pair().run("Nmpi_Green_Switch");
    expect(told.files).toEqual({});
    expect(told.probes).not.toHaveProperty("upstream");
  });

  test("asks the container that is to go live, whichever it is then", () => {
    const { run } = pair({ live: "green", health: { path: "/health" }, drainSeconds: 60 });
    expect(run("Nmpi_Route")).toMatchObject({ action: "route", createBeforeDestroy: true });
    expect(run("Nmpi_Route").told).toMatchObject({
      route: "nmpi",
      here: ["nmpi-blue.http-8000", "nmpi-green.http-8000"],
      drainSeconds: 60,
    });
    expect(run("Nmpi_Route").told.probe).toEqual({
      url: "http://__CONTAINER__:8000/health",
      current: "nmpi-green.http-8000",
      host: "nmpi.example.org",
      service: "nmpi",
    });
    expect(pair({ maintenance: "Back soon." }).run("Nmpi_Route").told).not.toHaveProperty("probe");
  });

  test("with a canary waits for both colours", () => {
    const { run } = pair({ canary: { percent: 10 } });
    expect(run("Nmpi_Route").after).toEqual(["Front_Configuration", "Nmpi_Blue_Switch", "Nmpi_Green_Switch"]);
    expect(JSON.stringify(run("Nmpi_Route").told.files).match(/weighted_round_robin 90 10/g)).toHaveLength(2);
  });

  test("asks another node's front for a colour that is there", () => {
    const { run, runs, template } = pair({ live: "green", addresses: { green: "10.106.0.3:8041" } });
    expect(runs).toEqual(["Front_Configuration", "Front_Handover", "Front_Tidy", "Nmpi_Blue_Switch", "Nmpi_Route"]);
    expect(template.all(DockerContainer)).toHaveLength(2);
    expect(run("Nmpi_Route").after).toEqual(["Front_Configuration"]);
    expect(run("Nmpi_Route").told).toMatchObject({
      here: ["nmpi-blue.http-8000"],
      probe: { url: "http://10.106.0.3:8041/", host: "nmpi.example.org", service: "nmpi" },
      files: {
        "routes/nmpi.caddy": expect.stringMatching(/to 10\.106\.0\.3:8041\n\t\theader_up Slipway-Service nmpi\n/),
      },
    });
    expect(run("Nmpi_Route").told.probe).not.toHaveProperty("upstream");
  });

  test("of one colour leads to that alone, when the other's requests have ended", () => {
    const { green: _, stagingHosts: __, ...blue } = PAIR;
    const { runs, run } = made((stack) => {
      new ServicePair(stack, "Nmpi", { ...blue, front: frontIn(stack) });
    });
    expect(runs).toEqual(["Front_Configuration", "Front_Handover", "Front_Tidy", "Nmpi_Blue_Switch", "Nmpi_Route"]);
    expect(run("Nmpi_Route").told).toMatchObject({ here: ["nmpi-blue.http-8000"], words: { "live/nmpi": "blue" } });
    expect(JSON.stringify(run("Nmpi_Route").told.files)).not.toContain("green");
  });

  test("has variables for both colours and for each", () => {
    const { container } = pair({
      environment: { DEBUG: "False", SITE: "a" },
      green: { image: "example/nmpi:2", environment: { SITE: "b" } },
    });
    expect(container("lab-nmpi-blue").env).toEqual(["DEBUG=False", "SITE=a"]);
    expect(container("lab-nmpi-green").env).toEqual(["DEBUG=False", "SITE=b"]);
  });

  test("gets secrets from variables of Terraform, and tells no program of them", () => {
    const preset = { preset: "quotas", secretEnvironment: SECRETS } as const;
    const { port: _, ...rest } = PAIR;
    const { container, text, template } = made((stack) => {
      const environment = { NMPI_DATABASE_HOST: "db", NMPI_DATABASE_PORT: "5432" };
      new ServicePair(stack, "Nmpi", { ...rest, ...preset, environment, front: frontIn(stack) });
    });
    expect(container("lab-nmpi-blue").env).toEqual([
      "NMPI_DATABASE_HOST=db",
      "NMPI_DATABASE_PORT=5432",
      "DJANGO_SECRET_KEY=${var.django_secret_key}",
      "NMPI_DATABASE_PASSWORD=${var.database_password}",
      "HBP_OIDC_CLIENT_ID=${var.client_id}",
      "HBP_OIDC_CLIENT_SECRET=${var.client_secret}",
    ]);
    expect(template.json.variable).toMatchObject({ client_secret: { sensitive: true } });
    // In the two containers, and nowhere else.
    expect(text.split("${var.client_secret}")).toHaveLength(3);
  });

  test("of a preset has its port, its scheme and its limits", () => {
    const { port: _, ...rest } = PAIR;
    const { run } = made((stack) => {
      new ServicePair(stack, "Nmpi", { ...rest, preset: "splash", front: frontIn(stack) });
    });
    expect(run("Nmpi_Blue_Switch").told).toMatchObject({
      probes: { container: { url: expect.stringMatching(/^https:\/\/.*:443\/$/) } },
    });
    expect(run("Nmpi_Route").told.probe).toMatchObject({ url: "https://__CONTAINER__:443/" });
    expect(JSON.stringify(run("Nmpi_Route").told.files)).toMatch(/max_size 75MiB.*response_header_timeout 300s/);
  });

  test("migrates the database before a container is made, by the new image", () => {
    const { run, container, template } = pair({
      migrate: { command: ["./manage.py", "migrate"] },
      healthCheck: { command: ["true"] },
      secretEnvironment: { A: { variable: "a" } },
    });
    expect(container("lab-nmpi-green-migrate")).toMatchObject({
      command: ["./manage.py", "migrate"],
      attach: true,
      restart: "no",
      env: ["A=${var.a}"],
      networksAdvanced: [{ name: "lab" }],
    });
    expect(container("lab-nmpi-green-migrate")).not.toHaveProperty("healthcheck");
    expect(container("lab-nmpi-green").dependsOn).toEqual([
      expect.stringMatching(/^terraform_data\.Front_Configuration_/),
      expect.stringMatching(/^terraform_data\.Nmpi_Green_Migrated_/),
    ]);
    expect(run("Nmpi_Green_Migrated")).toMatchObject({
      action: "migrated",
      triggers: { container: expect.stringMatching(/^\$\{docker_container\.Nmpi_Green_Migration_\w+\.id\}$/) },
    });
    expect(template.all(DockerContainer)).toHaveLength(5);
  });

  test("says all that is wrong with it", () => {
    const wrong = { name: "nmpi-blue", live: "red", canary: { percent: 0 }, port: 0 } as never;
    expect(
      failure((stack) => new ServicePair(stack, "Nmpi", { ...PAIR, ...(wrong as object), front: frontIn(stack) })),
    ).toBe(
      [
        said("[test/Nmpi] port", "port", "0"),
        said("[test/Nmpi] live", "live", '"red"'),
        said("[test/Nmpi] canary.percent", "percent", "0"),
        said("[test/Nmpi] name", "serviceName", '"nmpi-blue"'),
      ].join("\n"),
    );
    const { green: _, ...blue } = PAIR;
    expect(failure((stack) => new ServicePair(stack, "Nmpi", { ...blue, live: "green", front: frontIn(stack) }))).toBe(
      [
        '[test/Nmpi] green is required; live is "green", and browsers would get nothing',
        said("[test/Nmpi] stagingHosts", "stagingHosts", "blue"),
      ].join("\n"),
    );
  });

  test("says what is no address of another front", () => {
    const addresses = { green: "http://10.106.0.3" };
    expect(failure((stack) => new ServicePair(stack, "Nmpi", { ...PAIR, addresses, front: frontIn(stack) }))).toBe(
      '[test/Nmpi] addresses.green must be an address and a port of another node\'s front, got "http://10.106.0.3"; for example "10.106.0.3:8040"',
    );
    expect(
      failure((stack) => new Service(stack, "Docs", { ...DOCS, address: "10.106.0.3", front: frontIn(stack) })),
    ).toBe(
      '[test/Docs] address must be an address and a port of another node\'s front, got "10.106.0.3"; for example "10.106.0.3:8040"',
    );
  });

  test("says that the proxy would be told too much", () => {
    const directives = Array.from({ length: 13 }, (_, index) => `header X-Test-${index} "${"x".repeat(10_000)}"`);
    expect(failure((stack) => new ServicePair(stack, "Nmpi", { ...PAIR, directives, front: frontIn(stack) }))).toMatch(
      /^\[test\/Nmpi\/Route\] settings must be at most 120000 characters for the proxy, got \d+; shorten directives, redirects or the page$/,
    );
  });
});

describe("Service", () => {
  test("is one container behind the front, and its route", () => {
    const { container, run, runs } = docs({ networks: [{ name: "database" }] });
    expect(runs).toEqual(["Docs_Route", "Docs_Upstream_Switch", "Front_Configuration", "Front_Handover", "Front_Tidy"]);
    expect(container("lab-docs")).toMatchObject({
      lifecycle: { create_before_destroy: true },
      networksAdvanced: [{ name: "lab" }, { name: "database" }],
    });
    expect(container("lab-docs")).not.toHaveProperty("ports");
    expect(run("Docs_Route").after).toEqual(["Docs_Upstream_Switch", "Front_Configuration"]);
    expect(run("Docs_Route").told).toMatchObject({
      route: "docs",
      words: {},
      here: ["docs.http-80"],
      probe: { url: "http://__CONTAINER__:80/", current: "docs.http-80", host: "docs.example.org", service: "docs" },
    });
  });

  test("of another node has a route alone", () => {
    const { runs, run, template } = docs({ address: "10.106.0.3:8040" });
    expect(runs).toEqual(["Docs_Route", "Front_Configuration", "Front_Handover", "Front_Tidy"]);
    expect(template.all(DockerContainer)).toHaveLength(1);
    expect(run("Docs_Route").told.probe).toMatchObject({ url: "http://10.106.0.3:8040/" });
  });

  test("hands a certificate that exists to the front, and not to the state", () => {
    const certificate = { certFile: "package.json", keyFile: "tsconfig.json" };
    const { run, text } = docs({ certificate }, { certificates: "internal" });
    expect(run("Docs_Route")).toMatchObject({
      told: {
        keys: {
          "/data/slipway/docs.crt": expect.stringMatching(/(^|\/)package\.json$/),
          "/data/slipway/docs.key": expect.stringMatching(/(^|\/)tsconfig\.json$/),
        },
      },
      triggers: {
        "/data/slipway/docs.crt": expect.stringMatching(/^\w{32}$/),
        "/data/slipway/docs.key": expect.stringMatching(/^\w{32}$/),
      },
    });
    expect(text).not.toContain("compilerOptions");
  });

  test("takes values that only Terraform knows", () => {
    const { container } = made((stack) => {
      const token = new TerraformVariable(stack, "token", { sensitive: true }).stringValue;
      new Service(stack, "Docs", { ...DOCS, environment: { API_TOKEN: token }, front: frontIn(stack) });
    });
    expect(container("lab-docs").env).toEqual(["API_TOKEN=${var.token}"]);
  });

  test("keeps labels of its own, but not under the names of ours", () => {
    const labels = docs({ labels: { a: "b", "services.service": "other" } }).container("lab-docs").labels;
    expect(labels).toEqual(
      expect.arrayContaining([
        { label: "a", value: "b" },
        { label: "services.service", value: "docs" },
      ]),
    );
  });

  test("says all that is wrong with it", () => {
    const { port: _, ...rest } = DOCS;
    const wrong = { ...rest, image: "example/docs", environment: { API_TOKEN: "hunter2" }, hosts: ["Docs"] };
    expect(failure((stack) => new Service(stack, "Docs", { ...wrong, front: frontIn(stack) }))).toBe(
      [
        said("[test/Docs] hosts[0]", "host", '"Docs"'),
        said("[test/Docs] image", "latest", '"example/docs"'),
        said("[test/Docs] environment.API_TOKEN", "secret", "a text of 7 characters"),
        said("[test/Docs] port", "portNeeded"),
      ].join("\n"),
    );
  });
});
