/** What a first screen was rendered from: written by the server, read by the browser before it takes the screen over. */
import { notePosition } from '../api/client.ts';
import { queryClient } from '../api/query-client.ts';
import { type RenderedWith, tellRenderedWith } from '../session/rendered.ts';

export interface FirstState extends RenderedWith {
  readonly answers: readonly (readonly [key: readonly unknown[], data: unknown])[];
  /** Of what was read. */
  readonly positions: readonly string[];
}

/** Of all that was read by now. */
export function writeFirstState(facts: Omit<FirstState, 'answers'>): string {
  const answers = queryClient
    .getQueryCache()
    .getAll()
    .flatMap(({ queryKey, state }) => (state.status === 'success' ? [[queryKey, state.data] as const] : []));
  return JSON.stringify({ ...facts, answers } satisfies FirstState);
}

/** Puts the answers where the page looks for them. */
export function takeFirstState(text: string): void {
  const { answers, positions, ...facts } = JSON.parse(text) as FirstState;
  tellRenderedWith(facts);
  for (const [key, data] of answers) queryClient.setQueryData(key, data);
  for (const position of positions) notePosition(position);
}
