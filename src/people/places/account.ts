/** What lets somebody in, and what they chose. Hashes are exported to nobody. */
import type { Place } from '../place.ts';

export const accountPlaces: readonly Place[] = [
  {
    table: 'sessions',
    holds: ['user_agent', 'address', 'id', 'public_id'],
    taken: [{ rows: 't.user_id = any(:users)', remove: true }],
    exported: [
      { as: 'sessions', rows: 't.user_id = any(:users)', select: `to_jsonb(t) - 'id'`, order: 't.id' },
    ],
  },
  {
    table: 'tokens',
    holds: ['name', 'token_hash'],
    taken: [{ rows: 't.user_id = any(:users)', remove: true }],
    exported: [
      { as: 'tokens', rows: 't.user_id = any(:users)', select: `to_jsonb(t) - 'token_hash'`, order: 't.id' },
    ],
  },
  {
    // Where a browser is reached is a secret of its own, and exported to nobody.
    table: 'push_endpoints',
    holds: ['endpoint', 'p256dh', 'auth', 'user_agent'],
    taken: [{ rows: 't.user_id = any(:users)', remove: true }],
    exported: [
      {
        as: 'browsers',
        rows: 't.user_id = any(:users)',
        select: `jsonb_build_object('user_agent', t.user_agent, 'created_at', t.created_at)`,
        order: 't.id',
      },
    ],
  },
  {
    table: 'user_passwords',
    holds: ['password_hash'],
    elsewhere: ['password_hash'],
  },
  {
    table: 'registration_tokens',
    holds: ['id', 'public_id'],
    taken: [{ rows: 't.registration_id = any(:registrations)', remove: true }],
  },
  {
    table: 'sign_in_failures',
    holds: ['username'],
    taken: [{ rows: 't.username = any(:literals)', remove: true }],
  },
  {
    // Choices without a name, which the log has as well.
    table: 'notice_preferences',
    holds: [],
    exported: [{ as: 'notice_preferences', rows: 't.id = any(:users)', order: 't.id' }],
  },
  {
    table: 'list_settings',
    holds: [],
    exported: [{ as: 'list_settings', rows: 't.id = any(:users)', order: 't.id' }],
  },
];
