import { DeployedModel } from "../../../cli/model/deployed-model";
import { ScenarioBucket } from "../../../cli/model/scenarios/scenario-bucket";
import { Project } from "../../../engine/project";
import { modelFile, TestProject } from "../../support/project";
import { FakeAws } from "./fake-aws";

const list = (...parts: readonly string[]) => `<ListBucketResult>${parts.join("")}</ListBucketResult>`;

describe("the bucket of a model", () => {
  let pages: string[];
  let project: TestProject;
  let aws: FakeAws;
  let model: DeployedModel;
  let bucket: ScenarioBucket;
  beforeAll(async () => {
    project = new TestProject({ "environments/model/quetzal-oslo.ts": modelFile("quetzal-oslo") });
    aws = new FakeAws(() => ({ body: pages.shift() ?? list() }));
    await aws.start();
    model = await DeployedModel.of(Project.at(project.folder), undefined, { environment: aws.environment });
    bucket = await ScenarioBucket.of(model);
  });
  afterAll(async () => {
    model.close();
    project.remove();
    await aws.stop();
  });

  test("says all its scenarios, also those of a second page", async () => {
    pages = [
      list(
        "<IsTruncated>true</IsTruncated><NextContinuationToken>more</NextContinuationToken>",
        "<CommonPrefixes><Prefix>base/</Prefix></CommonPrefixes>",
      ),
      list("<CommonPrefixes><Prefix>tram/</Prefix></CommonPrefixes>"),
    ];
    expect(await bucket.names()).toEqual(["base", "tram"]);
  });

  test("refuses a scenario that was locked meanwhile, and says since when", async () => {
    const first = (key: string) =>
      list(`<Contents><Key>${key}</Key><LastModified>2026-01-31T12:00:00.000Z</LastModified></Contents>`);
    pages = [first("base/.lock")];
    await expect(bucket.refuseLocked("base")).rejects.toThrow(
      new Error(
        "base must be unlocked, got a lock of 2026-01-31T12:00:00.000Z; slipway model scenario unlock quetzal-oslo base",
      ),
    );
    for (const page of [first("base/.locked.csv"), list()]) {
      pages = [page];
      await bucket.refuseLocked("base");
    }
    pages = [first("_common/.lock")];
    await bucket.refuseLocked("_common");
  });
});
