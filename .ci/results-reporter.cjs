const { appendFileSync, mkdirSync } = require("node:fs");
const { join, relative } = require("node:path");

/** Writes down what comes of each suite, as it ends, in a file that .ci/run reads: passed, failed, seconds, its path. */
module.exports = class ResultsReporter {
  constructor({ rootDir }, { folder }) {
    this.rootDir = rootDir;
    this.folder = folder;
  }

  onTestResult(_test, { perfStats, testFilePath, failureMessage, ...counts }) {
    const { numPassingTests, numFailingTests, numPendingTests, numTodoTests } = counts;
    // A file that does not start has no tests to count, and a test that is skipped has shown nothing: both are failures.
    const failed = Math.max(numFailingTests + numPendingTests + numTodoTests, failureMessage ? 1 : 0);
    const seconds = Math.round((perfStats.end - perfStats.start) / 1000);
    mkdirSync(this.folder, { recursive: true });
    const line = `${numPassingTests} ${failed} ${seconds} ${relative(this.rootDir, testFilePath)}\n`;
    appendFileSync(join(this.folder, "suites"), line);
  }
};
