import { open } from "node:fs/promises";

const pieceSize = 1 << 20;

/** Copies a file into another one at an offset in bytes. What is zero is not written, so that holes stay holes. */
export async function copyIntoFile(source: string, target: string, offset: number): Promise<void> {
  await using from = await open(source, "r");
  await using to = await open(target, "r+");
  const piece = Buffer.alloc(pieceSize);
  const zeros = Buffer.alloc(pieceSize);
  for (let position = 0; ; ) {
    const { bytesRead } = await from.read(piece, 0, pieceSize, position);
    if (bytesRead === 0) return;
    if (piece.compare(zeros, 0, bytesRead, 0, bytesRead) !== 0)
      await to.write(piece, 0, bytesRead, offset + position);
    position += bytesRead;
  }
}
