"""An AWS on this machine: moto's server, and what moto lacks for Terraform and for the first image.

Three parts, in this order: what moto lacks (a class for each service), the account (kept in a file between two runs),
the server (its identity, its errors, its end). The same server answers DigitalOcean's API, by the folder
`digitalocean`, and docker's push and pull, by `registry.py`. Run `aws.py --help` for the arguments.

Needs moto 5.2.1 exactly: the calls below replace methods of its classes.
"""

from __future__ import annotations

import argparse
import base64
import io
import json
import os
import pickle
import signal
import socket
import sys
import tempfile
import threading
import time
import uuid
import weakref
from typing import Any, Callable, Iterable
from urllib.parse import quote
from xml.sax.saxutils import escape


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Answers AWS's API on an address of this machine.")
    parser.add_argument("--listen", default="127.0.0.1", metavar="ADDR", help="address to listen on")
    parser.add_argument("--port", type=int, required=True, metavar="N")
    parser.add_argument("--instance", required=True, metavar="ID", help="what GET /slipway-sandbox answers")
    parser.add_argument("--account-id", default="123456789012", metavar="A")
    parser.add_argument("--account-file", metavar="FILE", help="where the account is kept between two runs")
    parser.add_argument("--droplets", metavar="FOLDER", help="where the engines of DigitalOcean's droplets lie")
    parser.add_argument("--seed", metavar="FILE", help="JSON: what the account holds from the start")
    return parser.parse_args()


ARGS = arguments()

# moto reads these while it is imported.
os.environ["MOTO_ACCOUNT_ID"] = ARGS.account_id
os.environ["MOTO_PORT"] = str(ARGS.port)
os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
for name in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ENDPOINT_URL"):  # botocore fails on a profile it cannot find
    os.environ.pop(name, None)

# Python is started with -I, and then does not look beside this file.
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import cloudpickle  # noqa: E402
import digitalocean  # noqa: E402
import droplet_engines  # noqa: E402
import executions  # noqa: E402
import moto  # noqa: E402
import registry  # noqa: E402
import rights  # noqa: E402
from cryptography.hazmat.primitives import serialization  # noqa: E402
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey  # noqa: E402
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey  # noqa: E402
from moto.awslambda import urls as lambda_urls  # noqa: E402
from moto.awslambda.exceptions import LambdaClientError  # noqa: E402
from moto.awslambda.models import ImageConfig, LambdaFunction  # noqa: E402
from moto.awslambda.responses import LambdaResponse  # noqa: E402
from moto.budgets.responses import BudgetsResponse  # noqa: E402
from moto.cognitoidentity.models import CognitoIdentityPool, cognitoidentity_backends  # noqa: E402
from moto.cognitoidentity.responses import CognitoIdentityResponse  # noqa: E402
from moto.cognitoidp.models import CognitoIdpBackend, cognitoidp_backends  # noqa: E402
from moto.core.base_backend import BackendDict, BaseBackend  # noqa: E402
from moto.core.exceptions import ServiceException  # noqa: E402
from moto.core.responses import ActionResult, EmptyResult  # noqa: E402
from moto.ecr.exceptions import RepositoryNotFoundException  # noqa: E402
from moto.ecr.models import ECRBackend, ecr_backends  # noqa: E402
from moto.ecr.responses import ECRResponse  # noqa: E402
from moto.iam.access_control import PermissionResult  # noqa: E402
from moto.iam.exceptions import DeleteConflictException  # noqa: E402
from moto.iam.models import IAMBackend, iam_backends  # noqa: E402
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app  # noqa: E402
from moto.s3.models import FakeBucket, FakeDeleteMarker, s3_backends  # noqa: E402
from moto.s3.responses import S3Response  # noqa: E402
from moto.stepfunctions.responses import StepFunctionResponse  # noqa: E402
from moto.utilities.utils import get_partition  # noqa: E402
from werkzeug.serving import WSGIRequestHandler, make_server  # noqa: E402

# ---------------------------------------------------------------------------------------------- what moto lacks


def adds(owner: type) -> Callable[[type], type]:
    """Puts the methods of the decorated class on one of moto's classes, under the same names."""

    def put(extension: type) -> type:
        for name, method in vars(extension).items():
            if callable(method) and (not name.startswith("__") or name == "__init__"):
                setattr(owner, name, method)
        return extension

    return put


def extra(holder: Any, name: str) -> dict[Any, Any]:
    """A dictionary on one of moto's objects: so it is kept with the account, and gone with the object."""
    return holder.__dict__.setdefault(f"slipway_{name}", {})


def problems_of_definition(machine: dict[str, Any], path: str = "") -> Iterable[tuple[str, str]]:
    """What AWS refuses in a state machine's definition: targets that do not exist, states that nothing reaches."""
    states, start = machine.get("States", {}), machine.get("StartAt")
    if start not in states:
        yield f"{path}/StartAt", f"Missing 'StartAt' target: {start}"
    reached = {start}
    for name, state in states.items():
        branches = [("", state)] + [("/Choices", choice) for choice in state.get("Choices", [])]
        branches += [("/Catch", catcher) for catcher in state.get("Catch", [])]
        targets = [(f"{where}/Next", branch.get("Next")) for where, branch in branches]
        for where, target in [*targets, ("/Default", state.get("Default"))]:
            if target is not None:
                reached.add(target)
                if target not in states:
                    yield f"{path}/States/{name}{where}", f"Missing 'Next' target: {target}"
        for index, branch in enumerate(state.get("Branches", [])):
            yield from problems_of_definition(branch, f"{path}/States/{name}/Branches[{index}]")
        for key in ("Iterator", "ItemProcessor"):
            if key in state:
                yield from problems_of_definition(state[key], f"{path}/States/{name}/{key}")
    for name in states:
        if name not in reached:
            yield f"{path}/States/{name}", f'State "{name}" is not reachable.'


