import { describe, expect, test } from "vitest";
import { parseProbeOutput, withoutFirmware } from "./probe-facts.ts";

const fact = (name: string, value: string) => `${JSON.stringify({ fact: name, value })}\n`;

describe("what the probe told", () => {
  test("nothing yet", () => {
    expect(parseProbeOutput("")).toEqual({
      started: false,
      ended: false,
      waitingFor: [],
      failedUnits: [],
      values: new Map(),
    });
  });

  test("is read up to the last whole line", () => {
    const facts = parseProbeOutput(`${fact("start", "1")}{"fact":"end"`);

    expect(facts).toMatchObject({ started: true, ended: false });
  });

  test("the last list of awaited units counts", () => {
    const facts = parseProbeOutput(fact("waiting", "a.service b.service") + fact("waiting", "b.service"));

    expect(facts.waitingFor).toEqual(["b.service"]);
  });

  test("failed units come with their journal, line by line", () => {
    const line = JSON.stringify({
      fact: "failed-unit",
      value: "a.service",
      journal: 'one\n\nsaid "no"\ttwice',
    });

    expect(parseProbeOutput(`${line}\r\n`).failedUnits).toEqual([
      { unit: "a.service", journal: ["one", 'said "no"\ttwice'] },
    ]);
  });

  test.each(["root@debian:~# ", '{"fact":1}', "[1]"])("a line of someone else is refused: %s", (line) => {
    expect(() => parseProbeOutput(`${line}\n`)).toThrow(/none of its own/);
  });
});

test("what firmware wrote to the port before the probe is no line of its", () => {
  const firmware = "\x1b[2J\x1b[01;01HBdsDxe: starting Boot0001\r\n>>Start ";
  const told = fact("start", "1") + fact("state", "running");

  expect(withoutFirmware(firmware)).toBe("");
  expect(withoutFirmware(firmware + told)).toBe(told);
});
