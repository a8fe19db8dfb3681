// One line of `ssirp doctor`.
export interface Check {
  check: string;
  ok: boolean;
  found: string;
  /** What to do about it, where `found` does not say it. */
  remedy?: string;
  /** Nothing is wrong, but somebody may want to know. */
  isNote?: true;
}