@adds(StepFunctionResponse)
class StepFunctions:
    """The provider validates a definition while it plans, and lists the versions when it reads; moto has neither."""

    def validate_state_machine_definition(self: Any) -> ActionResult:
        try:
            definition = json.loads(self._get_param("definition"))
            found = [("MISSING_TRANSITION_TARGET", *problem) for problem in problems_of_definition(definition)]
        except (ValueError, AttributeError, TypeError) as error:
            found = [("INVALID_JSON_DESCRIPTION", "/", str(error))]
        diagnostics = [
            {"severity": "ERROR", "code": code, "location": place, "message": text} for code, place, text in found
        ]
        return ActionResult({"result": "FAIL" if found else "OK", "diagnostics": diagnostics, "truncated": False})

    def list_state_machine_versions(self: Any) -> ActionResult:
        machine = self.stepfunction_backend.describe_state_machine(self._get_param("stateMachineArn"))
        versions = sorted(machine.versions.values(), key=lambda version: version.version, reverse=True)
        listed = [{"stateMachineVersionArn": v.arn, "creationDate": v.creation_date} for v in versions]
        return ActionResult({"stateMachineVersions": listed})

    def publish_state_machine_version(self: Any) -> ActionResult:
        machine = self.stepfunction_backend.describe_state_machine(self._get_param("stateMachineArn"))
        machine.publish(self._get_param("description"))
        latest = machine.latest_version
        return ActionResult({"creationDate": latest.creation_date, "stateMachineVersionArn": latest.arn})

    def stop_execution(self: Any) -> ActionResult:
        """With the reason, which moto drops."""
        arn = self._get_param("executionArn")
        execution = self.stepfunction_backend.describe_execution(arn)
        execution.stop(error=self._get_param("error") or "", cause=self._get_param("cause") or "")
        return ActionResult({"stopDate": execution.stop_date})

    def delete_state_machine_version(self: Any) -> EmptyResult:
        arn, number = self._get_param("stateMachineVersionArn").rsplit(":", 1)
        self.stepfunction_backend.describe_state_machine(arn).versions.pop(int(number), None)
        return EmptyResult()


@adds(CognitoIdentityResponse)
class CognitoIdentity:
    """AWS keeps an identity pool's roles in a resource of their own; moto knows pools only."""

    def set_identity_pool_roles(self: Any) -> str:
        roles = {"Roles": self._get_param("Roles") or {}, "RoleMappings": self._get_param("RoleMappings") or {}}
        extra(self.backend, "pool_roles")[self._get_param("IdentityPoolId")] = roles
        return "{}"

    def get_identity_pool_roles(self: Any) -> str:
        pool = self._get_param("IdentityPoolId")
        roles = extra(self.backend, "pool_roles").get(pool, {"Roles": {}, "RoleMappings": {}})
        return json.dumps({"IdentityPoolId": pool, **roles})


@adds(BudgetsResponse)
class Budgets:
    """moto creates and deletes budgets; the provider also reads the subscribers and the tags, and changes a budget."""

    def describe_subscribers_for_notification(self: Any) -> str:
        budget = self.backend.budgets[self._get_param("AccountId")][self._get_param("BudgetName")]
        wanted = self._get_param("Notification")
        for notification in budget.notifications:
            keys = ("NotificationType", "ComparisonOperator", "Threshold")
            if all(str(notification.details.get(key)) == str(wanted.get(key)) for key in keys):
                return json.dumps({"Subscribers": notification.subscribers})
        return json.dumps({"Subscribers": []})

    def list_tags_for_resource(self: Any) -> str:
        return json.dumps({"ResourceTags": extra(self.backend, "tags").get(self._get_param("ResourceARN"), [])})

    def tag_resource(self: Any) -> str:
        tags = extra(self.backend, "tags")
        arn = self._get_param("ResourceARN")
        merged = {tag["Key"]: tag for tag in [*tags.get(arn, []), *self._get_param("ResourceTags")]}
        tags[arn] = list(merged.values())
        return "{}"

    def untag_resource(self: Any) -> str:
        tags = extra(self.backend, "tags")
        arn, keys = self._get_param("ResourceARN"), self._get_param("ResourceTagKeys")
        tags[arn] = [tag for tag in tags.get(arn, []) if tag["Key"] not in keys]
        return "{}"

    def update_budget(self: Any) -> str:
        budget = self._get_param("NewBudget")
        self.backend.budgets[self._get_param("AccountId")][budget["BudgetName"]].budget.update(budget)
        return "{}"


permission_without_conditions = FakeBucket.get_permission
set_lifecycle = FakeBucket.set_lifecycle


delete_policy = IAMBackend.delete_policy
versions_as_they_are = S3Response.list_object_versions
lifecycle_without_sizes = S3Response.get_bucket_lifecycle


@adds(IAMBackend)
class Iam:
    """moto deletes a managed policy that is attached, or that has several versions."""

    def delete_policy(self: Any, policy_arn: str) -> None:
        policy = self.get_policy(policy_arn)
        if policy.attachment_count > 0:
            raise DeleteConflictException("Cannot delete a policy attached to entities.")
        if len(policy.versions) > 1:
            raise DeleteConflictException(
                "This policy has more than one version. Before you delete a policy, you must delete the policy's"
                " versions. The default version is deleted with the policy."
            )
        delete_policy(self, policy_arn)


