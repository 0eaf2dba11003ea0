/**
 * What a customer can ask about a conversation as a whole: to agree to its terms, to rate it, to end it, to keep a
 * copy. Each answers whether it went well; what went wrong is put into the state for the view to tell.
 */
import type { Api } from "./api";
import { asProblem } from "./problem";
import type { Locale, VisitorConversation } from "./protocol";
import type { Session } from "./session";
import type { Cell, State } from "./state";

export interface RequestsOptions {
  cell: Cell<State>;
  session: Session;
  api: Api;
  locale: Locale;
  /** The server was asked to end the conversation and has done so. */
  onEnded(): void;
}

export class Requests {
  constructor(private readonly options: RequestsOptions) {}

  agree(): Promise<boolean> {
    return this.attempt(async () => {
      await this.options.session.recordConsent();
      this.options.cell.set({ consented: true });
    });
  }

  rate(score: number, comment: string): Promise<boolean> {
    return this.withConversation(async ({ id }) => {
      await this.options.session.call((token) => this.options.api.rate(token, id, { score, comment }));
      const { conversation } = this.options.cell.value;
      if (conversation?.id !== id) return;
      this.options.cell.set({
        conversation: { ...conversation, rating: { score, comment, at: Date.now() } },
      });
    });
  }

  end(): Promise<boolean> {
    return this.withConversation(async ({ id }) => {
      await this.options.session.call((token) => this.options.api.end(token, id));
      this.options.onEnded();
    });
  }

  transcript(): Promise<Blob | null> {
    let blob: Blob | null = null;
    return this.withConversation(async ({ id }) => {
      blob = await this.options.session.call((token) =>
        this.options.api.transcript(token, id, this.options.locale),
      );
    }).then(() => blob);
  }

  private withConversation(run: (conversation: VisitorConversation) => Promise<void>): Promise<boolean> {
    const { conversation } = this.options.cell.value;
    return conversation ? this.attempt(() => run(conversation)) : Promise.resolve(false);
  }

  /** Runs what may fail without a message of its own to show it on. */
  async attempt(run: () => Promise<unknown>): Promise<boolean> {
    try {
      await run();
      return true;
    } catch (cause) {
      this.options.cell.set({ problem: asProblem(cause).code });
      return false;
    }
  }
}
