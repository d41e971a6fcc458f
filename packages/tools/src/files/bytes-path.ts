/** Joins the path of a directory and a name in it that may be any bytes, as `readdir` returns it for buffers. */
export function bytesPath(directory: string | Buffer, name: Buffer): Buffer {
  return Buffer.concat([Buffer.from(directory), Buffer.from("/"), name]);
}
