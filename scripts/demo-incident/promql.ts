/**
 * As much of PromQL as the rules about causes need: selectors, max, min and sum by labels, absent, comparisons with a
 * number, and `or`, `and`, `unless`. What looks back over time (rate, changes) is refused, not guessed.
 */
import type { Sample } from '../../src/engine/metric-text.ts';

export type Vector = readonly Sample[];
export type Samples = ReadonlyMap<string, readonly Sample[]>;

export interface Verdict {
  /** What is left after the comparison: it holds for these. */
  readonly holds: Vector;
  /** The comparison furthest to the left: what was compared, and with what. */
  readonly compared:
    | { readonly values: Vector; readonly operator: string; readonly bound: number }
    | undefined;
}

const TOKEN = /\s*([a-zA-Z_:][\w:]*|"[^"]*"|\d+(?:\.\d+)?|=~|!=|==|>=|<=|[(){},=<>[\]])/y;
const aggregations: Readonly<Record<string, (values: readonly number[]) => number>> = {
  max: (values) => Math.max(...values),
  min: (values) => Math.min(...values),
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
};
const comparisons: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '>': (left, right) => left > right,
  '<': (left, right) => left < right,
  '>=': (left, right) => left >= right,
  '<=': (left, right) => left <= right,
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
};

/** @throws where the expression needs more than what is known here */
export function evaluate(expression: string, samples: Samples): Verdict {
  const tokens = tokenize(expression);
  let at = 0;
  let compared: Verdict['compared'];
  const peek = (): string | undefined => tokens[at];
  const take = (expected?: string): string => {
    const token = tokens[at++];
    if (token === undefined || (expected !== undefined && token !== expected))
      throw new Error(`${JSON.stringify(token)} is not understood in ${expression}`);
    return token;
  };

  function labelList(): string[] {
    const labels: string[] = [];
    take('(');
    while (peek() !== ')') {
      labels.push(take());
      if (peek() === ',') take();
    }
    take(')');
    return labels;
  }

  function selector(name: string): Vector {
    if (peek() === '(' || peek() === '[') throw new Error(`${name} looks back over time`);
    const matchers: ((labels: Sample['labels']) => boolean)[] = [];
    if (peek() === '{') {
      take();
      while (peek() !== '}') {
        const label = take();
        const operator = take();
        const value = take().slice(1, -1);
        const pattern = new RegExp(`^(?:${value})$`);
        matchers.push((labels) => {
          const said = labels[label] ?? '';
          if (operator === '=~') return pattern.test(said);
          return operator === '!=' ? said !== value : said === value;
        });
        if (peek() === ',') take();
      }
      take('}');
    }
    if (peek() === '[') throw new Error(`${name} looks back over time`);
    return (samples.get(name) ?? []).filter(({ labels }) => matchers.every((matches) => matches(labels)));
  }

  function atom(): Vector {
    const name = take();
    if (name === 'absent') {
      take('(');
      const found = selector(take());
      take(')');
      return found.length === 0 ? [{ labels: {}, value: 1 }] : [];
    }
    const aggregate = aggregations[name];
    if (!aggregate) return selector(name);
    const isGrouped = peek() === 'by';
    if (isGrouped) take();
    const by = isGrouped ? labelList() : [];
    take('(');
    const values = selector(take());
    take(')');
    const groups = new Map<string, { labels: Record<string, string>; values: number[] }>();
    for (const { labels, value } of values) {
      const kept = Object.fromEntries(by.map((label) => [label, labels[label] ?? '']));
      const key = JSON.stringify(kept);
      const group = groups.get(key) ?? { labels: kept, values: [] };
      groups.set(key, group);
      group.values.push(value);
    }
    return [...groups.values()].map((group) => ({ labels: group.labels, value: aggregate(group.values) }));
  }

  function comparison(): Vector {
    const values = atom();
    const operator = peek() ?? '';
    const compare = comparisons[operator];
    if (!compare) return values;
    take();
    const bound = Number(take());
    compared ??= { values, operator, bound };
    return values.filter(({ value }) => compare(value, bound));
  }

  let holds = comparison();
  while (peek() !== undefined) {
    const operator = take();
    const right = comparison();
    const keys = new Set(right.map(({ labels }) => JSON.stringify(labels)));
    const inRight = ({ labels }: Sample): boolean => keys.has(JSON.stringify(labels));
    if (operator === 'or') holds = [...holds, ...right];
    else if (operator === 'and') holds = holds.filter(inRight);
    else if (operator === 'unless') holds = holds.filter((sample) => !inRight(sample));
    else throw new Error(`${operator} is not understood in ${expression}`);
  }
  return { holds, compared };
}

function tokenize(expression: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < expression.trimEnd().length) {
    const from = TOKEN.lastIndex;
    const found = TOKEN.exec(expression)?.[1];
    if (found === undefined) throw new Error(`not understood: ${expression.slice(from)}`);
    tokens.push(found);
  }
  return tokens;
}
