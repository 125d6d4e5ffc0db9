import { rmSync } from "node:fs";
import { join } from "node:path";
import { outputOf } from "../../engine/process";
import { findPython } from "../../sandbox/python";
import { Ocean } from "./ocean";
import { Temporary } from "./temporary";

const PYDO = "pydo==0.44.0";
const HAS = "import importlib.metadata as m, sys; sys.exit('pydo==' + m.version('pydo') != sys.argv[1])";

const temporary = new Temporary();
afterAll(() => temporary.remove());

/** A Python that has pydo, in an environment that stays for the next run. */
async function pythonWithPydo(): Promise<string> {
  const venv = join(__dirname, "..", "..", ".sandbox", "pydo");
  const python = join(venv, "bin", "python");
  if ((await outputOf([python, "-I", "-c", HAS, PYDO])).status === 0) return python;
  rmSync(venv, { recursive: true, force: true });
  await must([...(await findPython({})), "-m", "venv", venv]);
  await must([python, "-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PYDO]);
  return python;
}

async function must(command: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await outputOf(command);
  if (status === 0) return stdout;
  throw new Error(`${command.join(" ")} must succeed, got ${status}: ${stderr}${stdout}`);
}

test("pydo makes, reads, lists, changes and deletes resources, and understands refusals", async () => {
  const python = await pythonWithPydo();
  const ocean = await Ocean.start(temporary.folder());
  const saw = JSON.parse(await must([python, "-I", join(__dirname, "pydo-tour.py"), ocean.url]));
  expect(saw).toEqual({
    account: "active",
    regions: expect.arrayContaining(["tor1", "fra1"]),
    sizes: expect.any(Number),
    image: "Ubuntu",
    "key in use": [422, "SSH Key is already in use on your account"],
    "wrong size": [422, "You specified an invalid size for Droplet creation."],
    "names by pages": ["one", "two"],
    resized: "s-1vcpu-2gb",
    "backup plan": "weekly",
    attached: true,
    moved: true,
    vpc: "changed",
    overlap: [422, "This range/size overlaps with another VPC network in your account"],
    firewall: true,
    record: 300,
    project: 1,
    tagged: 2,
    alert: 90,
    check: "CHECKING",
    certificate: "verified",
    users: ["doadmin", "reader"],
    gone: "not_found",
    "not emulated": [501, "GET /v2/kubernetes/clusters is not emulated. docs/sandbox.md lists what is."],
  });
  for (const kind of ["droplets", "volumes", "reserved_ips", "firewalls", "domains", "certificates"]) {
    expect((await ocean.get(kind)).meta.total).toBe(0);
  }
});
