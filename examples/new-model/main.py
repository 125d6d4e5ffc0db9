"""Runs one step of the model: AWS Lambda calls `handler` for each step of the workflow.

An event names a notebook of the image and a scenario of the bucket:

    {
      "notebook_path": "notebooks/model.ipynb",
      "scenario_path_S3": "base/",
      "launcher_arg": {"training_folder": "/tmp", "params": {"some_param": "value"}},
      "metadata": {"user_email": "someone@example.org"}
    }

The scenario's files are copied to /tmp. The notebook runs there as a Python program; `launcher_arg` is its first argument, as JSON.
The files that it wrote or changed are uploaded into the scenario, except those in `inputs`. Its output is uploaded as
`logs/<notebook>.txt`, also when it fails.

`slipway model init` wrote this file. It is yours: change what your model needs.
"""

import ast
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, BinaryIO, Callable

#: The only folder that a function may write to. It outlives a call: the next one may find what this one left.
WORK = Path("/tmp")
#: The image's files, where Lambda starts the handler.
TASK = Path(os.environ.get("LAMBDA_TASK_ROOT", "."))
#: Below WORK: the program made of the notebook, which is not uploaded.
PROGRAM_FOLDER = ".step"
#: What users and the image provide, which is not uploaded.
INPUTS = "inputs"
#: Kept of the time limit to say that it is over, and to upload the log: a tenth of it, at most this many seconds.
RESERVE_SECONDS = 10.0
#: How often a line that a progress bar rewrites is printed.
PROGRESS_SECONDS = 10.0
#: An error is part of the execution's history, which takes no long texts.
LONGEST_ERROR = 8_000

#: Size and time of a file, to see whether the step changed it.
State = tuple[int, int]


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Runs the step that an event describes, and returns the event for the next step."""
    if "LAMBDA_TASK_ROOT" not in os.environ:
        raise RuntimeError(f"handler must run in the image, where {WORK} is its own; run slipway model local")
    began = time.monotonic()
    # One clock for the whole call: the time limit counts copying too.
    end = began + seconds_for_work(context.get_remaining_time_in_millis() / 1000)
    notebook, prefix = read_event(event)
    bucket = os.environ["BUCKET_NAME"]
    client = s3_client()
    print(f"{notebook} in scenario {prefix}", flush=True)

    clean(WORK)
    if (TASK / INPUTS).is_dir():
        shutil.copytree(TASK / INPUTS, WORK / INPUTS)
    download(client, bucket, prefix, WORK)
    before = states(WORK)
    copied = time.monotonic()
    print(f"{len(before)} files copied in {copied - began:.1f} s", flush=True)

    log = WORK / "logs" / f"{Path(notebook).stem}.txt"
    metadata = metadata_of(event.get("metadata") or {})
    try:
        program = program_of(TASK / notebook, WORK / PROGRAM_FOLDER)
        argument = json.dumps(event.get("launcher_arg", {}))
        seconds = end - time.monotonic()
        run([sys.executable, str(program), argument], folder=(TASK / notebook).parent, log=log, seconds=seconds)
    except Exception:
        upload(client, bucket, prefix, [log] if log.exists() else [], metadata)
        raise
    ran = time.monotonic()
    print(f"{notebook} ran in {ran - copied:.1f} s", flush=True)

    files = changed(before, states(WORK))
    upload(client, bucket, prefix, files, metadata)
    print(f"{len(files)} files uploaded in {time.monotonic() - ran:.1f} s", flush=True)
    return event


def read_event(event: dict[str, Any]) -> tuple[str, str]:
    """The notebook's path, and the scenario's prefix, which always ends with a slash: `base` must not match `base2/`."""
    notebook = event.get("notebook_path")
    if not isinstance(notebook, str) or not (TASK / notebook).is_file():
        raise ValueError(f"notebook_path must be a file of the image, got {notebook!r}; its path begins at {TASK}")
    scenario = event.get("scenario_path_S3")
    if not isinstance(scenario, str) or not scenario.strip("/"):
        raise ValueError(f"scenario_path_S3 must be a scenario of the bucket, got {scenario!r}; for example 'base/'")
    return notebook, scenario.strip("/") + "/"


def s3_client() -> Any:
    """S3, with the role's credentials."""
    import boto3  # The base image has it. Tests need none.

    return boto3.client("s3")


def clean(folder: Path) -> None:
    """Empties a folder. Files of an earlier call would fill the storage, and be uploaded into this scenario."""
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def download(client: Any, bucket: str, prefix: str, folder: Path) -> None:
    """Copies the objects below a prefix into a folder."""
    for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        for item in page.get("Contents", []):
            path = item["Key"][len(prefix) :]
            # Some programs make an object for a folder.
            if not path or path.endswith("/"):
                continue
            target = folder / path
            if not target.resolve().is_relative_to(folder.resolve()):
                raise ValueError(f"a scenario's files must lie in it, got {item['Key']!r}; delete that object")
            target.parent.mkdir(parents=True, exist_ok=True)
            client.download_file(bucket, item["Key"], str(target))


def upload(client: Any, bucket: str, prefix: str, files: list[Path], metadata: dict[str, str]) -> None:
    """Copies files of WORK to the same places below a prefix."""
    for file in files:
        key = prefix + file.relative_to(WORK).as_posix()
        client.upload_file(str(file), bucket, key, ExtraArgs={"Metadata": metadata})


