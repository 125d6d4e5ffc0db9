import { isIP } from "node:net";
import { domainToASCII } from "node:url";
import { complaint, isText, textMatching } from "../shared/rules";
import * as z from "../shared/zod";
import { isPrivate } from "./node-warnings";
import type { Colour } from "./settings";

/** Where hosts, nodes and fronts are. */

type Issue = { readonly input?: unknown };

/** @see https://www.rfc-editor.org/rfc/rfc1123#section-2 */
const HOST = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;
export const host = z
  .string({ error: (issue) => hostComplaint(issue) })
  .refine((value) => HOST.test(value) && isIP(value) === 0, {
    error: (issue) => hostComplaint(issue),
  });
function hostComplaint({ input }: Issue): string {
  const advice =
    isText(input) && /[:/]/.test(input)
      ? "write it without https://, port and path"
      : (encodedAdvice(input) ?? 'for example "nmpi.example.org"');
  return complaint("must be a host's name in small letters", input, advice);
}

/** Of a name with letters that DNS does not have: the form in which it has them. */
export function encodedAdvice(input: unknown): string | undefined {
  if (!isText(input) || /^\p{ASCII}*$/u.test(input)) return undefined;
  const name = domainToASCII(input);
  return HOST.test(name) ? `write it as DNS has it: "${name}"` : undefined;
}

export const address = z.string({ error: (issue) => addressComplaint(issue) }).refine((value) => isIP(value) !== 0, {
  error: (issue) => addressComplaint(issue),
});
function addressComplaint({ input }: Issue): string {
  return complaint("must be an IP address in a private network", input, 'for example "10.106.0.3"');
}

export const publicAddress = z
  .string({ error: (issue) => publicComplaint(issue) })
  .refine((value) => isIP(value) !== 0 && !isPrivate(value), { error: (issue) => publicComplaint(issue) });
function publicComplaint({ input }: Issue): string {
  return complaint("must be a public IP address", input, 'for example "203.0.113.9"');
}

/** Of a colour that another node's front has. */
export const frontAddress = textMatching(
  /^([a-z0-9.-]+|\[[0-9a-f:.]+\]):\d{1,5}$/,
  "must be an address and a port of another node's front",
  'for example "10.106.0.3:8040"',
);
export const frontAddresses = z.rulesOf<Readonly<Partial<Record<Colour, string>>>>()({
  blue: frontAddress.exactOptional(),
  green: frontAddress.exactOptional(),
});
export const redirect = textMatching(
  /^https?:\/\/[^\s"{}?#@]+(?<!\/)$/,
  "must be an address without a slash at its end, without ?, # and @",
  'for example "https://nmpi.example.org"',
);
