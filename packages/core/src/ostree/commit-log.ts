/** Describes a commit as listed in a log. */
export interface LoggedCommit {
  /** 64 hexadecimal digits. */
  readonly checksum: string;
  readonly parent?: string;
  /** RFC 3339. */
  readonly timestamp: string;
  readonly version?: string;
  /** First line; empty when it has none. */
  readonly subject: string;
}

/** Parses the output of `ostree log`, newest first. It indents the lines of a commit's own text. */
export function parseCommitLog(text: string): LoggedCommit[] {
  return text.split(/^(?=commit [0-9a-f]{64}$)/m).flatMap((block) => {
    const checksum = /^commit ([0-9a-f]{64})$/m.exec(block)?.[1];
    const date = /^Date: +(\S+) (\S+) ([+-]\d{2})(\d{2})$/m.exec(block);
    if (checksum === undefined || date === null) return [];
    const [, day, time, hours, minutes] = date;
    const parent = /^Parent: +([0-9a-f]{64})$/m.exec(block)?.[1];
    const version = /^Version: (.*)$/m.exec(block)?.[1];
    return [
      {
        checksum,
        ...(parent === undefined ? {} : { parent }),
        timestamp: new Date(`${day}T${time}${hours}:${minutes}`).toISOString(),
        ...(version === undefined ? {} : { version }),
        subject: /^ {4}(.*)$/m.exec(block)?.[1] ?? "",
      },
    ];
  });
}
