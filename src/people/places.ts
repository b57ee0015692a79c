/**
 * THE list of places that hold something about people: what is exported and what is erased comes from here alone.
 *
 * - P1 Each column of words of each table stands here or, with what is a fact about nobody, in `facts.ts`; a test
 *   compares both with the schema, so a new table has to say what it holds.
 * - P2 Order matters twice: what others are found by (`deliveries`, `dead_letters`) comes after them, and what says who
 *   the person was (`personal_changes`) is no place, but goes with the end of the erasure.
 */

import type { Place } from './place.ts';
import { accountPlaces } from './places/account.ts';
import { filePlaces } from './places/files.ts';
import { logPlaces } from './places/log.ts';
import { messagePlaces } from './places/messages.ts';
import { recordPlaces } from './places/records.ts';
import { workPlaces } from './places/work.ts';

export const places: readonly Place[] = [
  ...recordPlaces,
  ...logPlaces,
  ...filePlaces,
  ...messagePlaces,
  ...workPlaces,
  ...accountPlaces,
];
