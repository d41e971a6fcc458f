/**
 * Makes packages/pipeline/keyrings/debian-archive.asc from a debian-archive-keyring package:
 *
 *   apt-get download debian-archive-keyring      (on a system of Debian's unstable suite)
 *   node scripts/update-archive-keyring.ts debian-archive-keyring_VERSION_all.deb
 *
 * Compare the printed fingerprints with those that Debian publishes before committing the result.
 */
import { run } from "@debootc/tools/run";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const releases = ["bookworm", "trixie"];
const purposes = ["automatic", "security-automatic", "stable"];
const target = join(import.meta.dirname, "../packages/pipeline/keyrings/debian-archive.asc");

const [debFile] = process.argv.slice(2);
if (debFile === undefined)
  throw new Error("usage: update-archive-keyring.ts debian-archive-keyring_VERSION_all.deb");

const work = await mkdtemp(join(tmpdir(), "debootc-keyring-"));
try {
  await run({ tool: "dpkg-deb", args: ["--extract", resolve(debFile), join(work, "package")] });
  const gpg = (...args: string[]) =>
    run({ tool: "gpg", args: ["--batch", "--no-auto-check-trustdb", ...args], env: { GNUPGHOME: work } });
  const names = releases.flatMap((release) =>
    purposes.map((purpose) => `debian-archive-${release}-${purpose}.pgp`),
  );
  await gpg("--import", ...names.map((name) => join(work, "package/usr/share/keyrings", name)));
  // One armoured block: apt reads only the first of a file that has several.
  const { stdout } = await gpg("--armor", "--export-options", "export-minimal", "--export");
  await writeFile(target, stdout);
  const listing = await run({
    tool: "gpg",
    args: ["--show-keys", "--with-fingerprint", target],
    env: { GNUPGHOME: work },
  });
  process.stdout.write(listing.stdout);
} finally {
  await run({ tool: "gpgconf", args: ["--kill", "all"], env: { GNUPGHOME: work } });
  await rm(work, { recursive: true, force: true });
}
