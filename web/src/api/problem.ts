/**
 * A problem document as an error that can be thrown. What people read is in the `problems`
 * catalogue, by code; the server's own `detail` is the fall-back.
 */
import type { FieldProblem, ProblemOut } from "./types";

export class Problem extends Error {
  override readonly name = "Problem";
  readonly code: string;
  readonly status: number;
  readonly detail: string;
  readonly errors: FieldProblem[];
  readonly trace: string | null;
  /** Seconds to wait before trying again, when the server said so. */
  readonly retryAfter: number | null;

  constructor(problem: Partial<ProblemOut>, retryAfter: number | null = null) {
    super(problem.detail || problem.title || "unknown problem");
    this.code = problem.code ?? "internal";
    this.status = problem.status ?? 0;
    this.detail = problem.detail ?? "";
    this.errors = problem.errors ?? [];
    this.trace = problem.trace ?? null;
    this.retryAfter = retryAfter;
  }

  /** The problem of one field, by its name in the body: `email`, `settings/title`. */
  field(name: string): FieldProblem | undefined {
    return this.errors.find((error) => error.pointer === `/${name}`);
  }

  static async from(response: Response): Promise<Problem> {
    const retryAfter = Number(response.headers.get("Retry-After")) || null;
    const document: Partial<ProblemOut> = await response.json().catch(() => ({}));
    return new Problem(
      { ...document, code: document.code ?? codeOf(response.status), status: response.status },
      retryAfter,
    );
  }

  /** Anything that was thrown, as a problem: no answer at all becomes `unreachable`. */
  static of(error: unknown): Problem {
    if (error instanceof Problem) return error;
    if (error instanceof TypeError)
      return new Problem({ code: "unreachable", detail: error.message });
    return new Problem({ code: "internal", detail: error instanceof Error ? error.message : "" });
  }
}

/** A proxy in between answers without a problem document; the status still says something. */
function codeOf(status: number): string {
  if (status === 401) return "unauthenticated";
  if (status === 403) return "forbidden";
  if (status === 404) return "not_found";
  if (status === 413) return "too_large";
  if (status === 429) return "rate_limited";
  return status >= 502 ? "unavailable" : "internal";
}
