// `npm start`: the bot as a process.
import { cacheCompiledCode } from './compile-cache.ts';

cacheCompiledCode();
const { serve } = await import('./serve.ts');
process.exitCode = await serve();
