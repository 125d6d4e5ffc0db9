import { textMatching, wholeNumber } from "../shared/rules";

/** The rules of single words, by what they are. */

export const file = (what: string) => textMatching(/^\/[^\0:]*$/, `must be the path of ${what}`, "begin it with /");
export const anyText = (what: string) => textMatching(/^[^\p{Cc}]+$/u, `must be ${what}`, "write a text");

export const name = textMatching(
  /^[a-z][a-z0-9-]{0,30}(?<!-)$/,
  "must be 1 to 31 of a-z, 0-9 and -, the first a letter",
  "containers, networks and volumes begin with it",
);
export const nodeName = textMatching(
  /^[a-z0-9][a-z0-9-]{0,30}(?<!-)$/,
  "must be a name of a-z, 0-9 and -",
  "choose another",
);

/** @see https://wamp-proto.org/wamp_latest_ietf.html#name-uris */
const uri = (rule: string, advice: string) => textMatching(/^[a-z0-9_]+(\.[a-z0-9_]+)*$/, rule, advice);
export const addressRoot = uri(
  "must be words of a-z, 0-9 and _ with single dots between them",
  'for example "observatory"; every address begins with it',
);
export const realm = textMatching(
  /^[\w.-]+$/,
  "must be a realm of letters, digits and _.-",
  'for example "test_realm"',
);
export const accessPolicy = textMatching(
  /^director:[\w-]+$/,
  "must be director: and the instance-id of an AccessDirector",
  'for example "director:access-dir"',
);
export const instanceId = textMatching(
  /^[A-Za-z0-9][\w-]{0,30}$/,
  "must be 1 to 31 letters, digits, _ and -",
  "it is a part of the agent's address and of its container's name",
);
export const helperName = textMatching(
  /^[A-Za-z0-9][\w-]{0,30}$/,
  "must be 1 to 31 letters, digits, _ and -",
  "containers find it under this name",
);
export const agentClass = textMatching(/^[A-Za-z_]\w*$/, "must be the name of a class", 'for example "FakeDataAgent"');
export const address = textMatching(
  /^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$/,
  "must be a host's name or address",
  "leave ws:// and the port out",
);
export const server = textMatching(
  /^wss?:\/\/[\w.:[\]-]+(\/[\w./~-]*)?$/,
  "must be an address that begins with ws:// or wss://, without a user's name",
  'as "ws://crossbar:8001/ws"',
);
export const http = textMatching(
  /^https?:\/\/[\w.:[\]-]+(\/[\w./~-]*)?$/,
  "must be an address that begins with http:// or https://, without a user's name",
  'as "http://crossbar:8001/call"',
);

export const port = wholeNumber(1, 65_535, "these are the ports there are");
export const seconds = wholeNumber(0, 86_400, "0 is for ever, and OCS's own is 10");

export const argument = textMatching(
  /^[A-Za-z][\w-]*$/,
  "must be the name of an argument, without dashes before it",
  'for example "num-channels"',
);
export const pattern = textMatching(/^[\w*?[\]!-]+$/, "must be a name, or a pattern with * and ?", 'as "Lakeshore*"');
