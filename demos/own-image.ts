import { randomBytes } from "node:crypto";
import { request } from "node:http";
import { outputNow } from "../engine/process";
import { docker, pullImage } from "./docker";
import { say } from "./steps";

/** The port of an image of one's own. */
export const OWN_PORT = 8000;

export const MUST = `it must listen on port ${OWN_PORT} and answer / with the value of its variable VERSION`;

const BUILD = String.raw`printf 'FROM python:3.12-slim\nCMD ["sh", "-c", "mkdir /www && printf %%s $VERSION >/www/index.html && exec python3 -m http.server -d /www ${OWN_PORT}"]\n' | docker build -t demo-web:1 -`;

const OF_COLOURS = `npm run demo:services -- --image IMAGE
  IMAGE is one that the engine has, or a registry that answers; ${MUST}, as does what this builds:
  ${BUILD}`;

const OF_FRONT = `npm run demo:services -- --front IMAGE
  IMAGE is one that the engine has, or a registry that answers: Caddy 2.11 or later, with sh, flock, and curl or wget`;

/** Those of the engine that may be the front. */
function fronts(): string {
  const all = docker("image", "ls", "--format", "{{.Repository}}:{{.Tag}}").split("\n");
  const found = all.filter((name) => /caddy[^/]*:/.test(name) && !name.includes("<none>"));
  return found.length === 0 ? "" : `; the engine has ${found.slice(0, 3).join(", ")}`;
}

/** A start of a container and of its program takes that long on a machine with much to do. */
const SECONDS = 60;

/** Pulls the images of the demo that the engine lacks; says which others to take where that fails. */
export function pullImages(front: string, colours: readonly string[]): void {
  pullImage(front, `${OF_FRONT}${fronts()}`);
  for (const name of colours) pullImage(name, OF_COLOURS);
}

/** Runs an image of one's own once, before anything is deployed, and asks it as the demo will. */
export async function tryImage(image: string): Promise<void> {
  say(`${image}: ${MUST}`);
  const name = `demo-try-${randomBytes(3).toString("hex")}`;
  docker("run", "--detach", "--name", name, "--env", "VERSION=blue", "--publish", `127.0.0.1::${OWN_PORT}`, image);
  try {
    // Of a container that has ended there is none.
    const { stdout } = outputNow(["docker", "port", name, `${OWN_PORT}/tcp`]);
    const port = Number(/:(\d+)\s*$/m.exec(stdout)?.[1] ?? 0);
    let got = "";
    for (let waited = 0; waited < SECONDS * 2; waited += 1) {
      got = port === 0 ? "" : await answerAt(port);
      if (/\bblue\b/.test(got)) return say(`${image} does so`);
      if (docker("inspect", "--format", "{{.State.Running}}", name).trim() !== "true") {
        got = `its end: ${docker("logs", "--tail", "5", name).trim()}`;
        break;
      }
      await new Promise((done) => setTimeout(done, 500));
    }
    throw new Error(
      `${image} must answer with the value of VERSION, got ${got === "" ? "no answer" : JSON.stringify(got.slice(0, 200))}; take another one: ${OF_COLOURS}`,
    );
  } finally {
    docker("rm", "--force", "--volumes", name);
  }
}

/** What the port answers; nothing where it does not, or with an error. */
function answerAt(port: number): Promise<string> {
  return new Promise((resolve) => {
    const asked = request({ host: "127.0.0.1", port, agent: false, timeout: 5000 }, (answer) => {
      let text = "";
      answer.on("data", (data) => {
        text += data;
      });
      answer.on("end", () => resolve((answer.statusCode ?? 500) < 400 ? text : `the status ${answer.statusCode}`));
      answer.on("error", () => resolve(""));
    });
    asked.on("timeout", () => asked.destroy());
    asked.on("error", () => resolve("")).end();
  });
}
