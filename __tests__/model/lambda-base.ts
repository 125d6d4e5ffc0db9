import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";

const FILES = resolve(__dirname, "lambda-base");
/** What boto3 stands on. */
const PACKAGES = ["boto3", "botocore", "dateutil", "jmespath", "s3transfer", "six.py", "urllib3"];
const USED = /^(s3|[^/]*\.json)$/;

/** The image that stands for AWS's base of Python, of the name that is returned. */
export function lambdaBase(base: string, python: string): string {
  const image = "slipway-test/lambda-base:1";
  const context = mkdtempSync(join(tmpdir(), "slipway-lambda-"));
  try {
    cpSync(FILES, context, { recursive: true });
    const found = spawnSync(python, ["-c", "import boto3; print(boto3.__file__)"], { encoding: "utf8" }).stdout.trim();
    const site = dirname(dirname(found));
    for (const name of PACKAGES) {
      cpSync(join(site, name), join(context, "packages", name), { recursive: true, filter: isUsed });
    }
    writeFileSync(
      join(context, "Dockerfile"),
      [
        `FROM ${base}`,
        "ENV LAMBDA_TASK_ROOT=/var/task PYTHONPATH=/opt/python",
        "COPY packages /opt/python",
        "COPY pip emulator.py /usr/local/bin/",
        "WORKDIR /var/task",
        'ENTRYPOINT ["python3", "/usr/local/bin/emulator.py"]',
      ].join("\n"),
    );
    const { status, stderr } = spawnSync("docker", ["build", "--quiet", "--tag", image, context], { encoding: "utf8" });
    if (status !== 0) throw new Error(`the stand-in for Lambda's base must be built: ${stderr}`);
    return image;
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}

/** Of the services that botocore describes, S3 alone. */
function isUsed(path: string): boolean {
  return basename(path) !== "__pycache__" && (!path.includes("/botocore/data/") || isOfS3(path));
}

function isOfS3(path: string): boolean {
  const [first = ""] = (path.split("/botocore/data/")[1] ?? "").split("/");
  return USED.test(first);
}
