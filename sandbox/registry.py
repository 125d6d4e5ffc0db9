"""Docker's registry in front of the emulated ECR: what `docker push` and `docker pull` ask for.

Blobs and manifests lie where ECR's own API has them, so an image that docker pushed is one of the repository. A login is that of
ECR: the token says which region's repositories are meant.

https://distribution.github.io/distribution/spec/api/
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from typing import Any, Callable, Iterable
from urllib.parse import parse_qsl

Answer = tuple[str, dict[str, str], bytes]

PATH = re.compile(r"^/v2/(?P<name>[a-z0-9][a-z0-9._/-]*?)/(?P<kind>blobs|manifests|tags)/(?P<rest>.+)$")
PASSWORD = "sandbox-"


def token_of(region: str) -> str:
    """What GetAuthorizationToken gives."""
    return base64.b64encode(f"AWS:{PASSWORD}{region}".encode()).decode()


def digest_of(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


class Refused(Exception):
    def __init__(self, status: str, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


class Registry:
    """
    repositories: of a region, by their names
    layers: the blobs of a repository, by their digests
    put: keeps a manifest: region, name, text, tag or None, media type
    """

    def __init__(
        self,
        repositories: Callable[[str], dict[str, Any]],
        layers: Callable[[Any], dict[str, bytes]],
        put: Callable[[str, str, str, str | None, str], Any],
    ) -> None:
        self.repositories, self.layers, self.put = repositories, layers, put
        self.uploads: dict[str, bytearray] = {}

    def takes(self, environ: dict[str, Any]) -> bool:
        """AWS has paths below /v2 too; its requests are signed."""
        path = environ["PATH_INFO"]
        is_signed = environ.get("HTTP_AUTHORIZATION", "").startswith("AWS4-")
        return not is_signed and (path in ("/v2", "/v2/") or PATH.match(path) is not None)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        try:
            status, headers, body = self.answer(environ)
        except Refused as error:
            status, headers = error.status, {"Content-Type": "application/json"}
            if status.startswith("401"):
                headers["WWW-Authenticate"] = 'Basic realm="the sandbox"'
            body = json.dumps({"errors": [{"code": error.code, "message": str(error)}]}).encode()
        is_head = environ["REQUEST_METHOD"] == "HEAD"
        length = {"Content-Length": str(len(body))}
        version = {"Docker-Distribution-Api-Version": "registry/2.0"}
        start_response(status, list({**length, **version, **headers}.items()))
        return [b"" if is_head else body]

    def answer(self, environ: dict[str, Any]) -> Answer:
        region = self.region(environ)
        found = PATH.match(environ["PATH_INFO"])
        if found is None:
            return "200 OK", {}, b"{}"
        name, rest, method = found["name"], found["rest"], environ["REQUEST_METHOD"]
        known = self.repositories(region)
        if name not in known:
            raise Refused("404 Not Found", "NAME_UNKNOWN", f"there is no repository {name} in {region}")
        repository = known[name]
        if found["kind"] == "tags":
            tags = sorted(tag for image in repository.images for tag in image.image_tags)
            return "200 OK", {"Content-Type": "application/json"}, json.dumps({"name": name, "tags": tags}).encode()
        if found["kind"] == "manifests":
            if method == "PUT":
                return self.put_manifest(environ, region, name, rest)
            return self.manifest(repository, rest)
        if rest.startswith("uploads/"):
            return self.upload(environ, repository, name, rest.removeprefix("uploads/"))
        blob = self.layers(repository).get(rest)
        if blob is None:
            raise Refused("404 Not Found", "BLOB_UNKNOWN", f"there is no blob {rest} in {name}")
        return "200 OK", {"Docker-Content-Digest": rest, "Content-Type": "application/octet-stream"}, blob

    def region(self, environ: dict[str, Any]) -> str:
        kind, _, encoded = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
        try:
            user, _, password = base64.b64decode(encoded).decode().partition(":")
        except ValueError:
            user, password = "", ""
        if kind != "Basic" or user != "AWS" or not password.startswith(PASSWORD):
            raise Refused("401 Unauthorized", "UNAUTHORIZED", "the login must be the token of ECR")
        return password.removeprefix(PASSWORD)

    def upload(self, environ: dict[str, Any], repository: Any, name: str, upload: str) -> Answer:
        """A blob comes in one piece or in several, the last of which names its digest."""
        method, query = environ["REQUEST_METHOD"], dict(asked(environ))
        if method == "POST":
            upload = os.urandom(16).hex()
            self.uploads[upload] = bytearray()
        elif upload not in self.uploads:
            raise Refused("404 Not Found", "BLOB_UPLOAD_UNKNOWN", f"there is no upload {upload}")
        content = self.uploads[upload]
        content += body_of(environ)
        place = {"Location": f"/v2/{name}/blobs/uploads/{upload}", "Docker-Upload-UUID": upload}
        if method in ("POST", "PATCH") and "digest" not in query:
            return "202 Accepted", {**place, "Range": f"0-{max(len(content) - 1, 0)}"}, b""
        del self.uploads[upload]
        if method == "DELETE":
            return "204 No Content", {}, b""
        blob, digest = bytes(content), query.get("digest", "")
        if digest_of(blob) != digest:
            raise Refused("400 Bad Request", "DIGEST_INVALID", f"the digest of what came is {digest_of(blob)}")
        self.layers(repository)[digest] = blob
        return "201 Created", {"Location": f"/v2/{name}/blobs/{digest}", "Docker-Content-Digest": digest}, b""

    def put_manifest(self, environ: dict[str, Any], region: str, name: str, reference: str) -> Answer:
        content = body_of(environ)
        digest, tag = digest_of(content), None if ":" in reference else reference
        if tag is None and reference != digest:
            raise Refused("400 Bad Request", "DIGEST_INVALID", f"the digest of the manifest is {digest}")
        images = self.repositories(region)[name].images
        is_there = any(image.get_image_digest() == digest and (tag is None or tag in image.image_tags) for image in images)
        try:
            if not is_there:
                self.put(region, name, content.decode(), tag, environ.get("CONTENT_TYPE", ""))
        except Exception as error:  # ECR's own errors, such as blobs that are not there
            raise Refused("400 Bad Request", "MANIFEST_INVALID", str(error)) from error
        return "201 Created", {"Location": f"/v2/{name}/manifests/{digest}", "Docker-Content-Digest": digest}, b""

    def manifest(self, repository: Any, reference: str) -> Answer:
        for image in repository.images:
            if reference == image.get_image_digest() or reference in image.image_tags:
                text = image.image_manifest
                kind = image.image_manifest_media_type or json.loads(text).get("mediaType", "")
                return "200 OK", {"Docker-Content-Digest": image.get_image_digest(), "Content-Type": kind}, text.encode()
        raise Refused("404 Not Found", "MANIFEST_UNKNOWN", f"there is no manifest {reference}")


def asked(environ: dict[str, Any]) -> Iterable[tuple[str, str]]:
    return parse_qsl(environ.get("QUERY_STRING", ""))


def body_of(environ: dict[str, Any]) -> bytes:
    if environ.get("wsgi.input_terminated"):
        return environ["wsgi.input"].read()
    return environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
