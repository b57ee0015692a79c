/** Saved views of the ticket list, and what the own list begins with. */
import { queryOptions } from '@tanstack/react-query';
import type * as z from 'zod/mini';
import type {
  changeListSettingsSchema,
  createViewSchema,
  editViewSchema,
  ListSettings,
  View,
  viewsSchema,
} from '../../../src/contracts/views.ts';
import { change, get } from './client.ts';

export type ViewList = z.infer<typeof viewsSchema>;

export const viewKeys = { all: ['view'] as const };

export const viewList = queryOptions({
  queryKey: viewKeys.all,
  queryFn: ({ signal }) => get<ViewList>('/views', {}, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

export function createView(body: z.input<typeof createViewSchema>, key: string): Promise<View> {
  return change('POST', '/views', { body, key });
}

export function editView(view: View, body: z.input<typeof editViewSchema>): Promise<View> {
  return change('PATCH', `/views/${view.id}`, { body, version: view.version });
}

export function deleteView(id: string): Promise<View> {
  return change('DELETE', `/views/${id}`);
}

export function restoreView(id: string): Promise<View> {
  return change('POST', `/views/${id}/restore`, { body: {} });
}

export function changeListSettings(body: z.input<typeof changeListSettingsSchema>): Promise<ListSettings> {
  return change('PATCH', '/list-settings', { body });
}
