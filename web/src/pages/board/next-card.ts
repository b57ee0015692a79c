/** Where an arrow leads from a card: up and down in its column, left and right to the next column that has cards. */

export function nextCard(board: HTMLElement, from: HTMLElement, key: string): string | undefined {
  const column = from.closest<HTMLElement>('[data-column]');
  if (!column) return undefined;
  const index = cardsOf(column).indexOf(from);
  if (key === 'ArrowDown') return cardsOf(column)[index + 1]?.dataset.card;
  if (key === 'ArrowUp') return cardsOf(column)[index - 1]?.dataset.card;
  const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return undefined;
  const columns = [...board.querySelectorAll<HTMLElement>('[data-column]')].filter(
    (one) => cardsOf(one).length > 0,
  );
  const next = columns[columns.indexOf(column) + step];
  if (!next) return undefined;
  const cards = cardsOf(next);
  return cards[Math.min(index, cards.length - 1)]?.dataset.card;
}

function cardsOf(column: HTMLElement): HTMLElement[] {
  return [...column.querySelectorAll<HTMLElement>('[data-card]')];
}
