"""Stands for the Lambda runtime with its interface emulator, as AWS's base images have them: one call at a time, on port 8080."""

import importlib
import json
import os
import sys
import threading
import time
import traceback
from http.server import BaseHTTPRequestHandler, HTTPServer

INVOCATIONS = "/2015-03-31/functions/function/invocations"
LIMIT = int(os.environ.get("AWS_LAMBDA_FUNCTION_TIMEOUT", "300"))
MODULE, FUNCTION = sys.argv[1].rsplit(".", 1)
sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
handler = getattr(importlib.import_module(MODULE), FUNCTION)


class Context:
    def __init__(self) -> None:
        self.end = time.monotonic() + LIMIT

    def get_remaining_time_in_millis(self) -> int:
        return int((self.end - time.monotonic()) * 1000)


class Emulator(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(404)

    def do_POST(self) -> None:
        if self.path != INVOCATIONS:
            return self.send_error(404)
        event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer: list[object] = []
        call = threading.Thread(target=lambda: answer.append(self.result(event)), daemon=True)
        call.start()
        call.join(LIMIT)
        text = json.dumps(answer[0]) if answer else f"Task timed out after {LIMIT}.00 seconds"
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text.encode())

    def result(self, event: object) -> object:
        try:
            return handler(event, Context())
        except Exception as error:
            return {"errorMessage": str(error), "errorType": type(error).__name__, "stackTrace": traceback.format_exc().split("\n")}

    def log_message(self, *_: object) -> None:
        pass


HTTPServer(("", 8080), Emulator).serve_forever()
