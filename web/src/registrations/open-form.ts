/**
 * A form is signed with the time at which it was opened, and the server takes none that is too young or too old. One
 * that stayed open too long is opened anew under the hands of whoever fills it in, and what they typed is sent with
 * the new signature: nobody has to load the page again.
 */
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { registrationForm } from '../api/applicants.ts';
import { ProblemError } from '../api/problem-error.ts';

/** As the server has it: nobody fills in a form faster, and a robot is sent away. */
const LEAST_MS = 3_000;

type Send<T> = (form: string) => Promise<T>;

/** Sends with the form's signature, and once more with a new one where the server wants no other. */
export function useOpenForm(): <T>(send: Send<T>) => Promise<T> {
  const client = useQueryClient();
  return async (send) => {
    try {
      return await sendSigned(client, send, Number.POSITIVE_INFINITY);
    } catch (error) {
      if (!(error instanceof ProblemError) || !error.fields.some(({ path }) => path === 'form')) throw error;
      return await sendSigned(client, send, 0);
    }
  };
}

async function sendSigned<T>(client: QueryClient, send: Send<T>, staleTime: number): Promise<T> {
  const { form, openedAt } = await client.fetchQuery({ ...registrationForm, staleTime });
  await pause(openedAt + LEAST_MS - Date.now());
  return await send(form);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
