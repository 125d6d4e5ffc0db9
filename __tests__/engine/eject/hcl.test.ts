import { expression, jsonCall } from "../../../engine/eject/hcl/expression";
import { hclFiles } from "../../../engine/eject/hcl/hcl-files";
import { template } from "../../../engine/eject/hcl/template";
import { type HclAttributes, parseHcl } from "../../../engine/hcl";

const NONE = { provider: {}, resource: {}, data: {} };
const main = (stack: object, schemas = {}) => hclFiles(stack as HclAttributes, { ...NONE, ...schemas })?.get("main.tf");

describe("a text of Terraform's JSON", () => {
  test.each([
    ["plain", '"plain"'],
    ['a "quote" and \\', '"a \\"quote\\" and \\\\"'],
    ["two\nlines\t", '"two\\nlines\\t"'],
    ["bell \u0007 and back \b", '"bell \\u0007 and back \\u0008"'],
    ["${aws_s3_bucket.a.arn}", "aws_s3_bucket.a.arn"],
    ["${a.b}/*", '"${a.b}/*"'],
    ["${a.b}${c.d}", '"${a.b}${c.d}"'],
    ['${join(":", slice(split(":", a.b), 0, 5))}:*', '"${join(":", slice(split(":", a.b), 0, 5))}:*"'],
    ['${a["}"]}', 'a["}"]'],
    ['${a["${b.c}"]} "x"', '"${a["${b.c}"]} \\"x\\""'],
    ["${{ a = 1 }.a}", "{ a = 1 }.a"],
    ["$${kept} %%{kept}", '"$${kept} %%{kept}"'],
    ['%{ if a }"x"%{ endif }', '"%{ if a }\\"x\\"%{ endif }"'],
    ["${a\n+ 1}", "(a\n+ 1)"],
    ["", '""'],
  ])("%j is %s", (text, hcl) => expect(template(text)).toBe(hcl));

  test("that never ends is refused", () => {
    expect(() => template('${a["}')).toThrow('a template must have an end, got "${a[\\"}"');
  });

  test.each([
    ["[]", []],
    ["{}", {}],
    ["null", null],
    ['["a", 1, true]', ["a", 1, true]],
    ['{\na = 1\n"b c" = "d"\n"for" = {}\n(x.y) = 2\n}', { a: 1, "b c": "d", for: {}, "${x.y}": 2 }],
    ['{\ntext = <<EOT\na "b" \\ ${c.d}\nand more\nEOT\n}', { text: 'a "b" \\ ${c.d}\nand more\n' }],
  ])("%s is an expression", (hcl, value) => expect(expression(value)).toBe(hcl));

  test("that is JSON is a call, also with templates in it", () => {
    expect(jsonCall('{"a":["${join(":", [b.c])}:*"]}')).toBe('jsonencode({\na = ["${join(":", [b.c])}:*"]\n})');
    expect([jsonCall("{ a"), jsonCall("text")]).toEqual([undefined, undefined]);
  });
});

describe("a stack in Terraform's own language", () => {
  const BLOCK = { block: {} };
  const stack = {
    terraform: {
      required_version: ">= 1.10",
      required_providers: { aws: { source: "hashicorp/aws", version: "~> 5.0" } },
      backend: { s3: { bucket: "states", key: "a${b}" } },
    },
    provider: {
      aws: [{ region: "ca-central-1" }, { alias: "us", region: "us-east-1", assume_role: [{ role_arn: "r" }] }],
    },
    variable: { password: { type: "string", default: "${kept}", sensitive: true } },
    locals: { size: 3 },
    data: { aws_region: { Here: {} } },
    resource: {
      aws_lambda_function: {
        Run: {
          "//": "lab/Run",
          name: "lab",
          provider: "aws.us",
          depends_on: ["aws_iam_role.Role"],
          environment: { variables: { A: "1" } },
          rule: [{ port: 1 }, { port: 2 }],
          nothing: null,
          lifecycle: { ignore_changes: ["image"], precondition: [{ condition: "${true}", error_message: "no" }] },
          provisioner: [{ "local-exec": { when: "destroy", command: "echo" } }],
        },
      },
    },
    check: { up: { data: { aws_region: { Other: {} } }, assert: { condition: "${true}", error_message: "no" } } },
    moved: [{ from: "aws_a.b", to: "aws_a.c" }],
    removed: [{ from: "aws_a.d", lifecycle: { destroy: false } }],
    output: { arn: { value: "${aws_lambda_function.Run.arn}", sensitive: true } },
  };
  const schemas = {
    provider: { aws: { block_types: { assume_role: BLOCK } } },
    resource: {
      aws_lambda_function: {
        attributes: { name: { type: "string" }, rule: { type: ["list", ["object", { port: "number" }]] } },
        block_types: { environment: { block: { attributes: { variables: { type: ["map", "string"] } } } } },
      },
    },
    data: {},
  };

  test("says the same, block by block, as a parser of that language reads it", async () => {
    const files = hclFiles(stack, schemas);
    expect([...(files?.keys() ?? [])]).toEqual([
      "terraform.tf",
      "providers.tf",
      "variables.tf",
      "main.tf",
      "outputs.tf",
    ]);
    expect(await parseHcl("all.tf", [...(files?.values() ?? [])].join("\n"))).toEqual({
      terraform: [
        {
          required_version: ">= 1.10",
          required_providers: [{ aws: { source: "hashicorp/aws", version: "~> 5.0" } }],
          backend: { s3: [{ bucket: "states", key: "a$${b}" }] },
        },
      ],
      provider: stack.provider,
      variable: { password: [{ type: "${string}", default: "$${kept}", sensitive: true }] },
      locals: [{ size: 3 }],
      data: { aws_region: { Here: [{}] } },
      resource: {
        aws_lambda_function: {
          Run: [
            {
              name: "lab",
              provider: "${aws.us}",
              depends_on: ["${aws_iam_role.Role}"],
              environment: [{ variables: { A: "1" } }],
              rule: [{ port: 1 }, { port: 2 }],
              lifecycle: [{ ignore_changes: ["${image}"], precondition: [{ condition: true, error_message: "no" }] }],
              provisioner: { "local-exec": [{ when: "${destroy}", command: "echo" }] },
            },
          ],
        },
      },
      check: { up: [{ data: { aws_region: { Other: [{}] } }, assert: [{ condition: true, error_message: "no" }] }] },
      moved: [{ from: "${aws_a.b}", to: "${aws_a.c}" }],
      removed: [{ from: "${aws_a.d}", lifecycle: [{ destroy: false }] }],
      output: { arn: [{ value: "${aws_lambda_function.Run.arn}", sensitive: true }] },
    });
  });

  test("says where each resource stood among constructs", () => {
    expect(main(stack, schemas)).toContain('resource "aws_lambda_function" "Run" {\n# lab/Run\nname = "lab"\n');
  });

  test("is left to JSON where it has a kind of block that is not known", () => {
    expect(main({ module: { a: { source: "./a" } } })).toBeUndefined();
  });
});
