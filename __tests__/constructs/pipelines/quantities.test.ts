import { canonicalQuantity, quantityValue } from "../../../constructs/pipelines/cluster/render/quantities";

describe("quantities", () => {
  test.each([
    ["1024Mi", "1Gi"],
    ["1536Mi", "1536Mi"],
    ["1.5Gi", "1536Mi"],
    ["0.5Gi", "512Mi"],
    ["1000M", "1G"],
    ["4G", "4G"],
    ["4096M", "4096M"],
    ["8Gi", "8Gi"],
    [0.5, "500m"],
    ["500m", "500m"],
    ["1000m", "1"],
    ["1500m", "1500m"],
    ["0.25", "250m"],
    [2, "2"],
    [2000, "2k"],
    ["0", "0"],
    ["a lot", "a lot"],
  ])("are written as the cluster does: %s is %s", (quantity, canonical) => {
    expect(canonicalQuantity(quantity)).toBe(canonical);
  });

  test.each([
    ["1Gi", 1024 ** 3],
    ["1G", 1e9],
    ["250m", 0.25],
    ["24G", 24e9],
    ["many", undefined],
  ])("come to what they say: %s is %s", (quantity, value) => {
    expect(quantityValue(quantity)).toBe(value);
  });
});
