/** The query languages that a state may speak. */
export type Language = "JSONPath" | "JSONata";

/** What a definition itself may have. */
export const MACHINE_FIELDS = ["Comment", "StartAt", "States", "Version", "TimeoutSeconds", "QueryLanguage"];
/** What a branch, or what a Map state does with each item, may have. */
export const INNER_FIELDS = ["Comment", "StartAt", "States", "ProcessorConfig", "QueryLanguage"];

/** The fields of each type of state, of all languages, of JSONPath and of JSONata. @see https://states-language.net */
const OF_ALL: Readonly<Record<string, string>> = {
  Task: "Next End Resource Retry Catch TimeoutSeconds HeartbeatSeconds Credentials Assign",
  Choice: "Default Choices Assign",
  Parallel: "Next End Branches Retry Catch Assign",
  Map: "Next End Label MaxConcurrency ItemReader ItemProcessor Iterator ItemSelector ItemBatcher ResultWriter Retry Catch ToleratedFailureCount ToleratedFailurePercentage Assign",
  Pass: "Next End Result Assign",
  Wait: "Next End Seconds Timestamp Assign",
  Succeed: "",
  Fail: "Error Cause",
};
const OF_LANGUAGE: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  JSONPath: {
    Task: "InputPath OutputPath ResultPath ResultSelector Parameters TimeoutSecondsPath HeartbeatSecondsPath",
    Choice: "InputPath OutputPath",
    Parallel: "InputPath OutputPath ResultPath ResultSelector Parameters",
    Map: "InputPath OutputPath ResultPath ResultSelector Parameters ItemsPath MaxConcurrencyPath ToleratedFailureCountPath ToleratedFailurePercentagePath",
    Pass: "InputPath OutputPath ResultPath Parameters",
    Wait: "InputPath OutputPath SecondsPath TimestampPath",
    Succeed: "InputPath OutputPath",
    Fail: "ErrorPath CausePath",
  },
  JSONata: {
    Task: "Arguments Output",
    Choice: "Output",
    Parallel: "Arguments Output",
    Map: "Items Output",
    Pass: "Output",
    Wait: "Output",
    Succeed: "Output",
    Fail: "",
  },
};

export const STATE_TYPES = Object.keys(OF_ALL);

/** What a state cannot be without, one of each list. */
export const NEEDED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  Task: [["Resource"]],
  Choice: [["Choices"]],
  Parallel: [["Branches"]],
  Map: [["ItemProcessor", "Iterator"]],
};

/** What a retrier and a catcher may have. */
export const RETRIER_FIELDS =
  "ErrorEquals IntervalSeconds MaxAttempts BackoffRate MaxDelaySeconds JitterStrategy Comment".split(" ");
export const CATCHER_FIELDS = "ErrorEquals Next ResultPath Assign Output Comment".split(" ");

/** The fields that a state of a type and a language may have. */
export function fieldsOf(type: string, language: Language): string[] {
  const own = `Type Comment QueryLanguage ${OF_ALL[type] ?? ""} ${OF_LANGUAGE[language][type] ?? ""}`;
  return own.split(" ").filter((each) => each !== "");
}

const COMPARED = ["String", "Numeric", "Timestamp"].flatMap((kind) =>
  ["Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals"].map((how) => `${kind}${how}`),
);

/** What a rule of a Choice state in JSONPath has one of. */
export const COMPARISONS = [
  ..."And Or Not StringMatches IsPresent IsNull IsNumeric IsString IsBoolean IsTimestamp".split(" "),
  ...[...COMPARED, "BooleanEquals"].flatMap((each) => [each, `${each}Path`]),
];

/** What a rule of a Choice state may have. */
export const RULE_FIELDS = [..."Comment Next Assign Output Condition Variable".split(" "), ...COMPARISONS];
