import { JobV1 } from "@cdktf/provider-kubernetes/lib/job-v1";
import { DataLoad, type DataLoadProps } from "../../../constructs/pipelines/database/data-load";
import { failure } from "../../support/synthesized";
import { at, made } from "./made";
import { said } from "./sentences";

const PROPS: DataLoadProps = {
  ...{ name: "chembl", database: "chembl_24", url: "https://example.org/chembl.sql.gz", sha256: "0".repeat(64) },
  server: {
    ...{ name: "chembl-mysql", namespace: "labinf", secretName: "chembl-mysql", image: "a:1", toolsImage: "b:1" },
    ...{ address: { host: "chembl-mysql", port: 3306 }, ready: [] },
  },
};

const nameOf = (more: Partial<DataLoadProps> = {}) =>
  at(made((stack) => new DataLoad(stack, "Load", { ...PROPS, ...more })).only(JobV1), "metadata.name");

describe("a load", () => {
  test("is another job with another file or revision", () => {
    expect(nameOf()).toMatch(/^chembl-mysql-load-chembl-[0-9a-f]{16}$/);
    expect(new Set([nameOf(), nameOf({ revision: "2" }), nameOf({ sha256: "1".repeat(64) })]).size).toBe(3);
    expect(nameOf({ wait: "finished" })).toBe(nameOf());
  });

  test.each<readonly [string, Partial<DataLoadProps>, string]>([
    [
      "a name that is none",
      { name: "ChEMBL" },
      'name must be 1 to 15 of a-z, 0-9 and -, the first a letter and the last no -, got "ChEMBL"; its job\'s name has it',
    ],
    ["an archive without the file in it", { url: "https://example.org/chembl.tgz" }, said("member", "memberNeeded")],
    [
      "a checksum of another kind",
      { sha256: "d41d8cd98f00b204e9800998ecf8427e" },
      'sha256 must be the file\'s SHA-256 of 64 digits, got "d41d8cd98f00b204e9800998ecf8427e"; without it another file would be loaded: sha256sum prints it',
    ],
  ])("may not have %s", (_what, changes, says) => {
    expect(failure((stack) => new DataLoad(stack, "Load", { ...PROPS, ...changes }))).toBe(`[test/Load] ${says}`);
  });
});