@adds(FakeBucket)
class Bucket:
    """moto applies a policy's statements without their Condition: a Deny for requests without TLS locks the bucket.
    Of lifecycle rules it forgets the sizes of objects, and how many versions stay."""

    def set_lifecycle(self: Any, rules: list[dict[str, Any]]) -> None:
        set_lifecycle(self, rules)
        for rule, given in zip(self.rules, rules):
            extra(rule, "given").update(given)

    def get_permission(self: Any, action: str, resource: str) -> Any:
        if self.policy is None:
            return PermissionResult.NEUTRAL
        document = json.loads(self.policy.decode())
        statements = document["Statement"]
        statements = statements if isinstance(statements, list) else [statements]
        document["Statement"] = [statement for statement in statements if "Condition" not in statement]
        if not document["Statement"]:
            return PermissionResult.NEUTRAL
        stand_in = FakeBucket.__new__(FakeBucket)  # moto reads nothing but the policy
        stand_in.policy = json.dumps(document).encode()
        return permission_without_conditions(stand_in, action, resource)


@adds(S3Response)
class S3:
    """Names of versions that are asked for as parts of an address; moto encodes those of other lists alone. And lifecycle
    rules as they were given."""

    def get_bucket_lifecycle(self: Any) -> Any:
        rules = self.backend.get_bucket_lifecycle(self.bucket_name) or []

        def whole(told: Any) -> Any:
            for rule, kept in zip(told.result["Rules"], rules):
                complete_rule(rule, extra(kept, "given"))
            return S3Response.serialized(self, told)

        if rules:  # else the answer is an error
            self.serialized = whole
        return lifecycle_without_sizes(self)

    def list_object_versions(self: Any) -> Any:
        if self.querystring.get("encoding-type") == ["url"]:
            self.serialized = lambda named: S3Response.serialized(self, ActionResult(encoded(named.result)))
        return versions_as_they_are(self)


def complete_rule(rule: dict[str, Any], given: dict[str, Any]) -> None:
    """Puts what moto forgets of a lifecycle rule into what it tells of it."""
    wanted = given.get("Filter") or {}
    told = rule.get("Filter") or {}
    for part, own in ((told, wanted), (told.get("And") or {}, wanted.get("And") or {})):
        part.update({name: own[name] for name in ("ObjectSizeGreaterThan", "ObjectSizeLessThan") if name in own})
    newer = (given.get("NoncurrentVersionExpiration") or {}).get("NewerNoncurrentVersions")
    if newer is not None:
        rule["NoncurrentVersionExpiration"]["NewerNoncurrentVersions"] = newer


def encoded(listed: dict[str, Any]) -> dict[str, Any]:
    """A list of S3 whose names are encoded."""
    names = {"Delimiter", "Key", "KeyMarker", "NextKeyMarker", "Prefix"}
    parts = {kind: [encoded(each) for each in all_] for kind, all_ in listed.items() if isinstance(all_, list)}
    own = {name: quote(text) for name, text in listed.items() if name in names and text}
    more = {"EncodingType": "url"} if "MaxKeys" in listed else {}
    return {**listed, **parts, **own, **more}


@adds(FakeDeleteMarker)
class DeleteMarker:
    """Emptying a versioned bucket (force_destroy) disposes of each version; moto's delete markers do not know how."""

    def dispose(self: Any, *_: Any, **__: Any) -> None:
        return None


@adds(LambdaResponse)
class Functions:
    """What an account may run at once: moto does not tell it."""

    def get_account_settings(self: Any) -> ActionResult:
        kept = sum(int(fn.reserved_concurrency or 0) for fn in self.backend.list_functions(None))
        limits = {"ConcurrentExecutions": 1000, "UnreservedConcurrentExecutions": 1000 - kept}
        return ActionResult({"AccountLimit": {"CodeSizeUnzipped": 262_144_000, **limits}, "AccountUsage": {}})


lambda_urls.url_paths[r"{0}/(?P<api_version>[^/]+)/account-settings/?$"] = LambdaResponse.dispatch


class EcrError(ServiceException):
    """An error of ECR under AWS's own name; not of a moto module, so moto takes its form from ECR's model."""


def layers_of(response: Any) -> dict[str, bytes]:
    backend, name = response.ecr_backend, response._get_param("repositoryName")
    if name not in backend.repositories:
        raise RepositoryNotFoundException(name, backend.account_id)
    return extra(backend.repositories[name], "layers")


def upload_of(response: Any) -> list[bytes]:
    layers_of(response)
    upload = response._get_param("uploadId")
    uploads = extra(response.ecr_backend, "uploads")
    if upload not in uploads:
        raise EcrError("UploadNotFoundException", f"The upload '{upload}' could not be found")
    return uploads[upload]


def missing_of_manifest(manifest: dict[str, Any], layers: dict[str, bytes]) -> list[str]:
    blobs = [manifest.get("config", {}), *manifest.get("layers", [])]
    return [blob["digest"] for blob in blobs if "digest" in blob and blob["digest"] not in layers]


