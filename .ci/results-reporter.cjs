const { mkdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

/** Leaves the counts of a Jest run in a file of its own, for .ci/run to sum. */
module.exports = class ResultsReporter {
  constructor(_globalConfig, { folder }) {
    this.folder = folder;
  }

  onRunComplete(_contexts, results) {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests, numTodoTests } = results;
    // A file that does not start has no tests to count, and a test that is skipped has shown nothing: both are failures.
    const failed = numFailedTests + numRuntimeErrorTestSuites + numPendingTests + numTodoTests;
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(join(this.folder, `${process.pid}.counts`), `${numPassedTests} ${failed}\n`);
  }
};
