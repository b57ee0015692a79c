/**
 * Which accounts are told things, as a condition in SQL: those in use. A lockout after wrong passwords takes nobody
 * out of it, or anybody could silence the staff by guessing. `of`: the table or its alias.
 */
export const isTold = (of = 'users'): string =>
  `(${of}.status = 'active' or (${of}.status = 'locked' and ${of}.locked_until is not null))`;
