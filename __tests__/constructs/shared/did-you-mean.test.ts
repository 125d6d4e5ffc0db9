import { didYouMean } from "../../../constructs/shared/did-you-mean";

describe("didYouMean", () => {
  const known = ["name", "memoryMiB", "timeoutSeconds", "storageMiB", "corsOrigins"];

  test.each([
    ["nmae", "name"],
    ["memory", "memoryMiB"],
    ["memoryMib", "memoryMiB"],
    ["timeout", "timeoutSeconds"],
    ["TimeoutSecond", "timeoutSeconds"],
    ["storageMB", "storageMiB"],
    ["cors_origins", "corsOrigins"],
  ])("takes %j for %j", (word, meant) => expect(didYouMean(word, known)).toBe(`did you mean "${meant}"?`));

  test.each(["banana", "x", ""])("takes %j for nothing", (word) => expect(didYouMean(word, known)).toBeUndefined());

  test("knows nothing where nothing is known", () => expect(didYouMean("name", [])).toBeUndefined());
});
