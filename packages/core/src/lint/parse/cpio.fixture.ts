/** Makes a cpio archive of empty files, in the form of an initramfs. */
export function cpioOf(...names: readonly string[]): Buffer {
  return Buffer.from([...names, "TRAILER!!!"].map(member).join(""), "latin1");
}

function member(name: string): string {
  const field = (value: number) => value.toString(16).padStart(8, "0");
  const fields = [0, 0o100644, 0, 0, 1, 0, 0, 0, 0, 0, 0, name.length + 1, 0].map(field);
  const head = `070701${fields.join("")}${name}\0`;
  return head.padEnd(Math.ceil(head.length / 4) * 4, "\0");
}
