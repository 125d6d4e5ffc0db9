import { sentencesOf } from "../support/sentences";

/** What is said of a run on this machine that is refused, and what several of its tests expect. */
export const { said, sentences } = sentencesOf({
  repositoryMeant: "must read what exists, got the repository <>; did you mean <>?",
  repositoryUnknown: "must read what exists, got the repository <>; there are <>",
  nothingCommitted: "must have something committed, got no folder <>; name a file or folder: --input <>=PATH",
  input: "must be a file or a folder, got <>; name one that exists",
  runFolder: "must be a folder that can be written, got <>; name another with --dir",
  runFolderPath: "must have a plain path where steps run with bash, got <>; name one without blanks: --dir",
  folderOfOthers: "would be replaced, and is of no earlier run; name another folder with --dir",
  inputMeant: "must be of a repository of the workflow, got <>; did you mean <>?",
  inputUnknown: "must be of a repository of the workflow, got <>; there are <>",
  glob: "has <>, got <>; write it as in Pachyderm: /*, /training/*, /(*)-?.csv",
  spout: "must read something to run here, got a spout, which never ends; run the workflow without it",
  secretFolder: "must be a folder with a file for each key, got <>; make it, or name another",
  secretKey: "must have the key <> for <>, got no file <>; write it",
  secretNeeded: "needs the secret <>, got none; name a folder with a file for each key: --secret <>=FOLDER",
  circle: "must not read each other in a circle, got <>; cut it at one",
  workingDirectory: "must have a workingDirectory of this machine to run with bash, got <>; run it with Docker",
  stateFolder: "must be in folders, got <>; take it away, and what it was for is run again",
  inputKind: "must be a file or a folder, got <>; take it away",
  outputTwice: "must be written by one datum, got <>; put $PACH_DATUM_ID in its name",
  outputLink: "must be a link to what lies below /pfs, got one to <>; copy the file",
  exitCode: "it ended with exit code <>",
  timeout: "it took longer than datumTimeoutSeconds, <>",
  unused: "passed over, since they mean nothing here: <>",
  programNeeded: "must have a command or a script to run with bash, got none; run it with Docker",
});
