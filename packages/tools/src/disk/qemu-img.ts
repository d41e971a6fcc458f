import { run } from "../run.ts";

/** Converts a raw image to a compressed qcow2 image (compat 1.1, zlib: every qemu reads it). */
export async function convertToQcow2(raw: string, qcow2: string, signal: AbortSignal): Promise<void> {
  const args = ["convert", "-f", "raw", "-O", "qcow2", "-c", raw, qcow2];
  await run({ tool: "qemu-img", args, signal });
}

/** Converts a qcow2 image back to a raw image; zeros become holes. */
export async function convertToRaw(qcow2: string, raw: string, signal: AbortSignal): Promise<void> {
  await run({ tool: "qemu-img", args: ["convert", "-f", "qcow2", "-O", "raw", qcow2, raw], signal });
}
