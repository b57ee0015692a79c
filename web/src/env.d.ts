interface ImportMetaEnv {
  /** Which build of the portal this is. */
  readonly TRUNKLINE_BUILD: string;
}
