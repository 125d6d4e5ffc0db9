import type { WorkflowSettings } from "../../../constructs/pipelines/schema";

/** Any image with bash and awk. */
const IMAGE = "debian:12-slim";

/** From monthly temperatures of some places to a model of each place and year, and a table of all models. */
export const sample: WorkflowSettings = {
  name: "sample",
  repositories: ["measurements", "settings"],
  pipelines: {
    ingestion: {
      description: "Cuts the file of each place into years.",
      input: { repo: "measurements", glob: "/*" },
      image: IMAGE,
      script: [
        "mkdir -p /pfs/out/training",
        "for file in /pfs/measurements/*.csv; do",
        '  place=$(basename "$file" .csv)',
        `  awk -F, -v place="$place" 'NR > 1 { print $2, $3 > ("/pfs/out/training/" place "-" $1 ".txt") }' "$file"`,
        "done",
      ],
    },
    precompute: {
      description: "The year as the settings expect it, month by month.",
      input: { repo: "settings", glob: "/" },
      image: IMAGE,
      script: [
        "awk '{ setting[$1] = $2 }",
        "  END { for (month = 1; month <= 12; month++)",
        '    printf "%d %.3f\\n", month, setting["mean"] - setting["amplitude"] * cos(6.283185 * (month - 0.5) / 12) }\' \\',
        "  /pfs/settings/season.txt > /pfs/out/season.txt",
      ],
    },
    training: {
      description: "A straight line through what was measured over what was expected, for each place and year.",
      input: {
        cross: [
          { repo: "ingestion", glob: "/training/*" },
          { repo: "precompute", glob: "/" },
        ],
      },
      image: IMAGE,
      parallelism: 4,
      limits: { cpu: 1, memory: "256Mi" },
      script: [
        "mkdir -p /pfs/out/models",
        "for file in /pfs/sample-ingestion/training/*; do",
        "  awk 'NR == FNR { expected[$1] = $2; next }",
        "    { x = expected[$1]; n++; sx += x; sy += $2; sxx += x * x; sxy += x * $2 }",
        "    END { slope = (n * sxy - sx * sy) / (n * sxx - sx * sx)",
        '      printf "%.3f %.3f\\n", slope, (sy - slope * sx) / n }\' \\',
        '    /pfs/sample-precompute/season.txt "$file" > "/pfs/out/models/$(basename "$file")"',
        "done",
      ],
    },
    aggregate: {
      description: "The table of all models.",
      input: { repo: "training", glob: "/models" },
      image: IMAGE,
      script: [
        "echo model,slope,offset > /pfs/out/models.csv",
        "for file in /pfs/sample-training/models/*; do",
        `  awk -v model="$(basename "$file" .txt)" '{ print model "," $1 "," $2 }' "$file" >> /pfs/out/models.csv`,
        "done",
      ],
    },
  },
  results: ["aggregate"],
};
