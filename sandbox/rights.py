"""What IAM would ask of whoever called: the actions, and on which resources, by the access keys that signed.

AWS has a word for each call, an action, which is mostly the operation's name. This reads the operation out of the request, as the
models of botocore describe requests, gives it the name that IAM has for it, and adds the actions that a call needs beside its own.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

import json
import re
import threading
from typing import Any, Callable, Iterable
from urllib.parse import parse_qsl, unquote

from botocore.loaders import Loader
from botocore.model import ServiceModel

CREDENTIAL = re.compile(r"Credential=(?P<key>[^/]+)/\d{8}/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request")

MODELS = {"states": "stepfunctions", "monitoring": "cloudwatch", "tagging": "resourcegroupstaggingapi"}

# Nobody needs a right for these.
FREE = {"sts:GetCallerIdentity", "sts:GetSessionToken"}

S3 = {
    "AbortMultipartUpload": ["AbortMultipartUpload"],
    "CompleteMultipartUpload": ["PutObject"],
    "CopyObject": ["PutObject"],
    "CreateMultipartUpload": ["PutObject"],
    "DeleteBucketCors": ["PutBucketCORS"],
    "DeleteBucketEncryption": ["PutEncryptionConfiguration"],
    "DeleteBucketLifecycle": ["PutLifecycleConfiguration"],
    "DeleteBucketOwnershipControls": ["PutBucketOwnershipControls"],
    "DeleteBucketTagging": ["PutBucketTagging"],
    "DeleteObjects": ["DeleteObject"],
    "DeletePublicAccessBlock": ["PutBucketPublicAccessBlock"],
    "GetBucketAccelerateConfiguration": ["GetAccelerateConfiguration"],
    "GetBucketCors": ["GetBucketCORS"],
    "GetBucketEncryption": ["GetEncryptionConfiguration"],
    "GetBucketLifecycle": ["GetLifecycleConfiguration"],
    "GetBucketLifecycleConfiguration": ["GetLifecycleConfiguration"],
    "GetBucketNotificationConfiguration": ["GetBucketNotification"],
    "GetBucketReplication": ["GetReplicationConfiguration"],
    "GetObjectLockConfiguration": ["GetBucketObjectLockConfiguration"],
    "GetPublicAccessBlock": ["GetBucketPublicAccessBlock"],
    "HeadBucket": ["ListBucket"],
    "HeadObject": ["GetObject"],
    "ListBuckets": ["ListAllMyBuckets"],
    "ListMultipartUploads": ["ListBucketMultipartUploads"],
    "ListObjectVersions": ["ListBucketVersions"],
    "ListObjects": ["ListBucket"],
    "ListObjectsV2": ["ListBucket"],
    "ListParts": ["ListMultipartUploadParts"],
    "PutBucketAccelerateConfiguration": ["PutAccelerateConfiguration"],
    "PutBucketCors": ["PutBucketCORS"],
    "PutBucketEncryption": ["PutEncryptionConfiguration"],
    "PutBucketLifecycle": ["PutLifecycleConfiguration"],
    "PutBucketLifecycleConfiguration": ["PutLifecycleConfiguration"],
    "PutBucketNotificationConfiguration": ["PutBucketNotification"],
    "PutObjectLockConfiguration": ["PutBucketObjectLockConfiguration"],
    "PutPublicAccessBlock": ["PutBucketPublicAccessBlock"],
    "UploadPart": ["PutObject"],
    "UploadPartCopy": ["PutObject"],
}
OF_VERSIONS = {"GetObject": "GetObjectVersion", "DeleteObject": "DeleteObjectVersion"}

# What a call names a resource by, as an ARN without its beginning.
RESOURCES: dict[str, dict[str, str]] = {
    "iam": {
        "RoleName": "role{path}{RoleName}",
        "PolicyName": "policy{path}{PolicyName}",
        "UserName": "user/{UserName}",
        "GroupName": "group/{GroupName}",
        "InstanceProfileName": "instance-profile/{InstanceProfileName}",
    },
    "lambda": {"FunctionName": "function:{FunctionName}"},
    "ecr": {"repositoryName": "repository/{repositoryName}"},
    "logs": {"logGroupName": "log-group:{logGroupName}", "logGroupIdentifier": "log-group:{logGroupIdentifier}"},
    "states": {"name": "stateMachine:{name}"},
    "cognito-idp": {"UserPoolId": "userpool/{UserPoolId}"},
    "cognito-identity": {"IdentityPoolId": "identitypool/{IdentityPoolId}"},
    "kms": {"KeyId": "{KeyId}"},
}
# Names that are ARNs already.
ARNS = (
    *("PolicyArn", "Resource", "ResourceArn", "resourceArn", "stateMachineArn", "executionArn"),
    *("stateMachineVersionArn", "KeyId", "FunctionName", "repositoryNames", "resource"),
)
# AWS asks for these rights on everything: the calls look for something, or are about no resource.
ANYWHERE = {
    *("ecr:GetAuthorizationToken", "logs:DescribeLogGroups", "states:ListStateMachines", "lambda:ListFunctions"),
    *("lambda:GetAccountSettings", "states:ValidateStateMachineDefinition", "iam:ListPolicies", "iam:ListRoles"),
    *("s3:ListAllMyBuckets", "ec2:DescribeSubnets", "ec2:DescribeVpcs", "ec2:DescribeSecurityGroups"),
}
TAGGING = {
    **{"iam:CreateRole": "iam:TagRole", "iam:CreatePolicy": "iam:TagPolicy", "ecr:CreateRepository": "ecr:TagResource"},
    **{"lambda:CreateFunction": "lambda:TagResource", "logs:CreateLogGroup": "logs:TagResource"},
    "states:CreateStateMachine": "states:TagResource",
}
# Whose role these calls hand on.
PASSING = {
    **{"lambda:CreateFunction": "Role", "lambda:UpdateFunctionConfiguration": "Role"},
    **{"states:CreateStateMachine": "roleArn", "states:UpdateStateMachine": "roleArn"},
    **{"cognito-idp:CreateGroup": "RoleArn", "cognito-idp:UpdateGroup": "RoleArn"},
}
# Lambda reads an image as whoever makes the function, and lets itself read it.
OF_IMAGE = ("ecr:GetRepositoryPolicy", "ecr:SetRepositoryPolicy")
OF_VPC = ("ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs")

Need = tuple[str, str]


class Operations:
    """The operations of one service, and how to find the one that a request is."""

    def __init__(self, service: str) -> None:
        name = MODELS.get(service, service)
        self.model = ServiceModel(Loader().load_service_model(name, "service-2"), name)
        self.rest = self.model.metadata["protocol"].startswith("rest")
        self.routes = list(self.all_routes()) if self.rest else []

    def all_routes(self) -> Iterable[tuple[str, str, re.Pattern[str], set[str], set[str], int]]:
        for name in self.model.operation_names:
            operation = self.model.operation_model(name)
            path, _, query = operation.http["requestUri"].partition("?")
            pattern = re.sub(r"\\{(\w+)(\\\+)?\\}", self.group, re.escape(path.rstrip("/")))
            named = {key for key, _ in parse_qsl(query, keep_blank_values=True)}
            headers: set[str] = set()
            shape = operation.input_shape
            for member in (shape.required_members if shape else []) or []:
                where = shape.members[member].serialization
                if where.get("location") == "querystring":
                    named.add(where["name"])
                if where.get("location") == "header":
                    headers.add("HTTP_" + where["name"].upper().replace("-", "_"))
            fixed = len(re.sub(r"\{[^}]*\}", "", path))
            yield name, operation.http["method"], re.compile(f"^{pattern}/?$"), named, headers, fixed

    @staticmethod
    def group(match: re.Match[str]) -> str:
        return f"(?P<{match[1]}>.+)" if match[2] else f"(?P<{match[1]}>[^/]+)"

    def find(self, environ: dict[str, Any], body: bytes) -> tuple[str, dict[str, Any]] | None:
        """The operation, and what it is asked with."""
        if not self.rest:
            target = environ.get("HTTP_X_AMZ_TARGET")
            if target:
                return target.rpartition(".")[2], json.loads(body or b"{}")
            form = dict(parse_qsl(body.decode(), keep_blank_values=True))
            return (form["Action"], form) if "Action" in form else None
        path = environ.get("RAW_URI", environ["PATH_INFO"]).partition("?")[0]
        query = dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
        found = [
            (len(named) + len(headers), fixed, name, match)
            for name, method, pattern, named, headers, fixed in self.routes
            if method == environ["REQUEST_METHOD"] and named <= query.keys() and all(h in environ for h in headers)
            if (match := pattern.match(path.rstrip("/")))
        ]
        if not found:
            return None
        # The longest way of saying it; of two names for one request, the first.
        _, _, name, match = min(found, key=lambda each: (-each[0], -each[1], each[2]))
        asked = {key: unquote(value) for key, value in match.groupdict().items()}
        if body and self.model.metadata["protocol"] == "rest-json" and name != "Invoke":
            asked = {**json.loads(body), **asked}
        return name, {**query, **asked}


class Rights:
    """
    role_path: the path of a role, by its name
    """

    MOST = 1_000  # resources of one action

    def __init__(self, account: str, role_path: Callable[[str], str]) -> None:
        self.account, self.role_path = account, role_path
        self.services: dict[str, Operations | None] = {}
        self.seen: dict[str, dict[str, set[str]]] = {}
        self.turn = threading.Lock()

    def note(self, environ: dict[str, Any], body: bytes) -> None:
        """Remembers what a request needs. It must not harm the request, whatever that is."""
        signed = CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", ""))
        if signed is None:
            return
        try:
            needs = list(self.needs(signed["service"], signed["region"], environ, body))
        except Exception:  # no request of AWS, or one that will be refused
            return
        with self.turn:
            of_key = self.seen.setdefault(signed["key"], {})
            for action, resource in needs:
                known = of_key.setdefault(action, set())
                if len(known) < self.MOST:
                    known.add(resource)

    def listed(self) -> dict[str, dict[str, list[str]]]:
        with self.turn:
            return {
                key: {action: sorted(resources) for action, resources in sorted(actions.items())}
                for key, actions in sorted(self.seen.items())
            }

    def needs(self, service: str, region: str, environ: dict[str, Any], body: bytes) -> Iterable[Need]:
        if service not in self.services:
            self.services[service] = Operations(service)
        found = self.services[service].find(environ, body)
        if found is None:
            return
        operation, asked = found
        if service == "s3":
            yield from self.of_s3(operation, asked, environ)
            if operation == "DeleteObjects" and b"<VersionId>" in body:
                yield "s3:DeleteObjectVersion", f"arn:aws:s3:::{asked['Bucket']}/*"
            return
        name = {"Invoke": "InvokeFunction"}.get(operation, operation) if service == "lambda" else operation
        action = f"{service}:{name}"
        if action in FREE:
            return
        resource = "*" if action in ANYWHERE else self.resource(service, region, asked)
        yield action, resource
        yield from self.beside(action, resource, region, asked)

    def of_s3(self, operation: str, asked: dict[str, Any], environ: dict[str, Any]) -> Iterable[Need]:
        bucket, key = asked.get("Bucket"), asked.get("Key")
        resource = "*" if bucket is None else f"arn:aws:s3:::{bucket}" + ("" if key is None else f"/{key}")
        for name in S3.get(operation, [operation]):
            name = OF_VERSIONS.get(name, name) if asked.get("versionId") not in (None, "null") else name
            # The keys stand in the body.
            yield f"s3:{name}", f"{resource}/*" if operation == "DeleteObjects" else resource
        source = unquote(environ.get("HTTP_X_AMZ_COPY_SOURCE", "")).lstrip("/")
        if source:
            path, _, version = source.partition("?versionId=")
            yield ("s3:GetObjectVersion" if version else "s3:GetObject"), f"arn:aws:s3:::{path}"
        if "HTTP_X_AMZ_TAGGING" in environ:
            yield "s3:PutObjectTagging", resource

    def resource(self, service: str, region: str, asked: dict[str, Any]) -> str:
        # A policy is attached to a role, and not the role to the policy.
        for name in () if {"RoleName", "UserName", "GroupName"} & asked.keys() else ARNS:
            value = asked.get(name)
            value = value[0] if isinstance(value, list) and value else value
            if isinstance(value, str) and value.startswith("arn:"):
                return value
        if isinstance(asked.get("repositoryNames"), list):
            asked = {**asked, "repositoryName": asked["repositoryNames"][0]}
        for name, pattern in RESOURCES.get(service, {}).items():
            if asked.get(name):
                path = asked.get("Path") or (self.role_path(asked[name]) if name == "RoleName" else "/")
                where = f"arn:aws:{service}:{'' if service == 'iam' else region}:{self.account}:"
                return where + pattern.format(**{**asked, "path": path})
        return "*"

    def beside(self, action: str, resource: str, region: str, asked: dict[str, Any]) -> Iterable[Need]:
        """What AWS also asks for, of the same caller."""
        has_tags = any(asked.get(key) for key in ("tags", "Tags")) or any(key.startswith("Tags.") for key in asked)
        if has_tags and action in TAGGING:
            yield TAGGING[action], resource
        if asked.get(PASSING.get(action, "")):
            yield "iam:PassRole", asked[PASSING[action]]
        image = (asked.get("Code") or {}).get("ImageUri") if action == "lambda:CreateFunction" else asked.get("ImageUri")
        if action in ("lambda:CreateFunction", "lambda:UpdateFunctionCode") and image:
            owner, place, name = re.match(r"(\d+)\.dkr\.ecr\.([\w-]+)\.[^/]+/([^:@]+)", image).groups()
            repository = f"arn:aws:ecr:{place}:{owner}:repository/{name}"
            for need in (*OF_IMAGE, "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"):
                yield need, repository
        if (asked.get("VpcConfig") or {}).get("SubnetIds"):
            for need in OF_VPC:
                yield need, "*"