@adds(ECRResponse)
class Ecr:
    """An image is pushed as blobs (layers and config) and then a manifest that names them.

    moto has none of the calls for blobs, accepts a manifest whose blobs do not exist, and invents its digest.
    """

    PART_BYTES = 20_971_520
    SMALLEST_PART_BYTES = 5_242_880

    def batch_check_layer_availability(self: Any) -> ActionResult:
        layers, digests = layers_of(self), self._get_param("layerDigests")
        known = [digest for digest in digests if digest in layers]
        failure = {"failureCode": "MissingLayerDigest", "failureReason": "layer not found"}
        return ActionResult(
            {
                "layers": [
                    {"layerDigest": digest, "layerAvailability": "AVAILABLE", "layerSize": len(layers[digest])}
                    for digest in known
                ],
                "failures": [{"layerDigest": digest, **failure} for digest in digests if digest not in known],
            }
        )

    def initiate_layer_upload(self: Any) -> ActionResult:
        layers_of(self)
        upload = os.urandom(16).hex()
        extra(self.ecr_backend, "uploads")[upload] = []
        return ActionResult({"uploadId": upload, "partSize": Ecr.PART_BYTES})

    def upload_layer_part(self: Any) -> ActionResult:
        parts, blob = upload_of(self), self._get_param("layerPartBlob")
        blob = blob if isinstance(blob, bytes) else base64.b64decode(blob)
        first, last = int(self._get_param("partFirstByte")), int(self._get_param("partLastByte"))
        if first != sum(map(len, parts)) or last != first + len(blob) - 1 or len(blob) > Ecr.PART_BYTES:
            text = (
                "The layer part size is not valid, or its first byte does not follow the last byte of the part before"
            )
            raise EcrError("InvalidLayerPartException", text)
        parts.append(blob)
        return ActionResult({**Ecr.names(self), "uploadId": self._get_param("uploadId"), "lastByteReceived": last})

    def complete_layer_upload(self: Any) -> ActionResult:
        parts, layers = upload_of(self), layers_of(self)
        if not parts:
            raise EcrError("EmptyUploadException", "The specified layer upload does not contain any layer parts")
        if any(len(part) < Ecr.SMALLEST_PART_BYTES for part in parts[:-1]):
            raise EcrError("LayerPartTooSmallException", "Layer parts must be at least 5 MiB in size")
        blob = b"".join(parts)
        digest = registry.digest_of(blob)
        if digest not in self._get_param("layerDigests"):
            raise EcrError("InvalidLayerException", f"The layer digest calculated is {digest}")
        del extra(self.ecr_backend, "uploads")[self._get_param("uploadId")]
        if digest in layers:
            raise EcrError("LayerAlreadyExistsException", f"The image layer {digest} already exists")
        layers[digest] = blob
        return ActionResult({**Ecr.names(self), "uploadId": self._get_param("uploadId"), "layerDigest": digest})

    def put_image(self: Any) -> ActionResult:
        layers, manifest = layers_of(self), self._get_param("imageManifest")
        missing = missing_of_manifest(json.loads(manifest), layers)
        if missing:
            text = f"Layers with digests {missing} required for pushing image into repository do not exist"
            raise EcrError("LayersNotFoundException", text)
        name, digest = self._get_param("repositoryName"), registry.digest_of(manifest.encode())
        given = self._get_param("imageDigest")
        if given and given != digest:
            raise EcrError("ImageDigestDoesNotMatchException", f"The image digest calculated is {digest}")
        media_type = self._get_param("imageManifestMediaType")
        image = self.ecr_backend.put_image(name, manifest, self._get_param("imageTag"), media_type, digest)
        return ActionResult({"image": image})

    def get_authorization_token(self: Any) -> ActionResult:
        """For the registry at this very address, for a docker of this machine."""
        host, expires = self.headers.get("Host"), time.time() + 12 * 3600
        login = {"authorizationToken": registry.token_of(self.region), "expiresAt": expires}
        return ActionResult({"authorizationData": [{**login, "proxyEndpoint": f"http://{host}"}]})

    def names(self: Any) -> dict[str, str]:
        return {"registryId": self.current_account, "repositoryName": self._get_param("repositoryName")}


put_scanning = ECRBackend.put_image_scanning_configuration
put_tagged = ECRBackend.put_image


@adds(ECRBackend)
class EcrScanning:
    """The provider leaves scanOnPush out when it is false, which AWS reads as false and moto as "keep what was"."""

    def put_image_scanning_configuration(
        self: Any, registry_id: str, repository_name: str, image_scan_config: Any
    ) -> Any:
        wanted = {"scanOnPush": bool((image_scan_config or {}).get("scanOnPush"))}
        return put_scanning(self, registry_id, repository_name, wanted)


@adds(ECRBackend)
class EcrTags:
    """An image whose tag goes to another one stays, without a tag; moto deletes it."""

    def put_image(self: Any, repository_name: str, image_manifest: str, image_tag: str, *rest: Any) -> Any:
        repository = self.repositories[repository_name]
        self._resolve_image_tag_mutability(repository, image_tag)
        for image in repository.images:
            if image_tag is not None and image_tag in image.image_tags and image.image_manifest != image_manifest:
                image.remove_tag(image_tag)
                image.image_tag = image.image_tags[-1] if image.image_tags else None
        return put_tagged(self, repository_name, image_manifest, image_tag, *rest)


def registry_of(turn: threading.Lock) -> registry.Registry:
    """Docker's registry over the repositories of the account."""

    def backend(region: str) -> Any:
        return ecr_backends[ARGS.account_id][region]

    def put(region: str, name: str, manifest: str, tag: str | None, media_type: str) -> None:
        missing = missing_of_manifest(json.loads(manifest), extra(backend(region).repositories[name], "layers"))
        if missing:
            raise ValueError(f"blobs {missing} are not there")
        with turn:
            backend(region).put_image(name, manifest, tag, media_type, registry.digest_of(manifest.encode()))

    return registry.Registry(lambda region: backend(region).repositories, lambda known: extra(known, "layers"), put)


