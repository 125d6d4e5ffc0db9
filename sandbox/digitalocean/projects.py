"""Projects: each resource belongs to one, to the default project unless somebody moves it."""

from __future__ import annotations

import re
import uuid
from typing import Any

from .api import Answer, Call, Fields, Refusal, bad_request, conflict, not_found, route
from .store import Store, Thing, stamp

_PURPOSES = [
    "Just trying out DigitalOcean",
    "Class project / Educational purposes",
    "Website or blog",
    "Web Application",
    "Service or API",
    "Mobile Application",
    "Machine learning / AI / Data processing",
    "IoT",
    "Operational / Developer tooling",
]
_ENVIRONMENTS = ["Development", "Staging", "Production"]
_SPACE = "do:space:"
_PATHS = {
    "droplet": "droplets",
    "volume": "volumes",
    "domain": "domains",
    "reservedip": "reserved_ips",
    "dbaas": "databases",
}


def default_project(store: Store) -> Thing:
    found = next((project for project in store.projects.values() if project["is_default"]), None)
    return found or _make(
        store, "first-project", "Update your project information", "Just trying out DigitalOcean", "", True
    )


def adopt(store: Store, urn: str, project: str | None = None) -> None:
    """A new resource's project."""
    if project is not None and project not in store.projects:
        raise bad_request(f"Project {project} does not exist.")
    store.project_of[urn] = {"project": project or default_project(store)["id"], "at": stamp()}


def project_id_of(store: Store, urn: str) -> str:
    return store.project_of[urn]["project"]


def _make(store: Store, name: str, description: str, purpose: str, environment: str, default: bool) -> Thing:
    now = stamp()
    project: Thing = {
        "id": str(uuid.uuid4()),
        "owner_uuid": store.account_id,
        "owner_id": store.owner_number,
        "name": name,
        "description": description,
        "purpose": purpose,
        "environment": environment,
        "is_default": default,
        "created_at": now,
        "updated_at": now,
    }
    store.projects[project["id"]] = project
    return project


def _purpose(given: str) -> str:
    return given if given in _PURPOSES or given.startswith("Other: ") else f"Other: {given}"


def _environment(given: str) -> str:
    if given and given.capitalize() not in _ENVIRONMENTS:
        raise bad_request(f"environment must be one of {', '.join(_ENVIRONMENTS)}")
    return given.capitalize()


def _refuse_name(store: Store, name: str, other_than: str | None = None) -> None:
    if len(name) > 175:
        raise bad_request("name must not have more than 175 characters")
    if any(project["name"] == name and project["id"] != other_than for project in store.projects.values()):
        raise conflict("name is already in use")


def _project(store: Store, project: str) -> Thing:
    default = default_project(store)
    found = default if project == "default" else store.projects.get(project)
    if found is None:
        raise not_found()
    return found


@route("GET", "projects")
def list_projects(call: Call, store: Store) -> Answer:
    default_project(store)
    return call.listed("projects", store.projects.values())


@route("POST", "projects")
def create_project(call: Call, store: Store) -> Answer:
    body, name = call.body, call.body.text("name")
    default_project(store)
    _refuse_name(store, name)
    purpose, environment = _purpose(body.text("purpose")), _environment(body.text("environment", ""))
    return 201, {"project": _make(store, name, body.text("description", ""), purpose, environment, False)}


@route("GET", "projects/{project}")
def get_project(call: Call, store: Store, project: str) -> Answer:
    return 200, {"project": _project(store, project)}


def _change(store: Store, project: Thing, body: Fields) -> Thing:
    if "name" in body:
        _refuse_name(store, body.text("name"), project["id"])
    changes: Thing = {name: body.text(name, "") for name in ("name", "description") if name in body}
    if "purpose" in body:
        changes["purpose"] = _purpose(body.text("purpose"))
    if "environment" in body:
        changes["environment"] = _environment(body.text("environment", ""))
    if body.flag("is_default", project["is_default"]) != project["is_default"]:
        if project["is_default"]:
            raise bad_request("The default project can only be changed by making another one the default.")
        default_project(store)["is_default"] = False
        changes["is_default"] = True
    project.update(changes, updated_at=stamp())
    return project


@route("PUT", "projects/{project}")
def update_project(call: Call, store: Store, project: str) -> Answer:
    found, body = _project(store, project), call.body
    for name in ("name", "description", "purpose", "environment", "is_default"):
        if name not in body:
            raise bad_request(f"{name} is required")
    return 200, {"project": _change(store, found, body)}


@route("PATCH", "projects/{project}")
def patch_project(call: Call, store: Store, project: str) -> Answer:
    return 200, {"project": _change(store, _project(store, project), call.body)}


@route("DELETE", "projects/{project}")
def delete_project(call: Call, store: Store, project: str) -> Answer:
    found = _project(store, project)
    if found["is_default"]:
        raise Refusal(412, "precondition_failed", "cannot delete the default project")
    if any(member["project"] == found["id"] for member in store.project_of.values()):
        raise Refusal(412, "precondition_failed", "cannot delete a project with resources")
    del store.projects[found["id"]]
    return 204, None


def _resource_view(call: Call, urn: str, at: str | None, status: str) -> Thing:
    _, kind, resource = urn.split(":", 2)
    link = call.url(f"{_PATHS[kind]}/{resource}") if kind in _PATHS else ""
    return {"urn": urn, "assigned_at": at, "links": {"self": link}, "status": status}


def _lost_space(store: Store, urn: str) -> bool:
    """Buckets are made and deleted by S3's API, which knows no projects."""
    return urn.startswith(_SPACE) and not store.has_space(urn.removeprefix(_SPACE))


@route("GET", "projects/{project}/resources")
def list_resources(call: Call, store: Store, project: str) -> Answer:
    found = _project(store, project)
    members = [
        (urn, member["at"])
        for urn, member in store.project_of.items()
        if member["project"] == found["id"] and not _lost_space(store, urn)
    ]
    return call.listed("resources", members, lambda member: _resource_view(call, member[0], member[1], "ok"))


@route("POST", "projects/{project}/resources")
def assign_resources(call: Call, store: Store, project: str) -> Answer:
    found, answers = _project(store, project), []
    urns = [_normal(urn) for urn in call.body.list("resources", str)]
    for urn in urns:
        if urn.startswith(_SPACE) and urn not in store.project_of and not _lost_space(store, urn):
            adopt(store, urn)
        member = store.project_of.get(urn)
        if member is None or _lost_space(store, urn):
            answers.append(_resource_view(call, urn, None, "not_found"))
            continue
        status = "already_assigned" if member["project"] == found["id"] else "assigned"
        if status == "assigned":
            store.project_of[urn] = member = {"project": found["id"], "at": stamp()}
        answers.append(_resource_view(call, urn, member["at"], status))
    return 200, {"resources": answers, "links": {}, "meta": {"total": len(answers)}}


def _normal(urn: Any) -> str:
    match = re.fullmatch(r"do:(droplet|volume|domain|reservedip|floatingip|dbaas|space):(.+)", urn)
    if match is None:
        raise bad_request(
            f"{urn} must be the URN of a resource that projects hold: do:droplet:…, do:volume:…, do:domain:…, "
            "do:reservedip:…, do:dbaas:… or do:space:…"
        )
    return f"do:reservedip:{match[2]}" if match[1] == "floatingip" else urn
