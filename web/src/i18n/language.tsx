/** Provides the catalogue of the chosen language; each is a file of its own, loaded when it is needed. */
import { type ReactNode, useEffect, useState } from 'react';
import { IntlProvider } from 'react-intl';
import { timeZone } from '../session/page-facts.ts';
import { type Locale, locale } from '../session/preferences.ts';
import { useStore } from '../session/store.ts';

/** The compiler sees texts; the build has parsed them. `react-intl` takes both. */
type Catalogue = Record<string, string>;

const load: Readonly<Record<Locale, () => Promise<{ default: Catalogue }>>> = {
  id: () => import('../../locales/id.json'),
  en: () => import('../../locales/en.json'),
};

export async function loadCatalogue(wanted: Locale = locale.get()): Promise<Loaded> {
  return { locale: wanted, messages: (await load[wanted]()).default };
}

interface Loaded {
  readonly locale: Locale;
  readonly messages: Catalogue;
}

/** Shows the language before until the next one is there. */
export function Language({ first, children }: { readonly first: Loaded; readonly children: ReactNode }) {
  const wanted = useStore(locale);
  const [loaded, setLoaded] = useState(first);
  useEffect(() => {
    let wantedStill = true;
    if (loaded.locale !== wanted) {
      void loadCatalogue(wanted).then((next) => {
        if (wantedStill) setLoaded(next);
      });
    }
    return () => {
      wantedStill = false;
    };
  }, [wanted, loaded.locale]);
  return (
    <IntlProvider
      locale={loaded.locale}
      defaultLocale="id"
      messages={loaded.messages}
      timeZone={timeZone()}
      onError={(error) => console.error(error)}
    >
      {children}
    </IntlProvider>
  );
}
