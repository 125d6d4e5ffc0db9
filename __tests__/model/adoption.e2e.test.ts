import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { placeholder } from "../../constructs/model/apply/placeholder-image";
import { pushWhenEmpty } from "../../constructs/model/apply/push";
import { DeployedProject } from "../support/deployed";
import { Account } from "./account";
import { OldModels } from "./old-modules";

const MODELS = resolve(__dirname, "../../environments/model");

describe("x", () => {
  const deployed = new DeployedProject({
    "environments/model/_quetzal.ts": readFileSync(join(MODELS, "_quetzal.ts"), "utf8"),
    "environments/model/quetzal-paris.ts": readFileSync(join(MODELS, "quetzal-paris.ts"), "utf8"),
  });
  let account: Account;
  beforeAll(async () => {
    await deployed.start();
    account = new Account(deployed.client);
  });
  afterAll(() => deployed.stop());
  const push = (repositoryName: string) => () =>
    pushWhenEmpty({ client: account.ecr, registryId: "123456789012", repositoryName }, placeholder(), "DUMMY");

  test("old", async () => {
    const dir = deployed.environment.SLIPWAY_STATE_DIR;
    const old = new OldModels(deployed, "old", { generation: 1, backend: `backend "local" { workspace_dir = "${dir}" }` });
    const t = (what: string) => console.log(what, Math.round(performance.now()));
    t("a");
    old.init();
    t("init");
    await old.deploy("quetzal-paris", push("quetzal-paris"));
    t("deployed");
    console.log(old.plan("quetzal-paris").text);
    t("planned");
    const file = join(dir as string, "quetzal-paris", "terraform.tfstate");
    const state = JSON.parse(readFileSync(file, "utf8"));
    state.resources.push({ module: "module.ecr", mode: "managed", type: "null_resource", name: "image",
      provider: 'provider["registry.terraform.io/hashicorp/null"]',
      instances: [{ schema_version: 0, attributes: { id: "5577006791947779410", triggers: null }, sensitive_attributes: [] }] });
    state.serial += 1;
    writeFileSync(file, JSON.stringify(state, null, 2));
    let r = deployed.slipway("plan", "quetzal-paris");
    console.log("PLAN WITHOUT ADOPT", r.status, r.stdout, r.stderr);
    t("x");
    r = deployed.slipway("model", "adopt", "quetzal-paris", "--check");
    console.log(r.status, r.stdout, r.stderr);
    t("checked");
    r = deployed.slipway("model", "adopt", "quetzal-paris", "--auto-approve");
    console.log(r.status, r.stdout, r.stderr);
    t("adopted");
    deployed.expectNothingToDo("quetzal-paris");
    console.log(old.plan("quetzal-paris").text);
    r = deployed.slipway("model", "unadopt", "quetzal-paris", "--auto-approve");
    console.log(r.status, r.stdout, r.stderr);
    t("unadopted");
    old.succeed("state", "rm", "module.ecr.null_resource.image");
    console.log(old.plan("quetzal-paris").text);
    r = deployed.slipway("plan", "quetzal-paris");
    console.log(r.status, r.stdout, r.stderr);
  }, 300_000);
});
