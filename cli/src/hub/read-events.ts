/** Is one event of a stream. */
export interface StreamEvent {
  readonly id?: string;
  readonly event: string;
  readonly data: string;
}

/** A line of an event is not read beyond so many characters. */
const longestLine = 4 * 1024 * 1024;

/** Reads server-sent events from text that comes in pieces (HTML standard, 9.2). Comments are left out. */
export async function* readEvents(pieces: AsyncIterable<string>): AsyncGenerator<StreamEvent> {
  let rest = "";
  let fields: { id?: string; event?: string; data?: string } = {};
  for await (const piece of pieces) {
    const lines = (rest + piece).split(/\r\n|\n/);
    rest = lines.pop() ?? "";
    if (rest.length > longestLine) throw new Error("an event is longer than anything that a hub sends");
    for (const line of lines) {
      if (line === "") {
        const { id, event = "message", data } = fields;
        fields = {};
        if (data !== undefined) yield { event, data, ...(id === undefined ? {} : { id }) };
        continue;
      }
      const [, name = "", value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
      if (name === "id" || name === "event") fields[name] = value;
      if (name === "data") fields.data = fields.data === undefined ? value : `${fields.data}\n${value}`;
    }
  }
}
