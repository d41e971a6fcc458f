import { describe, expect, test } from "vitest";
import { parseProbeOutput, withoutFirmware } from "./probe-facts.ts";

const fact = (name: string, value: string) => `${JSON.stringify({ fact: name, value })}\n`;

describe("the probe's report", () => {
  test("may still be empty", () => {
    expect(parseProbeOutput("")).toEqual({
      started: false,
      ended: false,
      waitingFor: [],
      failedUnits: [],
      values: new Map(),
    });
  });

  test("is read up to the last complete line", () => {
    const facts = parseProbeOutput(`${fact("start", "1")}{"fact":"end"`);

    expect(facts).toMatchObject({ started: true, ended: false });
  });

  test("lists the units it waited for last", () => {
    const facts = parseProbeOutput(fact("waiting", "a.service b.service") + fact("waiting", "b.service"));

    expect(facts.waitingFor).toEqual(["b.service"]);
  });

  test("gives failed units with their journal, line by line", () => {
    const line = JSON.stringify({
      fact: "failed-unit",
      value: "a.service",
      journal: 'one\n\nsaid "no"\ttwice',
    });

    expect(parseProbeOutput(`${line}\r\n`).failedUnits).toEqual([
      { unit: "a.service", journal: ["one", 'said "no"\ttwice'] },
    ]);
  });

  test.each(["root@debian:~# ", '{"fact":1}', "[1]"])("must not contain foreign lines: %s", (line) => {
    expect(() => parseProbeOutput(`${line}\n`)).toThrow(/not in its format/);
  });
});

test("text that firmware wrote to the port before the probe is dropped", () => {
  const firmware = "\x1b[2J\x1b[01;01HBdsDxe: starting Boot0001\r\n>>Start ";
  const told = fact("start", "1") + fact("state", "running");

  expect(withoutFirmware(firmware)).toBe("");
  expect(withoutFirmware(firmware + told)).toBe(told);
});
