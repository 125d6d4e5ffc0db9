import { shown } from "../../constructs/shared/shown";
import { deniedAdvice, deniedCall, deniedText } from "../../engine/denied";

/** What AWS is asked about, for messages. */
export interface Asked {
  /** Such as `the function quetzal-paris`. */
  readonly what: string;
  readonly environment: NodeJS.ProcessEnv;
  /** The workspace whose deployment makes it. @default - every account has it */
  readonly deploys?: string;
}

/** What the SDK throws: of a service, of its own search for credentials, or of the network. */
interface SdkError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const ABSENT = /^(ResourceNotFound|RepositoryNotFound|StateMachineDoesNotExist|NoSuchBucket|NotFound)(Exception)?$/;
const REFUSED = /AccessDenied|Unauthorized|NotAuthorized/i;
const OLD = /Expired|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature/;

/** Asks AWS. A refusal is thrown as a message: `<what> must …, got …; …`. Other errors are thrown unchanged. */
export async function awsAnswered<T>(asked: Asked, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const message = denialIn(error as SdkError, asked) ?? refusalIn(error as SdkError, asked);
    throw message === undefined ? error : new Error(message, { cause: error });
  }
}

/** Whether AWS refused because a right is missing. */
export function isForbidden({ cause }: Error): boolean {
  return cause instanceof Error && REFUSED.test(cause.name);
}

/** Of work on a deployed model, which right is missing. */
function denialIn(error: SdkError, { what, deploys }: Asked): string | undefined {
  const calls = deniedCall(error);
  if (calls.length === 0 || deploys === undefined || OLD.test(error.name)) return undefined;
  const advice = deniedAdvice(calls, deploys, "builder");
  return `${what} must be open to your credentials, got a denial of ${deniedText(calls)}; ${advice}`;
}

function refusalIn({ name, message, code, $metadata }: SdkError, asked: Asked): string | undefined {
  const { what, deploys, environment } = asked;
  const said = shown(message.split("\n")[0] || code || name);
  if (deploys !== undefined && ABSENT.test(name)) {
    return `${what} must be there, got none; slipway deploy ${deploys} makes it`;
  }
  if (/^(CredentialsProviderError|TokenProviderError)$/.test(name) || OLD.test(name)) {
    return `${what} must be asked with credentials that AWS accepts, got ${said}; slipway doctor says what the shell has`;
  }
  if (REFUSED.test(name)) {
    return `${what} must be open to your credentials, got ${said}; ask for that right, or use other credentials`;
  }
  const status = $metadata?.httpStatusCode;
  if (status !== undefined && status >= 400 && status < 500) {
    return `${what} must accept what it is asked, got ${said} (${name})`;
  }
  if (status === undefined && code === undefined) return undefined;
  const endpoint = environment.AWS_ENDPOINT_URL;
  const where = endpoint === undefined || endpoint === "" ? "" : ` at ${endpoint}`;
  return `${what} must be reached${where}, got ${code === undefined ? said : shown(code)}; slipway doctor looks at the surroundings`;
}
