import { chmod, link, mkdir, mkdtempDisposable, rename, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { applyRules } from "@debootc/core/lint/apply-rules";
import { lintRules } from "@debootc/core/lint/rules";
import { describe, expect, test } from "vitest";
import { bootableRoot } from "./bootable-root.fixture.ts";
import { readRoot } from "./read-root.ts";

const { signal } = new AbortController();
const temporaryDirectory = () => mkdtempDisposable(join(tmpdir(), "debootc-lint-root-"));

/** Puts the bootable root on disk as the user who runs the tests. */
async function plantRoot(root: string): Promise<void> {
  for (const { entry, bytes } of bootableRoot) {
    const path = join(root, entry.path);
    await mkdir(dirname(path), { recursive: true });
    if (entry.type === "directory") await mkdir(path, { recursive: true });
    else if (entry.type === "symlink") await symlink(entry.linkPath ?? "", path);
    else {
      await writeFile(path, bytes);
      await chmod(path, entry.mode);
    }
  }
}

/** Of a user's files owners and capabilities cannot be right. */
const ofOwners = ["set-id-lost", "capability-lost"];

async function found(root: string) {
  const { subject } = await readRoot(root, signal);
  const rules = lintRules.filter(({ name }) => !ofOwners.includes(name));
  return applyRules(subject, rules, []).findings.map(({ rule, path }) => `${rule} ${path}`);
}

describe("readRoot", () => {
  test("in a bootable root no rule finds anything", async () => {
    await using root = await temporaryDirectory();
    await plantRoot(root.path);

    expect(await found(root.path)).toEqual([]);
  });

  test("names of any bytes are reported with their bytes", async () => {
    await using root = await temporaryDirectory();
    await plantRoot(root.path);
    await writeFile(Buffer.from(`${root.path}/usr/lib/caf\xe9`, "latin1"), "");
    await writeFile(Buffer.from(`${root.path}/usr/lib/caf\xe8`, "latin1"), "");
    await symlink(Buffer.from("\xff", "latin1"), join(root.path, "usr/lib/link"));

    expect(await found(root.path)).toEqual([
      "utf8 /usr/lib/caf\\xe8",
      "utf8 /usr/lib/caf\\xe9",
      "utf8 /usr/lib/link",
    ]);
  });

  test("sockets are reported, even those with strange names", async () => {
    await using root = await temporaryDirectory();
    await plantRoot(root.path);
    const server = createServer().listen(join(root.path, "usr/lib/a\nb"));
    await new Promise((resolve) => server.once("listening", resolve));

    const findings = await found(root.path);
    await new Promise((resolve) => server.close(resolve));

    expect(findings).toEqual(["special-files /usr/lib/a\\x0ab"]);
  });

  test("a name that would delete a file in a layer is reported", async () => {
    await using root = await temporaryDirectory();
    await plantRoot(root.path);
    await writeFile(join(root.path, "usr/lib/.wh.systemd"), "");

    expect(await found(root.path)).toEqual(["special-files /usr/lib/.wh.systemd"]);
  });

  test("in an ostree checkout, /usr/etc is read as /etc", async () => {
    await using root = await temporaryDirectory();
    await plantRoot(root.path);
    await rename(join(root.path, "etc"), join(root.path, "usr/etc"));
    await writeFile(join(root.path, "usr/etc/machine-id"), "0".repeat(32));

    expect(await found(root.path)).toEqual(["machine-id /etc/machine-id"]);
  });

  test("in a deployment, the machine's own /etc is left out", async () => {
    await using sysroot = await temporaryDirectory();
    const root = join(sysroot.path, "ostree/deploy/debian/deploy", `${"a".repeat(64)}.0`);
    await plantRoot(root);
    await rename(join(root, "etc"), join(root, "usr/etc"));
    await mkdir(join(root, "etc"));
    await writeFile(join(root, "etc/machine-id"), "0".repeat(32));

    expect(await found(root)).toEqual([]);
  });

  test("a file that a rule reads is read by whatever name it has", async () => {
    await using root = await temporaryDirectory();
    await plantRoot(root.path);
    const at = (path: string) => join(root.path, path);
    await mkdir(at("usr/share"));
    await rename(at("etc/machine-id"), at("usr/share/id"));
    await writeFile(at("usr/share/id"), "0".repeat(32));
    // The name that sorts first is the one that has the bytes.
    await link(at("usr/share/id"), at("etc/machine-id"));
    await link(at("usr/share/id"), at("bin/id"));

    expect(await found(root.path)).toEqual(["machine-id /etc/machine-id"]);
  });

  test("circular links lead nowhere", async () => {
    await using root = await temporaryDirectory();
    await plantRoot(root.path);
    await symlink("loop", join(root.path, "usr/lib/loop"));
    await symlink("../../../../../../etc/shadow", join(root.path, "usr/lib/bootc/kargs.d/up.toml"));
    await symlink("/usr/lib/loop", join(root.path, "usr/lib/bootc/kargs.d/loop.toml"));

    expect(await found(root.path)).toEqual([
      "bootc-kargs /usr/lib/bootc/kargs.d/loop.toml",
      "bootc-kargs /usr/lib/bootc/kargs.d/up.toml",
    ]);
  });

  test("a link into the directory that contains the root is reported", async () => {
    await using root = await temporaryDirectory();
    await plantRoot(root.path);
    await symlink(join(root.path, "usr/lib/systemd"), join(root.path, "usr/lib/own"));

    expect(await found(root.path)).toEqual(["build-paths /usr/lib/own"]);
  });

  test("a file too large to be read is named instead of silently skipped", async () => {
    await using root = await temporaryDirectory();
    await plantRoot(root.path);
    await writeFile(join(root.path, "etc/machine-id"), "\n".repeat(2 ** 20 + 1));

    expect((await readRoot(root.path, signal)).unread).toEqual(["/etc/machine-id"]);
  });

  test("a run that was cancelled ends", async () => {
    await using root = await temporaryDirectory();
    await plantRoot(root.path);

    const stopped = AbortSignal.abort(new DebootcError("cancelled", "stopped"));

    await expect(readRoot(root.path, stopped)).rejects.toMatchObject({ code: "cancelled" });
  });
});
