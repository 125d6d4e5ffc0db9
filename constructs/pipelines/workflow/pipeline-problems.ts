import { didYouMean } from "../../shared/did-you-mean";
import type { Problem } from "../../shared/rules";
import { shown } from "../../shared/shown";
import { quantityValue } from "../cluster/render/quantities";
import { heapBytes } from "./render/heap";
import { isCron, isRepository, leavesOf, mostDatums } from "./render/inputs";
import { commandOf, HEAP, heapsOf } from "./render/script";
import { secretKeysOf } from "./render/secret-keys";
import type { DeclaredSecrets, PipelineSettings, Resources } from "./settings";
import { variableProblems } from "./variable-problems";
import { workerProblems } from "./worker-problems";

/** What is wrong between the settings of one pipeline, which are right by themselves. */
export function problemsWithinPipeline(pipeline: PipelineSettings, secrets?: DeclaredSecrets): Problem[] {
  return [
    ...programProblems(pipeline),
    ...inputProblems(pipeline),
    ...resourceProblems(pipeline),
    ...heapProblems(pipeline),
    ...mountProblems(pipeline),
    ...variableProblems(pipeline),
    ...timeoutProblems(pipeline),
    ...workerProblems(pipeline),
    ...(secrets === undefined ? [] : secretProblems(pipeline, secrets)),
  ];
}

function programProblems(pipeline: PipelineSettings): Problem[] {
  const { command, script, strict } = pipeline;
  const program = commandOf(pipeline);
  if (command === undefined && script === undefined) {
    return [{ path: "script", message: "is required without a command; write the lines that the step runs" }];
  }
  if (script === undefined && strict !== undefined) {
    return [{ path: "strict", message: `is for a script, got ${strict} without one; take it out` }];
  }
  // The first line of a strict script is understood by bash alone.
  if (script !== undefined && strict !== false && !/(^|\/)bash$/.test(program[0] ?? "")) {
    const message = `must begin with bash for a script that is strict, got ${shown(command)}; leave it out for /bin/bash, or set strict to false`;
    return [{ path: "command", message }];
  }
  return [];
}

function inputProblems({ input, parallelism = 1, idle }: PipelineSettings): Problem[] {
  const leaves = leavesOf(input);
  const isSpout = "spout" in input;
  const most = mostDatums(input);
  const folders = leaves.flatMap(({ path, input: leaf }) => {
    if (isRepository(leaf)) return [{ path, folder: leaf.as ?? leaf.repo }];
    return isCron(leaf) ? [{ path: `${path}.cron`, folder: leaf.cron.name }] : [];
  });
  const twins =
    "union" in input
      ? []
      : folders.filter(({ folder }, index) => folders.findIndex((each) => each.folder === folder) < index);
  return [
    ...twins.map(({ path, folder }) => ({
      path: path.endsWith(".cron") ? `${path}.name` : `${path}.as`,
      message: `must be a folder of its own, got ${shown(folder)} as another input has; name it with ${path.endsWith(".cron") ? "name" : "as"}`,
    })),
    ...leaves.flatMap((leaf) => leafProblems(leaf.path, leaf.input, input)),
    ...(!isSpout && parallelism > most
      ? [
          {
            path: "parallelism",
            message: `must be at most ${most}, got ${parallelism}; the input has no more datums, and more workers would have nothing to do: choose a glob such as /*, or take parallelism out`,
          },
        ]
      : []),
    ...(isSpout && idle === "scale-to-zero"
      ? [{ path: "idle", message: 'must be "keep" for a spout, got "scale-to-zero"; it would never start again' }]
      : []),
  ];
}

