/** A page of a list, as every list of the API answers. */
export interface Page<T> {
  readonly data: readonly T[];
  readonly page: { readonly next: string | null };
  readonly position: string;
}
