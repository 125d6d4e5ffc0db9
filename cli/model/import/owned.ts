import { problemsOf } from "../../../constructs/shared/rules";
import type { Backend } from "../../../constructs/shared/schema";
import { accountId as accountRule, backend as backendRule } from "../../../constructs/shared/schema";
import { shown } from "../../../constructs/shared/shown";
import type { Owned } from "./shared-file";

/** What only owners know, as options say it. */
export interface OwnedOptions {
  readonly account?: string;
  /** `local`, or `s3://<bucket>/<key>`. */
  readonly backend?: string;
  /** @default - the region of most models */
  readonly backendRegion?: string;
  readonly adopt?: boolean;
}

/** Checks what options say, all of it at once. */
export function ownedOf({ account, backend, backendRegion }: OwnedOptions, region: string): Owned {
  const problems: string[] = [];
  if (account !== undefined) {
    problems.push(...problemsOf(accountRule, account).map(({ message }) => `--account ${message}`));
  }
  const s3 = /^s3:\/\/([^/]+)\/(.+)$/.exec(backend ?? "");
  if (backend !== undefined && backend !== "local" && s3 === null) {
    problems.push(
      `--backend must be local or s3://<bucket>/<key>, got ${shown(backend)}; the key is that of backend "s3"`,
    );
  }
  if (backendRegion !== undefined && s3 === null) {
    problems.push(
      `--backend-region must be left out without --backend s3://<bucket>/<key>, got ${shown(backendRegion)}`,
    );
  }
  const local: Backend | undefined = backend === "local" ? { local: {} } : undefined;
  const place: Backend | undefined =
    s3 === null ? local : { s3: { bucket: s3[1] as string, key: s3[2] as string, region: backendRegion ?? region } };
  for (const { path, message } of place === undefined ? [] : problemsOf(backendRule, place)) {
    problems.push(`${path === "s3.region" ? "--backend-region" : `--backend ${path.replace("s3.", "")}`} ${message}`);
  }
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return { ...(account !== undefined && { accountId: account }), ...(place !== undefined && { backend: place }) };
}
