import ts from "typescript";

/** A rule of one source file: what is wrong with it, each with its line. */
export type SourceRule = (path: string, text: string) => string[];

/** Folders whose code users run. */
const SHIPPED = /^(app|cli|constructs|demos|domains|engine|environments|local|sandbox|stacks|testing)\/|^main\.ts$/;
const APPLY = /^constructs\/[^/]+\/apply\//;
const MAX_LINES = 250;
const MAX_CONSTRUCTOR_LINES = 40;

/** process.env is read by the app, commands, programs of Terraform, and what runs tests; all else is given its values. */
export const environmentIsReadInItsPlaces: SourceRule = (path, text) => {
  if (!SHIPPED.test(path) || /^(app|cli|demos|engine|local|sandbox)\//.test(path) || APPLY.test(path)) return [];
  return findings(path, text, (node) => {
    if (memberOf(node, "process") === "env") return "reads process.env; let the app read it and hand the value in";
    if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name) && node.initializer) {
      return endsIn(node.initializer, "process")
        ? "takes process apart; let the app read it and hand the value in"
        : undefined;
    }
    return undefined;
  });
};

/** The same environment gives the same stack tomorrow. */
export const nothingDependsOnTimeOrChance: SourceRule = (path, text) => {
  if (!/^(constructs|environments)\//.test(path) || APPLY.test(path)) return [];
  const advice = "the same input must give the same stack tomorrow";
  return findings(path, text, (node) => {
    if (ts.isIdentifier(node) && ["Date", "performance"].includes(node.text) && isValue(node)) {
      return `uses ${node.text}; ${advice}`;
    }
    if (memberOf(node, "Math") === "random") return `uses Math.random; ${advice}`;
    if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name) && node.initializer) {
      return endsIn(node.initializer, "Math") ? `takes Math apart; ${advice}` : undefined;
    }
    if (
      ts.isIdentifier(node) &&
      ["randomUUID", "randomBytes", "randomInt", "getRandomValues", "hrtime"].includes(node.text)
    ) {
      return `uses ${node.text}; ${advice}`;
    }
    return undefined;
  });
};

/** Two copies of cdktf, or its fork, make instanceof false. */
export const frameworkIsAskedNotCompared: SourceRule = (path, text) => {
  // It refuses two copies.
  if (path === "constructs/shared/one-framework.ts") return [];
  const imported = namesImportedFrom(path, text, /^(cdktf|constructs|@cdktf\/.+)$/);
  return findings(path, text, (node) => {
    if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.InstanceOfKeyword) return undefined;
    const name = root(node.right);
    return name !== undefined && imported.has(name)
      ? `compares with instanceof ${node.right.getText()}; ask the class, for example TerraformStack.isStack(x)`
      : undefined;
  });
};

