/**
 * What the messages of a timeline say about one another: which option was taken, which answer was judged, which
 * title only repeats the question. Pure, and worked out once per timeline however many rows ask.
 */
import type { MessageContent, Option } from "./protocol";
import type { Timeline } from "./timeline";

export interface Facts {
  /** The customer's verdict on each answer, by message id, whether the server has it yet or not. */
  verdicts: ReadonlyMap<string, boolean>;
  /** The option the customer took of each list of options, by message id. */
  choices: ReadonlyMap<string, string>;
  /** Answers whose title is what the customer has just said. */
  echoes: ReadonlySet<string>;
}

const known = new WeakMap<Timeline, Facts>();

export function factsOf(timeline: Timeline): Facts {
  const facts = known.get(timeline) ?? gather(timeline);
  known.set(timeline, facts);
  return facts;
}

function gather({ messages, pending }: Timeline): Facts {
  const verdicts = new Map<string, boolean>();
  const choices = new Map<string, string>();
  const echoes = new Set<string>();
  let open: { id: string; options: Option[] }[] = [];
  let asked = "";
  for (const entry of [...messages, ...pending]) {
    const { content } = entry;
    const id = "id" in entry ? entry.id : null;
    asked =
      wordsOfCustomer(content, id === null || ("author" in entry && entry.author.kind === "customer")) ??
      asked;
    if (content.kind === "feedback") verdicts.set(content.message_id, content.helpful);
    else if (content.kind === "choice") {
      const taken = open.filter((one) => one.options.some((option) => option.id === content.option_id)).pop();
      if (taken) choices.set(taken.id, content.option_id);
      open = open.filter((one) => one !== taken);
    } else if (id !== null && (content.kind === "candidates" || content.kind === "menu")) {
      open.push({ id, options: content.options });
    } else if (id !== null && content.kind === "answer" && content.title.trim() === asked) echoes.add(id);
  }
  return { verdicts, choices, echoes };
}

function wordsOfCustomer(content: MessageContent, mine: boolean): string | null {
  if (!mine) return null;
  if (content.kind === "text") return content.text.trim();
  return content.kind === "choice" ? content.label.trim() : null;
}
