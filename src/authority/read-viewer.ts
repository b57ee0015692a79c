/** Reads the viewer behind a credential: one statement each for sessions and tokens. */
import type { Role } from '../contracts/permissions.ts';
import type { Queryable } from '../engine/database.ts';
import type { Credential } from './credentials.ts';
import { classOf, permissionsOf, roomsOf, type Viewer } from './viewer.ts';

/**
 * A lockout after wrong passwords stops sign-ins, not the sessions of the person whom a stranger locked out; one by
 * an administrator (without an end) stops both.
 */
const MAY_BE_HERE = `(u.status = 'active' or (u.status = 'locked' and u.locked_until is not null))`;

/** The last event is looked for only where there was one: first versions are everybody's and every role's beginning. */
const USER = `u.id as user_id, u.username, u.name, u.role, u.zone, u.customer_id, u.technician_id, u.locale,
  r.granted, r.withdrawn, u.rights_version + (select coalesce(sum(version), 0)::int from roles) as rights_version,
  greatest(
    case when u.rights_version <= 1 then 0 else coalesce((
      select coalesce(e.position, 9007199254740991) from events e
       where e.actor_kind = 'user' and e.actor_id = u.id and e.type = any($2)
       order by e.seq desc limit 1), 0) end,
    case when coalesce(r.version, 1) <= 1 then 0 else coalesce((
      select coalesce(e.position, 9007199254740991) from events e
       where e.actor_kind = 'role' and e.actor_id = u.role
       order by e.seq desc limit 1), 0) end)::text as rights_changed_offset`;

const OF_USER = 'join users u on u.id = user_id left join roles r on r.id = u.role';

/** Events of a user after which they may see other things than before. */
export const RIGHTS_EVENTS: readonly string[] = ['user.role_changed'];

interface ViewerRow {
  session_id: string;
  expires_at: Date | null;
  scopes: string[] | null;
  user_id: string;
  username: string;
  name: string;
  role: Role;
  zone: string | null;
  customer_id: string | null;
  technician_id: string | null;
  locale: 'id' | 'en';
  /** Null for a role that the migrations do not know. */
  granted: string[] | null;
  withdrawn: string[] | null;
  rights_version: number;
  rights_changed_offset: string;
}

/** Undefined when the credential is unknown, expired or revoked, or its user may not be here. */
export async function readViewer(db: Queryable, credential: Credential): Promise<Viewer | undefined> {
  const result =
    credential.kind === 'session'
      ? await db.query<ViewerRow>({
          name: 'read_viewer_by_session',
          text: `select s.public_id as session_id, s.expires_at, null as scopes, ${USER}
            from sessions s ${OF_USER}
            where s.id = $1 and s.revoked_at is null and s.expires_at > now() and ${MAY_BE_HERE}`,
          values: [credential.hash, RIGHTS_EVENTS],
        })
      : await db.query<ViewerRow>({
          name: 'read_viewer_by_token',
          text: `select t.id as session_id, t.expires_at, t.scopes, ${USER}
            from tokens t ${OF_USER}
            where t.token_hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
              and ${MAY_BE_HERE}`,
          values: [credential.hash, RIGHTS_EVENTS],
        });
  const row = result.rows[0];
  return row && toViewer(credential.kind, row);
}

function toViewer(credential: Viewer['credential'], row: ViewerRow): Viewer {
  const account = {
    userId: row.user_id,
    role: row.role,
    zone: row.zone,
    customerId: row.customer_id,
    technicianId: row.technician_id,
  };
  const { role, granted, withdrawn } = row;
  const changes = granted && withdrawn ? { granted, withdrawn } : null;
  const permissions = permissionsOf({ role, changes }, row.scopes ?? undefined);
  return {
    ...account,
    credential,
    sessionId: row.session_id,
    username: row.username,
    name: row.name,
    locale: row.locale,
    class: classOf(row.role),
    permissions,
    rooms: roomsOf(account, permissions),
    rightsVersion: row.rights_version,
    rightsChangedOffset: Number(row.rights_changed_offset),
    expiresAt: (row.expires_at ?? NEVER).toISOString(),
  };
}

/** Tokens may be without an end. */
const NEVER = new Date('2100-01-01T00:00:00Z');

/** Those of the sessions and tokens (by public id) that are still good. */
export async function readStillValid(db: Queryable, ids: readonly string[]): Promise<string[]> {
  const result = await db.query<{ id: string }>({
    name: 'read_still_valid',
    text: `select s.public_id as id from sessions s join users u on u.id = s.user_id
        where s.public_id = any($1) and s.revoked_at is null and s.expires_at > now() and ${MAY_BE_HERE}
      union all
      select t.id from tokens t join users u on u.id = t.user_id
        where t.id = any($1) and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
          and ${MAY_BE_HERE}
      union all
      select r.public_id from registration_tokens r where r.public_id = any($1) and r.expires_at > now()`,
    values: [ids],
  });
  return result.rows.map((row) => row.id);
}
