/** A form that gives a command: the contract checks its fields, the API's field errors stand at theirs. */
import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useState } from 'react';
import { type DefaultValues, type FieldValues, type Path, useForm } from 'react-hook-form';
import type * as z from 'zod/mini';
import type { Ticket, TicketCommandName } from '../../../../src/contracts/tickets.ts';
import { isRefusal } from '../../api/once.ts';
import { ProblemError } from '../../api/problem-error.ts';
import { issueText } from '../../i18n/form-issues.ts';
import { useProblemWords } from '../../i18n/problem-words.ts';
import { useText } from '../../i18n/text.ts';
import { type Conflict, useTicketCommand } from '../use-ticket-command.ts';

export function useCommandForm<I extends FieldValues>({
  ticket,
  command,
  schema,
  initial,
  prepare = (values) => values,
  onDone,
  onClose,
}: {
  readonly ticket: Ticket;
  readonly command: TicketCommandName | 'edit';
  readonly schema: z.ZodMiniType<unknown, I>;
  readonly initial: DefaultValues<I>;
  /** From what is in the fields to what the contract takes: empty optional fields go. */
  readonly prepare?: (values: I) => Readonly<Record<string, unknown>>;
  /** Before the form closes, with the ticket as it is then. */
  readonly onDone?: (ticket: Ticket) => void;
  readonly onClose: () => void;
}) {
  const text = useText();
  const words = useProblemWords();
  const [seen, setSeen] = useState(ticket);
  const [refusal, setRefusal] = useState<string>();
  const [conflict, setConflict] = useState<Conflict>();
  const form = useForm<I>({
    defaultValues: initial,
    resolver: async (values, context, options) => {
      const resolve = standardSchemaResolver(schema as never) as never as (
        ...all: unknown[]
      ) => Promise<{ errors: object; values: I }>;
      const result = await resolve(prepare(values as I), context, options);
      return result as never;
    },
  });
  const { mutate, isPending } = useTicketCommand({
    onDone(after) {
      onDone?.(after);
      onClose();
    },
    guesses: false,
    onConflict: setConflict,
    onRefused(error) {
      // What has to be corrected stands in the form.
      if (isRefusal(error)) setConflict(undefined);
      if (error instanceof ProblemError)
        for (const { path, message } of error.fields) form.setError(path as Path<I>, { message });
      const { title, remedy, traceId } = words(error);
      setRefusal(`${title}. ${remedy}${traceId ? ` (${traceId})` : ''}`);
    },
  });
  const errorOf = (name: Path<I>) => issueText(text, form.getFieldState(name, form.formState).error?.message);
  const submit = form.handleSubmit((body) => {
    setRefusal(undefined);
    mutate({ ticket: seen, command, body: body as Record<string, unknown> });
  });
  /** The same to the ticket as it is now, which has been looked at by then. */
  const onForce = ({ current, body = {} }: Conflict) => {
    setRefusal(undefined);
    setSeen(current);
    mutate({ ticket: current, command, body });
  };
  return { form, errorOf, submit, refusal, conflict, onForce, busy: isPending };
}
