import { runProgram } from "../../shared/apply/program";
import { makeSshFolder } from "../../shared/apply/ssh-folder";
import { type DockerHostSettings, enginePlace, sshCommand } from "../../shared/render/docker-host";
import { ran } from "./engine";

/** What Terraform tells the program of a machine. */
type Told = DockerHostSettings & { readonly dockerHost: string };

/** How long a new machine may take to boot and install Docker. */
const DEADLINE_MILLISECONDS = 15 * 60_000;
const PAUSE_MILLISECONDS = 5_000;
/** Nobody is there to type a password, and a machine that is booting does not answer. */
const CONNECTION = ["-o", "BatchMode=yes", "-o", "ConnectTimeout=10", "-o", "ControlPath=none"];
/** cloud-init exits with 2 after errors that it recovered from. An adopted machine may not have it. */
const SCRIPT = `if command -v cloud-init >/dev/null; then
  cloud-init status --wait >/dev/null 2>&1; code=$?
  if [ $code -ne 0 ] && [ $code -ne 2 ]; then cloud-init status --long; exit 70; fi
fi
docker version --format '{{.Server.Version}}'`;

/** Errors of `ssh` that do not go away by waiting. */
const FINAL: readonly (readonly [pattern: RegExp, advice: string])[] = [
  [
    /Host key verification failed|IDENTIFICATION HAS CHANGED/,
    "the machine has another key: check which machine has that address",
  ],
  [/Permission denied/, "load a key that sshKeys names into ssh-agent, or name it in ~/.ssh/config"],
];

async function ask(told: Told, timeoutMilliseconds: number): Promise<{ readonly code: number; readonly text: string }> {
  const { ssh = [] } = enginePlace(told, { sshConnections: "single", fromHere: (path) => path });
  const { code, stdout, stderr } = await ran(
    sshCommand({ host: told.dockerHost, ssh: [...CONNECTION, ...ssh] }, SCRIPT),
    { timeoutMilliseconds },
  );
  return { code, text: `${stdout}${stderr}`.trim() };
}

async function main(): Promise<string> {
  const told = JSON.parse(process.env.TOLD ?? "") as Told;
  // Terraform's next steps on the node share an ssh connection.
  makeSshFolder();
  for (const begin = Date.now(); ; ) {
    // What is installed there may also wait for ever.
    const { code, text } = await ask(told, Math.max(begin + DEADLINE_MILLISECONDS - Date.now(), PAUSE_MILLISECONDS));
    if (code === 0) return `${told.dockerHost}: Docker ${text} answers`;
    const last = text.split("\n").at(-1) || "no answer";
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

runProgram(main);
