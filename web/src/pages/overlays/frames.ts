// Pictures while a hand moves: one request under way, and of all that were wanted meanwhile only the newest. A full picture
// follows once nothing quick is wanted any more.

export interface Wanted<A> {
  asked: A;
  /** Counts up with every change; a picture of a lower number never follows one of a higher. */
  revision: number;
  isFull: boolean;
  /** When the hand moved, in the page's clock. */
  at_ms: number;
}

export interface Frames<A, P> {
  fetch: (asked: A, signal: AbortSignal) => Promise<P>;
  show: (picture: P, wanted: Wanted<A>) => void;
  fail: (thrown: unknown, wanted: Wanted<A>) => void;
}

export class FrameLoop<A, P> {
  private next: Wanted<A> | null = null;
  private running: { wanted: Wanted<A>; stop: AbortController } | null = null;
  private shown = -1;
  private isClosed = false;

  constructor(private readonly how: Frames<A, P>) {}

  get isIdle(): boolean {
    return !this.running && !this.next;
  }

  ask(wanted: Wanted<A>): void {
    if (this.isClosed) return;
    this.next = wanted;
    // A full picture takes long, and is worth nothing once the hand has moved on.
    if (this.running?.wanted.isFull && wanted.revision > this.running.wanted.revision) this.running.stop.abort();
    if (!this.running) this.start();
  }

  close(): void {
    this.isClosed = true;
    this.next = null;
    this.running?.stop.abort();
  }

  private start(): void {
    const wanted = this.next;
    if (!wanted || this.isClosed) return;
    this.next = null;
    const stop = new AbortController();
    this.running = { wanted, stop };
    this.how.fetch(wanted.asked, stop.signal).then(
      (picture) => this.ended(wanted, stop, () => this.show(picture, wanted)),
      (thrown: unknown) => this.ended(wanted, stop, () => this.how.fail(thrown, wanted)),
    );
  }

  private ended(wanted: Wanted<A>, stop: AbortController, then: () => void): void {
    this.running = null;
    this.start();
    if (!this.isClosed && !stop.signal.aborted && wanted.revision >= this.shown) then();
  }

  private show(picture: P, wanted: Wanted<A>): void {
    this.shown = wanted.revision;
    this.how.show(picture, wanted);
  }
}
