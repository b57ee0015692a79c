/** A failure in the person's language: what, what to do, and the trace id to name. */
import { useCallback } from 'react';
import { AwayError, ProblemError } from '../api/problem-error.ts';
import { useText } from './text.ts';

export interface ProblemWords {
  readonly title: string;
  readonly remedy: string;
  /** The server's own sentence about this case. */
  readonly detail?: string | undefined;
  readonly traceId?: string | undefined;
}

export function useProblemWords(): (error: unknown) => ProblemWords {
  const text = useText();
  return useCallback(
    (error) => {
      if (error instanceof AwayError) return { title: text('error.away'), remedy: text('error.away.remedy') };
      if (!(error instanceof ProblemError))
        return { title: text('problem.internal.title'), remedy: text('error.page.remedy') };
      return {
        title: text(`problem.${error.code}.title`),
        remedy: text(`problem.${error.code}.remedy`),
        detail: undefined,
        traceId: error.traceId,
      };
    },
    [text],
  );
}
