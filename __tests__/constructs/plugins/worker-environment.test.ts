import { pluginPolicy, workerEnvironment } from "../../../constructs/plugins";
import { LAB } from "./refused";

describe("workerEnvironment", () => {
  test("(D3) is all that a worker must have", () => {
    expect(workerEnvironment(LAB)).toEqual({
      DIOPTRA_PLUGINS_S3_URI: "s3://lab-plugins/dioptra_builtins",
      DIOPTRA_CUSTOM_PLUGINS_S3_URI: "s3://lab-plugins/dioptra_custom",
      MLFLOW_S3_ENDPOINT_URL: "https://s3.us-east-1.amazonaws.com",
      DIOPTRA_PLUGIN_DIR: "/work/plugins",
    });
  });

  test.each([
    [{ endpoint: "http://localhost:35000/" }, "http://localhost:35000"],
    [{ endpoint: "http://localhost:35000", workerEndpoint: "http://minio:9000/" }, "http://minio:9000"],
  ])("has the store's address as the workers see it: %j", (store, address) => {
    const environment = workerEnvironment({ ...LAB, bucket: { name: "plugins", store }, pluginDirectory: "/plugins" });
    expect(environment).toMatchObject({ MLFLOW_S3_ENDPOINT_URL: address, DIOPTRA_PLUGIN_DIR: "/plugins" });
  });

  test("has China's own address", () => {
    expect(workerEnvironment({ ...LAB, region: "cn-north-1" }).MLFLOW_S3_ENDPOINT_URL).toBe(
      "https://s3.cn-north-1.amazonaws.com.cn",
    );
  });
});

describe("pluginPolicy", () => {
  test("(D6) lets workers list and read some prefixes, and nothing else", () => {
    expect(JSON.parse(pluginPolicy("reader", "plugins", ["dioptra_builtins", "dioptra_custom"]))).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "s3:ListBucket",
          Resource: "arn:aws:s3:::plugins",
          Condition: { StringLike: { "s3:prefix": ["dioptra_builtins/*", "dioptra_custom/*"] } },
        },
        {
          Effect: "Allow",
          Action: "s3:GetObject",
          Resource: ["arn:aws:s3:::plugins/dioptra_builtins/*", "arn:aws:s3:::plugins/dioptra_custom/*"],
        },
      ],
    });
  });

  test("(D6) lets whoever synchronizes also write and remove", () => {
    const { Statement } = JSON.parse(pluginPolicy("writer", "plugins", ["dioptra_builtins"]));
    expect(Statement[1]).toEqual({
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      Resource: "arn:aws:s3:::plugins/dioptra_builtins/*",
    });
  });
});
