import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The default leaves a core idle, of two.
    maxWorkers: '100%',
    // Files share what a worker has loaded (Bolt and teams-ai take a second each time); no test changes what is global.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    coverage: { include: ['{src,machines,db}/**/*.ts'] },
  },
});
