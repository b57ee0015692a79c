/** A failure in the person's language: what, what to do, and the trace id to name. */
import { useCallback } from 'react';
import { AwayError, ProblemError } from '../api/problem-error.ts';
import { reasonOf } from './refusals.ts';
import { useText } from './text.ts';

export interface ProblemWords {
  readonly title: string;
  /** What to do; where it is known, why it was refused. */
  readonly remedy: string;
  readonly traceId?: string | undefined;
}

export function useProblemWords(): (error: unknown) => ProblemWords {
  const text = useText();
  return useCallback(
    (error) => {
      if (error instanceof AwayError) return { title: text('error.away'), remedy: text('error.away.remedy') };
      if (!(error instanceof ProblemError))
        return { title: text('problem.internal.title'), remedy: text('error.page.remedy') };
      const reason = reasonOf(error.detail);
      return {
        title: text(`problem.${error.code}.title`),
        remedy: reason ? text(...reason) : text(`problem.${error.code}.remedy`),
        traceId: error.traceId,
      };
    },
    [text],
  );
}
