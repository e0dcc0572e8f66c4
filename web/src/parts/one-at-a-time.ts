// Questions about a text that somebody writes: one is under way, the newest waits, those between are never asked.

export class OneAtATime<Q, A> {
  private isRunning = false;
  private waiting: { question: Q } | null = null;
  private isClosed = false;
  private turn = 0;

  constructor(
    private readonly ask: (question: Q) => Promise<A>,
    private readonly tell: (answer: A, question: Q) => void,
    private readonly fail: (thrown: unknown, question: Q) => void,
  ) {}

  /** Asks as soon as the question before has its answer; that one is told no more. */
  put(question: Q): void {
    this.waiting = { question };
    if (!this.isRunning) void this.run();
  }

  /** What is asked no longer counts. */
  drop(): void {
    this.waiting = null;
    this.turn += 1;
  }

  close(): void {
    this.isClosed = true;
    this.waiting = null;
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    while (this.waiting) {
      const { question } = this.waiting;
      this.waiting = null;
      const turn = this.turn;
      const counts = () => !this.isClosed && this.waiting === null && turn === this.turn;
      try {
        const answer = await this.ask(question);
        if (counts()) this.tell(answer, question);
      } catch (thrown) {
        if (counts()) this.fail(thrown, question);
      }
    }
    this.isRunning = false;
  }
}
