import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { rootOf } from "../root-scene.fixture.ts";
import { hintOf, judge, messagesOf, offered, refusal, widget } from "./judge-scene.fixture.ts";

describe("what no image can hold", () => {
  const name = Buffer.from("caf\xe9", "latin1");
  const planted = async () => {
    const root = await rootOf({ ...widget, "/usr/share/x/": "" });
    await writeFile(Buffer.concat([Buffer.from(`${root.path}/usr/share/x/`), name]), "");
    await writeFile(
      join(root.path, "/var/lib/dpkg/info/latin.list"),
      Buffer.concat([Buffer.from("/.\n/usr/share/x/"), name, Buffer.from("\n")]),
    );
    return root;
  };

  test("a name that is not UTF-8 is reported with its package and what to write", async () => {
    const error = await refusal(await planted());

    expect(error.code).toBe("layout-impossible");
    expect(messagesOf(error)).toEqual([
      "/usr/share/x/caf\\xe9: the package latin left a name that is not UTF-8, which no image can hold",
    ]);
    expect(hintOf(error)).toContain("remove-files: [/usr/share/x/caf\\xe9]");
    expect(hintOf(error)).toContain("remove-from-packages: [[latin, '^/usr/share/x/caf\\xe9(/|$)']]");
    expect(hintOf(error)).toContain("rename it in a postprocess script");
  });

  test("in /var such a name is no obstacle to a directory, nor to what is dropped", async () => {
    const root = await rootOf(widget);
    await root.makeDirectory("/var/lib/\udcff");
    await root.writeFile("/var/cache/\udcff", "x");
    const error = await refusal(root);

    expect(messagesOf(error)).toHaveLength(1);
    await expect(judge(root, { own: offered(hintOf(error)) })).resolves.toBeUndefined();
  });

  test("a socket is reported once, and goes with a rule that drops it", async () => {
    const root = await rootOf({ ...widget, "/var/lib/s/": "" });
    const server = createServer().listen(join(root.path, "var/lib/s/socket"));
    await new Promise((resolve) => server.once("listening", resolve));
    try {
      const error = await refusal(root);

      expect(messagesOf(error)).toEqual([
        "/var/lib/s/socket: a maintainer script left a socket, which no image can hold",
      ]);
      const copy = [{ path: "/var/lib/s/**", class: "tmpfiles" } as const];
      expect(messagesOf(await refusal(root, { own: copy }))).toEqual(messagesOf(error));
      await expect(judge(root, { own: offered(hintOf(error)) })).resolves.toBeUndefined();
    } finally {
      server.close();
    }
  });
});
