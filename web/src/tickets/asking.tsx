/**
 * What a command asks for stands over the page and belongs to it: the card that it was pressed on may leave its list
 * at any moment, and nobody loses what they were writing, or misses a refusal, because of it.
 */
import { createContext, lazy, type ReactNode, Suspense, use, useEffect, useMemo, useState } from 'react';
import type { Ticket } from '../../../src/contracts/tickets.ts';
import type { AskedCommand } from './asked-command.ts';
import type { Ask } from './use-ticket-command.ts';

const CommandDialog = lazy(async () => ({ default: (await import('./command-dialog.tsx')).CommandDialog }));

const OverbookDialog = lazy(async () => ({
  default: (await import('./overbook-dialog.tsx')).OverbookDialog,
}));

interface Asking {
  readonly ask: (command: AskedCommand, ticket: Ticket) => void;
  /** Somebody's day is full. */
  readonly askFull: (ask: Ask) => void;
  /** The command is given: whoever gave it stays at what can be done with the ticket, wherever that is now. */
  readonly stayAt: (id: string) => void;
}

const AskingContext = createContext<Asking | undefined>(undefined);

export function useAsking(): Asking {
  const asking = use(AskingContext);
  if (!asking) throw new Error('The page has to stand in <TicketDialogs>');
  return asking;
}

export function TicketDialogs({ children }: { readonly children: ReactNode }) {
  const [asked, setAsked] = useState<{ readonly command: AskedCommand; readonly ticket: Ticket }>();
  const [full, setFull] = useState<Ask>();
  const [given, setGiven] = useState<string>();
  const asking = useMemo<Asking>(
    () => ({
      ask: (command, ticket) => setAsked({ command, ticket }),
      askFull: setFull,
      stayAt: setGiven,
    }),
    [],
  );
  // A button that goes with the command takes the focus with it.
  useEffect(() => {
    if (given === undefined) return;
    const timer = setTimeout(() => {
      if (document.activeElement === document.body) focusActions(given);
      setGiven(undefined);
    });
    return () => clearTimeout(timer);
  }, [given]);
  return (
    <AskingContext value={asking}>
      {children}
      <Suspense>
        {asked && (
          <CommandDialog
            {...asked}
            onClose={() => {
              setAsked(undefined);
              setGiven(asked.ticket.id);
            }}
          />
        )}
        {full && (
          <OverbookDialog
            ask={full}
            onClose={() => {
              setFull(undefined);
              setGiven(full.ticket.id);
            }}
          />
        )}
      </Suspense>
    </AskingContext>
  );
}

function focusActions(id: string): void {
  document.querySelector<HTMLElement>(`[data-actions="${id}"] button`)?.focus({ preventScroll: true });
}