function leafProblems(
  path: string,
  leaf: ReturnType<typeof leavesOf>[number]["input"],
  whole: PipelineSettings["input"],
): Problem[] {
  if ("spout" in leaf) {
    if (leaf === whole) return [];
    return [{ path, message: `must be the only input, got a spout in ${Object.keys(whole)[0]}; it reads nothing` }];
  }
  if (!isRepository(leaf)) return [];
  const above = /(cross|union|join|group)\[\d+\]$/.exec(path)?.[1];
  const brackets = /\(/.test(leaf.glob);
  const { joinOn, groupBy, outerJoin } = leaf;
  const needs = [
    above === "join" && joinOn === undefined ? "joinOn" : undefined,
    above === "group" && groupBy === undefined ? "groupBy" : undefined,
  ].filter((key) => key !== undefined);
  const strange = [
    above !== "join" && joinOn !== undefined ? (["joinOn", "join", joinOn] as const) : undefined,
    above !== "join" && outerJoin !== undefined ? (["outerJoin", "join", outerJoin] as const) : undefined,
    above !== "group" && above !== "join" && groupBy !== undefined
      ? (["groupBy", "group", groupBy] as const)
      : undefined,
  ].filter((each) => each !== undefined);
  const compared = Object.entries({ joinOn, groupBy }).filter(([, value]) => value?.includes("$") && !brackets);
  return [
    ...needs.map((key) => ({
      path: `${path}.${key}`,
      message: `is required in a ${above}; write "$1", and brackets in the glob`,
    })),
    ...strange.map(([key, kind, value]) => ({
      path: `${path}.${key}`,
      message: `is for an input of a ${kind}, got ${shown(value)}; take it out`,
    })),
    ...compared.map(([key, value]) => ({
      path: `${path}.${key}`,
      message: `must name brackets that the glob has, got ${shown(value)} and the glob ${shown(leaf.glob)}; write the glob as "/(*).txt"`,
    })),
  ];
}

function resourceProblems({ requests = {}, limits = {} }: PipelineSettings): Problem[] {
  const keys: (keyof Resources & ("cpu" | "memory" | "disk"))[] = ["cpu", "memory", "disk"];
  const gpu = requests.gpu?.number ?? 0;
  const tooMany = limits.gpu !== undefined && gpu > limits.gpu.number;
  return [
    ...keys.flatMap((key) => {
      const [request, limit] = [requests[key], limits[key]];
      if (request === undefined || limit === undefined) return [];
      if ((quantityValue(request) ?? 0) <= (quantityValue(limit) ?? 0)) return [];
      const message = `must be at least what is requested, ${shown(request)}, got ${shown(limit)}; raise it, or lower requests.${key}`;
      return [{ path: `limits.${key}`, message }];
    }),
    ...(tooMany
      ? [
          {
            path: "limits.gpu.number",
            message: `must be at least what is requested, ${gpu}, got ${limits.gpu?.number}; raise it`,
          },
        ]
      : []),
  ];
}

function heapProblems(pipeline: PipelineSettings): Problem[] {
  const { script = [], heapFraction, limits } = pipeline;
  const isAsked = script.some((line) => line.includes(HEAP));
  const memory = limits?.memory;
  if (isAsked && heapFraction === undefined) {
    return [
      { path: "heapFraction", message: `is required; the script has ${HEAP}: 0.8 is a good share of the memory` },
    ];
  }
  if (heapFraction !== undefined && !isAsked) {
    return [
      {
        path: "heapFraction",
        message: `is for a script with ${HEAP}, got ${heapFraction}; write java -Xmx${HEAP}, or take it out`,
      },
    ];
  }
  if (heapFraction !== undefined && memory === undefined) {
    return [{ path: "limits.memory", message: "is required beside heapFraction; the heap is a share of it" }];
  }
  if (memory === undefined) return [];
  return [...new Set(heapsOf(pipeline))]
    .filter((heap) => (heapBytes(heap) ?? 0) > (quantityValue(memory) ?? 0))
    .map((heap) => ({
      path: "limits.memory",
      message: `must hold the heap of Java in the script, -Xmx${heap}, got ${shown(memory)}; Kubernetes would end it: raise the limit, or write -Xmx${HEAP} and heapFraction`,
    }));
}

function mountProblems({ secrets = [] }: PipelineSettings): Problem[] {
  return secrets.flatMap(({ name, mountPath, environmentVariable, keys }, index) => {
    const path = `secrets[${index}]`;
    const twin = secrets.findIndex((each) => mountPath !== undefined && bare(each.mountPath) === bare(mountPath));
    const variable = secrets.findIndex(
      (each) => environmentVariable !== undefined && each.environmentVariable === environmentVariable,
    );
    return [
      ...(mountPath === undefined && environmentVariable === undefined
        ? [
            {
              path: `${path}.mountPath`,
              message: `is required; say where the script finds ${name}, or name an environmentVariable`,
            },
          ]
        : []),
      ...(environmentVariable !== undefined && keys?.length !== 1
        ? [
            {
              path: `${path}.keys`,
              message: `must be one key beside environmentVariable, got ${keys === undefined ? "none" : shown(keys)}; a variable has one value`,
            },
          ]
        : []),
      ...(mountPath !== undefined && /^\/pfs(\/|$)/.test(mountPath)
        ? [{ path: `${path}.mountPath`, message: `must not lie in /pfs, got ${shown(mountPath)}; data is there` }]
        : []),
      ...(mountPath !== undefined && twin < index
        ? [
            {
              path: `${path}.mountPath`,
              message: `must be a folder of its own, got ${shown(mountPath)} as secrets[${twin}] too; change one`,
            },
          ]
        : []),
      ...(environmentVariable !== undefined && variable < index
        ? [
            {
              path: `${path}.environmentVariable`,
              message: `must be a variable of its own, got ${shown(environmentVariable)} as secrets[${variable}] too; change one`,
            },
          ]
        : []),
    ];
  });
}

/** A job that ends while its datum may still go on. */
function timeoutProblems({ datumTimeoutSeconds: datum, jobTimeoutSeconds: job }: PipelineSettings): Problem[] {
  if (datum === undefined || job === undefined || datum <= job) return [];
  const message = `must be at most jobTimeoutSeconds, ${job}, got ${datum}; the job ends before its datum may: raise it, or lower this`;
  return [{ path: "datumTimeoutSeconds", message }];
}

const bare = (path: string | undefined) => path?.replace(/\/+$/, "");

function secretProblems(pipeline: PipelineSettings, declared: DeclaredSecrets): Problem[] {
  return (pipeline.secrets ?? []).flatMap((secret, index) => {
    const path = `secrets[${index}]`;
    const names = Object.keys(declared);
    const known = declared[secret.name];
    if (!names.includes(secret.name) || known === undefined) {
      const there = names.length === 0 ? "declare it" : `declared are ${names.join(", ")}`;
      const advice = didYouMean(secret.name, names) ?? there;
      return [
        { path: `${path}.name`, message: `must be a secret that is declared, got ${shown(secret.name)}; ${advice}` },
      ];
    }
    return secretKeysOf(pipeline, secret)
      .filter((key) => !known.includes(key))
      .map((key) => ({
        path: `${path}.${secret.keys?.includes(key) ? "keys" : "name"}`,
        message: `must have the key that the script reads, got ${shown(secret.name)} without ${shown(key)}; ${didYouMean(key, known) ?? `its keys are ${known.join(", ")}`}`,
      }));
  });
}
