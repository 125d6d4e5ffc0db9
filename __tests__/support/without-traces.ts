// cdktf notes a stack trace without a limit for each token, and Jest maps its lines to sources: most of the time of a test of
// constructs. `synthesize` leaves them out too.
const { captureStackTrace } = Error;
Error.captureStackTrace = (object, below) => {
  if (Error.stackTraceLimit !== Number.MAX_SAFE_INTEGER) captureStackTrace(object, below);
};
