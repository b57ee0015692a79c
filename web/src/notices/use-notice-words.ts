/** The words of a notice in the person's language: the server names a template and facts, the catalogue has the words. */

import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import { type Role, roles } from '../../../src/contracts/permissions.ts';
import { type TicketPriority, ticketPriorities } from '../../../src/contracts/tickets.ts';
import { zoneName } from '../../../src/contracts/zone-name.ts';
import type { Notice } from '../api/notifications.ts';
import { useFormats } from '../i18n/formats.ts';
import { type MessageId, useText } from '../i18n/text.ts';

type TemplateOf<Id> = Id extends `notice.${infer Template}.title` ? Template : never;
type NoticeTemplate = Exclude<TemplateOf<MessageId>, 'unknown'>;

export interface NoticeWords {
  readonly title: string;
  readonly text: string;
}

export function useNoticeWords(): (notice: Pick<Notice, 'template' | 'params'>) => NoticeWords {
  const { messages } = useIntl();
  const text = useText();
  const formats = useFormats();
  return useCallback(
    ({ template, params }) => {
      const isKnown = (name: string): name is NoticeTemplate =>
        Object.hasOwn(messages, `notice.${name}.title`);
      // From a server that is newer than this page.
      if (!isKnown(template))
        return { title: text('notice.unknown.title'), text: text('notice.unknown.text') };
      const show = (name: string, value: unknown): string | number => {
        if (typeof value === 'number') return value;
        // The messages choose their words by it.
        if (typeof value !== 'string') return 'none';
        if (name.endsWith('At')) return formats.dateTime(value);
        if (name === 'zone') return zoneName(value);
        if (name === 'priority' && isOneOf<TicketPriority>(ticketPriorities, value))
          return text(`ticket.priority.${value}`);
        if ((name === 'role' || name === 'from' || name === 'to') && isOneOf<Role>(roles, value))
          return text(`role.${value}`);
        return value;
      };
      const values = Object.fromEntries(
        Object.entries(params).map(([name, value]) => [name, show(name, value)]),
      );
      return {
        title: text(`notice.${template}.title`, values),
        text: text(`notice.${template}.text`, values),
      };
    },
    [messages, text, formats],
  );
}

function isOneOf<T extends string>(values: readonly T[], value: string): value is T {
  return (values as readonly string[]).includes(value);
}
