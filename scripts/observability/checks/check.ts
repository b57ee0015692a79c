/** A check of the production stack: what it says when it held, and why not when it could not be made here. */
export interface Check {
  readonly name: string;
  /** Rejects with what is wrong. */
  readonly run: () => Promise<Outcome>;
}

export type Outcome = { readonly checked: string } | { readonly notChecked: string };

export function assertNone(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(problems.join('\n'));
}
