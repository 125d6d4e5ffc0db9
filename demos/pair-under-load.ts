import { request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { changeLive } from "../cli/services/promote";
import { Project } from "../engine/project";
import { Load } from "./load";
import { expect, type Steps, say } from "./steps";
import type { Told } from "./told";

/** The lines of a deployment that are shown: what became of what, and which colour is live. */
export const PROMOTION_LINES = /complete after|complete! |^environments\/|was live before|is live$/;

/** At least so many requests go through a demo. */
const FIRST_REQUESTS = 100;

interface PairProps {
  /** The folder of the project. */
  readonly folder: string;
  readonly workspace: string;
  readonly service: string;
  /** The front, once it is deployed, and the name by which it knows the service. */
  readonly url: () => string | Promise<string>;
  readonly host: string;
  readonly steps: Steps;
  readonly told: Told;
}

/** A pair of a demo that is promoted and rolled back while requests come. Its colours say their names. */
export class PairUnderLoad {
  private load?: Load;

  constructor(private readonly props: PairProps) {}

  /** From now on requests come. */
  async begin(): Promise<void> {
    const { url, host, steps } = this.props;
    await this.expectAnswer("blue");
    const load = new Load({ url: await url(), headers: { Host: host } });
    this.load = load;
    await load.start();
    while (load.report.requests < FIRST_REQUESTS && !steps.isInterrupted) await pause(200);
    say("blue answers");
  }

  async change(action: "promote" | "rollback", colour: string): Promise<void> {
    const { folder, workspace, service, told } = this.props;
    const load = this.load as Load;
    const before = load.report.requests;
    const options = { ...told.next(), autoApprove: true, deploy: true };
    await changeLive(Project.at(folder), action, [workspace, service], options);
    await this.expectAnswer(colour);
    const { requests, failed } = load.report;
    say(`${colour} answers; ${requests - before} requests meanwhile, ${failed} have failed until now`);
  }

  async end(): Promise<void> {
    const load = this.load as Load;
    const { requests, failed } = await load.stop();
    delete this.load;
    say(`${requests} requests were sent, ${failed} failed`);
    expect("the reasons why requests failed", {}, load.reasons);
    expect("the number of those that failed", 0, failed);
  }

  /** For a demo that has not come to its end. */
  async stop(): Promise<void> {
    await this.load?.stop().catch(() => {});
  }

  async expectAnswer(colour: string): Promise<void> {
    expect("the colour that answers", colour, await this.answer());
  }

  /** The colour that says its name to a browser. */
  private async answer(): Promise<string | undefined> {
    const { host } = this.props;
    const url = await this.props.url();
    return new Promise((resolve, reject) => {
      const asked = request(url, { headers: { Host: host }, agent: false }, (answer) => {
        let text = "";
        answer.on("data", (data) => {
          text += data;
        });
        answer.on("end", () => resolve(/\b(blue|green)\b/.exec(text)?.[1]));
      });
      asked.on("error", reject).end();
    });
  }
}
