/**
 * Finds the matched terms of a decision inside a question so that they can be marked. It does not tokenise: the terms come
 * from the server, which may give single characters, pairs and words that overlap; overlaps are merged into one mark.
 */

export interface Piece {
  text: string;
  matched: boolean;
}

export function highlight(text: string, terms: readonly string[]): Piece[] {
  const marked = markCharacters(text, terms);
  const pieces: Piece[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const matched = marked[index] === true;
    const last = pieces.at(-1);
    const character = text.charAt(index);
    if (last && last.matched === matched) last.text += character;
    else pieces.push({ text: character, matched });
  }
  return pieces;
}

function markCharacters(text: string, terms: readonly string[]): boolean[] {
  const folded = fold(text);
  const marked = new Array<boolean>(text.length).fill(false);
  for (const term of terms) {
    const needle = fold(term.trim());
    if (needle === "") continue;
    for (
      let at = folded.indexOf(needle);
      at !== -1;
      at = folded.indexOf(needle, at + needle.length)
    ) {
      if (isWithinWord(folded, at, needle.length)) continue;
      marked.fill(true, at, at + needle.length);
    }
  }
  return marked;
}

/** Lower case and half width, one code unit for one, so that positions stay those of the original text. */
function fold(text: string): string {
  return Array.from({ length: text.length }, (_, index) => {
    const unit = text.charAt(index);
    const folded = unit.normalize("NFKC").toLowerCase();
    return folded.length === 1 ? folded : unit;
  }).join("");
}

/** "or" inside "order" is no match; Latin terms start at the start of a word (a stem may end before the word does). */
function isWithinWord(text: string, at: number, length: number): boolean {
  const isLatin = (character: string) => /[a-z0-9]/u.test(character);
  if (at === 0 || !isLatin(text.charAt(at)) || !isLatin(text.charAt(at - 1))) return false;
  return length > 0;
}
