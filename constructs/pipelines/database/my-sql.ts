import { createHash } from "node:crypto";
import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import { Annotations, type TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { checkSettings } from "../../shared/check-props";
import { given } from "../../shared/given";
import { ownName } from "../../shared/own-names";
import { requireProps } from "../../shared/props";
import { type ProviderProps, useProvider } from "../../shared/provider";
import { after } from "../cluster/after";
import { ApplyJob } from "../cluster/apply-job";
import { keepClaim } from "../cluster/claim";
import type { JobStep } from "../cluster/job-pod";
import { labelsOf } from "../cluster/labels";
import { CLUSTER_API, NAMES, NetworkRules } from "../cluster/network-rules";
import type { DeclaredSecret } from "../cluster/settings";
import { DataLoad } from "./data-load";
import { CLIENT_RESOURCES, type DatabaseServer } from "./database-server";
import { Dump } from "./dump";
import { Metrics } from "./metrics";
import { defaultPlugin, MYSQL_IMAGE, versionOf } from "./mysql-version";
import { Passwords } from "./passwords";
import { mysqlProblems, mysqlWarnings } from "./problems";
import { DUMP_USER } from "./render/dump-scripts";
import { copyScript, SOURCE_FOLDER } from "./render/load-scripts";
import { MYSQL_PORT, SECRETS_FOLDER } from "./render/mysql-client";
import { copiedSecrets, databasesOf, METRICS_USER, secretsMade } from "./render/mysql-contents";
import { type SetUpUser, setupScript } from "./render/setup-script";
import { mysqlSettings } from "./schema";
import { MySqlServer, silenceSeconds } from "./server";
import type { MySqlSettings } from "./settings";

/** Settings of a {@link MySql}. */
export interface MySqlProps extends MySqlSettings, ProviderProps {
  /** What must be there before, such as its namespace. @default - nothing */
  readonly dependsOn?: readonly TerraformResource[];
}

const TOOLS_IMAGE = "curlimages/curl:8.11.1";

/**
 * A database for a workflow: reached as `<name>`, with the passwords in the secret `<name>`, which a job makes in the cluster
 * so that Terraform has none. Its volume outlives it.
 *
 * @example
 * new MySql(this, "Database", {
 *   name: "chembl-mysql", namespace: "labinf", databases: ["chembl_24"], users: { chembl_ro: { rights: "read" } },
 * });
 */
export class MySql extends Construct {
  readonly server: DatabaseServer;
  /** Its host's name from other namespaces. */
  readonly host: string;
  readonly secret: DeclaredSecret;
  /** Its secret, and those of the workers. */
  readonly declared: readonly DeclaredSecret[];
  readonly claimName: string;

  constructor(scope: Construct, id: string, props: MySqlProps) {
    super(scope, id);
    requireProps(this, props);
    const { dependsOn = [], provider, ...settings } = props;
    useProvider(this, "kubernetes", provider);
    checkSettings(this, settings, mysqlSettings.shape, mysqlProblems);
    for (const warning of mysqlWarnings(settings)) Annotations.of(this).addWarning(`warning: ${warning}`);
    const { name, namespace, image = MYSQL_IMAGE, toolsImage = TOOLS_IMAGE } = settings;
    const copies = copiedSecrets(settings);
    ownName(this, { kind: "database of a namespace", name, place: namespace });
    this.declared = secretsMade(settings);
    this.secret = this.declared[0] as DeclaredSecret;
    this.jobNetwork(settings);
    const passwords = new Passwords(this, "Passwords", { secret: this.secret, copies, toolsImage });
    const server = new MySqlServer(this, "Server", settings, [passwords.resource]);
    this.claimName = server.claimName;
    this.host = `${name}.${namespace}.svc`;
    const address = { host: name, port: MYSQL_PORT };
    const ready = [server.resource];
    this.server = { name, namespace, address, secretName: name, image, toolsImage, ready };
    const copied = settings.copyFrom === undefined ? [] : [this.copy(settings)];
    const { revision } = server;
    this.server = { ...this.server, ready: [this.setUp(settings, revision, [...ready, ...copied])] };
    for (const [load, each] of Object.entries(settings.loads ?? {})) {
      new DataLoad(this, `Load-${load}`, { ...each, name: load, server: this.server });
    }
    if (settings.dump === undefined) keepClaim(this, "Dump", "Claim");
    else {
      const { databases = databasesOf(settings), ...dump } = settings.dump;
      new Dump(this, "Dump", { ...dump, databases, server: this.server });
    }
    if (settings.metrics !== undefined) new Metrics(this, "Metrics", { ...settings.metrics, server: this.server });
    this.aliases(settings);
    after(this, dependsOn);
  }

  /** Workers elsewhere find it by the same name. */
  private aliases({ name, namespace, workers = [], clusterDomain = "cluster.local" }: MySqlSettings): void {
    const others = new Set(workers.map((each) => each.namespace).filter((each) => each !== namespace));
    for (const each of others) {
      new ServiceV1(this, `Alias-${each}`, {
        metadata: { name, namespace: each, labels: labelsOf(name, "alias") },
        spec: {
          ...{ type: "ExternalName", externalName: `${this.host}.${clusterDomain}`, sessionAffinity: "None" },
          ...{ publishNotReadyAddresses: false },
        },
        waitForLoadBalancer: false,
      });
    }
  }

  private jobNetwork({ name, namespace, copyFrom }: MySqlSettings): void {
    const elsewhere = [80, ...(copyFrom === undefined ? [] : [copyFrom.port ?? MYSQL_PORT])];
    new NetworkRules(this, "JobNetwork", {
      name: `${name}-jobs`,
      namespace,
      pods: { instance: name, component: "job" },
      egress: [
        NAMES,
        { with: [{ namespace, labels: { app: name } }], ports: [{ port: MYSQL_PORT }] },
        CLUSTER_API,
        { ports: elsewhere.map((port) => ({ port })) },
      ],
    });
  }

  /** It runs again for each server, and has come to its end when that answers. */
  private setUp(settings: MySqlSettings, server: string, dependsOn: readonly TerraformResource[]): TerraformResource {
    const { name, namespace, databases = [], initScripts = {}, revision = "", authPlugin } = settings;
    const files = Object.entries(initScripts).sort(([a], [b]) => (a < b ? -1 : 1));
    const script = setupScript({
      ...this.server.address,
      databases,
      initScripts: files.map(([file, text]) => ({ file, hash: createHash("sha256").update(text).digest("hex") })),
      users: usersOf(settings),
      authPlugin: authPlugin ?? defaultPlugin(versionOf(settings)),
    });
    const secrets = [{ secret: name, path: SECRETS_FOLDER }];
    return new ApplyJob(this, "SetUp", {
      ...{ name: `${name}-setup`, namespace, instance: name, timeoutSeconds: silenceSeconds(settings) + 600 },
      steps: [this.step("setup", script, secrets, settings)],
      files: Object.fromEntries(files),
      revision: `${revision} ${server}`.trim(),
      dependsOn,
    }).resource;
  }

  /** A script with the client of the server's image, which waits for as long as the server may be silent. */
  private step(
    name: string,
    script: string,
    secrets: NonNullable<JobStep["secrets"]>,
    settings: MySqlSettings,
  ): JobStep {
    const environment = { WAIT_SECONDS: String(silenceSeconds(settings)) };
    return { name, image: this.server.image, script, secrets, environment, ...CLIENT_RESOURCES };
  }

  private copy(settings: MySqlSettings): TerraformResource {
    const { name, namespace, copyFrom } = settings;
    const {
      host,
      port = MYSQL_PORT,
      user = "root",
      password,
      databases,
      timeoutSeconds = 86_400,
      scratch,
    } = copyFrom as NonNullable<typeof copyFrom>;
    const script = copyScript({ ...this.server.address, source: { host, port, user }, databases });
    const root = { "mysql-root-password": "mysql-root-password" };
    const secrets = [
      { secret: name, path: SECRETS_FOLDER, files: root },
      { secret: password.secret, path: SOURCE_FOLDER, files: { [password.key]: "password" } },
    ];
    return new ApplyJob(this, "Copy", {
      ...{ name: `${name}-copy`, namespace, instance: name, timeoutSeconds, ...given({ scratch }) },
      steps: [this.step("copy", script, secrets, settings)],
      dependsOn: this.server.ready,
    }).resource;
  }
}

function usersOf(settings: MySqlSettings): SetUpUser[] {
  const all = databasesOf(settings);
  const own = Object.entries(settings.users ?? {}).map(([name, user]) => {
    const { rights = "read", databases = all, passwordKey = `mysql-${name}-password` } = user;
    return { name, rights, databases, passwordKey };
  });
  const { dump, metrics } = settings;
  return [
    ...own,
    ...(dump === undefined ? [] : [{ ...DUMP_USER, rights: "dump" as const, databases: dump.databases ?? all }]),
    ...(metrics === undefined ? [] : [{ ...METRICS_USER, rights: "metrics" as const, databases: [] }]),
  ];
}