def states(folder: Path) -> dict[Path, State]:
    """Size and time of each file in a folder that may be uploaded."""
    found = {}
    for path in folder.rglob("*"):
        if path.relative_to(folder).parts[0] not in (INPUTS, PROGRAM_FOLDER) and path.is_file():
            state = path.stat()
            found[path] = (state.st_size, state.st_mtime_ns)
    return found


def changed(before: dict[Path, State], after: dict[Path, State]) -> list[Path]:
    """The files that a step wrote. What it only read stays as it is in the bucket."""
    return sorted(path for path, state in after.items() if before.get(path) != state)


def metadata_of(values: dict[str, Any]) -> dict[str, str]:
    """Metadata of uploaded objects, which S3 takes in ASCII."""
    return {name: str(value).encode("ascii", "backslashreplace").decode() for name, value in values.items()}


def program_of(notebook: Path, folder: Path) -> Path:
    """A Python program made of a notebook's code. This needs neither Jupyter nor a git repository."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / f"{notebook.stem}.py"
    text = notebook.read_text(encoding="utf-8")
    program.write_text(code_of(notebook.name, text) if notebook.suffix == ".ipynb" else text, encoding="utf-8")
    return program


def code_of(name: str, text: str) -> str:
    """The code of a notebook's cells."""
    cells = json.loads(text).get("cells")
    if cells is None:
        raise ValueError(f"{name} must be a notebook of format 4, got an older one; open and save it in Jupyter")
    sources = [(number, "".join(cell["source"])) for number, cell in enumerate(cells, 1) if cell["cell_type"] == "code"]
    return "\n\n".join(f"# Cell {number}\n{without_commands(source)}" for number, source in sources) + "\n"


def without_commands(source: str) -> str:
    """The same without commands of IPython, such as `%matplotlib inline` and `!pip install`: Python knows none."""
    if is_python(source):
        return source
    return "\n".join(re.sub(r"^(\s*)([%!?])", r"\1pass  # \2", line) for line in source.split("\n"))


def is_python(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


def seconds_for_work(limit: float) -> float:
    """How long the step may run in a call that Lambda ends after `limit` seconds."""
    return limit - min(RESERVE_SECONDS, limit / 10)


def run(command: list[str], *, folder: Path, log: Path, seconds: float) -> None:
    """Runs a program to its end. Its output goes to the log as it comes: a pipe that nobody reads holds only 64 KiB."""
    log.parent.mkdir(parents=True, exist_ok=True)
    is_over = threading.Event()
    began = time.monotonic()
    with log.open("wb") as output, subprocess.Popen(
        command,
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:

        def stop() -> None:
            is_over.set()
            end_group(process.pid)

        timer = threading.Timer(max(seconds, 0), stop)
        timer.start()
        try:
            assert process.stdout is not None
            copy_lines(process.stdout, output, lambda line: print(line, flush=True))
            code = process.wait()
        finally:
            timer.cancel()
            # Nothing of the step may go on in the next call.
            end_group(process.pid)
    if is_over.is_set():
        message = (
            f"stopped after {time.monotonic() - began:.1f} s: the function's time limit is near; "
            "raise compute.lambda.timeoutSeconds, at most 900, or split the step"
        )
        print(message, flush=True)
        with log.open("a", encoding="utf-8") as output_text:
            output_text.write(f"{message}\n")
        raise TimeoutError(message)
    if code != 0:
        raise RuntimeError(reason_of(code, log))


def environment() -> dict[str, str]:
    """The variables of the program, which finds the same modules as this one."""
    library = TASK / "quetzal"
    paths = [str(TASK), *([str(library)] if library.is_dir() else []), *filter(None, sys.path)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)), "PYTHONUNBUFFERED": "1"}


def end_group(pid: int) -> None:
    """Ends a program with everything that it started."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass  # It is over.


def copy_lines(source: BinaryIO, log: BinaryIO, say: Callable[[str], None]) -> None:
    """Copies all output to the log, and says each line; of a line that a progress bar rewrites, now and then the last state."""
    line = b""
    said = time.monotonic()
    while chunk := os.read(source.fileno(), 1 << 16):
        log.write(chunk)
        *lines, line = (line + chunk).split(b"\n")
        for each in lines:
            say(last_state(each))
        # What a progress bar has overwritten is seen by nobody.
        line = line[line.rfind(b"\r", 0, -1) + 1 :]
        if lines:
            said = time.monotonic()
        elif time.monotonic() - said > PROGRESS_SECONDS:
            say(last_state(line))
            said = time.monotonic()
    if line:
        say(last_state(line))


def last_state(line: bytes) -> str:
    return line.rstrip(b"\r").rpartition(b"\r")[2].decode("utf-8", "replace")


def reason_of(code: int, log: Path) -> str:
    """Why a program failed: its traceback, else the end of its output."""
    text = log.read_text(encoding="utf-8", errors="replace")
    if code == -signal.SIGKILL:
        return f"the step was killed, as happens when memory runs out; raise compute.lambda.memoryMiB\n{text[-LONGEST_ERROR:]}"
    start = text.rfind("Traceback (most recent call last)")
    return f"the step ended with code {code}\n{text[max(start, len(text) - LONGEST_ERROR, 0):]}"
