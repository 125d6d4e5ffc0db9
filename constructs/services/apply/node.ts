import { spawn } from "node:child_process";
import { type DockerHostSettings, enginePlace, sshCommand } from "../../shared/render/docker-host";

/** A new machine has the time that it needs to start, and to install Docker. */
const DEADLINE_MILLISECONDS = 15 * 60_000;
const PAUSE_MILLISECONDS = 5_000;
/** Nobody types a password, and a machine that starts answers nothing at all. */
const CONNECTION = ["-o", "BatchMode=yes", "-o", "ConnectTimeout=10", "-o", "ControlPath=none"];
/** It ends with 2 where something could be mended. A machine that was adopted may have none. */
const SCRIPT = `if command -v cloud-init >/dev/null; then
  cloud-init status --wait >/dev/null 2>&1; code=$?
  if [ $code -ne 0 ] && [ $code -ne 2 ]; then cloud-init status --long; exit 70; fi
fi
docker version --format '{{.Server.Version}}'`;

/** The reasons of `ssh` that no waiting mends. */
const FINAL: readonly (readonly [pattern: RegExp, advice: string])[] = [
  [/Host key verification failed|IDENTIFICATION HAS CHANGED/, "the machine has another key: look what answers there"],
  [/Permission denied/, "load a key that sshKeys names into ssh-agent, or name it in ~/.ssh/config"],
];

interface Answer {
  readonly code: number;
  readonly text: string;
}

function ask(told: DockerHostSettings & { readonly dockerHost: string }): Promise<Answer> {
  const { ssh = [] } = enginePlace(told, { sshConnections: "single", fromHere: (path) => path });
  const [command, ...words] = sshCommand({ host: told.dockerHost, ssh: [...CONNECTION, ...ssh] }, SCRIPT);
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (data) => {
        text += data;
      });
    child.on("error", () => reject(new Error("ssh must be installed where Terraform runs, got no such program")));
    child.on("close", (code) => resolve({ code: code ?? 1, text: text.trim() }));
  });
}

async function main(): Promise<void> {
  const told = JSON.parse(process.env.TOLD ?? "") as DockerHostSettings & { readonly dockerHost: string };
  for (const begin = Date.now(); ; ) {
    const { code, text } = await ask(told);
    if (code === 0) return console.log(`${told.dockerHost}: Docker ${text} answers`);
    const last = text.split("\n").at(-1) ?? "";
    const [, advice] = FINAL.find(([pattern]) => pattern.test(text)) ?? [];
    // 255 is `ssh` itself: there is no connection yet.
    const isFinal = advice !== undefined || (code !== 255 && Date.now() - begin > PAUSE_MILLISECONDS);
    if (isFinal || Date.now() - begin > DEADLINE_MILLISECONDS) {
      throw new Error(
        `${told.dockerHost} must answer with Docker, got ${JSON.stringify(code === 70 ? text : last)}; ${advice ?? "look into /var/log/cloud-init-output.log there"}, and deploy again`,
      );
    }
    await new Promise((done) => setTimeout(done, PAUSE_MILLISECONDS));
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
