import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { Store } from "../plugins/store";
import { DeployedProject } from "../support/deployed";
import { modelFile } from "../support/project";
import { Running } from "../support/running";
import { until } from "../support/until";
import { Account } from "./account";

const MAIN = `
import { App, LocalBackend, TerraformStack } from "cdktf";
import { ModelBucket, ModelScenarios } from "../../constructs/model";
import { stackAwsProvider } from "../../constructs/shared";

const app = new App();
const stack = new TerraformStack(app, "lab");
new LocalBackend(stack, { path: "terraform.tfstate" });
stackAwsProvider(stack, { region: "ca-central-1" });
const bucket = new ModelBucket(stack, "Bucket", { name: "quetzal-lab" });
const folder = "lab/scenarios";
new ModelScenarios(stack, "Shared", { bucket, folder, scenarios: ["_common", "tram line"], mode: "mirror" });
new ModelScenarios(stack, "Base", { bucket, folder, scenarios: ["base"], mode: "seed" });
app.synth();
`;

const LINES = JSON.stringify({ type: "FeatureCollection", features: [] });
const MODEL = { model: "quetzal_lab" };

describe("scenarios of a model", () => {
  const access = 'access: { identityPoolId: "ca-central-1:00000000-0000-0000-0000-000000000000" },';
  const deployed = new DeployedProject({
    "main.ts": MAIN,
    "environments/model/quetzal-lab.ts": modelFile("quetzal-lab", access),
    "lab/scenarios/_common/modelConfig.json": JSON.stringify(MODEL),
    "lab/scenarios/_common/docs/${read} %{me}.md": "# Lab\n",
    "lab/scenarios/tram line/inputs/params.json": "{}",
    "lab/scenarios/base/inputs/pt/links.geojson": LINES,
    "lab/scenarios/base/inputs/params.json": "{}",
  });
  const { project } = deployed;
  const FOLDER = ["--folder", "lab"];
  const scenario = (command: string, ...args: string[]) =>
    deployed.slipway("model", "scenario", command, "quetzal-lab", ...args);
  const succeed = (command: string, ...args: string[]) =>
    deployed.succeed("model", "scenario", command, "quetzal-lab", ...args);
  const at = (path: string) => join(project.folder, "lab/scenarios", path);
  const write = (path: string, content: string | Buffer = "") => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), content);
  };
  const put = (Key: string, Body = "theirs") =>
    store.s3.send(new PutObjectCommand({ Bucket: "quetzal-lab", Key, Body }));
  const terraform = (action: string) => {
    expect(project.synthesize(deployed.environment)).toMatchObject({ code: 0 });
    const run = (...args: string[]) => deployed.run("terraform", [...args, "-input=false"], "cdktf.out/stacks/lab");
    expect(run("init")).toMatchObject({ status: 0 });
    const { stdout, stderr } = run(action, "-auto-approve", "-no-color");
    return `${stdout}${stderr}`;
  };
  let store: Store;

  beforeAll(async () => {
    await deployed.start({}, []);
    // It reads the files of a mirror from the stack's folder.
    await deployed.startProvider("hashicorp/aws", "lab");
    store = new Store(deployed.client, "quetzal-lab");
  });
  afterAll(() => deployed.stop());

  // What follows is one story: each test goes on where the one before it ended.

  describe("that a stack makes", () => {
    test("are in the bucket, and a second plan finds nothing to do", async () => {
      expect(terraform("apply")).toContain("Apply complete! Resources: 5 added, 0 changed, 0 destroyed.");
      expect(await store.keys()).toEqual([
        "_common/docs/${read} %{me}.md",
        "_common/modelConfig.json",
        "base/inputs/params.json",
        "base/inputs/pt/links.geojson",
        "tram line/inputs/params.json",
      ]);
      expect(await store.text("base/inputs/pt/links.geojson")).toBe(LINES);
      deployed.expectNothingToDo("lab");
    });

    test("are left alone where they were seeded, whatever becomes of them on either side", async () => {
      await put("base/inputs/params.json");
      await store.s3.send(new DeleteObjectCommand({ Bucket: "quetzal-lab", Key: "base/inputs/pt/links.geojson" }));
      write("base/inputs/params.json", "[]");
      deployed.expectNothingToDo("lab");
      expect(await store.keys("base/")).toEqual(["base/inputs/params.json"]);
    });

    test("are kept equal where they are mirrored, and files of others stay", async () => {
      await put("_common/modelConfig.json");
      await put("_common/theirs.json");
      rmSync(at("_common/docs/${read} %{me}.md"));
      expect(terraform("apply")).toContain("Apply complete! Resources: 0 added, 1 changed, 1 destroyed.");
      expect(await store.keys("_common/")).toEqual(["_common/modelConfig.json", "_common/theirs.json"]);
      expect(JSON.parse((await store.text("_common/modelConfig.json")) ?? "")).toEqual(MODEL);
      deployed.expectNothingToDo("lab");
    });
  });

  describe("that are pushed", () => {
    test("only where they differ, the base before the others", async () => {
      await store.s3.send(
        new PutBucketVersioningCommand({ Bucket: "quetzal-lab", VersioningConfiguration: { Status: "Enabled" } }),
      );
      write("base2/notes.csv", "base2");
      await put("base2/theirs.csv");
      expect(succeed("push", "base2", "base", ...FOLDER)).toBe(
        [
          "sent base/inputs/params.json",
          "sent base/inputs/pt/links.geojson",
          `s3://quetzal-lab/base: 2 sent (${LINES.length + 2} B), 0 removed, 0 as they were`,
          "sent base2/notes.csv",
          "s3://quetzal-lab/base2: 1 sent (5 B), 0 removed, 0 as they were, 1 in the bucket alone; --delete removes it",
          "",
        ].join("\n"),
      );
      expect(succeed("push", "base", ...FOLDER)).toBe("s3://quetzal-lab/base: 0 sent, 0 removed, 2 as they were\n");
      write("tram line/empty.csv");
      expect(succeed("push", "tram line", ...FOLDER)).toBe(
        "sent tram line/empty.csv\ns3://quetzal-lab/tram line: 1 sent (0 B), 0 removed, 1 as they were\n",
      );
    });

    test("remove only with --delete, and never of another scenario with the same beginning", async () => {
      await put("base/old.csv");
      expect(succeed("push", "base", "--delete", "--dry-run", ...FOLDER)).toBe(
        "would be removed base/old.csv\ns3://quetzal-lab/base: 0 to be sent, 1 to be removed, 2 as they were\n",
      );
      expect(await store.keys("base/")).toContain("base/old.csv");
      expect(succeed("push", "base", "--delete", ...FOLDER)).toBe(
        "removed base/old.csv\ns3://quetzal-lab/base: 0 sent, 1 removed, 2 as they were\n",
      );
      expect(await store.keys("base2/")).toEqual(["base2/notes.csv", "base2/theirs.csv"]);
    });

    test.each<[string, () => void, string, string]>([
      [
        "from a folder that is absent",
        () => {},
        "bas",
        'lab/scenarios/bas must be a folder, got none; correct its path; did you mean "base"?\n',
      ],
      [
        "from a folder that is empty",
        () => mkdirSync(at("empty")),
        "empty",
        "lab/scenarios/empty must hold files, got none; an empty folder would empty the scenario\n",
      ],
      [
        "with a file in the middle that cannot be read",
        () => {
          for (const path of ["a.csv", "z.csv"]) write(`broken/${path}`);
          symlinkSync("nowhere", at("broken/m.csv"));
        },
        "broken",
        'lab/scenarios/broken must hold what can be read, got a link, or something else that is no file for "m.csv"; change its rights, or exclude it\n',
      ],
      [
        "with inputs that a model would not find or cannot read",
        () => {
          write("wrong/inputs/pt/link.geojson", LINES);
          write("wrong/params.json", "{}");
          write("wrong/inputs/od/od.geojson", "{ nothing");
        },
        "wrong",
        [
          "lab/scenarios/wrong/inputs/pt/link.geojson must be inputs/pt/links.geojson for the model to read it, got another name; rename it",
          "lab/scenarios/wrong/params.json must be inputs/params.json for the model to read it, got another name; rename it",
          "lab/scenarios/wrong/inputs/od/od.geojson:1:3 must be JSON, got InvalidSymbol; correct it there",
          "",
        ].join("\n"),
      ],
    ])("are refused %s, with --delete too, and nothing is lost", async (_, prepare, name, stderr) => {
      prepare();
      await put(`${name}/theirs.csv`);
      const before = await store.writes();
      expect(scenario("push", "base", name, "--delete", ...FOLDER)).toEqual({ status: 1, stdout: "", stderr });
      expect(await store.writes()).toEqual(before);
    });

    test("are refused while locked, and with them those that are not", async () => {
      expect(succeed("lock", "base2")).toBe("base2: locked\n");
      expect(succeed("lock", "base2")).toBe("base2: was locked already\n");
      write("base/more.csv", "more");
      const before = await store.writes();
      const refused = expect.stringMatching(
        /^base2 must be unlocked, got a lock of [\d-]+T[\d:.]+Z; slipway model scenario unlock quetzal-lab base2\n$/,
      );
      for (const command of ["push", "delete"]) {
        const more = command === "push" ? ["base", "--delete", ...FOLDER] : ["--auto-approve"];
        expect(scenario(command, "base2", ...more)).toEqual({ status: 1, stdout: "", stderr: refused });
      }
      expect(scenario("lock", "bse").stderr).toBe(
        'bse must be in the bucket quetzal-lab, got no object of it; did you mean "base"?\n',
      );
      expect(await store.writes()).toEqual(before);
      expect(succeed("unlock", "base2")).toBe("base2: unlocked\n");
    });

    test("are refused to users where they are the base", async () => {
      const { iam } = new Account(deployed.client);
      const { CreateRoleCommand } = await import("@aws-sdk/client-iam");
      const RoleName = "users-quetzal-lab";
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: "{}" }));
      const { Credentials } = await new STSClient(deployed.client).send(
        new AssumeRoleCommand({ RoleArn: `arn:aws:iam::123456789012:role/${RoleName}`, RoleSessionName: "me" }),
      );
      const before = deployed.environment;
      deployed.environment = {
        ...before,
        AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId,
        AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey,
        AWS_SESSION_TOKEN: Credentials?.SessionToken,
      };
      const refused = scenario("push", "base", ...FOLDER);
      const others = scenario("push", "base2", ...FOLDER);
      deployed.environment = before;
      expect(refused).toEqual({
        status: 1,
        stdout: "",
        stderr:
          "base must be changed by operators, got credentials of the role users-quetzal-lab; every other scenario needs it: copy it to a scenario of another name\n",
      });
      expect(others).toMatchObject({ status: 0, stderr: "", stdout: expect.stringContaining("1 as they were") });
    });
  });

  test("are listed, compared and fetched", async () => {
    expect(JSON.parse(succeed("list", "--json"))).toContainEqual({
      scenario: "base2",
      files: 2,
      bytes: 11,
      changed: expect.stringMatching(/^\d{4}-/),
      locked: null,
    });
    const { status, stdout } = scenario("diff", "base2", "base", "--json", ...FOLDER);
    expect({ status, rows: JSON.parse(stdout) }).toMatchObject({
      status: 1,
      rows: [
        { scenario: "base", missing: ["more.csv"], changed: [], extra: [], same: 2 },
        { scenario: "base2", missing: [], changed: [], extra: ["theirs.csv"], same: 1 },
      ],
    });
    expect(scenario("pull", "bse", ...FOLDER).stderr).toContain('did you mean "base"?');
    write("base2/mine.csv", "mine");
    expect(succeed("pull", "base2", ...FOLDER)).toBe(
      "fetched base2/theirs.csv\ns3://quetzal-lab/base2: 1 fetched (6 B), 0 removed, 1 as they were, 1 in the folder alone; --delete removes it\n",
    );
    expect(readFileSync(at("base2/theirs.csv"), "utf8")).toBe("theirs");
    await put("base2/../../escape.csv");
    expect(scenario("pull", "base2", "--delete", ...FOLDER).stderr).toBe(
      'base2 in the bucket must have names that a disk can hold, got "../../escape.csv"; rename it in the bucket\n',
    );
    await store.s3.send(new DeleteObjectCommand({ Bucket: "quetzal-lab", Key: "base2/../../escape.csv" }));
    expect(succeed("pull", "base2", "--delete", ...FOLDER)).toContain("removed base2/mine.csv\n");
    expect(readdirSync(at("base2")).sort()).toEqual(["notes.csv", "theirs.csv"]);
  });

  test("are restored to what they were at a time", async () => {
    await new Promise((done) => setTimeout(done, 1100));
    const then = new Date().toISOString();
    await new Promise((done) => setTimeout(done, 1100));
    await put("base2/notes.csv", "changed");
    await put("base2/new.csv");
    await store.s3.send(new DeleteObjectCommand({ Bucket: "quetzal-lab", Key: "base2/theirs.csv" }));
    expect(succeed("restore", "base2", "--at", then)).toBe(
      [
        "restored base2/notes.csv",
        "restored base2/theirs.csv",
        "s3://quetzal-lab/base2: 2 restored (11 B), 0 removed, 0 as they were, 1 newer than that; --delete removes it",
        "",
      ].join("\n"),
    );
    expect(await store.text("base2/notes.csv")).toBe("base2");
    expect(await store.text("base2/theirs.csv")).toBe("theirs");
    expect(succeed("restore", "base2", "--at", then, "--delete")).toContain("removed base2/new.csv\n");
    expect(scenario("restore", "base2", "--at", "2020-01-01").stderr).toBe(
      "base2 must have been in the bucket at 2020-01-01T00:00:00.000Z, got no version of then; name a later time\n",
    );
  });

  describe("that are killed in the middle", () => {
    const MANY = 400;
    const count = async () => (await store.keys("many/")).length;

    test("are pushed by the next run, without sending again what is there", async () => {
      for (let index = 0; index < MANY; index++) write(`many/${index}.csv`, `${index}`);
      const running = new Running(deployed, "model", "scenario", "push", "quetzal-lab", "many", ...FOLDER);
      await until(count, (found) => found > 20);
      running.kill("SIGKILL");
      await running.ended;
      const before = await count();
      expect(before).toBeLessThan(MANY);
      expect(succeed("push", "many", "--delete", ...FOLDER)).toMatch(
        new RegExp(`^s3://quetzal-lab/many: ${MANY - before} sent \\(.+\\), 0 removed, ${before} as they were\n$`),
      );
    });

    test("are deleted by the next run, and no other scenario is", async () => {
      const others = (await store.keys()).filter((key) => !key.startsWith("many/"));
      const running = new Running(deployed, "model", "scenario", "delete", "quetzal-lab", "many", "--auto-approve");
      await until(count, (found) => found < MANY - 20);
      running.kill("SIGKILL");
      await running.ended;
      expect(await count()).toBeGreaterThan(0);
      expect(scenario("delete", "base", "--auto-approve").stderr).toContain(
        "base must stay while other scenarios need it, got ",
      );
      expect(succeed("delete", "many", "--auto-approve")).toContain("files deleted\n");
      expect(await store.keys()).toEqual(others);
    });

    test("send the rest of a large file, and fetch the rest of one", async () => {
      const content = randomBytes(96 * 1024 * 1024);
      write("large/outputs/paths.bin", content);
      const Key = "large/outputs/paths.bin";
      const uploads = async () =>
        (await store.s3.send(new ListMultipartUploadsCommand({ Bucket: "quetzal-lab" }))).Uploads ?? [];
      const parts = async () => {
        const [upload] = await uploads();
        if (upload?.UploadId === undefined) return 0;
        const place = { Bucket: "quetzal-lab", Key, UploadId: upload.UploadId };
        return ((await store.s3.send(new ListPartsCommand(place))).Parts ?? []).length;
      };
      const push = new Running(deployed, "model", "scenario", "push", "quetzal-lab", "large", ...FOLDER);
      await until(parts, (found) => found > 0);
      push.kill("SIGKILL");
      await push.ended;
      expect(await store.keys("large/")).toEqual([]);
      expect(succeed("push", "large", ...FOLDER)).toContain("s3://quetzal-lab/large: 1 sent (96.0 MiB)");
      // An upload that was begun again would have left the first one behind.
      expect(await uploads()).toEqual([]);
      expect(succeed("push", "large", ...FOLDER)).toContain(": 0 sent, 0 removed, 1 as they were");

      rmSync(at("large"), { recursive: true });
      const partial = () => {
        try {
          return readdirSync(at("large/outputs")).filter((name) => name.endsWith(".slipway-part")).length;
        } catch {
          return 0;
        }
      };
      const pull = new Running(deployed, "model", "scenario", "pull", "quetzal-lab", "large", ...FOLDER);
      await until(partial, (found) => found > 0);
      pull.kill("SIGKILL");
      await pull.ended;
      expect(readdirSync(at("large/outputs"))).toEqual([expect.stringMatching(/\.slipway-part$/)]);
      succeed("pull", "large", ...FOLDER);
      expect(readdirSync(at("large/outputs"))).toEqual(["paths.bin"]);
      expect(readFileSync(at("large/outputs/paths.bin")).equals(content)).toBe(true);
    });
  });

  test("need the base, which is deleted with the last of them and pushed before the first", async () => {
    const all = (JSON.parse(succeed("list", "--json")) as { scenario: string }[]).map((each) => each.scenario);
    const names = all.filter((name) => name !== "_common");
    expect(succeed("delete", ...names, "--auto-approve")).toContain(
      "slipway model scenario restore brings them back\n",
    );
    expect((await store.keys()).filter((key) => !key.startsWith("_common/"))).toEqual([]);
    expect(scenario("push", "base2", ...FOLDER)).toEqual({
      status: 1,
      stdout: "",
      stderr:
        "base must be in the bucket before base2, got no object of it; push it first, or with them: every other scenario needs it\n",
    });
    expect(scenario("delete", "base2")).toMatchObject({ status: 1, stdout: "" });
  });

  test("nothing asked for a right that slipway permissions does not list", async () => {
    await deployed.expectListedRights({ builder: "builder" });
  });
});
