/** Holds the size, in bytes, from which on git-lfs does not read a file as a pointer. */
export const largestLfsPointer = 1024;

/** Tells whether the content of a file is a pointer of Git LFS, which stands for a file that is kept elsewhere. */
export function isLfsPointer(text: string): boolean {
  return /^version https:\/\/git-lfs\.github\.com\/spec\/v1\n(?:ext-.*\n)*oid sha256:[0-9a-f]{64}\nsize \d+\n?$/.test(
    text,
  );
}
