import * as container from "../shared/container/schema";
import { pick } from "../shared/pick";
import { asWhole, complaint, eitherOf, isRecord, listOf, oneOf, textMatching } from "../shared/rules";
import { unseen } from "../shared/shown";
import * as z from "../shared/zod";
import { agentClass, anyText, argument, file, helperName, instanceId, pattern, seconds } from "./names";
import {
  type AccessPasswords,
  type AccessSettings,
  type AgentBuild,
  type AgentData,
  type AgentScript,
  type AgentSettings,
  CONTAINER_SETTINGS,
  type HelperSettings,
  LOG_LEVELS,
  MANAGE,
  PROGRAM_SETTINGS,
} from "./settings";

export { secretInArgument, siteOption } from "./argument-problems";

type Issue = { readonly input?: unknown };

/** An image that is pulled, or one of the engine. */
export const imageText = eitherOf(
  [container.reference, z.rulesOf<{ readonly local: string }>()({ local: anyText("an image of the engine") })],
  'must be an image with its tag or digest, or { local: "…" }',
  'for example "simonsobs/ocs:v0.12.1"',
);
/** What OCS would take for the name of an argument, or stumbles over. */
const word = asWhole(
  eitherOf([z.string(), z.number()], "must be a text or a number", "quote it"),
  (value): value is string | number => typeof value === "string" || typeof value === "number",
  (value) => !/^$|^-+$|^-+[A-Za-z]|\p{Cc}/u.test(String(value)),
  {
    error: (issue) =>
      complaint(
        "must be a word that does not begin with a dash and a letter",
        issue.input,
        "OCS reads it as the name of an argument",
      ),
  },
);
const args = z.record(
  argument,
  eitherOf(
    [word, z.literal(true), z.array(word)],
    "must be a word, a number, true or a list, with no word that begins with a dash and a letter",
    "true writes the name alone; leave out what is not wanted",
  ),
  {
    error: (issue: Issue) =>
      complaint("must be an object of words by their names", issue.input, 'for example { mode: "acq" }'),
  },
);

export const manage = oneOf(MANAGE, "a HostManager knows no other");
const build = z.rulesOf<AgentBuild>()({ build: anyText("a folder of the project"), base: imageText.exactOptional() });
const agentImage = eitherOf(
  [...imageText.options, build],
  'must be an image with its tag or digest, { local: "…" } or { build: "a folder" }',
  "leave it out for images.ocs",
);
const script = z.rulesOf<AgentScript>()({
  path: textMatching(/^[^\0\s]+\.py$/, "must be a Python file without blanks in its path", 'as "barebones.py"'),
  entrypoint: textMatching(/^[A-Za-z_]\w*$/, "must be a function's name", 'usually "main"').exactOptional(),
});
export const data = eitherOf(
  [
    z.rulesOf<Extract<AgentData, { readonly removal: unknown }>>()({
      removal: oneOf(["refused", "allowed"], "allowed loses the data with the site"),
    }),
    z.rulesOf<Extract<AgentData, { readonly hostPath: unknown }>>()({ hostPath: file("a folder of the Docker host") }),
  ],
  'must be { removal: "allowed" } or { hostPath: "/…" }',
  "leave it out for a volume that no plan may take away",
);
const hash = ({ input }: Issue) =>
  `must be the first 16 digits of the password's MD5, got ${unseen(input)}; printf %s PASSWORD | md5sum | cut -c1-16`;
const password = z.custom<string>((value) => typeof value === "string" && /^([0-9a-f]{16})?$/.test(value), {
  error: hash,
});
/** Not as one of two shapes, of which a complaint would show the passwords. */
export const access = asWhole(
  z.rulesOf<AccessSettings>()({
    hostFile: file("a file of the Docker host").exactOptional(),
    passwords: listOf(
      z.rulesOf<AccessPasswords>()({
        agentClass: pattern.exactOptional(),
        instanceId: pattern.exactOptional(),
        password1: password.exactOptional(),
        password2: password.exactOptional(),
        password3: password.exactOptional(),
      }),
      "passwords",
    ).exactOptional(),
  }),
  isRecord,
  ({ hostFile, passwords }) => (hostFile === undefined) !== (passwords === undefined),
  { error: () => "must have passwords or hostFile, got both or none; write one" },
);

/** The rules of an agent's settings. */
export const agent = z.rulesOf<AgentSettings>()({
  instanceId,
  agentClass,
  arguments: args.exactOptional(),
  manage: manage.exactOptional(),
  image: agentImage.exactOptional(),
  script: script.exactOptional(),
  network: oneOf(["site", "host"], "host is for hardware").exactOptional(),
  networks: listOf(container.oneNetwork, "networks").exactOptional(),
  logLevel: oneOf(LOG_LEVELS, "the agents' log knows no other").exactOptional(),
  crossbarTimeoutSeconds: seconds.exactOptional(),
  healthCheck: oneOf(["registered", "none"], "none is for an image without python3").exactOptional(),
  wait: oneOf(["healthy", "started"], "healthy is for an agent whose hardware is there").exactOptional(),
  data: data.exactOptional(),
  access: access.exactOptional(),
  ...pick(container.settings.shape, ...CONTAINER_SETTINGS),
});

/** The rules of a helper's settings. */
export const helper = z.rulesOf<HelperSettings>()({
  name: helperName,
  image: imageText,
  network: agent.shape.network,
  networks: agent.shape.networks,
  ...pick(container.settings.shape, ...CONTAINER_SETTINGS, ...PROGRAM_SETTINGS),
});
