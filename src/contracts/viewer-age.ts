/** An API process keeps who somebody is, and what they may, for so long: after a change some still go by the old. */
export const VIEWER_MAX_AGE_MS = 1_000;
