// A way in numbered steps, as the journey of an event shows it. Pure.

import { type Content, type Html, html } from './html.ts';

export type StepState = 'good' | 'warning' | 'danger' | 'open';

export type Step = {
  title: string;
  state: StepState;
  /** What stands beside the title: a time, a word. */
  note?: Content;
  body?: Content;
};

const words: Record<StepState, string> = { good: 'done', warning: 'late', danger: 'failed', open: 'not yet' };

export function renderSteps(steps: readonly Step[]): Html {
  return html`<ol class="way">${steps.map(
    ({
      title,
      state,
      note,
      body,
    }) => html`<li data-state="${state}"><h2>${title}<span class="hidden">: ${words[state]}</span>${note && html` <span class="muted">${note}</span>`}</h2>
${body}</li>\n`,
  )}</ol>`;
}
