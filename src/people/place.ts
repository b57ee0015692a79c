/** What a place is: a table, or some rows of one, that hold something about people. */

export interface Place {
  readonly table: string;
  /** Columns that can hold something about a person. All other columns of words stand in `facts.ts`. */
  readonly holds: readonly string[];
  /**
   * Of `holds`, what is taken out by the actor's own `erase` in its commit, by the database with another row, or at the
   * end of the erasure.
   */
  readonly elsewhere?: readonly string[];
  /** What is taken out, and where. Until nothing is left to take, again and again: so it may be interrupted anywhere. */
  readonly taken?: readonly Taking[];
  readonly exported?: readonly Exported[];
}

export interface Taking {
  /** Which rows of `t`: a condition with `:customers`, `:users`, `:technicians`, `:registrations`, `:tickets`, `:ids`, `:literals`. */
  readonly rows: string;
  /** Columns and what they become; expressions over `t` that leave what is taken out already as it is. */
  readonly set?: Readonly<Record<string, string>>;
  /** The whole row goes. */
  readonly remove?: true;
  /** Rows of one statement, where the usual number would take long. */
  readonly atOnce?: number;
}

export interface Exported {
  /** Name of the part in the file. */
  readonly as: string;
  /** Another table than the place's own, joined or unfolded; `t` all the same. */
  readonly from?: string;
  readonly rows: string;
  /** An object; the whole row when left out. */
  readonly select?: string;
  /** What customers get of it who ask for their own; false for what is staff's. The same as staff when left out. */
  readonly own?: string | false;
  /** Unique: the file is read in pieces. */
  readonly order: string;
}
