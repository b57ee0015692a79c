/**
 * The words of one message, with all the versions that they had; its id is the template's name.
 *
 * - Versions are only added. Which one is used is another question: version 0 are the built-in words.
 * - Whether words are sound is asked before they come here (`handlers/templates/faults.ts`).
 */
import { eventVersion } from '../../contracts/events.ts';
import { rooms } from '../../contracts/rooms.ts';
import type { TemplateWords } from '../../contracts/templates.ts';
import type { ActorDefinition, ActorState, By, Decision } from '../../engine/actor-types.ts';
import { dataOf, event, refuse, unknownEvent } from '../event.ts';

export interface TemplateState extends ActorState {
  /** The version that is used. */
  readonly published: number;
  /** Version 1 first. */
  readonly versions: readonly {
    readonly version: number;
    readonly words: TemplateWords;
    readonly savedAt: string;
    readonly savedBy: By;
  }[];
  readonly updatedAt: string;
}

export type TemplateCommand =
  | { readonly type: 'save'; readonly words: TemplateWords; readonly publish: boolean }
  | { readonly type: 'publish'; readonly version: number };

const MOST_VERSIONS = 200;

export const template: ActorDefinition<TemplateState, TemplateCommand> = {
  kind: 'template',
  table: 'message_templates',
  columns: ['id', 'seq', 'version', 'published', 'versions', 'updatedAt'],
  instants: ['updatedAt'],
  decide,
  evolve: (state, from, { id, at, by }) => {
    const before = state ?? { id, seq: 0, version: 0, published: 0, versions: [], updatedAt: at };
    switch (from.type) {
      case 'template.saved': {
        const saved = { ...dataOf('template.saved', from), savedAt: at, savedBy: by };
        return { ...before, versions: [...before.versions, saved], updatedAt: at };
      }
      case 'template.published':
        return { ...before, published: dataOf('template.published', from).version, updatedAt: at };
      default:
        return unknownEvent('template', from.type);
    }
  },
  raisesVersion: () => true,
  audience: () => [{ class: 'staff', rooms: [rooms.role('admin')] }],
  eventVersion,
};

function decide(state: TemplateState | undefined, command: TemplateCommand): Decision {
  const latest = state?.versions.length ?? 0;
  const published = state?.published ?? 0;
  const publish = (version: number) =>
    version === published ? [] : [event('template.published', { version, before: published })];
  switch (command.type) {
    case 'save': {
      const { words } = command;
      const same = sameWords(state?.versions.at(-1)?.words, words);
      if (!same && latest >= MOST_VERSIONS)
        return refuse('not_possible', `${MOST_VERSIONS} versions are the most there can be.`);
      const version = same ? latest : latest + 1;
      return {
        events: [
          ...(same ? [] : [event('template.saved', { version, words })]),
          ...(command.publish ? publish(version) : []),
        ],
      };
    }
    case 'publish':
      if (command.version > latest) return refuse('wrong_state', 'There is no such version.', ['save']);
      if (!state) return refuse('wrong_state', 'The built-in words are used.', ['save']);
      return { events: publish(command.version) };
  }
}

/** By field: a stored state has its keys in an order of its own. */
function sameWords(one: TemplateWords | undefined, other: TemplateWords): boolean {
  const parts = ({ id, en }: TemplateWords) => [id.subject, id.text, en.subject, en.text];
  return one !== undefined && parts(one).every((part, index) => part === parts(other)[index]);
}
