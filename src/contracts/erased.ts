/** What stands where something of an erased person was; the functions of migration `1080_people` write the same. */

/** Instead of a name. */
export const ERASED_PERSON = '[erased person]';
/** Instead of words by or about somebody. */
export const ERASED_WORDS = '[erased]';
