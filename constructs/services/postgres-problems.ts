import { didYouMean } from "../shared/did-you-mean";
import { isRecord, isText, type Parts, type Problem, partsOf } from "../shared/rules";
import { shown } from "../shared/shown";
import { COLOURS, nodeNames } from "./render/layout";
import { postgresNode, postgresOn, postgresUse } from "./render/postgres";
import { connectionsOf, MEMORY_PARAMETERS, memoryOf } from "./render/postgres-memory";
import type { Named } from "./service-problems";
import type { CommonSettings, PlatformSettings } from "./settings";

/** Off, they lose rows that were committed, or whole tables. @see https://www.postgresql.org/docs/current/non-durability.html */
const DURABLE = ["fsync", "full_page_writes", "synchronous_commit"];
/** PostgreSQL takes the beginning of such a word too. */
const OFF = /^\s*(off?|f(a(l(se?)?)?)?|no?|0)\s*$/i;
/** What the container has at fixed places. */
const OWN = [
  ...["config_file", "data_directory", "hba_file", "listen_addresses", "port", "unix_socket_directories"],
  "password_encryption",
];

/** What is wrong between the settings of one server. */
export function postgresServerProblems({ path, settings }: Pick<Named, "path" | "settings">): Problem[] {
  const at = (key: string) => (path === "" ? key : `${path}.${key}`);
  return [
    ...ownerProblems(at, settings),
    ...parameterProblems(at, partsOf(settings.settings)),
    ...memoryProblems(at, settings),
    ...backupProblems(at, partsOf(settings.backup)),
  ];
}

/** Settings of another kind of store. */
function backupProblems(at: (key: string) => string, backup: Parts): Problem[] {
  const { to } = backup;
  if (!isText(to) || /^(?!s3:|ssh:)\w+:/.test(to)) return [];
  const others = [
    ["s3://", ["region", "endpoint"], "only a bucket has one"],
    ["ssh://", ["hostKey"], "only an ssh host has one"],
  ] as const;
  return others.flatMap(([scheme, keys, advice]) =>
    to.startsWith(scheme)
      ? []
      : keys
          .filter((key) => backup[key] !== undefined)
          .map((key) => ({
            path: at(`backup.${key}`),
            message: `must be left out with to: ${shown(to)}, got ${shown(backup[key])}; ${advice}`,
          })),
  );
}

function ownerProblems(at: (key: string) => string, { roles, databases }: Parts): Problem[] {
  const known = Object.keys(partsOf(roles));
  return Object.entries(partsOf(databases)).flatMap(([name, database]) => {
    const { owner } = partsOf(database);
    if (!isText(owner) || known.includes(owner)) return [];
    const advice = didYouMean(owner, known) ?? `write roles: { ${owner}: {} }`;
    return [
      {
        path: at(`databases.${name}.owner`),
        message: `must be one of roles, got ${shown(owner)} where ${known.length === 0 ? "there is none" : `there are ${known.join(", ")}`}; ${advice}`,
      },
    ];
  });
}

function parameterProblems(at: (key: string) => string, settings: Parts): Problem[] {
  return Object.entries(settings).flatMap(([name, value]) => {
    const path = at(`settings.${name}`);
    if (OWN.includes(name)) {
      return [{ path, message: `must be left out, got ${shown(value)}; the container has its own` }];
    }
    if (DURABLE.includes(name) && isText(value) && OFF.test(value)) {
      return [{ path, message: `must stay on, got ${shown(value)}; without it a crash loses committed rows` }];
    }
    return [];
  });
}

function memoryProblems(at: (key: string) => string, { settings, memoryMiB }: Parts): Problem[] {
  const parameters = partsOf(settings);
  const wrong = MEMORY_PARAMETERS.flatMap((name) => {
    const value = parameters[name];
    if (!isText(value) || memoryOf(name, value) !== undefined) return [];
    const message = `must be a size, got ${shown(value)}; for example "256MB", with kB, MB, GB or TB`;
    return [{ path: at(`settings.${name}`), message }];
  });
  const connections = parameters.max_connections;
  const isCount = !isText(connections) || connectionsOf(connections) !== undefined;
  const counted = isCount
    ? []
    : [
        {
          path: at("settings.max_connections"),
          message: `must be a whole number, got ${shown(connections)}; for example "100"`,
        },
      ];
  // Left out, it is a quarter.
  const buffers = isText(parameters.shared_buffers) ? memoryOf("shared_buffers", parameters.shared_buffers) : undefined;
  if (typeof memoryMiB !== "number" || buffers === undefined || buffers <= memoryMiB * 512 * 1024) {
    return [...wrong, ...counted];
  }
  return [
    ...wrong,
    ...counted,
    {
      path: at("settings.shared_buffers"),
      message: `must be at most half of memoryMiB (${memoryMiB}), got ${shown(parameters.shared_buffers)}; the other half is for connections: a quarter is usual, "${Math.floor(memoryMiB / 4)}MB"`,
    },
  ];
}

