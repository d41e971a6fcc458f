import { run } from "../run.ts";

/** Writes a raw image as a compressed qcow2 image (compat 1.1, zlib: what every qemu reads). */
export async function convertToQcow2(raw: string, qcow2: string, signal: AbortSignal): Promise<void> {
  const args = ["convert", "-f", "raw", "-O", "qcow2", "-c", raw, qcow2];
  await run({ tool: "qemu-img", args, signal });
}
