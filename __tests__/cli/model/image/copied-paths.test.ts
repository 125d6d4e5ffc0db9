import { copiedPaths } from "../../../../cli/model/image/copied-paths";

const MODEL = { QUETZAL_MODEL_NAME: "quetzal_oslo" };
const copied = (...lines: string[]) => copiedPaths(["FROM scratch", ...lines].join("\n"), MODEL);

describe("what a Dockerfile copies of its context", () => {
  test.each([
    [
      ["COPY ./quetzal /q", "COPY quetzal/docker/main.py /"],
      ["quetzal", "quetzal/docker/main.py"],
    ],
    [
      ["ARG QUETZAL_MODEL_NAME='./'", "COPY ./${QUETZAL_MODEL_NAME}/requirements.txt ."],
      ["quetzal_oslo/requirements.txt"],
    ],
    [
      ["ARG QUETZAL_MODEL_NAME", "ENV M=$QUETZAL_MODEL_NAME", "COPY $M/a $M/b /"],
      ["quetzal_oslo/a", "quetzal_oslo/b"],
    ],
    [['ARG LIB="quetzal"', "COPY ${LIB} /q"], ["quetzal"]],
    [['COPY ["a b", "c", "/d/"]'], ["a b", "c"]],
    [["COPY --chown=1:1 --chmod=644 a /"], ["a"]],
    [["COPY --from=builder /app /app"], []],
    [
      ["COPY a \\", "  b /"],
      ["a", "b"],
    ],
    [["COPY data/*.csv /"], ["data"]],
    [["ADD https://example.org/x.tar.gz local.tar /"], ["local.tar"]],
    [["COPY <<EOF /a", "text", "EOF"], []],
    [["RUN --mount=type=cache,target=/root/.cache pip install x"], []],
    [["RUN --mount=type=bind,from=builder,target=/b true"], []],
  ])("%j copies %j", (lines, paths) => {
    expect(copied(...lines)).toEqual(paths);
  });

  test.each([
    [["COPY . /"]],
    [["COPY ./ /"]],
    [["COPY *.py /"]],
    [["COPY ${UNKNOWN} /"]],
    [["COPY ${QUETZAL_MODEL_NAME} /"]],
    [["COPY ${NAME:-x} /"]],
    [["COPY ../a /"]],
    [["RUN --mount=type=bind,target=/src pip install /src"]],
  ])("%j may copy everything", (lines) => {
    expect(copied(...lines)).toBe("everything");
  });
});
