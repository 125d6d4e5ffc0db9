"""The handler that `slipway model init` writes, with a stub for S3's client. MAIN names its file."""

import contextlib
import importlib.util
import io
import json
import os
import sys
import tempfile
import time
import unittest
import unittest.mock
from pathlib import Path
from typing import Any, Iterator

SPEC = importlib.util.spec_from_file_location("main", os.environ["MAIN"])
assert SPEC is not None and SPEC.loader is not None
main = importlib.util.module_from_spec(SPEC)
sys.dont_write_bytecode = True
SPEC.loader.exec_module(main)


class Bucket:
    """A client of S3 with one bucket, which lists two objects a page."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.metadata: dict[str, dict[str, str]] = {}
        self.uploaded: list[str] = []

    def put(self, key: str, text: str = "") -> None:
        self.objects[key] = text.encode()

    def get_paginator(self, operation: str) -> "Bucket":
        assert operation == "list_objects_v2"
        return self

    def paginate(self, Bucket: str, Prefix: str) -> Iterator[dict[str, Any]]:
        assert Bucket == "quetzal-oslo"
        keys = sorted(key for key in self.objects if key.startswith(Prefix))
        for start in range(0, len(keys), 2):
            yield {"Contents": [{"Key": key} for key in keys[start : start + 2]]}
        if not keys:
            yield {}

    def download_file(self, bucket: str, key: str, path: str) -> None:
        Path(path).write_bytes(self.objects[key])

    def upload_file(self, path: str, bucket: str, key: str, ExtraArgs: dict[str, Any]) -> None:
        self.objects[key] = Path(path).read_bytes()
        self.metadata[key] = ExtraArgs["Metadata"]
        self.uploaded.append(key)


class Context:
    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds

    def get_remaining_time_in_millis(self) -> int:
        return int((self.end - time.monotonic()) * 1000)


class HandlerTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        top = Path(folder.name)
        main.WORK, main.TASK = top / "tmp", top / "task"
        main.WORK.mkdir()
        main.TASK.mkdir()
        self.bucket = Bucket()
        main.s3_client = lambda: self.bucket
        variables = {"LAMBDA_TASK_ROOT": str(main.TASK), "BUCKET_NAME": "quetzal-oslo", "WORK": str(main.WORK)}
        previous = dict(os.environ)
        os.environ.update(variables)
        self.addCleanup(lambda: (os.environ.clear(), os.environ.update(previous)))
        self.said = ""

    def write(self, path: str, text: str) -> None:
        file = main.TASK / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def notebook(self, *cells: str) -> None:
        code = [{"cell_type": "code", "source": cell.splitlines(keepends=True)} for cell in cells]
        title = {"cell_type": "markdown", "source": ["# No code"]}
        self.write("notebooks/step.ipynb", json.dumps({"cells": [title, *code], "nbformat": 4}))

    def call(self, seconds: float = 60, **more: Any) -> dict[str, Any]:
        event = {"notebook_path": "notebooks/step.ipynb", "scenario_path_S3": "base/", "launcher_arg": {}, **more}
        output = io.StringIO()
        try:
            with contextlib.redirect_stdout(output):
                return main.handler(event, Context(seconds))
        finally:
            self.said = output.getvalue()

    def log(self) -> str:
        return self.bucket.objects["base/logs/step.txt"].decode()

    def test_runs_a_notebook_with_its_argument_and_returns_the_event(self) -> None:
        self.notebook("import sys, json\nvalue = json.loads(sys.argv[1])", "print(value['params'])")
        event = self.call(launcher_arg={"params": {"year": 2030}}, choice="road")
        self.assertEqual(self.log(), "{'year': 2030}\n")
        self.assertEqual(event["choice"], "road")
        self.assertIn("{'year': 2030}\n", self.said)

    def test_runs_a_program_too(self) -> None:
        self.write("programs/step.py", "print('plain')")
        self.call(notebook_path="programs/step.py")
        self.assertEqual(self.log(), "plain\n")

    def test_needs_no_jupyter_and_no_git_and_passes_over_commands_of_ipython(self) -> None:
        self.notebook("%matplotlib inline\nif True:\n    !pip install x\n    print('on')", "text = '''\n%kept\n'''\nprint(text)")
        with unittest.mock.patch.dict(os.environ, {"PATH": ""}):
            self.call()
        self.assertEqual(self.log(), "on\n\n%kept\n\n")

    def test_imports_modules_of_the_image_and_of_the_library(self) -> None:
        self.write("quetzal/lib.py", "NAME = 'library'")
        self.write("own.py", "NAME = 'own'")
        self.notebook("import lib, own\nprint(lib.NAME, own.NAME)\nimport os; print(os.path.basename(os.getcwd()))")
        self.call()
        self.assertEqual(self.log(), "library own\nnotebooks\n")

    def test_the_prefix_base_matches_no_file_of_base2(self) -> None:
        for key in ("base/inputs/od/od.geojson", "base/a", "base/b", "base2/c", "base.txt"):
            self.bucket.put(key, key)
        self.notebook("import os\nfor _, _, names in os.walk(os.environ['WORK']): print(*names)")
        for scenario in ("base", "base/", "/base/"):
            self.call(scenario_path_S3=scenario)
            names = {"od.geojson", "a", "b", "step.py", "step.txt"}
            self.assertEqual(set(self.log().split()), names)
        self.assertNotIn("base2/logs/step.txt", self.bucket.objects)

    def test_uploads_what_the_step_wrote_or_changed_with_metadata(self) -> None:
        for key in ("base/.lock", "base/read", "base/changed", "base/folder/", "base/inputs/road/links.geojson"):
            self.bucket.put(key, "before")
        self.notebook(
            "import os; os.chdir(os.environ['WORK']); os.mkdir('outputs')",
            "for name in ('outputs/new', 'changed', 'inputs/new'): open(name, 'w').write('after')",
        )
        self.call(metadata={"user_email": "zoë@example.org", "count": 2})
        self.assertEqual(self.bucket.uploaded, ["base/changed", "base/logs/step.txt", "base/outputs/new"])
        self.assertEqual(self.bucket.metadata["base/changed"], {"user_email": "zo\\xeb@example.org", "count": "2"})
        self.assertEqual(self.bucket.objects["base/changed"], b"after")

    def test_inputs_of_the_scenario_replace_those_of_the_image(self) -> None:
        self.write("inputs/road/links.geojson", "image")
        self.write("inputs/road/nodes.geojson", "image")
        self.bucket.put("base/inputs/road/links.geojson", "scenario")
        self.notebook("import os\nfor n in ('links', 'nodes'): print(open(f\"{os.environ['WORK']}/inputs/road/{n}.geojson\").read())")
        self.call()
        self.assertEqual(self.log(), "scenario\nimage\n")

    def test_output_over_64_kib_does_not_hang_it(self) -> None:
        self.notebook(
            "import sys\nfor i in range(20_000): sys.stderr.write(f'\\r{i / 200:.0f}% of the links are loaded')",
            "print()\nprint('x' * 1_000_000)\nfor i in range(5000): print('line', i)",
        )
        began = time.monotonic()
        self.call()
        self.assertLess(time.monotonic() - began, 30)
        self.assertGreater(len(self.log()), 1_600_000)
        # What a progress bar has overwritten is not printed line by line.
        self.assertIn("\n100% of the links are loaded\n", self.said)
        self.assertLess(self.said.count("of the links"), 10)
        self.assertIn("line 4999\n", self.said)

    def test_a_progress_bar_is_seen_while_it_goes_on(self) -> None:
        main.PROGRESS_SECONDS, before = 0.05, main.PROGRESS_SECONDS
        self.addCleanup(lambda: setattr(main, "PROGRESS_SECONDS", before))
        self.notebook("import sys, time\nfor i in range(10): sys.stderr.write(f'\\r{i} of 10'); time.sleep(0.05)")
        self.call()
        self.assertGreater(self.said.count(" of 10\n"), 2)

    def test_each_call_begins_with_an_empty_folder(self) -> None:
        self.notebook("import os; open(os.environ['WORK'] + '/first', 'w'); os.symlink('/', os.environ['WORK'] + '/link')")
        self.call()
        self.assertTrue((main.WORK / "first").exists())
        self.notebook("import os; print(*sorted(os.listdir(os.environ['WORK'])))")
        self.call(scenario_path_S3="other/")
        self.assertEqual(self.bucket.objects["other/logs/step.txt"], b".step logs\n")
        self.assertNotIn("other/first", self.bucket.objects)

    def test_says_that_the_time_is_over_before_lambda_ends_the_call(self) -> None:
        self.notebook(
            "import subprocess, sys, time\nprint('begins', flush=True)",
            "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\nprint(child.pid, flush=True)",
            "time.sleep(600)",
        )
        context = Context(3)
        with self.assertRaisesRegex(TimeoutError, "^stopped after 2.* s: the function's time limit is near; raise"):
            self.call(seconds=3)
        self.assertGreater(context.get_remaining_time_in_millis(), 0)
        self.assertIn("raise compute.lambda.timeoutSeconds", self.said)
        begins, child, *rest = self.log().splitlines()
        self.assertEqual(begins, "begins")
        self.assertIn("the function's time limit is near", rest[0])
        self.assertTrue(self.is_over(int(child)))

    def is_over(self, pid: int) -> bool:
        for _ in range(100):
            try:
                if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                    return True
                os.kill(pid, 0)
            except (FileNotFoundError, ProcessLookupError):
                return True
            time.sleep(0.05)
        return False

    def test_keeps_a_tenth_of_the_time_and_at_most_ten_seconds(self) -> None:
        self.assertEqual(main.seconds_for_work(60), 54)
        self.assertEqual(main.seconds_for_work(900), 890)

    def test_a_step_that_fails_says_why_and_uploads_its_log_alone(self) -> None:
        self.notebook("import os; open(os.environ['WORK'] + '/half', 'w')", "print('before')\nraise KeyError('links')")
        with self.assertRaisesRegex(RuntimeError, r"^the step ended with code 1\nTraceback [^$]*KeyError: 'links'\n$"):
            self.call()
        self.assertEqual(self.bucket.uploaded, ["base/logs/step.txt"])
        self.assertTrue(self.log().startswith("before\nTraceback"))

    def test_the_word_error_in_the_output_is_no_failure(self) -> None:
        self.notebook("print('Error: 0.01')")
        self.call()
        self.assertEqual(self.log(), "Error: 0.01\n")

    def test_says_that_memory_ran_out(self) -> None:
        self.notebook("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
        with self.assertRaisesRegex(RuntimeError, "memory runs out; raise compute.lambda.memoryMiB"):
            self.call()

    def test_a_long_error_is_cut(self) -> None:
        self.notebook("raise ValueError('x' * 100_000)")
        with self.assertRaises(RuntimeError) as raised:
            self.call()
        self.assertLess(len(str(raised.exception)), 8_100)

    def test_refuses_events_that_name_no_notebook_or_no_scenario(self) -> None:
        self.notebook("print(1)")
        for value in (None, "", 3, "notebooks/none.ipynb"):
            with self.assertRaisesRegex(ValueError, f"^notebook_path must be a file of the image, got {value!r}; its path"):
                self.call(notebook_path=value)
        for value in (None, "", "/", 3):
            with self.assertRaisesRegex(ValueError, f"^scenario_path_S3 must be a scenario of the bucket, got {value!r}; for"):
                self.call(scenario_path_S3=value)
        self.assertEqual(self.bucket.uploaded, [])

    def test_refuses_an_object_that_would_leave_the_folder(self) -> None:
        self.bucket.put("base/../../evil", "x")
        self.notebook("print(1)")
        with self.assertRaisesRegex(ValueError, "^a scenario's files must lie in it, got 'base/../../evil'; delete that object$"):
            self.call()

    def test_refuses_a_notebook_of_an_older_format(self) -> None:
        self.write("notebooks/step.ipynb", json.dumps({"worksheets": [], "nbformat": 3}))
        with self.assertRaisesRegex(ValueError, "^step.ipynb must be a notebook of format 4, got an older one; open and save"):
            self.call()

    def test_empties_no_folder_outside_of_the_image(self) -> None:
        (main.WORK / "mine").touch()
        self.notebook("print(1)")
        del os.environ["LAMBDA_TASK_ROOT"]
        with self.assertRaisesRegex(RuntimeError, "^handler must run in the image, where .* is its own; run slipway model local$"):
            self.call()
        self.assertTrue((main.WORK / "mine").exists())


if __name__ == "__main__":
    unittest.main()
