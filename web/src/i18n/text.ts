/** Words in the language of the person. An id that is not in the catalogue does not compile. */
import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import type catalogue from '../../locales/id.json';

export type MessageId = keyof typeof catalogue;
export type Values = Readonly<Record<string, string | number | Date | null | undefined>>;
export type Text = (id: MessageId, values?: Values) => string;

export function useText(): Text {
  const intl = useIntl();
  return useCallback((id, values) => intl.formatMessage({ id }, values), [intl]);
}
