import { describe, expect, test } from "vitest";
import { localeSources } from "../../../debian/locale-sources.ts";
import { timeZones } from "../../../debian/time-zones.ts";
import { loadFromMemory } from "../../load-from-memory.fixture.ts";
import { check } from "../../refusals.fixture.ts";

const head = "ref: debian/test\nsuite: trixie\n";
const load = (text: string) => loadFromMemory(head + text).treefile;

describe("settings of a machine", () => {
  test("name, time zone, locale and keyboard are each one word", () => {
    const text =
      "hostname: edge-1.example\ntimezone: Europe/Lisbon\nlocale: ca_ES.UTF-8@valencia\nkeyboard: pt\n";

    expect(load(text)).toMatchObject({
      hostname: "edge-1.example",
      timezone: { name: "Europe/Lisbon", origin: { line: 4 } },
      locale: { name: "ca_ES.UTF-8@valencia", origin: { line: 5 } },
      keyboard: { layout: "pt", variant: "", model: "pc105", options: "", origin: { line: 6 } },
    });
  });

  test("a keyboard may have several layouts, a variant, a model and options", () => {
    const text =
      'keyboard: {layout: "us,gr", variant: "intl,", options: "grp:alt_shift_toggle", model: pc104}\n';

    expect(load(text).keyboard).toMatchObject({
      layout: "us,gr",
      variant: "intl,",
      model: "pc104",
      options: "grp:alt_shift_toggle",
    });
  });

  test("the value of the including file counts", () => {
    const { treefile } = loadFromMemory({
      "/tree/system.yaml": `${head}include: base.yaml\ntimezone: Asia/Tokyo\n`,
      "/tree/base.yaml": "timezone: UTC\nlocale: C.UTF-8\n",
    });

    expect([treefile.timezone?.name, treefile.locale?.name]).toEqual(["Asia/Tokyo", "C.UTF-8"]);
  });

  test("the tables have no name twice", () => {
    for (const names of [timeZones, localeSources]) expect(new Set(names).size).toBe(names.length);
  });
});

describe("refused", () => {
  check([
    { text: "hostname: my_server", at: "1:11", says: "cannot be the name", hint: "`my-server`" },
    { text: "hostname: -x-", at: "1:11", says: "cannot be the name", hint: "`x`" },
    { text: "hostname: localhost", at: "1:11", says: "name for itself" },
    { text: `hostname: ${"a".repeat(65)}`, at: "1:11", says: "65 characters" },
    { text: 'hostname: ""', at: "1:11", says: "cannot be the name", hint: "`edge-1`" },
    { text: "timezone: Europe/Lisboa", at: "1:11", says: "no time zone", hint: "`Europe/Lisbon`" },
    { text: "timezone: berlin", at: "1:11", says: "no time zone", hint: "`Europe/Berlin`" },
    { text: "timezone: America/New York", at: "1:11", says: "no time zone", hint: "`America/New_York`" },
    { text: "timezone: utc", at: "1:11", says: "no time zone", hint: "`UTC`" },
    { text: "timezone: ../../etc/passwd", at: "1:11", says: "no time zone" },
    { text: "timezone: 1", at: "1:11", says: "expected a string" },
    { text: "locale: en_US", at: "1:9", says: "has no charset", hint: "`en_US.UTF-8`" },
    { text: "locale: en_US.utf8", at: "1:9", says: "cannot be that of a system", hint: "`en_US.UTF-8`" },
    { text: "locale: de_DE.ISO-8859-1", at: "1:9", says: "the charset", hint: "`de_DE.UTF-8`" },
    { text: "locale: sr_RS@latin", at: "1:9", says: "has no charset", hint: "`sr_RS.UTF-8@latin`" },
    { text: "locale: de", at: "1:9", says: "no locale", hint: "`de_DE.UTF-8`" },
    { text: "locale: pt-PT.UTF-8", at: "1:9", says: "no locale", hint: "`pt_PT.UTF-8`" },
    { text: "locale: C", at: "1:9", says: "has no charset", hint: "`C.UTF-8`" },
    { text: "locale: C.UTF-8@x", at: "1:9", says: "no locale" },
    { text: "keyboard: uk", at: "1:11", says: "no keyboard layout", hint: "`gb`" },
    { text: "keyboard: de-latin1", at: "1:11", says: "no keyboard layout", hint: "`de`" },
    { text: "keyboard: us,xy-z", at: "1:11", says: 'layout "xy-z"' },
    { text: "keyboard: {layout: de, variant: a b}", at: "1:33", says: "not a word" },
    { text: 'keyboard: {layout: de, options: "a\\"b"}', at: "1:33", says: "not a word" },
    { text: "keyboard: {variant: neo}", at: "1:11", says: "missing" },
    { text: "keyboard: {layout: de, layouts: de}", at: "1:24", says: "does not exist", hint: "`layout`" },
  ]);
});