/** An aspect is exported; the app applies it. */
export const aspectsAreAppliedByTheApp: SourceRule = (path, text) => {
  if (!/^constructs\//.test(path)) return [];
  return findings(path, text, (node) =>
    memberOf(node, "Aspects") === "of" ? "applies an aspect; export it and let the app apply it" : undefined,
  );
};

/** An index says what a folder offers, name by name, and does nothing. */
export const indexNamesExports: SourceRule = (path, text) => {
  if (!/(^|\/)index\.ts$/.test(path) || !SHIPPED.test(path)) return [];
  const source = parse(path, text);
  return source.statements.flatMap((statement) => {
    const named = ts.isExportDeclaration(statement) && statement.moduleSpecifier && statement.exportClause;
    if (named && ts.isNamedExports(named)) return [];
    return [at(source, statement, 'holds more than named exports; write export { Name } from "./file"')];
  });
};

/** What is too long hides a concept. */
export const filesAndConstructorsAreShort: SourceRule = (path, text) => {
  if (!SHIPPED.test(path)) return [];
  const source = parse(path, text);
  const lines = linesOfCode(source, source);
  const long =
    lines > MAX_LINES ? [`${path}: has ${lines} lines of code, ${MAX_LINES} is the limit; split it by concept`] : [];
  const constructors = findings(path, text, (node) => {
    if (!ts.isConstructorDeclaration(node) || !node.body) return undefined;
    const own = linesOfCode(source, node);
    return own > MAX_CONSTRUCTOR_LINES
      ? `has a constructor of ${own} lines, ${MAX_CONSTRUCTOR_LINES} is the limit; give its parts a name`
      : undefined;
  });
  return [...long, ...constructors];
};

/** Every test runs, always. */
export const noTestIsSwitchedOff: SourceRule = (path, text) => {
  if (!/^__tests__\//.test(path)) return [];
  return findings(path, text, (node) => {
    if (ts.isPropertyAccessExpression(node) && ["only", "skip", "todo", "failing"].includes(node.name.text)) {
      return ["describe", "it", "test"].includes(root(node) ?? "")
        ? `switches tests off with .${node.name.text}`
        : undefined;
    }
    if (ts.isCallExpression(node) && /^(f|x)(describe|it|test)$/.test(root(node.expression) ?? "")) {
      return `switches tests off with ${root(node.expression)}`;
    }
    return undefined;
  });
};

/** What loads by a computed path. */
const BY_PATH = ["app/load.ts", "app/stack-maker.ts", "cli/slipway.cjs"];

/** The import matrix sees what is written as a text. */
export const importsAreWrittenOut: SourceRule = (path, text) => {
  if (!SHIPPED.test(path) || BY_PATH.includes(path)) return [];
  return findings(path, text, (node) => {
    if (!ts.isCallExpression(node)) return undefined;
    if (endsIn(node.expression, "createRequire")) {
      const { parent } = node;
      const resolves = ts.isPropertyAccessExpression(parent) && parent.name.text === "resolve";
      return resolves ? undefined : "makes a require of its own; write an import";
    }
    const loads = node.expression.kind === ts.SyntaxKind.ImportKeyword || endsIn(node.expression, "require");
    const [target] = node.arguments;
    return loads && !(target && ts.isStringLiteralLike(target))
      ? "computes what it imports; write the path as a text"
      : undefined;
  });
};

/** What runs without the files beside it cannot have the helper: a renderer is bundled into programs of Terraform. */
const ALONE = /^constructs\/[^/]+\/([^/]+\/)?(apply|read|render)\//;

/** A module that is loaded late is named twice, for its type and for itself; one that is imported otherwise is loaded at once. */
export const lateModulesAreLoadedByTheHelper: SourceRule = (path, text) => {
  if (!SHIPPED.test(path) || BY_PATH.includes(path) || ALONE.test(path)) return [];
  return findings(path, text, (node) => {
    if (!ts.isIdentifier(node) || node.text !== "require" || isLoadedByTheHelper(node)) return undefined;
    const { parent } = node;
    const loadsNothing = ts.isPropertyAccessExpression(parent) && ["cache", "resolve"].includes(parent.name.text);
    return loadsNothing
      ? undefined
      : 'uses require; write an import, or lazy<typeof import("a")>(() => require("a")) with the same a in both places';
  });
};

/** Whether a `require` is that of `lazy<typeof import("a")>(() => require("a"))`. */
function isLoadedByTheHelper({ parent: call }: ts.Identifier): boolean {
  if (!ts.isCallExpression(call) || !ts.isArrowFunction(call.parent) || call.parent.body !== call) return false;
  const helper = call.parent.parent;
  if (!ts.isCallExpression(helper) || !ts.isIdentifier(helper.expression) || helper.expression.text !== "lazy")
    return false;
  const [type] = helper.typeArguments ?? [];
  const [module] = call.arguments;
  if (!type || !ts.isImportTypeNode(type) || !type.isTypeOf || type.qualifier || !ts.isLiteralTypeNode(type.argument))
    return false;
  const { literal } = type.argument;
  return (
    ts.isStringLiteral(literal) && module !== undefined && ts.isStringLiteral(module) && literal.text === module.text
  );
}

/** Globals that tell of the machine, the disk or the network, or reach what does. */
const MACHINE =
  /^(process|global|globalThis|__dirname|__filename|fetch|WebSocket|EventSource|navigator|localStorage|sessionStorage|Intl)$/;
/** What depends on the language that the machine is set to. */
const BY_LOCALE = /^(localeCompare|toLocale(String|DateString|TimeString|LowerCase|UpperCase))$/;
const RENDER = /^constructs\/[^/]+\/([^/]+\/)?render\//;

/** A renderer is given all it needs. */
export const renderersAskNobody: SourceRule = (path, text) => {
  if (!RENDER.test(path)) return [];
  return findings(path, text, (node) => {
    if (!ts.isIdentifier(node)) return undefined;
    if (MACHINE.test(node.text) && isValue(node)) return `uses ${node.text}; hand the value in`;
    const isMember = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
    return isMember && BY_LOCALE.test(node.text) ? `uses ${node.text}; compare without a language` : undefined;
  });
};

/** What renderers take of the two modules of Node that the import matrix lets them have; the rest knows the process and chance. */
const PURE_PARTS: Readonly<Record<string, string>> = { path: "posix", crypto: "createHash" };

export const renderersTakeThePurePartsOfNode: SourceRule = (path, text) => {
  if (!RENDER.test(path)) return [];
  return findings(path, text, (node) => {
    const member = memberOf(node, "posix");
    if (member === "resolve" || member === "relative")
      return `uses posix.${member}, which begins where the process runs`;
    if (!ts.isStringLiteralLike(node)) return undefined;
    const part = /^node:/.test(node.text) ? PURE_PARTS[node.text.slice("node:".length)] : undefined;
    return part === undefined || isPartImported(node, part)
      ? undefined
      : `takes more of ${node.text} than is pure; write import { ${part} } from "${node.text}"`;
  });
};

/** Whether a module's name stands in an import of one of its parts by name, and of no other. */
function isPartImported({ parent }: ts.Node, part: string): boolean {
  const bindings = ts.isImportDeclaration(parent) && !parent.importClause?.name && parent.importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings)) return false;
  return bindings.elements.every(({ name, propertyName = name }) => propertyName.text === part);
}

