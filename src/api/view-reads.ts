/** What the API reads of saved views, and who may see which. */
import { type ListSettingsState, listSettings, noListSettings } from '../actors/list_settings/actor.ts';
import { type ViewState, view } from '../actors/view/actor.ts';
import type { Viewer } from '../authority/viewer.ts';
import { formatPosition } from '../contracts/generic/position.ts';
import type { ListSettings, View } from '../contracts/views.ts';
import type { Queryable } from '../engine/database.ts';
import type { Row } from '../engine/effects.ts';
import { readHead } from '../engine/log.ts';
import { stateOf } from './reads.ts';

/** A view is its owner's, and theirs whom it is shared with. */
const VISIBLE = `(v.owner_id = $1 or v.shared->>'to' = 'everybody'
  or (v.shared->>'to' = 'role' and v.shared->>'role' = $2))`;
const ROW = `to_jsonb(v) as row, (select u.name from users u where u.id = v.owner_id) as owner`;
const MAX_VIEWS = 500;

interface ViewRow {
  readonly row: Row;
  readonly owner: string | null;
}

/** All views that somebody may see, by name. Indexes: views_owner, views_shared. */
export async function listViews(
  db: Queryable,
  viewer: Viewer,
): Promise<{ data: View[]; settings: ListSettings; position: string }> {
  const position = formatPosition(await readHead(db));
  const { rows } = await db.query<ViewRow>({
    name: 'list_views',
    text: `select ${ROW} from views v where v.deleted_at is null and ${VISIBLE}
      order by lower(v.name), v.id limit ${MAX_VIEWS}`,
    values: [viewer.userId, viewer.role],
  });
  const settings = await readListSettings(db, viewer.userId);
  return {
    data: rows.map(({ row, owner }) => viewView(stateOf<ViewState>(view, row), viewer, owner)),
    settings,
    position,
  };
}

/** Undefined when there is none, or it is not the viewer's to see; a deleted one is its owner's to bring back. */
export async function readView(
  db: Queryable,
  viewer: Viewer,
  id: string,
  { deleted = false } = {},
): Promise<{ state: ViewState; owner: string | null; position: string } | undefined> {
  const position = formatPosition(await readHead(db));
  const { rows } = await db.query<ViewRow>({
    name: 'read_view',
    text: `select ${ROW} from views v where v.id = $3 and ${VISIBLE} and (v.deleted_at is null or $4::boolean)`,
    values: [viewer.userId, viewer.role, id, deleted],
  });
  const found = rows[0];
  return found && { state: stateOf<ViewState>(view, found.row), owner: found.owner, position };
}

export async function countOwnViews(db: Queryable, viewer: Viewer): Promise<number> {
  const { rows } = await db.query<{ count: number }>({
    name: 'count_own_views',
    text: 'select count(*)::int as count from views where owner_id = $1 and deleted_at is null',
    values: [viewer.userId],
  });
  return rows[0]?.count ?? 0;
}

async function readListSettings(db: Queryable, userId: string): Promise<ListSettings> {
  const { rows } = await db.query<{ row: Row }>({
    name: 'read_list_settings',
    text: 'select to_jsonb(s) as row from list_settings s where s.id = $1',
    values: [userId],
  });
  return rows[0] ? settingsView(stateOf<ListSettingsState>(listSettings, rows[0].row)) : noListSettings;
}

export function settingsView({ defaultViewId, columns }: ListSettings): ListSettings {
  return { defaultViewId, columns };
}

export function viewView(state: ViewState, viewer: Viewer, owner: string | null): View {
  const { id, name, filter, sort, columns, shared, ownerId, createdAt, updatedAt, version, seq } = state;
  return {
    id,
    name,
    filter,
    sort,
    columns: columns && [...columns],
    shared,
    owner: { id: ownerId, name: owner ?? '' },
    mine: ownerId === viewer.userId,
    createdAt,
    updatedAt,
    version,
    seq,
  };
}
