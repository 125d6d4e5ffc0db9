import { CONTAINER, type Probe } from "../../render/driver";
import { Engine, type Inspected } from "../engine";
import type { Health, ToldRoute, ToldSwitch } from "../told";
import { probeScript } from "./probe";

/** Before a new container gets requests, while the old one may serve on. */
export async function gateOfContainer(told: ToldSwitch, isServed: boolean): Promise<void> {
  const { upstream, front, container, health, probes } = told;
  const engine = new Engine(told.engine);
  try {
    await passGate({
      ...{ engine, front, probe: probes.container, health, container },
      tell: (line) => console.log(`${upstream} ${line}`),
    });
  } catch (error) {
    if (!(error instanceof Closed)) throw error;
    const serves = isServed ? "the old container serves on" : "nothing serves yet";
    throw new Error(
      `${upstream} ${error.message}; ${serves}: mend it, and deploy again\n${container}: ${await engine.lastLines(container)}`,
    );
  }
}

/** Before a service's hosts get another upstream, whose container may be here or on another node. */
export async function gateOfRoute(told: ToldRoute, serving: ReadonlyMap<string, string>): Promise<void> {
  const { route, front, health, probe } = told;
  if (probe === undefined) return;
  const container = probe.current === undefined ? undefined : serving.get(probe.current);
  const url = container === undefined ? probe.url : probe.url.replace(CONTAINER, container);
  try {
    await passGate({
      ...{ engine: new Engine(told.engine), front, probe: { ...probe, url }, health },
      ...(container !== undefined && { container }),
      tell: (line) => console.log(`${route}: what is to go live ${line}`),
    });
  } catch (error) {
    if (!(error instanceof Closed)) throw error;
    throw new Error(
      `${route}: what is to go live ${error.message}; the hosts stay where they were: mend it, and deploy again`,
    );
  }
}

/** What is asked until it is healthy. */
export interface Gate {
  readonly engine: Engine;
  readonly front: string;
  readonly probe: Probe;
  readonly health: Health;
  /** Is looked at too: it may end, or say by itself that it is not healthy. @default - none: it is elsewhere */
  readonly container?: string;
  /** Gets what somebody who waits should know. @default - nobody waits */
  readonly tell?: (line: string) => void;
}

/** Before that, nobody wonders. */
const SILENT_SECONDS = 3;

/** Why a gate is closed. */
export class Closed extends Error {}

/**
 * Returns when what is asked has been healthy for long enough, without a break and without a restart; one question without an
 * answer is asked once more. Ends early when that cannot be any more.
 */
export async function passGate({ engine, front, probe, health, container, tell = () => {} }: Gate): Promise<void> {
  const begin = performance.now();
  const seconds = (since: number) => (performance.now() - since) / 1000;
  const restarts = container === undefined ? 0 : (await engine.inspect(container)).RestartCount;
  let healthySince: number | undefined;
  let told: string | undefined;
  let isAskedAgain = false;
  for (let said = "no answer yet"; ; ) {
    const inspected = container === undefined ? undefined : await engine.inspect(container);
    if (inspected !== undefined) throwIfEnded(inspected, restarts);
    const own = inspected?.State.Health?.Status ?? "none";
    const { code, stdout, stderr } = await engine.run(front, probeScript(probe, health.timeoutSeconds));
    if (code !== 0)
      throw new Error(`front ${front} must run, got ${JSON.stringify(stderr.trim())}; deploy again when it does`);
    const isHealthy = /^[23]\d\d$/.test(stdout) && ["none", "healthy"].includes(own);
    said = isHealthy
      ? "an answer"
      : own === "starting"
        ? "a health check that has not succeeded yet"
        : answered(stdout, probe);
    if (said !== told && seconds(begin) >= SILENT_SECONDS) {
      told = said;
      tell(
        isHealthy ? `is healthy, and watched for ${health.minHealthySeconds} s` : `is waited for, got ${said} so far`,
      );
    }
    if (isHealthy) {
      isAskedAgain = false;
      healthySince ??= performance.now();
      if (seconds(healthySince) >= health.minHealthySeconds) return;
    } else if (healthySince !== undefined && isUnanswered(stdout, probe) && !isAskedAgain) {
      // One question that got lost, of a busy machine, is not an answer yet.
      isAskedAgain = true;
      continue;
    } else if (healthySince !== undefined) {
      const after = Math.round(seconds(healthySince));
      throw new Closed(`must be healthy for ${health.minHealthySeconds} s, got ${said} after ${after} s`);
    }
    if (seconds(begin) > health.deadlineSeconds + health.minHealthySeconds) {
      throw new Closed(`must be healthy within ${health.deadlineSeconds} s, got ${said}`);
    }
    await new Promise((done) => setTimeout(done, health.intervalSeconds * 1000));
  }
}

function throwIfEnded({ State, RestartCount }: Inspected, restarts: number): void {
  const how = State.OOMKilled ? "for want of memory" : `with code ${State.ExitCode}`;
  if (State.Status === "restarting")
    throw new Closed(`must stay up, got its end ${how}; it is started again and again`);
  // Of one that was started again already, the engine has forgotten how it ended.
  if (RestartCount > restarts) throw new Closed("must stay up, got its end; it was started again");
  if (!State.Running) throw new Closed(`must stay up, got its end ${how}${State.Error ? ` (${State.Error})` : ""}`);
  if (State.Health?.Status === "unhealthy") {
    const output = State.Health.Log?.at(-1)?.Output.trim() ?? "";
    throw new Closed(`must be healthy, got "unhealthy" of its own health check${output === "" ? "" : `: ${output}`}`);
  }
}

function answered(status: string, probe: Probe): string {
  return isUnanswered(status, probe) ? `no answer from ${probe.url}` : `the status ${status} from ${probe.url}`;
}

/** A bridge says itself that nothing was there. */
function isUnanswered(status: string, { bridge }: Probe): boolean {
  return ["", "000"].includes(status) || (bridge !== undefined && ["502", "504"].includes(status));
}
