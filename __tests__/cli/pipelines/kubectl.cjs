// Stands for kubectl and its cluster: what would run in a pod is run here, with folders in place of a pod's. $CLUSTER is a
// folder with pod.json (the variables of a pod), and as there are any cronjob.json, secrets/, scripts/ and volume/.
const { spawn, spawnSync } = require("node:child_process");
const { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const place = (...path) => join(process.env.CLUSTER, ...path);
const json = (...path) => JSON.parse(readFileSync(place(...path), "utf8"));
const words = process.argv.slice(2);
while (["--kubeconfig", "--context", "--namespace"].includes(words[0])) words.splice(0, 2);
appendFileSync(place("asked"), `${words.join(" ")}\n`);
const [verb, noun, name] = words;

const programs = {
  exec() {
    const { status } = inPod(words.slice(words.indexOf("--") + 1), {});
    if (status !== 0) console.error(`command terminated with exit code ${status}`);
    process.exitCode = status ?? 137;
  },
  "get cronjob": () => print(existsSync(place("cronjob.json")) ? json("cronjob.json") : undefined),
  "get cronjobs,jobs,pods": () => print(existsSync(place("runs.json")) ? json("runs.json") : { items: [] }),
  "get job": () => print(jobOf(name)),
  "get pods": () => print({ items: podsOf(words[words.indexOf("--selector") + 1].replace("job-name=", "")) }),
  create() {
    const manifest = JSON.parse(readFileSync(0, "utf8"));
    begin(manifest);
    console.log(`job.batch/${manifest.metadata.name} created`);
  },
  logs: () => follow(words.at(-1).replace(/-pod$/, "")),
  "delete job"() {
    const folder = place("jobs", name);
    if (!existsSync(folder)) return;
    if (codeOf(name) === undefined) process.kill(-Number(readFileSync(join(folder, "pid"), "utf8")), "SIGKILL");
    rmSync(folder, { recursive: true });
  },
};

function print(value) {
  if (value !== undefined) console.log(JSON.stringify(value));
}

function inPod([command, ...args], environment) {
  const { environment: pod, programs: folder } = json("pod.json");
  const env = { PATH: `${folder}:${process.env.PATH}`, ...pod, ...environment };
  return spawnSync(command, args, { stdio: [words.includes("--stdin") ? 0 : "ignore", 1, 2], env });
}

/** What its one container mounts is all that it finds. */
function begin(manifest) {
  const { containers, volumes } = manifest.spec.template.spec;
  const [{ command, volumeMounts }] = containers;
  const folder = place("jobs", manifest.metadata.name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
  const mounted = (kind) =>
    volumes.find((volume) => volume[kind] && volumeMounts.some((mount) => mount.name === volume.name))?.[kind];
  mkdirSync(join(folder, "secrets"));
  for (const { key, path } of mounted("secret")?.items ?? [])
    cpSync(place("secrets", key), join(folder, "secrets", path));
  const { environment: pod, programs: first } = json("pod.json");
  const env = {
    ...{ PATH: `${first}:${process.env.PATH}`, ...pod, SECRETS_FOLDER: join(folder, "secrets") },
    ...(mounted("persistentVolumeClaim") && { WORK_FOLDER: place("volume") }),
  };
  const script = `log=$1 code=$2; shift 2; "$@" > "$log" 2>&1; echo $? > "$code"`;
  const args = command.map((word) =>
    mounted("configMap") ? word.replace(/^\/scripts\//, `${place("scripts")}/`) : word,
  );
  const files = [join(folder, "log"), join(folder, "code")];
  writeFileSync(files[0], "");
  const child = spawn("sh", ["-c", script, "sh", ...files, ...args], { env, detached: true, stdio: "ignore" });
  writeFileSync(join(folder, "pid"), String(child.pid));
  child.unref();
}

function codeOf(job) {
  const file = place("jobs", job, "code");
  const text = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  return text === "" ? undefined : Number(text);
}

function jobOf(job) {
  if (!existsSync(place("jobs", job))) return undefined;
  const code = codeOf(job);
  const type = code === 0 ? "Complete" : "Failed";
  const failed = code === 0 ? {} : { reason: "BackoffLimitExceeded", message: "Job has reached the limit" };
  return { status: code === undefined ? {} : { conditions: [{ type, status: "True", ...failed }] } };
}

function podsOf(job) {
  if (!existsSync(place("jobs", job))) return [];
  const code = codeOf(job);
  const state = code === undefined ? { running: {} } : { terminated: { exitCode: code } };
  const { containers } = JSON.parse(readFileSync(place("jobs", job, "manifest.json"), "utf8")).spec.template.spec;
  return [{ metadata: { name: `${job}-pod` }, status: { containerStatuses: [{ name: containers[0].name, state }] } }];
}

function follow(job) {
  let lines = 0;
  const more = () => {
    const isOver = codeOf(job) !== undefined;
    const all = readFileSync(place("jobs", job, "log"), "utf8")
      .split("\n")
      .slice(0, -1);
    for (const line of all.slice(lines)) console.log(`2026-11-21T03:15:00.123456789Z ${line}`);
    lines = all.length;
    // A connection that breaks off says nothing.
    const breaksOff = existsSync(place("breaks-off")) && lines > 0;
    if (!isOver && !breaksOff) setTimeout(more, 50);
  };
  more();
}

const program = programs[`${verb} ${noun}`] ?? programs[verb];
if (program === undefined || existsSync(place("fails"))) {
  console.error("Error from server");
  process.exitCode = 1;
} else program();
