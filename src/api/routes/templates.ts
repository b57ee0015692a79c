/** The words of notices and messages: what there is, versions, a preview with sample data, publishing and rolling back. */
import * as z from 'zod/mini';
import { type TemplateCommand, type TemplateState, template } from '../../actors/template/actor.ts';
import { formatPosition } from '../../contracts/generic/position.ts';
import {
  previewTemplateSchema,
  publishTemplateSchema,
  saveTemplateSchema,
  templateNameSchema,
  templatePreviewSchema,
  templateSchema,
  templatesSchema,
} from '../../contracts/templates.ts';
import type { Row } from '../../engine/effects.ts';
import { readHead } from '../../engine/log.ts';
import type { EditableTemplate } from '../../handlers/templates/editing.ts';
import type { Api } from '../api.ts';
import { item, runCommands } from '../commands.ts';
import { ApiProblem } from '../problem.ts';
import { stateOf } from '../reads.ts';
import { type Call, defineRoute, type Reply, type Route } from '../route.ts';
import { changeOrFirst } from '../unique.ts';

const tag = 'Templates';
const path = '/api/v1/templates';
const access = ['templates.edit'] as const;
const params = z.strictObject({ name: templateNameSchema });
const answers = { 200: { description: 'The template as it is now', schema: templateSchema } };

/** The parser of messages is memory of a process that edits some. */
const editing = () => import('../../handlers/templates/editing.ts');

export const templateRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path,
    tag,
    summary: 'Every notice and message whose words can be edited',
    access,
    answers: { 200: { description: 'The templates, by name', schema: templatesSchema } },
    handle: async (_call, api) => {
      const { editableTemplate, previewOf } = await editing();
      const { builtInNames } = await import('../../handlers/templates/registry.ts');
      const position = formatPosition(await readHead(api.pool));
      const states = new Map((await readStates(api, builtInNames)).map((state) => [state.id, state]));
      const data = builtInNames.map((name) => {
        const [known, state] = [editableTemplate(name), states.get(name)];
        const used = state?.versions.find(({ version }) => version === state.published)?.words;
        const shown = known && previewOf(known, used ?? known.builtIn, api.timeZone);
        const subject = { id: shown?.id?.subject ?? null, en: shown?.en?.subject ?? null };
        return { ...rowOf(name, state), kind: known?.kind, subject };
      });
      return { status: 200, body: { data, position } };
    },
  }),
  defineRoute({
    method: 'get',
    path: `${path}/:name`,
    tag,
    summary: 'One template: its variables, its built-in words and every version',
    access,
    params,
    answers,
    handle: async ({ params: { name } }, api) => {
      const known = await editable(name);
      const position = formatPosition(await readHead(api.pool));
      const [state] = await readStates(api, [name]);
      return { status: 200, body: { ...viewOf(name, known, state), position } };
    },
  }),
  defineRoute({
    method: 'post',
    path: `${path}/:name/preview`,
    tag,
    summary: 'What words look like with sample data, and what is wrong with them; nothing is stored',
    access,
    params,
    body: previewTemplateSchema,
    answers: { 200: { description: 'The preview', schema: templatePreviewSchema } },
    handle: async ({ params: { name }, body }, api) => {
      const { previewOf } = await editing();
      return { status: 200, body: previewOf(await editable(name), body.words, api.timeZone) };
    },
  }),
  defineRoute({
    method: 'post',
    path: `${path}/:name/versions`,
    tag,
    summary: 'Save words as a new version, and use it if asked to',
    access,
    params,
    body: saveTemplateSchema,
    idempotent: true,
    answers,
    handle: async (call, api) => {
      const { faultsIn } = await import('../../handlers/templates/faults.ts');
      const { words } = call.body;
      const faults = faultsIn(words, (await editable(call.params.name)).allowed);
      if (faults.length > 0) {
        const errors = faults.map((fault) => ({ ...fault, path: `words.${fault.path}` }));
        throw new ApiProblem('invalid_request', { errors });
      }
      return await change(call, api, { type: 'save', ...call.body });
    },
  }),
  defineRoute({
    method: 'post',
    path: `${path}/:name/publish`,
    tag,
    summary: 'Use a version, an older one too; 0 are the built-in words',
    access,
    params,
    body: publishTemplateSchema,
    idempotent: true,
    answers,
    handle: (call, api) => change(call, api, { type: 'publish', version: call.body.version }),
  }),
];

async function change(
  call: Call<{ name: string }, unknown, unknown>,
  api: Api,
  command: TemplateCommand,
): Promise<Reply> {
  const { name } = call.params;
  const known = await editable(name);
  const position = formatPosition(await readHead(api.pool));
  return await changeOrFirst('message_templates_pkey', () =>
    runCommands(api, call, {
      items: [item(call, { kind: 'template', id: name }, command)],
      answer: ([state]) => ({
        status: 200,
        headers: {},
        body: { ...viewOf(name, known, state as TemplateState | undefined), position },
      }),
    }),
  );
}

async function editable(name: string): Promise<EditableTemplate> {
  const known = (await editing()).editableTemplate(name);
  if (!known) throw new ApiProblem('not_found');
  return known;
}

async function readStates(api: Api, names: readonly string[]): Promise<TemplateState[]> {
  const { rows } = await api.pool.query<{ row: Row }>({
    name: 'read_templates',
    text: 'select to_jsonb(t) as row from message_templates t where t.id = any($1)',
    values: [names],
  });
  return rows.map(({ row }) => stateOf<TemplateState>(template, row));
}

function rowOf(name: string, state: TemplateState | undefined) {
  return {
    name,
    published: state?.published ?? 0,
    latest: state?.versions.length ?? 0,
    updatedAt: state?.updatedAt ?? null,
  };
}

function viewOf(
  name: string,
  { kind, builtIn, variables }: EditableTemplate,
  state: TemplateState | undefined,
) {
  return { ...rowOf(name, state), kind, variables, builtIn, versions: state?.versions ?? [] };
}