create_function = LambdaFunction.__init__
function_configuration = LambdaFunction.get_configuration
function_code = LambdaFunction.get_code
update_configuration = LambdaFunction.update_configuration
set_code = LambdaFunction._set_function_code


@adds(LambdaFunction)
class Function:
    """moto drops some fields of a function, ignores others in an update, and takes an image that does not exist."""

    DROPPED = ("KMSKeyArn", "DeadLetterConfig", "LoggingConfig", "FileSystemConfigs")

    def __init__(self: Any, account_id: str, spec: dict[str, Any], region: str, *rest: Any, **named: Any) -> None:
        extra(self, "fields").update({key: spec[key] for key in Function.DROPPED if spec.get(key)})
        create_function(self, account_id, spec, region, *rest, **named)

    def get_configuration(self: Any, on_create: bool = False) -> dict[str, Any]:
        config = {**function_configuration(self, on_create), **extra(self, "fields")}
        default = {"LogFormat": "Text", "LogGroup": f"/aws/lambda/{self.function_name}"}
        config["LoggingConfig"] = {**default, **config.get("LoggingConfig", {})}
        if not any(config.get("ImageConfigResponse", {}).get("ImageConfig", {}).values()):
            config.pop("ImageConfigResponse", None)  # an empty one is a change in each plan
        return config

    def update_configuration(self: Any, updates: dict[str, Any]) -> dict[str, Any]:
        extra(self, "fields").update({key: updates[key] for key in Function.DROPPED if key in updates})
        if "EphemeralStorage" in updates:
            self.ephemeral_storage = updates["EphemeralStorage"]["Size"]
        if "TracingConfig" in updates:
            self.tracing_config = updates["TracingConfig"]
        if "ImageConfig" in updates:
            self.image_config = ImageConfig(updates["ImageConfig"])
        update_configuration(self, updates)
        return self.get_configuration()

    def _set_function_code(self: Any, spec: dict[str, Any]) -> None:
        if "ImageUri" not in spec:
            set_code(self, spec)
            return
        manifest, digest = Function.image_of(self, spec["ImageUri"])
        if spec is not self.code and spec.get("DryRun"):
            return
        self.code["ImageUri"] = spec["ImageUri"]
        self.code_sha_256 = digest.removeprefix("sha256:")
        self.code_size = sum(blob.get("size", 0) for blob in manifest.get("layers", []))

    def get_code(self: Any) -> dict[str, Any]:
        answer = function_code(self)
        if "ImageUri" in self.code:
            repository = Function.parts_of(self.code["ImageUri"])[0]
            answer["Code"]["ResolvedImageUri"] = f"{repository}@sha256:{self.code_sha_256}"
        if self.reserved_concurrency is not None:  # moto leaves 0 out, which stops a function
            answer["Concurrency"] = {"ReservedConcurrentExecutions": self.reserved_concurrency}
        return answer

    def _invoke_lambda(self: Any, event: Any = None) -> tuple[str, bool, str]:
        """No program runs. The answer is the event, as a model's handler gives it, and the log gets Lambda's own lines.

        A call whose `launcher_arg.params.sandbox_error` is a text fails with it.
        """
        request = str(uuid.uuid4())
        size = f"Memory Size: {self.memory_size} MB"
        report = f"REPORT RequestId: {request} Duration: 1.00 ms Billed Duration: 1 ms {size}"
        error = Function.error_in(event)
        said = [] if error is None else [f"[ERROR] RuntimeError: {error}"]
        lines = [f"START RequestId: {request} Version: {self.version}", *said, f"END RequestId: {request}", report]
        self.logs_backend.ensure_log_group(self.logs_group_name)
        self.save_logs("\n".join(lines))
        answer = event if error is None else {"errorMessage": error, "errorType": "RuntimeError"}
        return json.dumps(answer), error is not None, ""

    @staticmethod
    def error_in(event: Any) -> str | None:
        value = event
        for name in ("launcher_arg", "params", "sandbox_error"):
            value = value.get(name) if isinstance(value, dict) else None
        return value if isinstance(value, str) and value else None

    def image_of(self: Any, uri: str) -> tuple[dict[str, Any], str]:
        repository, wanted = Function.parts_of(uri)
        name = repository.partition("/")[2]  # a repository's name may hold slashes
        known = ecr_backends[self.account_id][self.region].repositories
        for image in known[name].images if name in known else []:
            if wanted == image.get_image_digest() or wanted in image.image_tags:
                return json.loads(image.image_manifest), image.get_image_digest()
        text = f"Source image {uri} does not exist. Provide a valid source image."
        raise LambdaClientError("InvalidParameterValueException", text)

    @staticmethod
    def parts_of(uri: str) -> tuple[str, str]:
        repository, _, digest = uri.partition("@")
        if digest:
            return repository, digest
        repository, colon, tag = uri.rpartition(":")
        return (repository, tag) if colon else (uri, "latest")


# ---------------------------------------------------------------------------------------------- the account


