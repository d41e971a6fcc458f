import { mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "@debootc/tools/run";

/** Makes a key and a certificate for 127.0.0.1 that nobody else has signed. */
export async function selfSigned(): Promise<{ readonly key: string; readonly certificate: string }> {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-signed-"));
  const [key, certificate] = [join(work.path, "key"), join(work.path, "certificate")];
  const subject = ["-subj", "/CN=debootc test", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  await run({
    tool: "openssl",
    args: ["req", "-x509", ...kind, ...subject, "-keyout", key, "-out", certificate],
  });
  return { key: await readFile(key, "utf8"), certificate: await readFile(certificate, "utf8") };
}
