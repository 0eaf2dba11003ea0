/**
 * A refusal by the server, or the lack of an answer, as an error that carries a stable code.
 * It knows nothing of wording: `messages/` turns codes into the customer's language.
 */
import type { ProblemDocument } from "./protocol";

export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    /** A problem code of the server, or `network` when there was no answer at all. */
    readonly code: string,
    readonly status: number,
    readonly retryAfterMs: number | null = null,
    detail = code,
  ) {
    super(detail);
  }

  static network(): Problem {
    return new Problem("network", 0);
  }

  static fromDocument(document: ProblemDocument): Problem {
    return new Problem(document.code, document.status, null, document.detail);
  }

  /** Trying the very same thing again later may work. */
  get temporary(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** The visitor token is no longer good; a new session is needed. */
  get loginEnded(): boolean {
    return this.status === 401;
  }
}

export function asProblem(cause: unknown): Problem {
  return cause instanceof Problem ? cause : Problem.network();
}
