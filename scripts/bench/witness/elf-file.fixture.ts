/** Makes an ELF file that has nothing but the headers of its sections and their names. */
export function elfFile(sections: readonly string[], offset = 64): Buffer {
  const names = Buffer.from([...sections, ".shstrtab", ""].join("\0"), "latin1");
  const all = [...sections, ".shstrtab"];
  const header = Buffer.alloc(64);
  header.set([0x7f, 0x45, 0x4c, 0x46, 2, 1]);
  header.writeBigUInt64LE(BigInt(64 + names.length), 0x28);
  header.writeUInt16LE(0x40, 0x3a);
  header.writeUInt16LE(all.length, 0x3c);
  header.writeUInt16LE(all.length - 1, 0x3e);
  const table = all.map((name) => {
    const entry = Buffer.alloc(0x40);
    entry.writeUInt32LE(names.indexOf(`${name}\0`), 0);
    entry.writeBigUInt64LE(BigInt(name === ".shstrtab" ? 64 : offset), 0x18);
    entry.writeBigUInt64LE(BigInt(name.length), 0x20);
    return entry;
  });
  return Buffer.concat([header, names, ...table]);
}
