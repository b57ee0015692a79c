/** Provides the catalogue of the chosen language; each is a file of its own, loaded when it is needed. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { createIntl, IntlProvider } from 'react-intl';
import { hasReadUnsaid, sayErased } from '../api/client.ts';
import { queryClient } from '../api/query-client.ts';
import { insist } from '../kit/insist.ts';
import { timeZone } from '../session/page-facts.ts';
import { type Locale, locale } from '../session/preferences.ts';
import { createStore, useStore } from '../session/store.ts';
import { useText } from './text.ts';

/** The compiler sees texts; the build has parsed them. `react-intl` takes both. */
type Catalogue = Record<string, string>;

type Load = Readonly<Record<Locale, () => Promise<{ default: Catalogue }>>>;

const load: Load = {
  id: () => import('../../locales/id.json'),
  en: () => import('../../locales/en.json'),
};

/** What stands on pages of staff alone (`build/catalogues.ts`). */
const loadStaff: Load = {
  id: () => import('../../locales/id.json?staff'),
  en: () => import('../../locales/en.json?staff'),
};

const wantsStaff = createStore(false, 'current');
let staffIsThere: () => void = () => undefined;
const staffWords = new Promise<void>((resolve) => {
  staffIsThere = resolve;
});

/** Settles when pages of staff can be shown. */
export function needStaffWords(): Promise<void> {
  wantsStaff.set(true);
  return staffWords;
}

/** What the first screen says: in the language of whoever is signed in, with the words of staff where they are. */
export async function loadFirstWords(staff: boolean): Promise<Words> {
  if (staff) wantsStaff.set(true);
  const first = await loadCatalogue(locale.get(), staff);
  if (staff) staffIsThere();
  // What is read from now on is read with it.
  const { locale: tag, messages } = first;
  const { formatMessage } = createIntl({ locale: tag, messages });
  sayErased(formatMessage({ id: 'erased.person' }), formatMessage({ id: 'erased.words' }));
  return first;
}

export async function loadCatalogue(wanted: Locale = locale.get(), staff = false): Promise<Words> {
  const [base, more] = await Promise.all([load[wanted](), staff ? loadStaff[wanted]() : undefined]);
  return { locale: wanted, staff, messages: { ...base.default, ...more?.default } };
}

export interface Words {
  readonly locale: Locale;
  readonly staff: boolean;
  readonly messages: Catalogue;
}

/** Shows the language before until the next one is there. */
export function Language({ first, children }: { readonly first: Words; readonly children: ReactNode }) {
  const wanted = useStore(locale);
  const staff = useStore(wantsStaff);
  const [loaded, setLoaded] = useState(first);
  useEffect(() => {
    let wantedStill = true;
    if (loaded.staff) staffIsThere();
    if (loaded.locale !== wanted || loaded.staff !== staff) {
      void insist(() => loadCatalogue(wanted, staff)).then((next) => {
        if (wantedStill) setLoaded(next);
      });
    }
    return () => {
      wantedStill = false;
    };
  }, [wanted, staff, loaded]);
  return (
    <IntlProvider
      locale={loaded.locale}
      defaultLocale="id"
      messages={loaded.messages}
      timeZone={timeZone()}
      onError={(error) => console.error(error)}
    >
      <ErasedWords />
      {children}
    </IntlProvider>
  );
}

/** Before the pages; what was read in another language, or before the words were there, is read again. */
function ErasedWords() {
  const text = useText();
  const [person, words] = [text('erased.person'), text('erased.words')];
  sayErased(person, words);
  const said = useRef(person);
  useEffect(() => {
    if (said.current === person && !hasReadUnsaid()) return;
    said.current = person;
    void queryClient.invalidateQueries();
  }, [person]);
  return null;
}
