import {
  nextSeries,
  otherProduct,
  type ServerVersion,
  serverVersion,
  versionStep,
  versionText,
} from "../../../constructs/pipelines/database/render/server-version";

const version = (text: string) => serverVersion(text) as ServerVersion;

describe("a change of MySQL's version", () => {
  test.each([
    ["8.4.6", "8.4.7", "same"],
    ["8.4.7", "8.4.6", "same"],
    ["8.4", "8.4.7", "same"],
    ["5.7.44", "5.7.40", "same"],
    ["9.7.1", "9.7.0", "same"],
    ["8.0.44", "8.0.44", "same"],
    ["8.0.43", "8.0.44", "upgrade"],
    ["8.0.44", "8.0.43", "downgrade"],
    ["9.1.0", "9.0.1", "downgrade"],
    ["9.0.1", "9.0.0", "downgrade"],
    ["8.4.6", "8.0.44", "downgrade"],
    ["8.4.6", "8.3.0", "downgrade"],
    ["5.7.44", "8.0.44", "upgrade"],
    ["5.7.44", "8.4.7", "jump"],
    ["5.7.44", "8.1.0", "jump"],
    ["8.0.44", "8.3.0", "upgrade"],
    ["8.0.44", "8.4.7", "upgrade"],
    ["8.3.0", "8.4.7", "upgrade"],
    ["8.0.44", "9.0.0", "jump"],
    ["8.3.0", "9.0.0", "jump"],
    ["8.4.7", "9.6.0", "upgrade"],
    ["8.4.7", "9.7.0", "upgrade"],
    ["9.2.0", "9.5.0", "upgrade"],
    ["9.2.0", "9.7.0", "upgrade"],
    ["8.0.44", "9.7.0", "jump"],
    ["8.4", "9", "unknown"],
  ])("from %s to %s is: %s", (from, to, step) => {
    const found = serverVersion(to);
    expect(found === undefined ? "unknown" : versionStep(version(from), found)).toBe(step);
  });

  test.each([
    ["5.7.44", "8.0"],
    ["8.0.44", "8.4"],
    ["8.3.0", "8.4"],
    ["8.4.7", "9.7"],
    ["9.7.0", "9.7.0"],
  ])("goes on from %s to %s", (from, next) => expect(nextSeries(version(from))).toBe(next));
});

test.each([
  ["8.4.7-oraclelinux9", "8.4.7"],
  ["8.4", "8.4"],
  ["8.0.36-28\tPercona Server (GPL), Release 28", "8.0.36"],
])("the version in %j is %s", (text, found) => expect(versionText(version(text))).toBe(found));

test.each([
  ["library/mysql", undefined],
  ["example/my-mariadb", "mariadb"],
  ["mariadb-mirror/mysql", undefined],
  ["10.11.19-MariaDB-0+deb12u1\tDebian 12", "mariadb"],
  ["8.0.36-28\tPercona Server (GPL), Release 28", "percona"],
  ["8.4.7\tMySQL Community Server - GPL", undefined],
])("the product in %j is another one: %s", (text, found) => expect(otherProduct(text)).toBe(found));
