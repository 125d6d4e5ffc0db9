import { importSpecs } from "../../../constructs/pipelines/pachyderm/render/import";
import { specsOf } from "../../../constructs/pipelines/pachyderm/render/pachyderm";
import { workersFile } from "./workers-file";

const { workflow } = workersFile();

describe("what Pachyderm says of workers", () => {
  test("is written in its own words, and read again", () => {
    const specs = specsOf(workflow, "2");
    expect(JSON.parse(JSON.stringify(specs[0]))).toMatchObject({
      transform: { err_cmd: ["/bin/sh"], err_stdin: ["echo failed > /pfs/out/$PACH_DATUM_ID"] },
      egress: { URL: "s3://results/counts" },
      scheduling_spec: { priority_class_name: "batch" },
      tolerations: [
        { key: "gpu", operator: "EQUAL", value: "yes", effect: "NO_EXECUTE", toleration_seconds: 60 },
        { key: "disk", operator: "EXISTS", effect: "NO_SCHEDULE" },
        { key: "zone", operator: "EXISTS", effect: "PREFER_NO_SCHEDULE" },
        { operator: "EXISTS", effect: "ALL_EFFECTS" },
      ],
      datum_set_spec: { number: 100 },
    });
    const read = importSpecs(specs.map((value) => ({ file: "a.json", value })));
    expect(read.workflow?.pipelines).toEqual(workflow.pipelines);
    expect(read.leftOut).toBe(0);
  });

  test("is called chunk_spec until 1.13", () => {
    const { sizes } = workflow.pipelines;
    const old = { ...workflow, pipelines: { sizes: { ...sizes, input: { repo: "data", glob: "/*" } } } } as never;
    expect(specsOf(old, "1.13")[0]).toMatchObject({ chunk_spec: { size_bytes: 1000 } });
  });
});
