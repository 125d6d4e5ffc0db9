import { didYouMean } from "../../shared/did-you-mean";
import { configMapSize, LARGEST_CONFIG_MAP } from "../../shared/render/sizes";
import { complaint, isText, listOf, oneOf, type Parts, type Problem, partsOf, textMatching } from "../../shared/rules";
import { secretsBelow } from "../../shared/secret-problems";
import { shown } from "../../shared/shown";
import * as z from "../../shared/zod";
import * as cluster from "../cluster/schema";
import type { DeclaredSecret, MountedFolder } from "../cluster/settings";
import { pachdAddress } from "../pachyderm/schema";
import type { ManagerPodSettings } from "./settings";

type Issue = { readonly input?: unknown };

const path = textMatching(/^\/[^\0:]*[^\0:/]$/, "must be an absolute path", "begin it with /");
const fileName = textMatching(
  /^[A-Za-z0-9][\w.-]{0,200}$/,
  "must be a file's name of letters, digits and ._-",
  "choose another",
);
const fileText = textMatching(/^[^\0]*$/s, "must be a text", "write the file's text");

/** The rules of a secret that is a folder. */
const mountedFolder = z.rulesOf<MountedFolder>()({
  secret: cluster.objectName,
  path,
  files: z
    .record(cluster.secretKey, fileName, {
      error: (issue: Issue) =>
        complaint("must be an object of files by the secret's keys", issue.input, "write it in { }"),
    })
    .exactOptional(),
});

/** The rules of a manager's settings. */
export const manager = z.rulesOf<ManagerPodSettings>()({
  name: cluster.clusterName(40, "its service account and files begin with it").exactOptional(),
  namespace: cluster.namespace,
  image: cluster.image,
  pachyderm: oneOf(["1.7", "1.13", "2"], "1.13 stands for 1.8 to 1.13"),
  pachdNamespace: cluster.namespace.exactOptional(),
  pachdAddress: pachdAddress.exactOptional(),
  pipelineSetup: z.record(fileName, fileText, cluster.objectOf("texts")).exactOptional(),
  configuration: fileText.exactOptional(),
  secrets: listOf(mountedFolder, "secrets").exactOptional(),
  kubernetes: oneOf(["read", "none"], "read shows pods and their logs").exactOptional(),
  requests: cluster.containerResources.exactOptional(),
  limits: cluster.containerResources.exactOptional(),
  nodeSelector: cluster.nodeSelector.exactOptional(),
});

/** What is wrong between a manager's settings, of any shape. */
export function managerProblems(value: unknown, declared: readonly DeclaredSecret[] = []): Problem[] {
  const settings = partsOf(value);
  const { requests, limits } = settings;
  return [
    ...resourceProblems({ requests, limits }),
    ...versionProblems(settings),
    ...fileProblems(settings),
    ...(["pipelineSetup", "configuration"] as const).flatMap((path) =>
      secretsBelow(path, settings[path], "put it into a secret of the cluster, and mount it by secrets"),
    ),
    ...secretProblems(settings, declared),
  ];
}

function resourceProblems({ requests, limits }: Parts): Problem[] {
  const least = { cpu: 1, memory: "2G", ephemeralStorage: "512Mi", ...partsOf(requests) };
  return cluster.resourceProblems("limits", least, {
    cpu: 4,
    memory: "4G",
    ephemeralStorage: "20Gi",
    ...partsOf(limits),
  });
}

/** `pachctl` and `pachd` of different versions do not understand each other. */
function versionProblems({ image, pachyderm }: Parts): Problem[] {
  const [, version = "", major, minor] =
    /(?:pctl|pachctl)[-:]?v?((\d+)\.(\d+)[.\d]*)/.exec(isText(image) ? image : "") ?? [];
  if (major === undefined || !isText(pachyderm)) return [];
  const kind = major === "1" ? (Number(minor) < 8 ? "1.7" : "1.13") : major;
  if (kind === pachyderm) return [];
  const message = `must carry pachctl for Pachyderm ${pachyderm}, got ${version}; name an image with the version of pachd, or correct pachyderm`;
  return [{ path: "image", message }];
}

function fileProblems({ pipelineSetup, configuration }: Parts): Problem[] {
  const files = Object.entries({ ...partsOf(pipelineSetup), ...(isText(configuration) && { configuration }) });
  const texts = files.filter((file): file is [string, string] => isText(file[1]));
  const bytes = configMapSize(Object.fromEntries(texts));
  return [
    ...(bytes > LARGEST_CONFIG_MAP
      ? [
          {
            path: "pipelineSetup",
            message: `must have at most 1 MiB of text, got ${bytes} bytes; keep large files in a repository`,
          },
        ]
      : []),
    ...texts
      .filter(([, text]) => /client-key-data|client-certificate-data|kind:\s*["']?Config\b/.test(text))
      .map(([name]) => ({
        path: name === "configuration" ? name : `pipelineSetup.${name}`,
        message: `must be no kubeconfig, got one; the pod speaks with the cluster as its own service account`,
      })),
  ];
}

function secretProblems({ secrets, namespace }: Parts, declared: readonly DeclaredSecret[]): Problem[] {
  if (!Array.isArray(secrets) || declared.length === 0) return [];
  const there = declared.filter((each) => each.namespace === namespace);
  return secrets.flatMap((each, index) => {
    const { secret, files } = partsOf(each);
    if (!isText(secret)) return [];
    const found = there.find(({ name }) => name === secret);
    if (found === undefined) {
      const names = there.map(({ name }) => name);
      const advice = didYouMean(secret, names) ?? "declare it, with its keys";
      return [
        {
          path: `secrets[${index}].secret`,
          message: `must be declared in namespace ${shown(namespace)}, got "${secret}"; ${advice}`,
        },
      ];
    }
    return Object.keys(partsOf(files))
      .filter((key) => !found.keys.includes(key))
      .map((key) => ({
        path: `secrets[${index}].files.${key}`,
        message: `must be a key of secret "${secret}", got "${key}"; ${didYouMean(key, found.keys) ?? `it has ${found.keys.join(", ")}`}`,
      }));
  });
}
