import { expect, test } from "vitest";
import { containerOptions } from "./container-options.ts";

const words = containerOptions({
  source: `/a b/it's "x",1`,
  interpreters: "/run/bin",
  node: "/opt/node",
  variables: { ACTIONS_RESULTS_URL: "http://127.0.0.1:1/" },
});
const options = words[words.indexOf("--container-options") + 1] ?? "";

test("a path is one mount, whatever characters it has", () => {
  const path = `/a b/it'\\''s ""x"",1`;

  expect(options).toContain(`--mount 'type=bind,"source=${path}","target=${path}",readonly'`);
});

test("steps get the shells and the node of a run in place of those of the image", () => {
  for (const name of ["bash", "sh", "node"])
    expect(options).toContain(`"source=/run/bin/${name}","target=/usr/local/bin/${name}"`);
  expect(options).toContain('"source=/opt/node","target=/opt/node"');
});

test("jobs reach the services of this machine, but not its engine", () => {
  const pairs = words.map((word, at) => `${word} ${words[at + 1]}`);

  expect(pairs).toEqual(
    expect.arrayContaining([
      ...["--network host", "--container-daemon-socket -"],
      "--env ACTIONS_RESULTS_URL=http://127.0.0.1:1/",
    ]),
  );
});

test("jobs may mount, without all rights of the machine", () => {
  expect(options).toContain("--cap-add SYS_ADMIN");
  expect(options).not.toContain("--privileged");
});
