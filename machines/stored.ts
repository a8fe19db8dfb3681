// How a chart's state is kept.

/** A chart's state as stored: plain JSON, never looked into outside this folder except for `context`. */
export interface Stored<Context> {
  value: unknown;
  context: Context;
}
