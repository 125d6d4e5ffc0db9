import { sentencesOf, whole } from "../../support/sentences";

/** What is said of a wrong file of observatory, beside what is said in several domains. */
export const { said, missing, sentences, unsaid } = sentencesOf({
  secretArgument:
    "must hold no secret, got <>; the site configuration and the state would show it: put it into a file or a variable, for secrets or secretEnvironment, and let a script of the image read it",
  secretArgumentNative:
    "must hold no secret, got <>; the site configuration and the state would show it: put it into a file on its machine, and let the agent read it",
  realm: 'must be a realm of letters, digits and _.-, got <>; for example "test_realm"',
  addressRoot:
    'must be words of a-z, 0-9 and _ with single dots between them, got <>; for example "observatory"; every address begins with it',
  imageNeeded: "is required by <>; name an image with its tag or digest",
  hosts: 'must name a host at least, got <>; for example [{ hostname: "lab-docker", … }]',
  hostnameForbidden:
    "must not be localhost for containers, got <>; OCS takes that name for any host: write the machine's name and -docker",
  hostnameTwice: "must be there once, got <> as <> too; OCS would read the last one alone: put their agents into one",
  wampServer:
    'must be an address that begins with ws:// or wss://, without a user\'s name, got <>; as "ws://crossbar:8001/ws"',
  wampHttp:
    'must be an address that begins with http:// or https://, without a user\'s name, got <>; as "http://crossbar:8001/call"',
  routerTwice: "must be on one host, got it on a and b; a site has one router",
  crossbarMisplaced: "is for a native host, got one of containers; take it out",
  logDir:
    "must be mounted in its containers, got <>, which <> does not see; add it to mounts, or leave logDir out: containers write to standard output",
  crossbarTimeoutSeconds: whole(0, 86400, "0 is for ever, and OCS's own is 10"),
  instanceIdTwice: "must be there once, got <> as <> too; instance ids are unique in a site",
  instanceId:
    "must be 1 to 31 letters, digits, _ and -, got <>; it is a part of the agent's address and of its container's name",
  helperName: "must be 1 to 31 letters, digits, _ and -, got <>; containers find it under this name",
  helperNative: "is a container, got it in the native host <>; put it into one of containers",
  agentClassMeant: "must be a class that is there, got <>; did you mean <>?",
  wordWithDash:
    "must be a word that does not begin with a dash and a letter, got <>; OCS reads it as the name of an argument",
  argumentWord:
    "must be a word, a number, true or a list, with no word that begins with a dash and a letter, got <>; true writes the name alone; leave out what is not wanted",
  arguments: 'must be the name of an argument, without dashes before it, got <>; for example "num-channels"',
  argumentsObject: 'must be an object of words by their names, got <>; for example { mode: "acq" }',
  manage:
    'must be "host/up", "host/down", "docker/up", "docker/down", "ignore", "yes", "no", "docker", "host", "up" or "down", got <>; a HostManager knows no other',
  manageOfContainer:
    'must be "ignore" for a container, got <>; Terraform keeps the container, so a HostManager must not; leave it out, or make the host native',
  managerInContainer:
    'must be in a native host, got "HostManager" in a container; it starts programs on its machine: write a host with kind "native" for it',
  logLevel: 'must be "critical", "error", "warn", "info", "debug" or "trace", got <>; the agents\' log knows no other',
  scriptPath: 'must be a Python file without blanks in its path, got <>; as "barebones.py"',
  scriptPathInImage: "must be absolute, got <>; it is a file of the image",
  routerUnreached: "must be reached from <> on another node, got <>; name an address of <> and set allowPublic",
  routerAddressNeeded: "is required; tower-docker on another node must reach the router there",
  dataDirectory:
    "must be /data, a folder in it, or a path in mounts, got <>; what is written there would go with the container",
  dataShared:
    "must be the only aggregator that writes to <>, got <> there too; their files have the same names: change one folder",
  rootOfHost:
    "must be a folder below the host's root, got <>; a container that can write there owns the host: name the folder that it needs",
  hostnameOfPart: "must be another name, got <>, under which containers find <>; write the machine's name and -docker",
  loopback:
    'must be an address that containers reach, got <>, under which <>; write the router\'s address, or network "host" in the agent',
  dataMisplaced: "is for an AggregatorAgent, got it for <>; use mounts",
  hostPath: "must be the path of a folder of the Docker host, got <>; begin it with /",
  routerOpen:
    "must be an address of the host itself, got <>; whoever reaches it may call and register everything: set allowPublic, with a firewall that Docker does not go past",
  routerOfBothKinds:
    "must be the settings of a container, or wampServer and wampHttp of a router that runs already, got <>; write one of both",
  portTaken: "must be another port, got <> as <> has; change one",
  nodeMisplaced: "is for containers, got one on a native host; take it out",
  directorUnknown: "must name an AccessDirector of the site, got <>; the site has none",
  passwordHash:
    "must be the first 16 digits of the password's MD5, got a text of <> characters; printf %s PASSWORD | md5sum | cut -c1-16",
  accessNeeded: "is required by an AccessDirector; write { passwords: [ … ] } or { hostFile }",
  accessMisplaced: "is for an AccessDirector, got it for <>; take it out",
  configPath: "must be another path, got <>; leave /config to the site configuration, which is written there",
  instanceIdOfPart: "must be another, got <>, which is the name of <>; choose another",
  networksOnHost: 'must be left out on the network "host", got some; a container there is in no other network',
  networkTwice: "must be another network, got <>; <>: take it out",
  variableOfSite: "must be left to the site, which sets it, got one; <>",
  accessPath: "must be another path, got <>; what access says is written there",
  dataPath: "must be another path, got <>; say in data where the aggregator writes",
  settingOfContainer: "is for a container, got it in the native host <>; take it out",
});
