"""An agent for OCS to begin with: one process that counts, one task that prints."""

import argparse
import os
import time

import txaio
from ocs import ocs_agent, site_config


class BarebonesAgent:
    """Counts up from 0, about once a second, while its process runs."""

    def __init__(self, agent):
        self.agent = agent
        self.log = agent.log
        self._counting = False
        agent.register_feed("counts", record=True, agg_params={"frame_length": 60}, buffer_time=1.0)

    @ocs_agent.param("test_mode", default=False, type=bool)
    def count(self, session, params):
        """count(test_mode=False)

        **Process** - Counts up from 0 and publishes each number to the feed "counts".

        Parameters:
            test_mode (bool, optional): End after the first number.

        Notes:
            The last number is in the session's data::

                >>> response.session['data']
                {'value': 3, 'timestamp': 1700000000.0}
        """
        self._counting = True
        value = 0
        while self._counting:
            now = time.time()
            session.data = {"value": value, "timestamp": now}
            message = {"block_name": "count", "timestamp": now, "data": {"value": value}}
            self.agent.publish_to_feed("counts", message)
            if params["test_mode"]:
                break
            value += 1
            time.sleep(1)
        self.agent.feeds["counts"].flush_buffer()
        return True, "The count has ended."

    def _stop_count(self, session, params):
        """Ends the count after its present number."""
        if not self._counting:
            return False, "The count is not running."
        self._counting = False
        return True, "The count is asked to end."

    @ocs_agent.param("text", default="hello world", type=str)
    def print(self, session, params):
        """print(text="hello world")

        **Task** - Writes a text to the agent's log.

        Parameters:
            text (str, optional): What is written.
        """
        self.log.info("{text}", text=params["text"])
        session.data = {"text": params["text"], "timestamp": time.time()}
        return True, "The text is in the log."


def main(args=None):
    txaio.use_twisted()
    txaio.make_logger()
    txaio.start_logging(level=os.environ.get("LOGLEVEL", "info"))

    parser = argparse.ArgumentParser()
    group = parser.add_argument_group("Agent Options")
    group.add_argument("--mode", choices=["idle", "count"], default="count", help="What it does when it has started.")
    args = site_config.parse_args(agent_class="BarebonesAgent", parser=parser, args=args)

    agent, runner = ocs_agent.init_site_agent(args)
    barebones = BarebonesAgent(agent)
    agent.register_process("count", barebones.count, barebones._stop_count, startup=args.mode == "count")
    agent.register_task("print", barebones.print)
    runner.run(agent, auto_reconnect=True)


if __name__ == "__main__":
    main()
