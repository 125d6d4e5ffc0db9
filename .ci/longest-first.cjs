const { default: TestSequencer } = require("@jest/test-sequencer");

/** Suites that last longer than a minute, the longest first. */
const LONGEST = [
  "package/package.real",
  "services/engines.real",
  "engine/kills.real",
  "engine/kills-of-servers.real",
  "services/transitions.real",
  "services/front.real",
  "services/failures.real",
  "observatory/site.real",
  "services/commands.real",
  "pipelines/deployment.real",
  "services/certificates.real",
  "services/recover.real",
  "sandbox/droplet-engines.real",
  "observatory/nodes.real",
  "services/postgres.real",
  "demos/services.real",
  "plugins/workers.real",
  "services/bad-configuration.real",
  "services/strays.real",
  "container/traps.real",
  "services/protocols.real",
  "plugins/adoption.real",
  "services/ssh.real",
  "demos/observatory.real",
  "plugins/other-store.real",
  "model/deployment.e2e",
  "cli/commands/deploy.e2e",
  "model/adoption.e2e",
  "cli/commands/rename.e2e",
  "model/scenarios.e2e",
  "model/organisation.e2e",
  "cli/commands/destroy.e2e",
  "cli/commands/recover.e2e",
  "demos/model.e2e",
  "cli/commands/plan.e2e",
  "plugins/deployment.e2e",
  "cli/commands/eject.e2e",
  "model/runs.e2e",
  "environments/property.e2e",
  "engine/deployment",
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
