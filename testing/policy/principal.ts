import { listOf } from "./conditions";
import { type Known, MARK, matchesText } from "./text";
import { all, any, NO, unknown, type Verdict, verdict, YES } from "./verdict";

/** Who asks: `{ Service: "lambda.amazonaws.com" }`, `{ AWS: roleArn }`, `{ Federated: … }`; `"*"` is somebody without a name. */
export type Principal = "*" | Readonly<Record<string, string>>;

const ACCOUNT = /^(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?$/;
const ROLE = /^arn:[\w-]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/;
const SESSION = /^arn:[\w-]+:sts::(\d{12}):assumed-role\/([^/]+)(?:\/.*)?$/;

/** Whether `Principal` names who asks: by name, by the account, or by the role of a session. */
export function isNamed(named: unknown, asked: Principal, known: Known | undefined): Verdict {
  const [askedType, askedName] = askedOf(asked);
  return any(
    namesOf(named).map(([type, name]) => {
      if (isEverybody(type, name)) return YES;
      if (askedType !== type) return NO;
      if (type !== "AWS") return matchesText(name, askedName, { wildcards: false, known });
      const account = ACCOUNT.exec(name)?.[1];
      // An account stands for all who are in it.
      return account !== undefined && accountOf(askedName) === account ? YES : isOne(name, askedName, known);
    }),
  );
}

/**
 * Whether `NotPrincipal` leaves out who asks. A denial leaves out whom it names with the account, and a session with its role too; an
 * account alone does not stand for its users.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function isExempt(named: unknown, asked: Principal, effect: string, known: Known | undefined): Verdict {
  const [askedType, askedName] = askedOf(asked);
  const names = namesOf(named);
  if (names.some(([type, name]) => isEverybody(type, name))) return YES;
  const own = names.filter(([type]) => type === askedType).map(([, name]) => name);
  if (askedType !== "AWS") return any(own.map((name) => matchesText(name, askedName, { wildcards: false, known })));
  const self = any(own.map((name) => isOne(name, askedName, known, true)));
  const role = SESSION.test(askedName) ? [any(own.map((name) => isRoleOf(name, askedName)))] : [];
  const account = ACCOUNT.test(askedName) ? [] : [any(own.map((name) => isAccountOf(name, askedName, known)))];
  const links = [self, ...role, ...account];
  if (effect === "Deny" || self.is === true) return effect === "Deny" ? all(links) : YES;
  // What AWS does with an allowance that names a part of them is not documented.
  const some = any(links);
  return some.is === true ? unknown(`whether NotPrincipal leaves out ${askedName}; name it, or use Principal`) : some;
}

function askedOf(asked: Principal): [type: string, name: string] {
  return asked === "*" ? ["", "*"] : (Object.entries(asked)[0] ?? ["", ""]);
}

function namesOf(named: unknown): [type: string, name: string][] {
  if (typeof named !== "object" || named === null) return [["*", String(named)]];
  return Object.entries(named).flatMap(([type, names]) => listOf(names).map((name): [string, string] => [type, name]));
}

function isEverybody(type: string, name: string): boolean {
  return name === "*" && (type === "*" || type === "AWS");
}

/** The account of a name that is written out. */
function accountOf(name: string): string | undefined {
  return ACCOUNT.exec(name)?.[1] ?? /^arn:[\w-]+:(?:iam|sts)::(\d{12}):/.exec(name)?.[1];
}

/**
 * Whether a name is that of who asks: a role stands for its sessions.
 *
 * @param isExact whether it does not
 */
function isOne(name: string, asked: string, known: Known | undefined, isExact = false): Verdict {
  const [account, other] = [ACCOUNT.exec(name)?.[1], ACCOUNT.exec(asked)?.[1]];
  if (account !== undefined && other !== undefined) return verdict(account === other);
  if (SESSION.test(name) && isRoleOf(asked, name).is === true) {
    return unknown(`which session of ${asked} asks; give the ARN of the session`);
  }
  if (!isExact && SESSION.test(asked) && ROLE.test(name)) return isRoleOf(name, asked);
  return matchesText(name, asked, { wildcards: false, known });
}

/** Whether a role is that of a session, whose ARN does not have the role's path. */
function isRoleOf(name: string, session: string): Verdict {
  const [, account, role] = SESSION.exec(session) ?? [];
  const [, ownAccount, ownRole] = ROLE.exec(name) ?? [];
  if (ownRole === undefined) {
    return name.includes("${") ? unknown(`whether ${session} is a session of ${name}; write the ARN out`) : NO;
  }
  return verdict(account === ownAccount && role === ownRole);
}

/** Whether a name is the account of who asks. */
function isAccountOf(name: string, asked: string, known: Known | undefined): Verdict {
  const own = ACCOUNT.exec(name)?.[1];
  if (own === undefined && (!name.includes("${") || isArn(name, known))) return NO;
  const account = accountOf(asked);
  if (own !== undefined && account !== undefined) return verdict(own === account);
  return unknown(`whether ${name} is the account of ${asked}`);
}

/** Whether a reference is the ARN of a resource, which is no account. */
function isArn(name: string, known: Known | undefined): boolean {
  return known?.(name)?.pieces[0]?.text.startsWith(MARK) ?? false;
}
