/**
 * A form that makes or changes one thing: the contract checks its fields, the API's field errors stand at theirs.
 *
 * F1 Pressed twice it is done once: an intention keeps its key until it was answered.
 * F2 What somebody else changed meanwhile (412) is shown beside what was filled in, and a choice.
 */
import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { type DefaultValues, type FieldValues, type Path, useForm } from 'react-hook-form';
import type * as z from 'zod/mini';
import { ProblemError } from '../api/problem-error.ts';
import { useOnce } from '../api/use-once.ts';
import { issueText } from '../i18n/form-issues.ts';
import { useProblemWords } from '../i18n/problem-words.ts';
import { useText } from '../i18n/text.ts';

interface Versioned {
  readonly version: number;
}

export function useEntityForm<I extends FieldValues, B, E extends Versioned>({
  schema,
  initial,
  prepare,
  version,
  save,
  reread,
  onDone,
}: {
  readonly schema: z.ZodMiniType<unknown, B>;
  readonly initial: DefaultValues<I>;
  /** From what is in the fields to what the contract takes: empty optional fields go. */
  readonly prepare: (values: I) => unknown;
  readonly version?: number;
  readonly save: (body: B, options: { key: string; version: number | undefined }) => Promise<E>;
  readonly reread?: () => Promise<E>;
  readonly onDone: (saved: E) => void;
}) {
  const text = useText();
  const words = useProblemWords();
  const once = useOnce();
  const seen = useRef(version);
  const [refusal, setRefusal] = useState<string>();
  const [theirs, setTheirs] = useState<E>();
  const form = useForm<I>({
    defaultValues: initial,
    resolver: async (values, context, options) =>
      (await standardSchemaResolver(schema as never)(
        prepare(values) as never,
        context,
        options as never,
      )) as never,
  });
  const { mutate, isPending } = useMutation({
    mutationFn: (body: B) => once(body, (key) => save(body, { key, version: seen.current })),
    onSuccess: onDone,
    onError: async (error) => {
      if (error instanceof ProblemError) {
        if (error.code === 'stale_version' && reread) {
          const current = await reread().catch(() => undefined);
          if (current) {
            seen.current = current.version;
            setTheirs(current);
            return;
          }
        }
        for (const { path, message } of error.fields) form.setError(path as Path<I>, { message });
      }
      const { title, remedy, traceId } = words(error);
      setRefusal(`${title}. ${remedy}${traceId ? ` (${traceId})` : ''}`);
    },
  });
  const submit = form.handleSubmit((body) => {
    setRefusal(undefined);
    setTheirs(undefined);
    mutate(body as unknown as B);
  });
  const errorOf = (name: Path<I>) => issueText(text, form.getFieldState(name, form.formState).error?.message);
  const dismiss = () => setRefusal(undefined);
  return { form, errorOf, submit: () => void submit(), refusal, dismiss, theirs, busy: isPending };
}