/** What is wrong with the servers of a file, and with how its services use them. */
export function postgresProblems(services: readonly Named[], platform: Parts): Problem[] {
  const servers = Object.entries(partsOf(platform.postgres)).filter(([, each]) => isRecord(each));
  const known = servers.map(([name]) => name);
  const all = platform as unknown as PlatformSettings;
  return [
    ...servers.flatMap(([name, settings]) => {
      const named = { name, path: `postgres.${name}`, settings: partsOf(settings) };
      return [
        ...postgresServerProblems(named),
        ...serverNodeProblems(named, all),
        ...serverNameProblems(named, platform),
      ];
    }),
    ...services.flatMap((service) => useProblems(service, known, all)),
  ];
}

function serverNodeProblems({ name, path, settings }: Named, platform: PlatformSettings): Problem[] {
  const nodes = nodeNames(platform);
  const { node } = settings;
  if (node === undefined && nodes.length > 1) {
    return [{ path: `${path}.node`, message: `is required; there are several: ${nodes.join(", ")}` }];
  }
  if (isText(node) && !nodes.includes(node)) {
    const advice = didYouMean(node, nodes) ?? "declare it in nodes";
    return [{ path: `${path}.node`, message: `must be one of ${nodes.join(", ")}, got ${shown(node)}; ${advice}` }];
  }
  const here = postgresNode(platform, name);
  const others = postgresOn(platform, here).filter((each) => each !== name);
  const isFirst =
    Object.keys(platform.postgres ?? {}).indexOf(name) <
    Object.keys(platform.postgres ?? {}).indexOf(others[0] ?? name);
  if (others.length === 0 || isFirst || settings.sharesNode === true) return [];
  return [
    {
      path: `${path}.node`,
      message: `must be a node without another server, got ${shown(here)} with ${others.join(", ")}; name another, or set sharesNode: true`,
    },
  ];
}

/** Its container and volume begin with the platform's name, as those of services do. */
function serverNameProblems({ name, path }: Named, { name: own, services }: Parts): Problem[] {
  return [
    ...(name in partsOf(services)
      ? [
          {
            path,
            message: `must have another name than a service, got ${shown(name)}; their containers are called after it`,
          },
        ]
      : []),
    ...(isText(own) && own.length + name.length > 40
      ? [
          {
            path,
            message: `must be at most 40 characters with the platform's name, got ${own.length + name.length}; its container is called ${own}-${name}`,
          },
        ]
      : []),
  ];
}

function useProblems({ path, settings }: Named, known: readonly string[], platform: PlatformSettings): Problem[] {
  const use = postgresUse(settings as unknown as CommonSettings);
  if (use === undefined || !isText(use.postgres)) return [];
  const key = isText(settings.database) ? `${path}.database` : `${path}.database.postgres`;
  if (!known.includes(use.postgres)) {
    const there = known.length === 0 ? "a server of postgres, where there is none" : `one of ${known.join(", ")}`;
    const advice = didYouMean(use.postgres, known) ?? `declare it in postgres`;
    return [{ path: key, message: `must be ${there}, got ${shown(use.postgres)}; ${advice}` }];
  }
  const variables = [use.hostVariable, use.portVariable];
  const twice = [
    ["environment", settings.environment] as const,
    ...COLOURS.map((colour) => [`${colour}.environment`, partsOf(settings[colour]).environment] as const),
  ].flatMap(([where, environment]) =>
    variables
      .filter((name) => name in partsOf(environment))
      .map((name) => ({
        path: `${path}.${where}.${name}`,
        message: `must be left out, got a value; database: ${shown(use.postgres)} sets it`,
      })),
  );
  return [...twice, ...addressProblems({ path, settings, use, platform })];
}

interface Use {
  readonly path: string;
  readonly settings: Parts;
  readonly use: { readonly postgres: string };
  readonly platform: PlatformSettings;
}

function addressProblems({ path, settings, use, platform }: Use): Problem[] {
  const there = postgresNode(platform, use.postgres);
  const { address, droplet } = platform.nodes?.[there] ?? {};
  const own = [settings.node, ...COLOURS.map((colour) => partsOf(settings[colour]).node)].filter(isText);
  const others = [...new Set(own)].filter((node) => node !== there);
  const isReached = address !== undefined || droplet !== undefined || platform.nodes?.[there] === undefined;
  if (others.length === 0 || isReached) return [];
  return [
    {
      path: `nodes.${there}.address`,
      message: `is required; ${path.replace("services.", "")} on ${others.join(", ")} reaches postgres.${use.postgres} at it`,
    },
  ];
}