class Gate:
    """Requests pass; a save waits until none is under way, so that it never sees half of a change."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.inside = 0
        self.closed = False

    def enter(self) -> None:
        with self.changed:
            self.changed.wait_for(lambda: not self.closed)
            self.inside += 1

    def leave(self) -> None:
        with self.changed:
            self.inside -= 1
            self.changed.notify_all()

    def alone(self, work: Callable[[], bytes], seconds: float) -> bytes | None:
        """The work's result, or None when a request lasts longer than that (it may have sent us another itself)."""
        with self.changed:
            self.closed = True
            try:
                return work() if self.changed.wait_for(lambda: self.inside == 0, seconds) else None
            finally:
                self.closed = False
                self.changed.notify_all()


def restored_file(max_size: int, content: bytes) -> Any:
    file = tempfile.SpooledTemporaryFile(max_size)
    file.write(content)
    return file


def restored_weak(items: dict[Any, Any]) -> weakref.WeakValueDictionary[Any, Any]:
    return weakref.WeakValueDictionary(items)


class AccountPickler(cloudpickle.Pickler):
    """Pickles what moto holds: a backend by its place (service, account, region), a lock as a new one, a file's bytes.

    cloudpickle because some backends hold functions of their own (the defaults of a dictionary).
    """

    def persistent_id(self, thing: Any) -> Any:
        if isinstance(thing, BackendDict):
            return ("service", thing.service_name)
        if isinstance(thing, BaseBackend):
            for service in BackendDict._instances:
                for account, region, backend in service.iter_backends():
                    if backend is thing:
                        return ("backend", service.service_name, account, region)
        return None

    def reducer_override(self, thing: Any) -> Any:
        if isinstance(thing, type(threading.Lock())):
            return threading.Lock, ()
        if isinstance(thing, type(threading.RLock())):
            return threading.RLock, ()
        if isinstance(thing, tempfile.SpooledTemporaryFile):
            thing.seek(0)
            return restored_file, (thing._max_size, thing.read())
        if isinstance(thing, weakref.WeakValueDictionary):
            return restored_weak, (dict(thing),)
        if isinstance(thing, (RSAPrivateKey, EllipticCurvePrivateKey)):
            form = (serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
            return serialization.load_der_private_key, (thing.private_bytes(*form), None)
        return super().reducer_override(thing)


class AccountUnpickler(pickle.Unpickler):
    def persistent_load(self, place: Any) -> Any:
        service = service_named(place[1])
        return service if place[0] == "service" else service[place[2]][place[3]]


def service_named(name: str) -> BackendDict[Any]:
    import moto.backends

    found = moto.backends.get_backend(name)  # type: ignore[arg-type]
    if not isinstance(found, BackendDict):
        raise ValueError(f"moto has no service {name}")
    return found


class Account:
    """The account's file: a line of JSON that says who wrote it, then what moto held."""

    OWN = {"backend", "service_name", "_use_boto3_regions", "_additional_regions", "_id"}

    def __init__(self, file: str | None, gate: Gate, ocean: digitalocean.Store) -> None:
        self.file = file
        self.gate = gate
        self.ocean = ocean
        self.dirty = False
        self.written = b""
        self.left_out: set[str] = set()
        versions = {"moto": moto.__version__, "python": "%d.%d" % sys.version_info[:2]}
        self.header = json.dumps({"format": 1, **versions, "account": ARGS.account_id}).encode() + b"\n"

    def load(self) -> None:
        if not self.file or not os.path.exists(self.file):
            return
        try:
            with open(self.file, "rb") as stream:
                header = stream.readline()
                if header != self.header:
                    raise ValueError(f"it was written by {header[:200].decode(errors='replace').strip()}")
                state = AccountUnpickler(stream).load()
            for service, attributes in state["services"].items():
                vars(service_named(service)).update(attributes)
            for (service, account, region), attributes in state["backends"].items():
                vars(service_named(service)[account][region]).update(attributes)
            self.ocean.restore(state.get("digitalocean", {}))
        except Exception as error:  # whatever is wrong with it, the server starts
            BackendDict.reset()
            aside = f"{self.file}.unreadable-{int(time.time())}"
            os.replace(self.file, aside)
            reason = f"{type(error).__name__}: {error}"
            say(f"the account could not be read back ({reason}); moved to {aside}, starting with an empty one")

    def save(self) -> None:
        if not self.file or not self.dirty:
            return
        self.dirty = False
        content = self.gate.alone(self.content, seconds=5)
        if content is None:
            self.dirty = True
            return
        if content == self.written:
            return
        handle, temporary = tempfile.mkstemp(dir=os.path.dirname(os.path.abspath(self.file)), prefix=".account-")
        with os.fdopen(handle, "wb") as stream:
            stream.write(self.header)
            stream.write(content)
        os.replace(temporary, self.file)
        self.written = content

    def content(self) -> bytes:
        backends = {}
        services = {}
        for service in BackendDict._instances:
            services[service.service_name] = {k: v for k, v in vars(service).items() if k not in self.OWN}
            for account, region, backend in service.iter_backends():
                backends[(service.service_name, account, region)] = vars(backend)
        others = {"services": services, "digitalocean": self.ocean.kept()}
        try:
            return pickled({**others, "backends": backends})
        except Exception:  # one service that cannot be kept is no reason to lose the others
            kept = {place: state for place, state in backends.items() if self.can_keep(place[0], state)}
            return pickled({**others, "backends": kept})

    def can_keep(self, service: str, state: Any) -> bool:
        try:
            pickled(state)
            return True
        except Exception as error:
            if service not in self.left_out:
                self.left_out.add(service)
                say(f"{service} cannot be kept between two runs ({error})")
            return False

    def save_often(self) -> None:
        while True:
            started = time.monotonic()
            try:
                self.save()
            except Exception as error:
                say(f"the account could not be saved ({type(error).__name__}: {error})")
            # a large account must not be pickled all the time
            time.sleep(max(1.0, 5 * (time.monotonic() - started)))


def pickled(thing: Any) -> bytes:
    buffer = io.BytesIO()
    AccountPickler(buffer, protocol=pickle.HIGHEST_PROTOCOL).dump(thing)
    return buffer.getvalue()


def apply_seed(seed: dict[str, Any]) -> None:
    """Adds what the seed names and the account does not hold; what is there stays as somebody left it."""
    for bucket in seed.get("buckets", []):
        if bucket["name"] not in s3_backends.bucket_accounts:
            s3 = s3_backends[ARGS.account_id][get_partition(bucket["region"])]
            s3.create_bucket(bucket["name"], bucket["region"])
    iam = iam_backends[ARGS.account_id]["aws"]
    for role in seed.get("roles", []):
        if role["name"] not in {known.name for known in iam.get_roles()}:
            iam.create_role(role["name"], json.dumps(role["assumeRolePolicy"]), "/", None, "", [], "3600")
    for policy in seed.get("policies", []):
        if policy["name"] not in {known.name for known in iam.managed_policies.values()}:
            iam.create_policy("", "/", json.dumps(policy["document"]), policy["name"], [])
    for wanted in seed.get("identityPools", []):
        region = wanted["id"].split(":")[0]
        backend = cognitoidentity_backends[ARGS.account_id][region]
        if wanted["id"] not in backend.identity_pools:
            pool = CognitoIdentityPool(region, wanted["name"], allow_unauthenticated_identities=False)
            pool.identity_pool_id = wanted["id"]
            backend.identity_pools[wanted["id"]] = pool
            backend.pools_identities[wanted["id"]] = {"IdentityPoolId": wanted["id"], "Identities": []}
    for wanted in seed.get("userPools", []):
        seed_user_pool(cognitoidp_backends[ARGS.account_id][wanted["id"].split("_")[0]], wanted)


def seed_user_pool(backend: CognitoIdpBackend, wanted: dict[str, Any]) -> None:
    if wanted["id"] not in backend.user_pools:
        pool = backend.create_user_pool("slipway", {})
        del backend.user_pools[pool.id]
        pool.id = wanted["id"]
        backend.user_pools[pool.id] = pool
    for name in wanted["users"]:
        if name not in backend.user_pools[wanted["id"]].users:
            backend.admin_create_user(wanted["id"], name, "SUPPRESS", "", [])


# ---------------------------------------------------------------------------------------------- the server


def say(text: str) -> None:
    sys.stderr.write(text + "\n")  # in one piece: threads write at the same time
    sys.stderr.flush()


class OneByOne:
    """moto's application, asked one request at a time: it guards nothing that it holds against other threads."""

    SECONDS = 5

    def __init__(self, application: Any, rights_asked: rights.Rights) -> None:
        self.application = application
        self.rights = rights_asked
        self.turn = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = self.body(environ)
        environ["wsgi.input"] = io.BytesIO(body)
        self.rights.note(environ, body)
        # What lasts longer may wait for this very request.
        has_turn = not self.waits(environ) and self.turn.acquire(timeout=self.SECONDS)
        try:
            return self.application(environ, start_response)
        finally:
            if has_turn:
                self.turn.release()

    def body(self, environ: dict[str, Any]) -> bytes:
        """Read before the turn comes, for it may come slowly."""
        if environ.get("wsgi.input_terminated"):
            return environ["wsgi.input"].read()
        return environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))

    def waits(self, environ: dict[str, Any]) -> bool:
        """For messages, or for a program that may ask us something itself."""
        asked = environ.get("HTTP_X_AMZ_TARGET", "")
        return asked.endswith((".ReceiveMessage", ".StartSyncExecution")) or environ["PATH_INFO"].endswith("/invocations")


