/** Everything by typing: pages, tickets by number or title, settings. Ctrl-K opens it, Escape closes it. */
import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Languages, LogOut, type LucideIcon, Search, SunMoon, Tickets } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import type { Ticket } from '../../../src/contracts/tickets.ts';
import { get } from '../api/client.ts';
import type { Page } from '../api/page.ts';
import { ticketKeys } from '../api/tickets.ts';
import { useText } from '../i18n/text.ts';
import dialog from '../kit/dialog.module.css';
import popup from '../kit/popup.module.css';
import { locale, theme } from '../session/preferences.ts';
import { signOut, useMay } from '../session/session.ts';
import { useNav } from '../shells/nav.ts';
import styles from './palette.module.css';

interface Entry {
  readonly key: string;
  readonly label: string;
  readonly detail?: string;
  readonly icon: LucideIcon;
  readonly run: () => void;
}

interface Group {
  readonly value: string;
  readonly items: readonly Entry[];
}

export function Palette({ onClose }: { readonly onClose: () => void }) {
  const text = useText();
  const [words, setWords] = useState('');
  const groups = useGroups(words.trim().slice(0, 100));
  const run = (entry: Entry) => {
    onClose();
    entry.run();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialog.backdrop} />
        <Dialog.Popup className={styles.popup} aria-label={text('palette.open')}>
          <Autocomplete.Root
            open
            inline
            items={groups}
            filter={null}
            value={words}
            onValueChange={setWords}
            autoHighlight="always"
            keepHighlight
            itemToStringValue={(entry: Entry) => entry.label}
          >
            <div className={styles.field}>
              <Search size={18} aria-hidden="true" />
              <Autocomplete.Input
                className={styles.input}
                placeholder={text('palette.placeholder')}
                aria-label={text('palette.placeholder')}
              />
            </div>
            <div className={styles.results}>
              <Autocomplete.Empty className={popup.empty}>{text('palette.empty')}</Autocomplete.Empty>
              <Autocomplete.List>
                {(group: Group) => (
                  <Autocomplete.Group key={group.value} items={group.items}>
                    <Autocomplete.GroupLabel className={popup.groupLabel}>
                      {group.value}
                    </Autocomplete.GroupLabel>
                    <Autocomplete.Collection>
                      {(entry: Entry) => (
                        <Autocomplete.Item
                          key={entry.key}
                          value={entry}
                          className={popup.item}
                          onClick={() => run(entry)}
                        >
                          <entry.icon size={16} aria-hidden="true" />
                          <span className={popup.grow}>{entry.label}</span>
                          {entry.detail && <span className={popup.detail}>{entry.detail}</span>}
                        </Autocomplete.Item>
                      )}
                    </Autocomplete.Collection>
                  </Autocomplete.Group>
                )}
              </Autocomplete.List>
            </div>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function useGroups(words: string): readonly Group[] {
  const text = useText();
  const navigate = useNavigate();
  const nav = useNav('palette');
  const may = useMay();
  const asked = useDeferredValue(words);
  const { data } = useQuery({
    queryKey: [...ticketKeys.all, 'search', asked],
    queryFn: ({ signal }) =>
      get<Page<Ticket>>('/tickets', { q: asked, limit: 8, sort: '-updatedAt' }, signal),
    enabled: asked.length > 1 && may('tickets.view_all'),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
  const fits = (entry: Entry) => entry.label.toLowerCase().includes(words.toLowerCase());
  const places: Entry[] = nav.map(({ path, nav: { label, icon } }) => ({
    key: path,
    label: text(label),
    icon,
    run: () => void navigate({ to: path }),
  }));
  const settings: Entry[] = [
    {
      key: 'language',
      label: text('palette.language'),
      icon: Languages,
      run: () => locale.set(locale.get() === 'id' ? 'en' : 'id'),
    },
    { key: 'light', label: text('palette.light'), icon: SunMoon, run: () => theme.set('light') },
    { key: 'dark', label: text('palette.dark'), icon: SunMoon, run: () => theme.set('dark') },
    { key: 'signOut', label: text('person.signOut'), icon: LogOut, run: () => void signOut() },
  ];
  const tickets: Entry[] =
    words.length > 1
      ? (data?.data ?? []).map(({ id, number, title, status }) => ({
          key: id,
          label: `${number}  ${title}`,
          detail: text(`ticket.status.${status}`),
          icon: Tickets,
          run: () => void navigate({ to: '/tickets/$id', params: { id } } as never),
        }))
      : [];
  return [
    { value: text('palette.tickets'), items: tickets },
    { value: text('palette.pages'), items: places.filter(fits) },
    { value: text('palette.settings'), items: settings.filter(fits) },
  ].filter((group) => group.items.length > 0);
}
