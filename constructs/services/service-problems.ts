import { isIP } from "node:net";
import { problemsWithin } from "../shared/container/problems";
import { rightSettings } from "../shared/container/right-settings";
import { secretProblems } from "../shared/container/secrets";
import { omit } from "../shared/pick";
import { isRecord, isText, type Parts, type Problem, partsOf } from "../shared/rules";
import { secretsBelow } from "../shared/secret-problems";
import { shown } from "../shared/shown";
import { COLOURS } from "./render/layout";
import { postgresUse } from "./render/postgres";
import { PRESET } from "./render/presets";
import type { CommonSettings } from "./settings";

/** A service of a file, as far as it may be read. */
export interface Named {
  readonly name: string;
  /** Of its settings; empty for those of a construct. */
  readonly path: string;
  readonly settings: Parts;
}

/** A host of a file, and where it stands; it may be no text. */
export interface NamedHost {
  readonly path: string;
  readonly host: unknown;
}

/** The hosts of a service, those of its staging too. */
export function hostsOf({ path, settings }: Named): NamedHost[] {
  return ["hosts", "stagingHosts"].flatMap((key) => {
    const list = settings[key];
    return Array.isArray(list) ? list.map((host: unknown, index) => ({ path: `${path}.${key}[${index}]`, host })) : [];
  });
}

/** The hosts that lead elsewhere. */
export function redirectedHosts(platform: Parts): NamedHost[] {
  const hosts = Object.keys(partsOf(partsOf(platform.front).redirects));
  return hosts.map((host) => ({ path: `front.redirects.${host}`, host }));
}

/** What is wrong between the settings of one service, or of a pair. */
export function serviceProblems({ path, settings }: Omit<Named, "name">): Problem[] {
  const at = (key: string) => (path === "" ? key : `${path}.${key}`);
  const colours = COLOURS.filter((colour) => isRecord(settings[colour]));
  const live = settings.live;
  const images = [
    ["image", settings.image],
    ...colours.map((colour) => [`${colour}.image`, partsOf(settings[colour]).image]),
  ] as [string, unknown][];
  return [
    ...presetProblems({ path, settings }),
    ...images.flatMap(([key, image]) =>
      isText(image)
        ? problemsWithin({ image, allowLatest: settings.allowLatest === true }).map((each) => ({
            ...each,
            path: at(key),
          }))
        : [],
    ),
    ...containerProblems({ path, settings }),
    ...healthProblems(at, settings),
    ...(isText(live) && COLOURS.includes(live as "blue") && settings[live] === undefined
      ? [{ path: at(live), message: `is required; live is "${live}", and browsers would get nothing` }]
      : []),
    ...(settings.image !== undefined && live !== undefined
      ? [{ path: at("image"), message: "must stand in blue and green, got one for both; move it there" }]
      : []),
    ...(isRecord(settings.canary) && colours.length < 2
      ? [
          {
            path: at("canary"),
            message: `must have blue and green, got ${colours.join(", ") || "none"}; add the other, or take it out`,
          },
        ]
      : []),
    ...(Array.isArray(settings.stagingHosts) && settings.stagingHosts.length > 0 && colours.length < 2
      ? [
          {
            path: at("stagingHosts"),
            message: `must have a colour that is not live, got ${colours.join(", ") || "none"}; add the other, or take them out`,
          },
        ]
      : []),
    ...(settings.port === undefined && settings.preset === undefined
      ? [{ path: at("port"), message: "is required; it is the one that the program in the container listens on" }]
      : []),
  ];
}

function healthProblems(at: (key: string) => string, { health, scheme, preset }: Parts): Problem[] {
  const { grpc, path } = partsOf(health);
  if (!isText(grpc)) return [];
  const spoken = scheme ?? (preset === undefined ? "http" : "https");
  return [
    ...(spoken === "http"
      ? [{ path: at("health.grpc"), message: 'must go with the scheme h2c or https, got http; add scheme: "h2c"' }]
      : []),
    ...(path === undefined
      ? []
      : [{ path: at("health.path"), message: `must not be beside grpc, got ${shown(path)}; take one of them out` }]),
  ];
}

