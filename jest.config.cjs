const results = process.env.SLIPWAY_TEST_RESULTS;

/** What every suite shares. cdktf's matchers are registered by the tests that use them: loading cdktf takes longer than most tests. */
const suite = (displayName, testMatch, more) => ({
  displayName,
  testEnvironment: "<rootDir>/__tests__/support/warm-environment.ts",
  roots: ["<rootDir>/__tests__"],
  testMatch: [`<rootDir>/__tests__/**/${testMatch}`],
  setupFiles: ["<rootDir>/__tests__/support/without-traces.ts"],
  modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/.*cdktf\\.out", "<rootDir>/.*\\.sandbox"],
  transform: {
    "\\.[cm]?ts$": [
      "@swc/jest",
      {
        jsc: { target: "es2022", parser: { syntax: "typescript" } },
        // A dynamic import becomes a require: Jest runs none in its contexts.
        module: { type: "commonjs", ignoreDynamic: false },
      },
    ],
  },
  ...more,
});

// The AWS SDK's notice for Node 20 would stand before every suite.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
// Terraform and its providers live for seconds, and spend a fifth of them on collecting garbage.
process.env.GOGC ??= "off";
process.env.GOMEMLIMIT ??= "2GiB";
// So do Jest's workers, which get these too: each suite loads its modules again, and most of them are garbage soon.
process.execArgv.push("--max-semi-space-size=64", "--min-semi-space-size=32");

/** @type {import("jest").Config} */
module.exports = {
  maxWorkers: 2,
  // A bound for what hangs; Jest knows none for one project alone.
  testTimeout: 600_000,
  testSequencer: "<rootDir>/.ci/longest-first.cjs",
  reporters: ["default", ...(results ? [["<rootDir>/.ci/results-reporter.cjs", { folder: results }]] : [])],
  projects: [
    suite("unit", "*.test.ts", { testPathIgnorePatterns: ["/node_modules/", "\\.(e2e|real)\\.test\\.ts$"] }),
    // Deployments, each file against a sandbox of its own.
    suite("e2e", "*.e2e.test.ts"),
    // The same against servers that a test finds or starts.
    suite("real", "*.real.test.ts"),
  ],
};
