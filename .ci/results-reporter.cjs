const { mkdirSync, writeFileSync } = require("node:fs");
const { join, relative } = require("node:path");

/** Leaves the counts of a Jest run, and how long its suites took, in files of its own, for .ci/run to read. */
module.exports = class ResultsReporter {
  constructor({ rootDir }, { folder }) {
    this.rootDir = rootDir;
    this.folder = folder;
  }

  onRunComplete(_contexts, results) {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests, numTodoTests } = results;
    // A file that does not start has no tests to count, and a test that is skipped has shown nothing: both are failures.
    const failed = numFailedTests + numRuntimeErrorTestSuites + numPendingTests + numTodoTests;
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(join(this.folder, `${process.pid}.counts`), `${numPassedTests} ${failed}\n`);
    const lines = results.testResults.map(({ perfStats, testFilePath }) => {
      const seconds = Math.round((perfStats.end - perfStats.start) / 1000);
      return `${String(seconds).padStart(5)} ${relative(this.rootDir, testFilePath)}\n`;
    });
    writeFileSync(join(this.folder, `${process.pid}.seconds`), lines.join(""));
  }
};
