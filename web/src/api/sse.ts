/** A message of an event stream. */
export interface Message {
  id: string;
  event: string;
  data: string;
}

/** Cuts the text of an event stream into messages, however the network cut it into pieces (HTML standard, 9.2.6). */
export class StreamReader {
  private rest = "";
  private data: string[] = [];
  private event = "";
  private id = "";

  /** The messages that are whole with this piece. */
  feed(piece: string): Message[] {
    const lines = (this.rest + piece).split(/\r\n|\n|\r/);
    this.rest = lines.pop() ?? "";
    const found: Message[] = [];
    for (const line of lines) {
      if (line === "") this.close(found);
      else this.take(line);
    }
    return found;
  }

  private take(line: string): void {
    const colon = line.indexOf(":");
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "data") this.data.push(value);
    else if (name === "event") this.event = value;
    else if (name === "id") this.id = value;
  }

  private close(found: Message[]): void {
    if (this.data.length) found.push({ id: this.id, event: this.event || "message", data: this.data.join("\n") });
    this.data = [];
    this.event = "";
  }
}
