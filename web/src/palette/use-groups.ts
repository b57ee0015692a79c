/**
 * What the palette finds: tickets, and the customers and technicians that the person may see; pages and commands. It
 * is the same thing as long as it shows the same.
 */

import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { HardHat, Keyboard, Languages, LogOut, SunMoon, Tickets, User } from 'lucide-react';
import { useDeferredValue, useMemo } from 'react';
import { zoneName } from '../../../src/contracts/zone-name.ts';
import { customerSearch } from '../api/customers.ts';
import { technicianDirectory } from '../api/technicians.ts';
import { ticketSearch } from '../api/tickets.ts';
import { pageIcons } from '../app/page-icons.ts';
import { useText } from '../i18n/text.ts';
import { locale, theme } from '../session/preferences.ts';
import { useMay } from '../session/session.ts';
import { useSignOut } from '../session/use-sign-out.ts';
import { useNav } from '../shells/nav.ts';
import { arrangeGroups, type Entry, type Group, holdsWords, SHORTEST } from './groups.ts';

const ROWS = 6;

export interface Offer {
  readonly groups: readonly Group[];
  /** They are the answer to these very words. */
  readonly fresh: boolean;
  readonly failed: boolean;
}

export function useGroups(words: string, onHelp: () => void): Offer {
  const text = useText();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const nav = useNav('palette');
  const may = useMay();
  const long = words.length >= SHORTEST;
  const seesTickets = long && may('tickets.view_all');
  const seesCustomers = long && may('customers.view');
  const tickets = useQuery({ ...ticketSearch(words), enabled: seesTickets });
  const customers = useQuery({ ...customerSearch(words), enabled: seesCustomers });
  const technicians = useQuery({ ...technicianDirectory, enabled: may('technicians.view') });
  const searches = [...(seesTickets ? [tickets] : []), ...(seesCustomers ? [customers] : [])];
  const answered = searches.every((one) => !one.isPlaceholderData && !one.isLoading);
  const foundTickets = seesTickets ? tickets.data?.data : undefined;
  const foundCustomers = seesCustomers ? customers.data?.data : undefined;
  // Not before the others, or what Enter means would move away from under it.
  const known = answered ? technicians.data : undefined;

  const found = useMemo((): readonly Group[] => {
    const open = (path: string) => () => void navigate({ to: path } as never);
    return [
      {
        value: text('palette.tickets'),
        items: (foundTickets ?? []).slice(0, ROWS).map(
          ({ id, number, title, status }): Entry => ({
            key: id,
            label: `${number}  ${title}`,
            detail: text(`ticket.status.${status}`),
            icon: Tickets,
            run: open(`/tickets/${id}`),
          }),
        ),
      },
      {
        value: text('customers.title'),
        items: (foundCustomers ?? []).slice(0, ROWS).map(
          ({ id, name, code, phone }): Entry => ({
            key: id,
            label: name,
            detail: [code, phone].filter(Boolean).join(' · '),
            icon: User,
            run: open(`/customers/${id}`),
          }),
        ),
      },
      {
        value: text('technicians.title'),
        items: (known ?? [])
          .filter(({ name, employeeNumber }) => holdsWords(words, name, employeeNumber))
          .slice(0, ROWS)
          .map(
            ({ id, name, employeeNumber, zone }): Entry => ({
              key: id,
              label: name,
              detail: [employeeNumber, zoneName(zone)].join(' · '),
              icon: HardHat,
              run: open(`/technicians/${id}`),
            }),
          ),
      },
    ];
  }, [text, navigate, words, foundTickets, foundCustomers, known]);

  const fixed = useMemo((): readonly Group[] => {
    const commands: readonly Entry[] = [
      {
        key: 'language',
        label: text('palette.language'),
        icon: Languages,
        run: () => locale.set(locale.get() === 'id' ? 'en' : 'id'),
      },
      { key: 'light', label: text('palette.light'), icon: SunMoon, run: () => theme.set('light') },
      { key: 'dark', label: text('palette.dark'), icon: SunMoon, run: () => theme.set('dark') },
      { key: 'keys', label: text('keys.title'), icon: Keyboard, run: onHelp },
      { key: 'signOut', label: text('person.signOut'), icon: LogOut, run: signOut },
    ];
    const pages = nav.map(
      ({ path, nav: { label, icon } }): Entry => ({
        key: path,
        label: text(label),
        icon: pageIcons[icon],
        run: () => void navigate({ to: path } as never),
      }),
    );
    return [
      { value: text('palette.pages'), items: pages },
      { value: text('palette.commands'), items: commands },
    ];
  }, [text, navigate, nav, onHelp, signOut]);

  const groups = useMemo(() => arrangeGroups(words, found, fixed), [words, found, fixed]);
  // Drawn in slices too when an answer comes: the next letter, or Escape, does not wait for it.
  const shown = useDeferredValue(groups);
  return {
    groups: shown,
    fresh: answered && shown === groups,
    failed: searches.some((one) => one.isError),
  };
}