/** A stack's environment was checked when its file was loaded; what others make is checked by the construct. */
export const stacksAreOfLoadedFiles: SourceRule = (path, text) => {
  if (!SHIPPED.test(path)) return [];
  const isStack = /^stacks\//.test(path);
  return findings(path, text, (node) => {
    if (isStack && ts.isClassDeclaration(node)) {
      return /\bmarkLoaded\(this\)/.test(node.getText()) ? undefined : "checks its file again; call markLoaded(this)";
    }
    return !isStack && ts.isCallExpression(node) && endsIn(node.expression, "markLoaded")
      ? "keeps constructs from their checks; only a stack of an environment file may"
      : undefined;
  });
};

/** A cast would hide that a type and its rules differ; zod.ts makes all rules, after it has compared them. */
export const rulesAreNotCast: SourceRule = (path, text) => {
  if (!/^constructs\//.test(path) || path === "constructs/shared/zod.ts") return [];
  return findings(path, text, (node) => {
    if (!ts.isAsExpression(node)) return undefined;
    const { parent } = node;
    if (ts.isCallExpression(parent) && ["checkProps", "checkSettings"].some((name) => endsIn(parent.expression, name)))
      return "casts what is checked";
    const isRule = /^(z\.)?(Rule|ZodType|ObjectRules)\b/.test(node.type.getText());
    return isRule ? `casts to ${node.type.getText()}; correct the type, or the rule` : undefined;
  });
};

function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
}

function at(source: ts.SourceFile, node: ts.Node, message: string): string {
  return `${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${message}`;
}

function findings(path: string, text: string, check: (node: ts.Node) => string | undefined): string[] {
  const source = parse(path, text);
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    const message = check(node);
    if (message !== undefined) found.push(at(source, node, message));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `env` of `process.env`, `process["env"]` and `globalThis.process.env`, when the owner is `process`. */
function memberOf(node: ts.Node, owner: string): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return endsIn(node.expression, owner) ? node.name.text : undefined;
  if (!ts.isElementAccessExpression(node) || !ts.isStringLiteralLike(node.argumentExpression)) return undefined;
  return endsIn(node.expression, owner) ? node.argumentExpression.text : undefined;
}

function endsIn(node: ts.Node, name: string): boolean {
  if (ts.isIdentifier(node)) return node.text === name;
  return ts.isPropertyAccessExpression(node) && node.name.text === name;
}

/** The first name of a chain: `describe` of `describe.skip.each(…)`. */
function root(node: ts.Node): string | undefined {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node) || ts.isElementAccessExpression(node)) {
    return root(node.expression);
  }
  return undefined;
}

/** Whether a name stands for the global value: not a property, a key or a type. */
function isValue(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent))
    return parent.expression === node || endsIn(parent.expression, "globalThis");
  if (ts.isTypeReferenceNode(parent) || ts.isQualifiedName(parent) || ts.isExpressionWithTypeArguments(parent))
    return false;
  const declares =
    ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isPropertyDeclaration(parent);
  return !(declares && parent.name === node) && !ts.isParameter(parent) && !ts.isMethodDeclaration(parent);
}

function namesImportedFrom(path: string, text: string, modules: RegExp): Set<string> {
  const names = new Set<string>();
  for (const statement of parse(path, text).statements) {
    if (ts.isImportEqualsDeclaration(statement) && ts.isExternalModuleReference(statement.moduleReference)) {
      const from = statement.moduleReference.expression;
      if (ts.isStringLiteral(from) && modules.test(from.text)) names.add(statement.name.text);
    }
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    if (!modules.test(statement.moduleSpecifier.text)) continue;
    const clause = statement.importClause;
    if (clause?.name) names.add(clause.name.text);
    const bindings = clause?.namedBindings;
    if (bindings && ts.isNamespaceImport(bindings)) names.add(bindings.name.text);
    if (bindings && ts.isNamedImports(bindings)) for (const { name } of bindings.elements) names.add(name.text);
  }
  return names;
}

/** Lines that hold more than blanks and comments. */
function linesOfCode(source: ts.SourceFile, part: ts.Node): number {
  const lines = new Set<number>();
  const visit = (node: ts.Node) => {
    if (ts.isJSDoc(node)) return;
    if (node.getChildCount(source) > 0) {
      for (const child of node.getChildren(source)) visit(child);
    } else if (node.getWidth(source) > 0) {
      const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
      const last = source.getLineAndCharacterOfPosition(node.getEnd()).line;
      for (let line = first; line <= last; line++) lines.add(line);
    }
  };
  visit(part);
  return lines.size;
}
