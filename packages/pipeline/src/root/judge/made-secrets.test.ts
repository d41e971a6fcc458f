import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { rootOf } from "../root-scene.fixture.ts";
import { hintOf, judge, key, messagesOf, offered, refusal, widget } from "./judge-scene.fixture.ts";
import { takeSnapshot } from "./path-makers.ts";

describe("secrets", () => {
  const made = {
    ...widget,
    "/etc/example/own.key": key("made"),
    "/usr/share/own.pem": key("made"),
    "/usr/share/factory/etc/own.pem": key("made"),
    "/var/lib/widget/private": key("made"),
    "/var/lib/rabbitmq/.erlang.cookie": "ABCDEFGHIJ",
    "/var/roothome/.ssh/id": key("made"),
  };

  test("are found by content and by name, wherever they are", async () => {
    const error = await refusal(await rootOf(made));

    expect(messagesOf(error)).toEqual([
      "/etc/example/own.key: a maintainer script made a private key, which every machine would share",
      "/usr/share/factory/etc/own.pem: a maintainer script made a private key, which every machine would share",
      "/usr/share/own.pem: a maintainer script made a private key, which every machine would share",
      "/var/lib/rabbitmq/.erlang.cookie: a maintainer script made an Erlang cookie, which every machine would share",
      "/var/lib/widget/private: a maintainer script (in a directory of widget) made a private key, which every machine would share",
      "/root/.ssh/id: a maintainer script made a private key, which every machine would share",
    ]);
    expect(error.diagnostics.map(({ code }) => code)).not.toContain("var-unclassified");
  });

  test("what a hint says leads to a root that is not refused", async () => {
    const root = await rootOf(made);
    const { diagnostics } = await refusal(root);
    const rules = diagnostics.flatMap(({ hint = "" }) => offered(hint) ?? []);
    const removed = diagnostics.flatMap(({ hint = "" }) => /remove-files: \[(.*)\]/.exec(hint)?.[1] ?? []);
    for (const path of removed) await root.remove(path);

    expect([rules.length, removed.length]).toEqual([3, 3]);
    await expect(judge(root, { own: rules })).resolves.toBeUndefined();
  });

  test("are refused although a rule would copy or keep them, and go with a rule before it", async () => {
    const root = await rootOf({
      ...widget,
      "/var/lib/rabbitmq/.erlang.cookie": "x",
      "/var/lib/x/k": key("made"),
    });
    const own = [
      { path: "/var/lib/rabbitmq/**", class: "tmpfiles" },
      { path: "/var/lib/x", class: "sysimage" },
    ] as const;
    const error = await refusal(root, { own });
    const rules = error.diagnostics.flatMap(({ hint = "" }) => offered(hint));

    expect(error.diagnostics).toHaveLength(2);
    await expect(judge(root, { own: [...rules, ...own] })).resolves.toBeUndefined();
  });

  test("do not share a rule with the files around them", async () => {
    const root = await rootOf({
      ...widget,
      "/var/lib/x/a": "x",
      "/var/lib/x/b": "x",
      "/var/lib/x/key": key("made"),
    });
    const { diagnostics } = await refusal(root);
    const own = diagnostics.flatMap(({ hint = "" }) => offered(hint));

    expect(own.map(({ path, class: fate }) => [path, fate])).toEqual([
      ["/var/lib/x/key", "discard"],
      ["/var/lib/x/a", "tmpfiles"],
      ["/var/lib/x/b", "tmpfiles"],
    ]);
    await expect(judge(root, { own })).resolves.toBeUndefined();
  });

  test("that a package ships are everyone's, and no secrets", async () => {
    const root = await rootOf({
      "/var/lib/dpkg/info/example.list": "/.\n/etc/test.key\n/lib/x/test.key\n",
      "/etc/test.key": key("of the package"),
      "/usr/lib/x/test.key": key("of the package"),
    });

    await expect(judge(root)).resolves.toBeUndefined();
  });

  test("that the treefile adds are the user's decision, unless they are changed afterwards", async () => {
    const source = join((await rootOf({ "/own.key": key("own"), "/d/e/own.key": key("own") })).path);
    const root = await rootOf({ ...widget, "/etc/own.key": key("own"), "/etc/d/e/own.key": key("own") });
    const addedFiles = [
      { source: join(source, "own.key"), target: "/etc/own.key" },
      { source: join(source, "d"), target: "/etc/d" },
    ];

    await expect(judge(root, { addedFiles })).resolves.toBeUndefined();
    await root.writeFile("/etc/own.key", key("another"));
    expect(messagesOf(await refusal(root, { addedFiles }))).toHaveLength(1);
  });

  test("that a script makes are for the script to leave out", async () => {
    const root = await rootOf(widget);
    const before = await takeSnapshot(root);
    await root.writeFile("/etc/made.key", key("made"));
    const error = await refusal(root, { scripts: { before, after: await takeSnapshot(root) } });

    expect(messagesOf(error)).toEqual([
      "/etc/made.key: a postprocess script made a private key, which every machine would share",
    ]);
    expect(hintOf(error)).not.toContain("remove-files");
  });

  test("come with a unit that makes them on the machine", async () => {
    const error = await refusal(await rootOf({ ...widget, "/etc/own.key": key("made") }));

    expect(hintOf(error)).toContain("ConditionPathExists=!/etc/own.key");
  });

  test("of a name server come with the command that makes them", async () => {
    const secret = 'key "rndc-key" {\n\talgorithm hmac-sha256;\n\tsecret "c2VjcmV0c2VjcmV0c2VjcmV0";\n};\n';
    const error = await refusal(await rootOf({ ...widget, "/etc/bind/rndc.key": secret }));

    expect(hintOf(error)).toContain("ExecStart= /usr/sbin/rndc-confgen -a");
  });

  test("of slapd go with the answer that its package asks for", async () => {
    const root = await rootOf({
      ...widget,
      "/etc/ldap/slapd.d/config.ldif": "olcRootPW:: e1NTSEF9\n",
      "/var/lib/ldap/data.mdb": "x",
    });
    const error = await refusal(root);

    expect(error.diagnostics.map(({ hint }) => hint)).toEqual([
      expect.stringContaining("debconf: [slapd slapd/no_configuration boolean true]"),
      expect.stringContaining("debconf: [slapd slapd/no_configuration boolean true]"),
    ]);
  });
});
