import { sentencesOf } from "../../support/sentences";

/** What is said of a site that is imported, as far as several tests of it expect the sentence. */
export const { said, sentences } = sentencesOf({
  imageUnknown: "no file says which image of OCS agents are made of; images.ocs is <>: correct it if that is another",
  again: "comes again in line <>, and YAML keeps the last: this one is lost; put them into one",
  againWithAgents:
    "comes again in line <>, and YAML keeps the last: this one is lost with its agents <>; put them into one",
  unread: "is not read by OCS; take it out",
  unreadMeant: "is not read by OCS; did you mean <>?",
  unreadOfHost: "is not read by OCS; it is the whole site's: take it out of the host",
  unreadTimeout:
    "is not read by OCS; it knows crossbar_timeout, and waits 10 s: set crossbarTimeoutSeconds if <> is meant",
  unreadFolder: "is not read by OCS; give --working-dir to the program that starts the agents",
  hubLacks: "is missing, without which OCS starts no agent; write it",
  wrongInFile: "one of these is wrong in the new file too; slipway check <> repeats it",
  severalWrongInFile: "<> of these are wrong in the new file too; slipway check <> repeats them",
  agentLacks: "has no <>, without which OCS does not find it; it is left out",
  yamlTypes: "must be a text, got <>, which YAML 1.1 takes for <>, and OCS never finds; quote it",
  manageUnknown:
    "has manage <>: a HostManager knows no such word, and passes over the agent; it is left out, which means host/up",
  manageOfTerraform:
    'has manage <>, but Terraform keeps its container now: no HostManager may; it is "ignore" in the new site file',
  wordBeforeName: "has the word <> before the first name, which OCS's agents do not take; it is left out",
  dashes: "has <>, which is written <> here; give the agent that name too",
  wordAtEnd: "has the word <>, at which OCS ends with an error; it is left out",
  hostIsNative:
    "has no container in the compose files, and is native here; name the compose file of its containers too",
  hostSplit:
    "has native agents beside its containers, and becomes two hosts; <> in the native host <>, the containers are in <>",
  hostnameUnknown: "has the hostname <>, which is no host of site.yaml: OCS <>; correct one of them",
  mountOfPath: "mounts <>, which is left out: Docker takes absolute paths alone; write its path on the host in mounts",
  variableOfShell: "has its value from the shell, and is left out; write it in environment, or in secretEnvironment",
  notTakenOver: "has <>, which is not taken over; <>",
  helper: "is no agent, and is a helper of host <>; take it out if the site does without it",
  noAgentBuilt: "is no agent, and is left out; build its image, and name it in helpers of a host",
  noAgentAnew: "is no agent, and is left out; <> makes a new one",
  published:
    "is published on <>: anybody who reaches it may call and register everything; take allowPublic out and set ip to 127.0.0.1, or let a firewall before the host allow the nodes alone",
  routerElsewhere: "hub.wamp_server is <>, but the new router is at <>; correct crossbar, or what looks for it there",
  routerOfAnother: "must have the hub's <>, <>, got <>; agents could not join: the new router has the hub's",
  variableUnread: "has <>, which its image does not read, for it knows <>; take it out, both follow from the site",
  yaml: "must be YAML, got <>; correct it there",
  blockNeeded: "is required, got no such block; name <>",
  unreadable: "must be a file that can be read, got <>; correct the path",
  notUtf8: "must be a text in UTF-8, got something else; save it as one, or correct the path",
  written: "written; next: npx slipway check <>, then npx slipway plan <>",
});