def role_path(name: str) -> str:
    """Of a role that exists; of another one, IAM's usual one."""
    found = iam_backends[ARGS.account_id]["aws"].roles.values()
    return next((role.path for role in found if role.name == name), "/")


class Sandbox:
    """moto's application and DigitalOcean's, with an identity in front, and an answer for what is not emulated."""

    PATH = "/slipway-sandbox"
    RIGHTS = "/slipway-sandbox/rights"

    def __init__(self, account: Account, gate: Gate, ocean: digitalocean.Api) -> None:
        self.rights = rights.Rights(ARGS.account_id, role_path)
        self.aws = OneByOne(DomainDispatcherApplication(create_backend_app), self.rights)
        self.registry = registry_of(self.aws.turn)
        self.ocean = ocean
        self.account = account
        self.gate = gate

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == self.PATH:
            return self.identity(environ, start_response)
        if environ["PATH_INFO"] == self.RIGHTS:
            start_response("200 OK", [("Content-Type", "application/json")])
            return [json.dumps(self.rights.listed()).encode()]
        self.gate.enter()
        try:
            asked = next((each for each in (self.ocean, self.registry) if each.takes(environ)), self.aws)
            return asked(environ, start_response)
        except Exception as error:
            return self.not_emulated(environ, start_response, error)
        finally:
            if environ["REQUEST_METHOD"] not in ("GET", "HEAD", "OPTIONS"):
                self.account.dirty = True
            self.gate.leave()

    def identity(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """GET says who this is; with the instance's id, PUT takes a seed and DELETE ends it (Windows: no SIGTERM)."""
        status, who = "200 OK", {"pid": os.getpid(), "account": ARGS.account_id, "moto": moto.__version__}
        answer = json.dumps({"instance": ARGS.instance, **who})
        if environ["REQUEST_METHOD"] != "GET" and environ.get("HTTP_X_SLIPWAY_INSTANCE") != ARGS.instance:
            status, answer = "403 Forbidden", "another instance"
        elif environ["REQUEST_METHOD"] == "DELETE":
            threading.Timer(0.05, signal.raise_signal, [signal.SIGTERM]).start()
        elif environ["REQUEST_METHOD"] == "PUT":
            self.gate.enter()
            try:
                seed = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
                with self.aws.turn:
                    apply_seed(seed)
            except Exception as error:  # moto refuses in many ways
                status, answer = "400 Bad Request", f"{type(error).__name__}: {error}"
            finally:
                self.account.dirty = True
                self.gate.leave()
        start_response(status, [("Content-Type", "application/json")])
        return [answer.encode()]

    def not_emulated(self, environ: dict[str, Any], start_response: Any, error: Exception) -> Iterable[bytes]:
        """501 and not 500: SDKs try a 500 again for minutes, and this one will not get better."""
        call = environ.get("HTTP_X_AMZ_TARGET") or f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
        text = f"the sandbox could not answer {call}: {type(error).__name__}: {error}"
        say(text)
        s3 = "/s3/" in environ.get("HTTP_AUTHORIZATION", "")
        query = "x-www-form-urlencoded" in environ.get("CONTENT_TYPE", "")
        body = json.dumps({"__type": "NotImplemented", "message": text})
        if s3 or query:
            body = f"<Error><Code>NotImplemented</Code><Message>{escape(text)}</Message></Error>"
            body = body if s3 else f"<ErrorResponse>{body}</ErrorResponse>"
        kind = "application/xml" if s3 or query else "application/x-amz-json-1.1"
        start_response("501 Not Implemented", [("Content-Type", kind), ("x-amzn-ErrorType", "NotImplemented")])
        return [body.encode()]


class OneLine(WSGIRequestHandler):
    """One line a request, with the name of the call; none for the manager's question who this is."""

    # An answer leaves in one piece. Where its head comes alone, Go's client may end the connection before the rest is
    # there, and the AWS provider asks again: of what was made a moment before, it then hears that it exists already.
    wbufsize = 64 * 1024

    def handle_expect_100(self) -> bool:
        """At once, and not a second time by werkzeug."""
        expected = super().handle_expect_100()
        self.wfile.flush()
        del self.headers["Expect"]
        return expected

    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        if self.path != Sandbox.PATH:
            call = self.headers.get("X-Amz-Target") or self.path
            say(f"{time.strftime('%H:%M:%S')} {self.command} {call} {int(code)}")


def stop(*_: Any) -> None:
    raise SystemExit(0)


def number_in(variable: str, default: float) -> float:
    text = os.environ.get(variable) or str(default)
    try:
        number = float(text)
    except ValueError:
        number = -1
    if not 0 <= number < float("inf"):
        sys.exit(f"{variable} must be a number of at least 0, got {text}; correct it or unset it")
    return number


def listening_socket() -> socket.socket:
    """Bound before the account is read: werkzeug's own message for a port in use is advice about something else."""
    listener = socket.socket(socket.AF_INET6 if ":" in ARGS.listen else socket.AF_INET, socket.SOCK_STREAM)
    if os.name != "nt":  # there it would let two servers share the port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((ARGS.listen, ARGS.port))
    except OSError as error:
        sys.exit(f"cannot listen on {ARGS.listen} port {ARGS.port}: {error.strerror or error}")
    listener.listen(128)
    return listener


def own_address() -> str:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(ARGS.listen, ARGS.listen)
    return f"http://[{host}]:{ARGS.port}" if ":" in host else f"http://{host}:{ARGS.port}"


def main() -> None:
    listener = listening_socket()
    executions.install(own_address())
    gate = Gate()
    store = digitalocean.Store(
        digitalocean.Engines(),
        number_in("SLIPWAY_DIGITALOCEAN_ACTION_SECONDS", 0.2),
        lambda name: name in s3_backends.bucket_accounts,
    )
    account = Account(ARGS.account_file, gate, store)
    account.load()
    if ARGS.seed:
        try:
            with open(ARGS.seed, encoding="utf-8") as stream:
                apply_seed(json.load(stream))
        except (OSError, ValueError, KeyError) as error:
            sys.exit(f"the seed {ARGS.seed} could not be used ({type(error).__name__}: {error})")
    account.dirty = True
    store.engines = droplet_engines.engines_in(ARGS.droplets, ARGS.listen, say)
    digitalocean.resume(store)
    ocean = digitalocean.Api(store, int(number_in("SLIPWAY_DIGITALOCEAN_REQUESTS_PER_HOUR", 5000)), say)
    sandbox = Sandbox(account, gate, ocean)
    server = make_server(ARGS.listen, ARGS.port, sandbox, threaded=True, request_handler=OneLine, fd=listener.fileno())
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    threading.Thread(target=account.save_often, daemon=True).start()
    say(f"listening on {ARGS.listen} port {ARGS.port}, account {ARGS.account_id}, moto {moto.__version__}")
    try:
        server.serve_forever()
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        account.save()
        store.engines.stop()
        say("stopped")
        os._exit(0)  # threads that wait on an open connection would keep the process


if __name__ == "__main__":
    main()
