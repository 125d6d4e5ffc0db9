import { complaint, isText, listOf, textMatching } from "../shared/rules";

/** Ports that browsers leave out of an origin. */
const USUAL_PORTS: Readonly<Record<string, string>> = { http: "80", https: "443" };

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html */
const FORM =
  /^(?!.*\*.*\*)(\*|(?<scheme>[a-z*][a-z0-9+.*-]*):\/\/([\w.*-]+|\[[0-9a-f:.]+\])(:(?<port>\d{1,5}|\d*\*\d*))?)$/;
const origin = textMatching(
  new RegExp(FORM, "i"),
  "must be a web origin",
  'write scheme, host and port only, with one * at most, for example "https://example.org"',
).refine((value) => !isForm(value) || isSent(value), {
  error: (issue) =>
    complaint(
      "must be an origin that browsers send",
      issue.input,
      "they send lower case, no port that is the scheme's own, and ports up to 65535",
    ),
});
export const corsOrigins = listOf(origin, "web origins");

function isForm(value: unknown): boolean {
  return isText(value) && new RegExp(FORM, "i").test(value);
}

/** S3 compares an origin with what a browser sends, character by character. */
function isSent(value: string): boolean {
  const { scheme = "", port } = FORM.exec(value)?.groups ?? {};
  if (!FORM.test(value) || value !== value.toLowerCase()) return false;
  return port === undefined || port.includes("*") || (port === String(Number(port)) && isPort(port, scheme));
}

function isPort(port: string, scheme: string): boolean {
  return Number(port) >= 1 && Number(port) <= 65_535 && USUAL_PORTS[scheme] !== port;
}
