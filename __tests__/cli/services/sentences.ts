import { sentencesOf } from "../../support/sentences";

/** What is said of service files that are imported, as far as several tests of them expect the sentence. */
export const { said, sentences } = sentencesOf({
  imported: "imported as services.<>: <>",
  isLatest:
    "image has no version, so it is imported as latest, which is another image tomorrow; name a version, and remove allowLatest",
  isPair:
    "<> is imported as a pair, because it is built for each colour, and blue as the live one, because no file says which is; correct live",
  isDatabase:
    "<>, a database of the image <>, is not imported, because its data are not in the file; a PostgreSQL server is declared in postgres, and its data come from a dump",
  isBuilt: "dockerfile <> is not imported; slipway services build builds and pushes <>, by version",
  fromShell: "env has no values of <>, because deploy.py takes them from the shell; write them into environment",
  secretsByName: "secrets are imported by name; set <> in the shell that deploys",
  valueLeft:
    "env.<> is imported without its value, because it looks like a secret; if it is none, write it into environment",
  onNode: "<> must exist on the node before you deploy; copy it there",
  localHosts:
    "hosts end with .localhost, and there is no TLS, because no service file names hosts; import with --domain example.org, or write them",
  publicHosts:
    "hosts are the services' names before <>, and Let's Encrypt writes to webmaster@<>, because no service file says either; correct them",
  sizeRetired: "size <> is retired at DigitalOcean; <> takes its place",
  regionRetired: "region <> takes no new droplets; <> takes its place",
  regionLeft:
    "region is not imported, because no file says the size of that droplet; write both, or dockerHost of the node",
  yamlOfService: "must be YAML, got something else; correct it there",
  again: "comes again in line <>; put them into one",
});
