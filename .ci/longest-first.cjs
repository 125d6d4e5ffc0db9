const { default: TestSequencer } = require("@jest/test-sequencer");

/** Suites that last longer than a minute, the longest first. */
const LONGEST = [
  "package/package.real",
  "engine/kills.real",
  "engine/kills-of-servers.real",
  "services/engines.real",
  "services/failures.real",
  "observatory/site.real",
  "services/transitions.real",
  "pipelines/deployment.real",
  "plugins/adoption.real",
  "services/commands.real",
  "services/strays.real",
  "services/front.real",
  "services/bad-configuration.real",
  "container/traps.real",
  "services/certificates.real",
  "plugins/workers.real",
  "observatory/nodes.real",
  "demos/services.real",
  "model/deployment.e2e",
  "cli/commands/deploy.e2e",
];

/** Begins with the suites that last longest, so that none of them runs alone at the end; a clean checkout knows no durations. */
module.exports = class LongestFirst extends TestSequencer {
  sort(tests) {
    const place = ({ path }) => {
      const at = LONGEST.findIndex((name) => path.endsWith(`__tests__/${name}.test.ts`));
      return at === -1 ? LONGEST.length : at;
    };
    return [...super.sort(tests)].sort((a, b) => place(a) - place(b));
  }
};