/** Settings of a container that a service has not, or has in another form. */
const NOT_OF_SERVICES = [
  ...["image", "network", "replacement", "ports", "uploads", "memorySwapMiB", "wait", "runs", "restart"],
] as const;

/** What Docker is told, as the constructor of a container would find it. */
function containerProblems({ path, settings }: Omit<Named, "name">): Problem[] {
  const own = omit(settings, ...NOT_OF_SERVICES);
  const found = [...problemsWithin(rightSettings(own)), ...secretProblems(own), ...otherSecrets(settings)];
  const ofColours = COLOURS.flatMap((colour) =>
    secretProblems({ environment: partsOf(settings[colour]).environment }).map((each) => ({
      ...each,
      path: `${colour}.${each.path}`,
    })),
  );
  return [...found, ...ofColours].map((each) => ({ ...each, path: path === "" ? each.path : `${path}.${each.path}` }));
}

/** Secrets in what is no setting of a container, or of another one. */
function otherSecrets({ migrate, health, maintenance }: Parts): Problem[] {
  const ofMigration = secretProblems({ command: partsOf(migrate).command });
  return [
    ...ofMigration.map((each) => ({ ...each, path: `migrate.${each.path}` })),
    ...secretsBelow("health", health, "everyone may ask for a path without one; take it out"),
    ...secretsBelow("maintenance", maintenance, "it is shown to all; take it out"),
  ];
}

function presetProblems({ path, settings }: Omit<Named, "name">): Problem[] {
  if (!isText(settings.preset) || !Object.hasOwn(PRESET, settings.preset)) return [];
  const preset = PRESET[settings.preset as keyof typeof PRESET];
  const at = (key: string) => (path === "" ? key : `${path}.${key}`);
  const environment = partsOf(settings.environment);
  const secrets = partsOf(settings.secretEnvironment);
  const ofColours = COLOURS.filter((colour) => settings[colour] !== undefined).map((colour) =>
    partsOf(partsOf(settings[colour]).environment),
  );
  const { hostVariable, portVariable } = postgresUse(settings as unknown as CommonSettings) ?? {};
  const isGiven = (name: string) =>
    name === hostVariable ||
    name === portVariable ||
    name in environment ||
    (ofColours.length > 0 && ofColours.every((each) => name in each));
  const debug = [environment, partsOf(partsOf(settings[String(settings.live)]).environment)].some(({ DEBUG }) =>
    /^(true|1|yes|on)$/i.test(String(DEBUG)),
  );
  return [
    ...[
      ["environment", environment] as const,
      ...COLOURS.map((colour) => [`${colour}.environment`, partsOf(partsOf(settings[colour]).environment)] as const),
    ].flatMap(([key, variables]) =>
      preset.variables.flatMap((name) => variableProblems(at(`${key}.${name}`), variables[name])),
    ),
    ...preset.variables
      .filter((name) => !isGiven(name))
      .map((name) => ({
        path: at(`environment.${name}`),
        message: `is required by the preset ${settings.preset}; write its value`,
      })),
    ...preset.secrets.flatMap((name) => {
      if (name in secrets) return [];
      const variable = name.toLowerCase();
      const advice = `write ${name}: { variable: "${variable}" }, whose value is in TF_VAR_${variable}`;
      return [
        { path: at(`secretEnvironment.${name}`), message: `is required by the preset ${settings.preset}; ${advice}` },
      ];
    }),
    ...(debug
      ? [
          {
            path: at("environment.DEBUG"),
            message: "must not be on for what is live, got it on; Django would show its settings to all",
          },
        ]
      : []),
  ];
}

/** Of a preset's variable, whose name says what it is. */
function variableProblems(path: string, value: unknown): Problem[] {
  // Terraform's own values are not known yet; the setting's own rule reports what is not a text.
  if (!isText(value) || value.includes("${")) return [];
  if (path.endsWith("_PORT")) {
    const isPort = /^[1-9]\d{0,4}$/.test(value) && Number(value) <= 65_535;
    return isPort ? [] : [{ path, message: `must be a port, got ${shown(value)}; for example "5432"` }];
  }
  if (/^[\w.-]+$/.test(value) || isIP(value) !== 0) return [];
  return [
    { path, message: `must be a host's name or address, got ${shown(value)}; write it without a scheme and a port` },
  ];
}
