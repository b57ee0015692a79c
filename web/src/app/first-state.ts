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
    .flatMap(({ queryKey, state }) =>
      state.status === 'success' ? [[queryKey, pack(state.data)] as const] : [],
    );
  return JSON.stringify({ ...facts, answers } satisfies FirstState);
}

/** Puts the answers where the page looks for them. */
export function takeFirstState(text: string): void {
  const { answers, positions, ...facts } = JSON.parse(text) as FirstState;
  tellRenderedWith(facts);
  for (const [key, data] of answers) queryClient.setQueryData(key, unpack(data));
  for (const position of positions) notePosition(position);
}

/** A list that holds some of its places. JSON has no empty ones: they would come as `null`. */
interface Places {
  readonly places: number;
  readonly held: readonly (readonly [index: number, value: unknown])[];
}

function pack(data: unknown): unknown {
  return mapValues(data, (value) => {
    if (!Array.isArray(value) || !value.includes(undefined)) return value;
    const held = value.flatMap((one: unknown, index) => (one === undefined ? [] : [[index, one] as const]));
    return { places: value.length, held } satisfies Places;
  });
}

function unpack(data: unknown): unknown {
  return mapValues(data, (value) => {
    if (!isPlaces(value)) return value;
    const list: unknown[] = Array.from({ length: value.places }, () => undefined);
    for (const [index, one] of value.held) list[index] = one;
    return list;
  });
}

function isPlaces(value: unknown): value is Places {
  return typeof value === 'object' && value !== null && 'places' in value && 'held' in value;
}

function mapValues(data: unknown, change: (value: unknown) => unknown): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, change(value)]));
}
