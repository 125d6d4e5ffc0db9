"""Executions of state machines: moto's interpreter runs them, in a thread each, and moto's own account keeps them.

moto has the interpreter beside its plain service, as another one that keeps nothing between two runs. Here the plain service
starts it. No program runs behind a function: a call is answered with its event, as a model's handler does. JSONata is not
interpreted (it needs Java): such an execution fails and says so.
"""

from __future__ import annotations

import copy
import datetime
import json
import threading
import uuid
from typing import Any

from moto.stepfunctions.models import Execution, StepFunctionBackend

LIVE: dict[str, Any] = {}
"""The interpreters of executions that run, by ARN."""


class Run(Execution):
    """An execution. It holds data alone, so it is kept with the account; what runs when the sandbox stops is aborted."""

    def __init__(self, **fields: str) -> None:
        super().__init__(**fields)
        self.events: list[dict[str, Any]] = []

    def __setstate__(self, fields: dict[str, Any]) -> None:
        self.__dict__.update(fields)
        if self.status == "RUNNING":
            self.ended("ABORTED", "Sandbox.Stopped", "the sandbox was stopped while it ran")

    def ended(self, status: str, error: str | None = None, cause: str | None = None) -> None:
        self.status, self.error, self.cause = status, error, cause
        self.stop_date = datetime.datetime.now(tz=datetime.timezone.utc)

    def get_execution_history(self, roleArn: str) -> list[dict[str, Any]]:
        worker = LIVE.get(self.execution_arn)
        if worker is not None and worker.env is not None:
            return list(worker.env.event_manager.get_event_history())
        return self.events

    def stop(self, *args: Any, error: str = "", cause: str = "", **named: Any) -> None:
        if self.status != "RUNNING":
            return
        self.ended("ABORTED", error or None, cause or None)
        self.events = [*self.get_execution_history(""), {"type": "ExecutionAborted", "timestamp": self.stop_date}]
        for number, event in enumerate(self.events, 1):
            event.setdefault("id", number)
            event.setdefault("previousEventId", number - 1)
        worker = LIVE.pop(self.execution_arn, None)
        if worker is not None and worker.env is not None:
            worker.stop(stop_date=self.stop_date, error=error, cause=cause)


def interpreted(run: Run, machine: Any, account: str, region: str) -> None:
    """Runs a machine to its end. The interpreter takes a few seconds to load, and few sandboxes run anything."""
    from moto.stepfunctions.parser.asl.eval.evaluation_details import (
        AWSExecutionDetails,
        EvaluationDetails,
        ExecutionDetails,
        StateMachineDetails,
    )
    from moto.stepfunctions.parser.asl.eval.program_state import ProgramEnded, ProgramError, ProgramTimedOut
    from moto.stepfunctions.parser.backend.execution_worker import ExecutionWorker
    from moto.stepfunctions.parser.backend.execution_worker_comm import ExecutionWorkerCommunication

    class Told(ExecutionWorkerCommunication):
        def terminated(self) -> None:
            if LIVE.get(run.execution_arn) is not worker:
                return  # stopped
            run.events = list(worker.env.event_manager.get_event_history())
            state = worker.env.program_state()
            if isinstance(state, ProgramEnded):
                run.output = json.dumps(worker.env.states.get_input())
                run.ended("SUCCEEDED")
            elif isinstance(state, ProgramError):
                error = state.error or {}
                run.ended("FAILED", error.get("error"), error.get("cause"))
            elif isinstance(state, ProgramTimedOut):
                run.ended("TIMED_OUT", "States.Timeout")
            else:
                run.ended("ABORTED")

    details = EvaluationDetails(
        aws_execution_details=AWSExecutionDetails(account=account, region=region, role_arn=machine.roleArn),
        execution_details=ExecutionDetails(
            arn=run.execution_arn,
            name=run.name,
            role_arn=machine.roleArn,
            inpt=json.loads(run.execution_input),
            start_time=run.start_date.isoformat(),
        ),
        state_machine_details=StateMachineDetails(
            arn=machine.arn, name=machine.name, typ="STANDARD", definition=machine.definition
        ),
    )
    worker = ExecutionWorker(
        evaluation_details=details, exec_comm=Told(), cloud_watch_logging_session=None, activity_store={}
    )

    if run.status != "RUNNING":
        return  # stopped while the interpreter was loaded
    LIVE[run.execution_arn] = worker
    worker._execution_logic()


def work(run: Run, machine: Any, account: str, region: str) -> None:
    try:
        interpreted(run, machine, account, region)
    except Exception as error:  # what the interpreter cannot do
        run.ended("FAILED", "Sandbox.NotEmulated", f"the sandbox cannot run this: {type(error).__name__}: {error}")
    finally:
        LIVE.pop(run.execution_arn, None)


def start_execution(self: Any, state_machine_arn: str, name: str, execution_input: str) -> Run:
    if name:
        self._validate_name(name)
    machine = self.describe_state_machine(state_machine_arn)
    machine._validate_execution_input(execution_input)
    known = machine._handle_name_input_idempotency(name, execution_input) if name else None
    if known is not None:
        return known
    run = Run(
        region_name=self.region_name,
        account_id=self.account_id,
        state_machine_name=machine.name,
        execution_name=name or str(uuid.uuid4()),
        state_machine_arn=machine.arn,
        execution_input=execution_input,
    )
    machine.executions.append(run)
    # A copy: an update of the machine is nothing to what runs.
    parts = (run, copy.copy(machine), self.account_id, self.region_name)
    threading.Thread(target=work, args=parts, daemon=True).start()
    return run


def install(endpoint: str) -> None:
    """Puts the interpreter behind moto's plain service; what it calls in turn is asked at this address."""
    import boto3
    from botocore.config import Config
    from moto.stepfunctions.parser.asl.utils import boto_client

    def client(region: str, service: str, state_credentials: Any = None) -> Any:
        config = Config(parameter_validation=False, retries={"max_attempts": 0, "total_max_attempts": 1})
        keys = {"aws_access_key_id": "workflow", "aws_secret_access_key": "sandbox"}
        return boto3.client(service, region_name=region, endpoint_url=endpoint, config=config, **keys)

    boto_client.boto_client_for = client
    StepFunctionBackend.start_execution = start_execution
