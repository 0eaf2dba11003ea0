/** How well a query fits a label: letters in order, words' beginnings first. Pure. */

/** Higher is better; null when it does not fit at all. */
export function fitness(query: string, text: string): number | null {
  const wanted = query.trim().toLowerCase();
  const given = text.toLowerCase();
  if (wanted === "") return 0;
  const at = given.indexOf(wanted);
  if (at === 0) return 100;
  if (at > 0) return /[\s\p{P}]/u.test(given[at - 1] ?? "") ? 80 : 60;
  let from = 0;
  for (const letter of wanted.replace(/\s+/g, "")) {
    const found = given.indexOf(letter, from);
    if (found < 0) return null;
    from = found + 1;
  }
  return 20;
}

export function rankBy<Item>(
  items: Item[],
  query: string,
  texts: (item: Item) => string[],
): Item[] {
  return items
    .map((item, order) => {
      const fits = texts(item).map((text) => fitness(query, text) ?? -1);
      return { item, order, best: Math.max(...fits) };
    })
    .filter(({ best }) => best >= 0)
    .sort((a, b) => b.best - a.best || a.order - b.order)
    .map(({ item }) => item);
}
