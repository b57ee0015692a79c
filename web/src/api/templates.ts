/** The words of messages: versions, a preview, what is used. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type * as z from 'zod/mini';
import type {
  TemplatePreview,
  TemplateView,
  TemplateWords,
  templatesSchema,
} from '../../../src/contracts/templates.ts';
import { change, get } from './client.ts';

export const templateKeys = { all: ['template'] as const };

export const templateList = queryOptions({
  queryKey: [...templateKeys.all, 'list'] as const,
  queryFn: ({ signal }) => get<z.infer<typeof templatesSchema>>('/templates', {}, signal),
});

export function templateOne(name: string) {
  return queryOptions({
    queryKey: [...templateKeys.all, 'one', name] as const,
    queryFn: ({ signal }) => get<TemplateView>(`/templates/${encodeURIComponent(name)}`, {}, signal),
  });
}

/** Asked of the API, which makes the messages: what is shown is what is sent. */
export function templatePreview(name: string, words: TemplateWords) {
  return queryOptions({
    queryKey: ['template-preview', name, words] as const,
    queryFn: () =>
      change<TemplatePreview>('POST', `/templates/${encodeURIComponent(name)}/preview`, { body: { words } }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function saveTemplate(name: string, words: TemplateWords, publish: boolean): Promise<TemplateView> {
  return change('POST', `/templates/${encodeURIComponent(name)}/versions`, { body: { words, publish } });
}

export function publishTemplate(name: string, version: number): Promise<TemplateView> {
  return change('POST', `/templates/${encodeURIComponent(name)}/publish`, { body: { version } });
}
