import { describe, expect, test } from "vitest";
import type { OperationContext } from "../../worker/operation-context.ts";
import { contentOf, origin, refusalOf, rootOf } from "../root-scene.fixture.ts";
import { applySettings } from "./apply-settings.ts";

const context = { report: () => {}, log: () => {} } as unknown as OperationContext;
const origins = { timezone: origin, locale: origin, keyboard: origin } as never;
const keyboard = { layout: "de", variant: "", model: "pc105", options: "" };
const variants = "! layout\n  de   German\n! variant\n  neo   de: German (Neo 2)\n  mac   us: English\n";

describe("settings of a machine", () => {
  test("a name is found without a name server, also its short form", async () => {
    const root = await rootOf({ "/etc/hosts": "127.0.0.1 localhost\n::1 localhost\n127.0.1.1 old\n" });
    await applySettings(root, { hostname: "edge-1.example.org" }, origins, context);

    expect(await contentOf(root)).toEqual({
      "/etc/hostname": "edge-1.example.org\n",
      "/etc/hosts": "127.0.0.1 localhost\n::1 localhost\n127.0.1.1 edge-1.example.org edge-1\n",
    });
  });

  test("a time zone is a link, and the text of older releases follows it", async () => {
    const files = {
      "/usr/share/zoneinfo/Asia/Tokyo": "",
      "/etc/timezone": "Etc/UTC\n",
      "/etc/localtime": "->x",
    };
    const root = await rootOf(files);
    await applySettings(root, { timezone: "Asia/Tokyo" }, origins, context);

    expect(await contentOf(root)).toMatchObject({
      "/etc/localtime": "->/usr/share/zoneinfo/Asia/Tokyo",
      "/etc/timezone": "Asia/Tokyo\n",
    });
  });

  test("a time zone that the image lacks is refused at its place", async () => {
    const root = await rootOf({ "/usr/share/zoneinfo/UTC": "" });
    const { diagnostics } = await refusalOf(
      applySettings(root, { timezone: "US/Pacific" }, origins, context),
    );

    expect(diagnostics).toMatchObject([
      { ...origin, key: "timezone", hint: expect.stringContaining("tzdata-legacy") },
    ]);
  });

  test("a locale that is there needs no generation, and goes where Debian's link leads", async () => {
    const root = await rootOf({ "/etc/default/locale": "->../locale.conf", "/etc/locale.conf": "" });
    await applySettings(root, { locale: "C.UTF-8" }, origins, context);

    expect(await contentOf(root)).toEqual({
      "/etc/default/locale": "->../locale.conf",
      "/etc/locale.conf": "LANG=C.UTF-8\n",
    });
  });

  test("a locale that the image has no source for is refused at its place", async () => {
    const root = await rootOf({ "/usr/sbin/locale-gen": "" });
    const { diagnostics } = await refusalOf(applySettings(root, { locale: "pt_PT.UTF-8" }, origins, context));

    expect(diagnostics).toMatchObject([{ ...origin, key: "locale" }]);
  });

  test("a keyboard is a file of keyboard(5)", async () => {
    const root = await rootOf({ "/usr/share/X11/xkb/rules/base.lst": variants });
    const given = { ...keyboard, layout: "us,de", variant: ",neo", options: "grp:alt_shift_toggle" };
    await applySettings(root, { keyboard: given }, origins, context);

    expect((await contentOf(root))["/etc/default/keyboard"]).toBe(
      '# keyboard(5)\nXKBMODEL="pc105"\nXKBLAYOUT="us,de"\nXKBVARIANT=",neo"\nXKBOPTIONS="grp:alt_shift_toggle"\nBACKSPACE="guess"\n',
    );
  });

  test("a variant that the layout does not have is refused with those that it has", async () => {
    const root = await rootOf({ "/usr/share/X11/xkb/rules/base.lst": variants });
    const settings = { keyboard: { ...keyboard, variant: "noe" } };
    const { diagnostics } = await refusalOf(applySettings(root, settings, origins, context));

    expect(diagnostics).toMatchObject([
      { ...origin, key: "keyboard", allowed: "neo", hint: "Did you mean neo?" },
    ]);
  });
});
