import { awsSettings } from "./aws-settings";

/** A function, as far as an account may limit it. */
export interface LimitedFunction {
  /** For messages: a stack, or a workspace. */
  readonly where: string;
  readonly memoryMiB: number;
  /** @default - none is reserved */
  readonly reserved?: number;
}

/** What an account allows in a region, or why that is not known. */
export type FunctionLimits = { readonly concurrent: number } | { readonly unknown: string };

/** Many new accounts have functions of at most so much, and no API says it. */
const USUAL_MEMORY = 3008;
/** What an account has that is not new. */
const USUAL_CONCURRENCY = 1000;
/** Lambda keeps so many for functions that reserve none. */
const KEPT_FREE = 100;

/** Whether anything in an account's limits may be in a function's way. */
export function mayBeLimited({ memoryMiB, reserved = 0 }: LimitedFunction): boolean {
  return memoryMiB > USUAL_MEMORY || reserved > 0;
}

/**
 * Asks Lambda what the account allows. Whoever may not ask, or has no credentials, learns why.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html
 */
export async function functionLimits(environment: NodeJS.ProcessEnv, region: string): Promise<FunctionLimits> {
  const { GetAccountSettingsCommand, LambdaClient } = await import("@aws-sdk/client-lambda");
  const client = new LambdaClient({ ...awsSettings("LAMBDA", environment, region), maxAttempts: 2 });
  try {
    const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}));
    const concurrent = AccountLimit?.ConcurrentExecutions;
    return concurrent === undefined ? { unknown: "no answer of Lambda's" } : { concurrent };
  } catch (error) {
    return { unknown: (error as Error).name };
  } finally {
    client.destroy();
  }
}

/** What an account's limits may refuse of a function: Lambda says it when the rest is made. */
export function limitWarnings(fn: LimitedFunction, limits: FunctionLimits): string[] {
  if (!mayBeLimited(fn)) return [];
  if ("unknown" in limits) {
    const what = [
      ...(fn.memoryMiB > USUAL_MEMORY ? [`memory above ${USUAL_MEMORY} MiB`] : []),
      ...((fn.reserved ?? 0) > 0 ? ["reserved concurrency"] : []),
    ].join(" and ");
    const advice = "your credentials need lambda:GetAccountSettings to look it up";
    return [`${fn.where}: the account may not allow ${what}, its limits are unknown (${limits.unknown}); ${advice}`];
  }
  return [...memoryWarning(fn, limits.concurrent), ...reservedWarning(fn, limits.concurrent)];
}

function memoryWarning({ where, memoryMiB }: LimitedFunction, concurrent: number): string[] {
  if (memoryMiB <= USUAL_MEMORY || concurrent >= USUAL_CONCURRENCY) return [];
  return [
    `${where}: the account allows ${concurrent} concurrent executions, as new ones do, and may refuse memory above ` +
      `${USUAL_MEMORY} MiB, got ${memoryMiB}; ask AWS Support for more, or deploy with ${USUAL_MEMORY}`,
  ];
}

function reservedWarning({ where, reserved = 0 }: LimitedFunction, concurrent: number): string[] {
  const most = Math.max(concurrent - KEPT_FREE, 0);
  if (reserved <= most) return [];
  return [
    `${where}: reserved concurrency must leave ${KEPT_FREE} of the account's ${concurrent} concurrent executions free, ` +
      `got ${reserved}; ` +
      (most === 0
        ? "leave it out, or ask AWS Support for more"
        : `reserve at most ${most}, or ask AWS Support for more`),
  ];
}
